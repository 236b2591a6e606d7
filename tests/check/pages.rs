//! Pages that are missing, wrong, elsewhere, or without a profile.

use std::fs;
use std::io::Write;

use copydesk::check::Verdict;

use super::{PAGE, Site};

const EXTERNAL: &str =
    "[[case]]\npage = 'pages/a.html.gz'\nurl = 'https://example.com/a'\nlacks = ['elephant']";

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[test]
fn a_missing_fixture_or_file_of_one_fails() {
    let site = Site::blessed("[[case]]\nfixture = 'harbour'\nlacks = ['x']");
    assert_eq!(site.findings(), ["page: fixtures/example.com/harbour: there is no fixture `harbour`"]);
    fs::create_dir_all(site.path("fixtures/example.com/harbour")).unwrap();
    let missing = "cannot be read: No such file or directory (os error 2)";
    assert_eq!(site.findings(), [format!("page: fixtures/example.com/harbour/page.toml: {missing}")]);
    site.write("fixtures/example.com/harbour/page.toml", super::ORIGIN);
    assert_eq!(site.findings(), [format!("page: fixtures/example.com/harbour/page.html: {missing}")]);
    site.write("fixtures/example.com/harbour/page.html", "");
    assert_eq!(site.findings(), ["page: the page is empty"]);
}

#[test]
fn page_toml_is_read_strictly() {
    for (toml, message) in [
        ("origin = 'synthetic'", "1: missing key `url`"),
        ("url = 'https://example.com/'", "1: missing key `origin`"),
        (
            "url = 'https://example.com/'\norigin = 'stolen'",
            "2: origin: unknown variant `stolen`, expected `synthetic` or `captured`",
        ),
        (
            "url = 'example'\norigin = 'captured'",
            "1: url: `example` is not a URL: expected something like https://example.com/story",
        ),
        (
            "url = 'https://example.com/'\norigin = 'captured'\ncaptured = 2026-11-22T10:00:00Z",
            "3: captured: `2026-11-22T10:00:00Z` is not a day: expected one like 2026-11-22, without quotes",
        ),
        (
            "url = 'https://example.com/'\norigin = 'captured'\nsource = 'x'",
            "3: unknown key `source`, expected one of `url`, `origin`, `note`, `content_type`, `captured`",
        ),
    ] {
        let site = Site::blessed("");
        site.write("fixtures/example.com/ferry/page.toml", toml);
        assert_eq!(site.findings(), [format!("page: fixtures/example.com/ferry/page.toml:{message}")]);
    }
}

#[test]
fn the_content_type_of_page_toml_is_that_of_the_answer() {
    let site = Site::blessed("");
    site.edit("fixtures/example.com/ferry/page.toml", "origin", "content_type = 'image/png'\norigin");
    assert_eq!(
        site.findings(),
        ["page: not HTML but image/png: expected text/html or application/xhtml+xml"]
    );
}

#[test]
fn a_page_the_profile_would_never_see_is_told() {
    let site = Site::blessed("");
    site.edit("fixtures/example.com/ferry/page.toml", "www.example.com", "example.org");
    let findings = site.findings();
    assert_eq!(findings[0], "page: its host example.org is not among the profile's: example.com");
    let site = Site::blessed("");
    site.edit("selectors/example.com.toml", "[select]", "[urls]\narticle = ['^/news/']\n[select]");
    assert_eq!(site.findings(), ["page: its path /ferry matches no pattern of `urls.article`"]);
}

#[test]
fn captured_pages_are_skipped_where_their_folder_is_absent() {
    let site = Site::blessed(EXTERNAL);
    let report = site.check();
    assert_eq!(report.pages[1].verdict, Verdict::Skipped);
    assert_eq!(report.pages[1].page, "pages/a.html.gz");
    assert!(report.passed());
}

#[test]
fn captured_pages_are_unpacked_and_checked_where_it_is_there() {
    let site = Site::blessed(EXTERNAL);
    fs::create_dir_all(site.path("data/pages")).unwrap();
    let with_folder = || {
        let report = site.check_with(|options| options.pages = Some(site.path("data")));
        (
            report.pages[1].verdict,
            super::findings(&report.pages[1]).iter().map(|text| site.without_root(text)).collect(),
        )
    };
    let missing =
        "page: data/pages/a.html.gz: cannot be read: No such file or directory (os error 2)".to_owned();
    assert_eq!(with_folder(), (Verdict::Failed, vec![missing]));
    fs::write(site.path("data/pages/a.html.gz"), gzip(PAGE)).unwrap();
    assert_eq!(with_folder(), (Verdict::Passed, vec![]));
    fs::write(site.path("data/pages/a.html.gz"), gzip(&PAGE.replace("old ferry", "elephant"))).unwrap();
    assert_eq!(with_folder(), (Verdict::Failed, vec!["case[1]: body: contains `elephant`".to_owned()]));
    fs::write(site.path("data/pages/a.html.gz"), "not packed").unwrap();
    assert_eq!(with_folder().1, ["page: data/pages/a.html.gz: cannot be read: invalid gzip header"]);
}

#[test]
fn fixtures_of_sites_without_a_profile_are_checked_without_one() {
    let site = Site::blessed("");
    site.write("fixtures/other.org/ferry/page.html", PAGE);
    site.write("fixtures/other.org/ferry/page.toml", &super::ORIGIN.replace("example.com", "other.org"));
    site.write("fixtures/other.org/site/robots.txt", "User-agent: *");
    let report = site.check_with(|options| options.bless = true);
    let pages: Vec<_> = report.pages.iter().map(|page| (page.host.as_str(), page.page.as_str())).collect();
    assert_eq!(pages, [("example.com", "ferry"), ("other.org", "ferry")], "`site` is no fixture");
    let record = site.read("fixtures/other.org/ferry/expected.json");
    assert!(record.contains("\"profile\": null"), "{record}");
}

#[test]
fn naming_hosts_checks_only_those() {
    let site = Site::blessed("");
    site.write("fixtures/other.org/ferry/page.html", PAGE);
    site.write("fixtures/other.org/ferry/page.toml", super::ORIGIN);
    let hosts = |named: &[&str]| -> Vec<String> {
        let report =
            site.check_with(|options| options.hosts = named.iter().map(ToString::to_string).collect());
        report.pages.into_iter().map(|page| page.host).collect()
    };
    assert_eq!(hosts(&["www.example.com"]), ["example.com"]);
    assert_eq!(hosts(&["other.org"]), ["other.org"]);
    assert_eq!(hosts(&["other.org", "example.com", "example.com"]), ["example.com", "other.org"]);
}
