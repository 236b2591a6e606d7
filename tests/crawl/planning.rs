//! `crawl --dry-run`: what would be fetched, and what not and why.

use std::fs;
use std::path::Path;

use copydesk::crawl::frontier::FILE_NAME;
use serde_json::Value;

use super::program::crawl;
use super::site::{Site, article, front, missing, text};

/// A front page, stories it links to, and a folder that is closed to us.
fn paper() -> Site {
    Site::start(1, |page| match page {
        "H0/robots.txt" => text("User-agent: *\nDisallow: /private"),
        "H0/" => front(&["/a", "/b", "/private/c", "/d"]),
        "H0/a" | "H0/b" | "H0/d" => article(page, "", ""),
        _ => missing(),
    })
}

/// What a dry run tells, and that it writes nothing.
fn planned(folder: &Path, site: &Site, args: &[&str]) -> String {
    let state = || fs::read(folder.join("out").join(FILE_NAME)).ok();
    let (before, asked) = (state(), site.requests().len());
    let mut command = crawl(folder);
    command.args(["-o", "out", "--dry-run"]).args(args);
    let output = command.assert().success().get_output().clone();
    assert_eq!(state(), before, "the state is as it was");
    assert_eq!(site.requests().len(), asked, "nothing but robots.txt is fetched");
    let lines = String::from_utf8(output.stdout).unwrap();
    let line = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let url = site.plain(line["url"].as_str().unwrap());
        format!("{url} {} {}", line["would"].as_str().unwrap(), line["reason"].as_str().unwrap_or("-"))
    };
    let mut told: Vec<String> = lines.lines().map(line).collect();
    told.extend(String::from_utf8(output.stderr).unwrap().lines().map(str::to_owned));
    told.join("\n")
}

#[test]
fn a_crawl_that_was_never_begun_is_planned_from_its_seeds() {
    let (site, folder) = (paper(), tempfile::tempdir().unwrap());
    let seeds = [site.url(0, "/"), site.url(0, "/private/x"), "no url".to_owned(), site.url(0, "/#again")];
    let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
    insta::assert_snapshot!(planned(folder.path(), &site, &seeds), @r"
    no url leave malformed-url
    H0/ fetch -
    H0/private/x leave robots
    copydesk: would fetch 1, and not 2 others
    ");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_crawl_under_way_is_planned_from_what_waits_within_its_limits() {
    let (site, folder) = (paper(), tempfile::tempdir().unwrap());
    let front = site.url(0, "/");
    crawl(folder.path()).args(["-o", "out", "--max-depth", "0", &front]).assert().success();
    insta::assert_snapshot!(planned(folder.path(), &site, &["--max-depth", "0", &front]), @r"
    H0/a leave too-deep
    H0/b leave too-deep
    H0/private/c leave too-deep
    H0/d leave too-deep
    H0/ leave seen
    copydesk: would fetch 0, and not 5 others
    ");
    insta::assert_snapshot!(planned(folder.path(), &site, &["--max-pages", "3"]), @r"
    H0/a fetch -
    H0/b fetch -
    H0/private/c leave page-limit
    H0/d leave page-limit
    copydesk: would fetch 2, and not 2 others
    ");
    insta::assert_snapshot!(planned(folder.path(), &site, &["--max-pages-per-host", "3"]), @r"
    H0/a fetch -
    H0/b fetch -
    H0/private/c leave host-limit
    H0/d leave host-limit
    copydesk: would fetch 2, and not 2 others
    ");
    let all = planned(folder.path(), &site, &[]);
    insta::assert_snapshot!(all, @r"
    H0/a fetch -
    H0/b fetch -
    H0/private/c leave robots
    H0/d fetch -
    copydesk: would fetch 3, and not 1 others
    ");

    // The run does what was planned.
    let asked = site.requests().len();
    crawl(folder.path()).args(["-o", "out"]).assert().success();
    let fetched =
        site.requests().split_off(asked).iter().map(|url| format!("{url} fetch -")).collect::<Vec<_>>();
    let planned: Vec<&str> = all.lines().filter(|line| line.ends_with("fetch -")).collect();
    assert_eq!(fetched, planned);
}
