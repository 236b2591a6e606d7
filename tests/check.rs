//! `profile check` and `profile list`: cases, expected records, bless, dead rules, what is missing; and that the
//! shipped profiles hold.

mod cases;
mod command;
mod expected;
mod pages;
mod rules;
mod shipped;

use std::fs;
use std::path::{Path, PathBuf};

use copydesk::Profiles;
use copydesk::check::{self, CheckOptions, PageReport, Report};

/// A page of example.com whose body a profile must name, with an advertisement in it and a teaser after it.
const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Ferry stays - Example</title></head><body>
<nav><a href="/">Home</a></nav>
<article><h1>Ferry stays</h1><p class="by">By <a href="/ann">Ann Lee</a></p>
<time datetime="2019-02-25T10:01:00-05:00">February 25</time>
<div class="text"><p>The county board voted on Monday night to keep the old ferry for another year.</p>
<div class="ad">Advertisement</div>
<p>The new timetable comes with the motion, which passed after a hearing of nine hours.</p>
<p>“We need it,” said Clara Voss, who lives on the island and takes the first boat every morning.</p>
<p>More from Example</p><p>Dog finds its way home</p></div></article></body></html>"#;

/// Its profile, without cases.
const PROFILE: &str = r#"name  = "Example"
hosts = ["example.com"]

[select]
headline       = ["article h1"]
authors        = [".by a"]
date_published = ["time::attr(datetime)"]
body           = [".text"]

[strip]
selectors = [".ad"]
tail      = ['^More from ']
"#;

/// Where `page.toml` says the page is from.
const ORIGIN: &str = "url = \"https://www.example.com/ferry\"\norigin = \"synthetic\"\n";

/// A folder with `selectors/` and `fixtures/`, gone at the end of the test.
struct Site(tempfile::TempDir);

impl Site {
    /// With the profile of example.com and what is to follow it, and the page as the fixture `ferry`.
    fn new(cases: &str) -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        site.write("selectors/example.com.toml", &format!("{PROFILE}\n{cases}"));
        site.write("fixtures/example.com/ferry/page.html", PAGE);
        site.write("fixtures/example.com/ferry/page.toml", ORIGIN);
        site
    }

    /// The same, with the record the page gives expected of it.
    fn blessed(cases: &str) -> Self {
        let site = Self::new(cases);
        site.check_with(|options| options.bless = true);
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Replaces a text of a file, which must be there.
    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, &text.replace(from, to));
    }

    fn check(&self) -> Report {
        self.check_with(|_| {})
    }

    fn check_with(&self, change: impl FnOnce(&mut CheckOptions)) -> Report {
        let profiles = Profiles::load(&self.path("selectors")).unwrap();
        let mut options =
            CheckOptions { fixtures: self.path("fixtures"), pages: None, bless: false, hosts: Vec::new() };
        change(&mut options);
        check::run(&profiles, &options).unwrap()
    }

    /// What a message says without this folder's own name.
    fn without_root(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.0.path().display()), "")
    }

    /// The findings on all pages, as `who expected it: what is wrong`.
    fn findings(&self) -> Vec<String> {
        self.check().pages.iter().flat_map(findings).map(|text| self.without_root(&text)).collect()
    }

    /// The warnings, as `key: message`.
    fn warnings(&self) -> Vec<String> {
        self.check().warnings.iter().map(|warning| format!("{}: {}", warning.key, warning.message)).collect()
    }
}

fn findings(page: &PageReport) -> Vec<String> {
    page.findings.iter().map(|finding| format!("{}: {}", finding.by, finding.fault)).collect()
}

/// The repository's root.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
