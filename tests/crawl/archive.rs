//! What a crawl leaves in its archive.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use copydesk::crawl::CrawlOptions;
use flate2::read::MultiGzDecoder;

use super::site::{Site, article, front, missing, moved, text, xml};
use super::{crawl, options};

/// A site that redirects, misses a page and shows one article under two addresses.
fn site() -> Site {
    Site::start(1, |page| match page {
        "H0/robots.txt" => text("User-agent: *\nDisallow: /no\nSitemap: H0/sitemap.xml\n"),
        "H0/sitemap.xml" => xml("<urlset><url><loc>H0/a</loc></url></urlset>"),
        "H0/" => front(&["/a", "/copy-of-a", "/old", "/gone", "/no"]),
        "H0/a" | "H0/copy-of-a" => article("The quay is closed", "", ""),
        "H0/old" => moved("/b"),
        "H0/b" => article("The ferry is late", "", ""),
        _ => missing(),
    })
}

fn archiving(output: &Path, site: &Site) -> CrawlOptions {
    CrawlOptions { archive: Some(1_000_000), ..options(output, site) }
}

/// The archive's files, oldest first.
fn files(output: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(output.join("archive")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The records of all files, as what their heads say, read as gzip alone: a torn one panics.
pub fn heads(output: &Path) -> Vec<String> {
    let mut heads = Vec::new();
    for file in files(output) {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(fs::File::open(&file).unwrap()).read_to_end(&mut unpacked).unwrap();
        let unpacked = String::from_utf8_lossy(&unpacked).into_owned();
        assert!(unpacked.ends_with("\r\n\r\n"), "{} ends in the middle of a record", file.display());
        heads.extend(unpacked.split("WARC/1.1\r\n").skip(1).map(str::to_owned));
    }
    heads
}

pub fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// `type H0/path` of the answers, sorted.
pub fn answers(output: &Path, site: &Site) -> Vec<String> {
    let heads = heads(output);
    let answers = heads.iter().filter_map(|head| {
        let kind = field(head, "WARC-Type").filter(|&kind| matches!(kind, "response" | "revisit"))?;
        Some(format!("{kind} {}", site.plain(field(head, "WARC-Target-URI")?)))
    });
    let mut answers: Vec<String> = answers.collect();
    answers.sort();
    answers
}

#[test]
fn everything_that_was_fetched_is_archived_once() {
    let site = site();
    let folder = tempfile::tempdir().unwrap();
    crawl(CrawlOptions { hosts_at_once: 1, ..archiving(folder.path(), &site) });
    let answers = answers(folder.path(), &site);
    // The copy has the other's bytes, whichever of the two came first.
    assert_eq!(answers.iter().filter(|answer| answer.starts_with("revisit ")).count(), 1, "{answers:?}");
    let mut urls: Vec<&str> = answers.iter().filter_map(|answer| Some(answer.split_once(' ')?.1)).collect();
    urls.sort_unstable();
    let all = ["H0/", "H0/a", "H0/b", "H0/copy-of-a", "H0/gone", "H0/old", "H0/robots.txt", "H0/sitemap.xml"];
    assert_eq!(urls, all);

    let heads = heads(folder.path());
    let of = |kind: &str| heads.iter().filter(|head| field(head, "WARC-Type") == Some(kind)).count();
    assert_eq!((of("warcinfo"), of("request"), of("metadata")), (1, all.len(), all.len()));
    let revisit = heads.iter().find(|head| field(head, "WARC-Type") == Some("revisit")).unwrap();
    assert!(revisit.contains("revisit/identical-payload-digest"), "{revisit}");
    assert!(field(revisit, "WARC-Refers-To-Target-URI").is_some() && !revisit.contains("The quay is closed"));
    let arrived = heads.iter().find(|head| head.contains("via: ")).unwrap();
    assert!(site.plain(arrived).contains("via: H0/old"), "{arrived}");
}

#[test]
fn credentials_stay_out_of_the_archive() {
    let site = site();
    let folder = tempfile::tempdir().unwrap();
    let mut command = crate::support::copydesk();
    command.args(["crawl", &site.url(0, "/"), "--archive", "--max-pages", "1", "--delay", "0s", "-o"]);
    command.arg(folder.path()).args([
        "--allow-address",
        "127.0.0.0/8",
        "--header",
        "*=Cookie: session=secret",
    ]);
    assert_eq!(command.output().unwrap().status.code(), Some(0));
    assert!(heads(folder.path()).iter().all(|head| !head.contains("secret")));
}

#[test]
fn full_files_are_followed_by_others() {
    let site = site();
    let folder = tempfile::tempdir().unwrap();
    crawl(CrawlOptions { archive: Some(2_500), ..archiving(folder.path(), &site) });
    let files = files(folder.path());
    assert!(files.len() > 2, "{files:?}");
    for (file, number) in files.iter().zip(1..) {
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(
            name.starts_with("copydesk-20") && name.ends_with(&format!("-{number:05}.warc.gz")),
            "{name}"
        );
        assert!(fs::metadata(file).unwrap().len() <= 2_500, "{name}");
    }
    let infos =
        heads(folder.path()).iter().filter(|head| field(head, "WARC-Type") == Some("warcinfo")).count();
    assert_eq!(infos, files.len());
}

#[test]
fn a_torn_record_is_cut_off_and_what_was_never_counted_is_removed() {
    let site = site();
    let folder = tempfile::tempdir().unwrap();
    crawl(archiving(folder.path(), &site));
    let before = answers(folder.path(), &site);
    let last = files(folder.path()).pop().unwrap();
    let mut torn = fs::read(&last).unwrap();
    torn.extend_from_slice(&torn.clone()[..100]);
    fs::write(&last, torn).unwrap();
    let uncounted = folder.path().join("archive/copydesk-20260101000000-00002.warc.gz");
    fs::write(&uncounted, b"\x1f\x8b half a record").unwrap();
    let foreign = folder.path().join("archive/notes.txt");
    fs::write(&foreign, "mine").unwrap();

    let summary = crawl(archiving(folder.path(), &site));
    assert!(!uncounted.exists());
    assert_eq!(fs::read_to_string(&foreign).unwrap(), "mine");
    fs::remove_file(foreign).unwrap();
    assert_eq!((summary.rewound, answers(folder.path(), &site)), (0, before));
}

#[test]
fn pages_whose_records_are_lost_are_fetched_again_but_files_moved_away_are_not() {
    let site = site();
    let folder = tempfile::tempdir().unwrap();
    crawl(archiving(folder.path(), &site));
    let before = answers(folder.path(), &site);
    let last = files(folder.path()).pop().unwrap();
    let whole = fs::read(&last).unwrap();
    fs::write(&last, &whole[..whole.len() - 10]).unwrap();

    let summary = crawl(archiving(folder.path(), &site));
    // The page that robots.txt disallows has no records of its own; it may have come after the lost ones.
    assert!((1..=2).contains(&summary.rewound), "{}", summary.rewound);
    let urls = |answers: &[String]| {
        let mut urls: Vec<String> = answers.iter().map(|a| a.split_once(' ').unwrap().1.to_owned()).collect();
        urls.retain(|url| url != "H0/robots.txt");
        urls.sort();
        urls
    };
    assert_eq!(urls(&answers(folder.path(), &site)), urls(&before));

    let asked = site.requests().len();
    fs::remove_dir_all(folder.path().join("archive")).unwrap();
    assert_eq!(crawl(archiving(folder.path(), &site)).rewound, 0);
    assert_eq!(site.requests().len(), asked, "nothing is fetched again for an archive that is elsewhere");
}
