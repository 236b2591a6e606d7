//! `copydesk profile repair`, through the program.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::support::copydesk;

const PROFILE: &str = "name  = 'Example'   # a comment that stays\nhosts = ['example.com']\n\n[select]\n\
    headline = ['h1.title']\nauthors  = ['.by']\nbody     = ['.story']   # the text\n\n[[case]]\nfixture = 'one'\n\
    contains = ['Paragraph 2 of page 1']\n";

/// A folder with a profile, a fixture and pages of today.
struct Site(tempfile::TempDir);

impl Site {
    fn new() -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        site.write("selectors/example.com.toml", PROFILE);
        site.write("fixtures/example.com/one/page.html", &page(1, &OLD));
        site.write(
            "fixtures/example.com/one/page.toml",
            "url = 'https://example.com/1'\norigin = 'synthetic'\n",
        );
        let blessed = site.run(&["profile", "check", "--bless"]);
        assert_eq!(blessed.status.code(), Some(0), "{blessed:?}");
        site
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        copydesk().current_dir(self.path()).args(arguments).output().unwrap()
    }

    fn profile(&self) -> String {
        fs::read_to_string(self.path().join("selectors/example.com.toml")).unwrap()
    }

    /// Writes the pages of those numbers as the site has them now, and repairs the profile by them.
    fn repair(&self, pages: &[u32], markup: &Markup, flags: &[&str]) -> Output {
        let mut arguments = vec!["profile".to_owned(), "repair".to_owned(), "example.com".to_owned()];
        for number in pages {
            self.write(&format!("new/{number}.html"), &page(*number, markup));
            arguments.push(format!("new/{number}.html"));
            arguments.push(format!("--url=https://example.com/{number}"));
        }
        arguments.extend(flags.iter().map(|flag| (*flag).to_owned()));
        self.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// Names of the elements of a page.
struct Markup {
    headline: &'static str,
    by: &'static str,
    story: &'static str,
}

const OLD: Markup = Markup { headline: "title", by: "by", story: "story" };
const NEW: Markup = Markup { headline: "headline", by: "writer", story: "article-text" };

fn page(number: u32, markup: &Markup) -> String {
    let paragraphs: String = (0..6)
        .map(|n| {
            format!(
                "<p>Paragraph {n} of page {number} tells what happened at the harbour on that long day.</p>"
            )
        })
        .collect();
    let Markup { headline, by, story } = markup;
    let names = ["Ann Lee", "Bo Marsh", "Cy Novak", "Dee Orr"];
    let name = names[number as usize % names.len()];
    format!(
        "<meta property=og:type content=article><h1 class={headline}>The crane of pier {number} moved on</h1>\
         <p class={by}>By {name}</p><div class={story}>{paragraphs}</div>"
    )
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn new_rules_are_shown_first_and_written_when_asked() {
    let site = Site::new();
    let shown = site.repair(&[1, 2, 3], &NEW, &[]);
    let out = text(&shown.stdout);
    assert_eq!(shown.status.code(), Some(0), "{shown:?}");
    assert!(
        out.contains("(1 known from before): 'h1.headline' gives it on 3, and leans on a name that"),
        "{out}"
    );
    assert!(out.contains("+body     = ['.article-text', '.story']   # the text\n"), "{out}");
    assert!(out.contains("-body     = ['.story']   # the text\n"), "{out}");
    assert!(!out.contains("a comment that stays"), "only what changes is shown: {out}");
    assert_eq!(site.profile(), PROFILE, "nothing is written unasked");

    let written = site.repair(&[1, 2, 3], &NEW, &["--write", "--json"]);
    let json: Value = serde_json::from_slice(&written.stdout).unwrap();
    assert_eq!((&json["written"], &json["pages"]), (&true.into(), &3.into()));
    let outcomes: Vec<_> = json["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| (&field["field"], &field["outcome"]["selector"]))
        .collect();
    assert_eq!(
        serde_json::to_value(&outcomes).unwrap(),
        serde_json::json!([["headline", "h1.headline"], ["authors", ".writer"], ["body", ".article-text"]])
    );
    let profile = site.profile();
    assert!(profile.starts_with("name  = 'Example'   # a comment that stays\n"), "{profile}");
    let check = site.run(&["profile", "check"]);
    assert_eq!(check.status.code(), Some(0), "the fixture gives what it gave: {check:?}");
    let read = site.run(&["extract", "new/2.html", "--url", "https://example.com/2"]);
    let record: Value = serde_json::from_slice(&read.stdout).unwrap();
    for (field, rule) in [("headline", "h1.headline"), ("authors", ".writer"), ("body", ".article-text")] {
        assert_eq!(record["provenance"][field]["rule"], rule, "{field}");
    }

    let sound = site.repair(&[1, 2, 3], &NEW, &["--write"]);
    assert_eq!(text(&sound.stdout).matches(": sound").count(), 3, "{sound:?}");
    assert_eq!(site.profile(), profile, "what is sound is left alone");
}

#[test]
fn an_earlier_run_knows_what_to_look_for() {
    let site = Site::new();
    fs::remove_dir_all(site.path().join("fixtures")).unwrap();
    site.write("selectors/example.com.toml", PROFILE.split("\n[[case]]").next().unwrap());
    for number in 1..=3 {
        site.write(&format!("old/{number}.html"), &page(number, &OLD));
        let url = format!("https://example.com/{number}");
        let file = format!("old/{number}.html");
        let run = site.run(&["extract", &file, "--url", &url, "--history", "history.json"]);
        assert_eq!(run.status.code(), Some(0), "{run:?}");
    }
    let out = site.repair(&[3], &NEW, &["--history", "history.json", "--json"]);
    let json: Value = serde_json::from_slice(&out.stdout).unwrap();
    for field in json["fields"].as_array().unwrap() {
        assert_eq!(
            (&field["known"], &field["outcome"]["outcome"]),
            (&1.into(), &"repaired".into()),
            "{json}"
        );
    }
    let nowhere = site.repair(&[3], &NEW, &["--history", "none.json"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).contains("none.json: there is no such file"), "{nowhere:?}");
}

#[test]
fn a_page_that_cannot_be_read_costs_no_other_and_a_built_in_profile_is_copied() {
    let site = Site::new();
    site.write("broken.html", "%PDF-1.7 no page at all");
    let out = site.repair(
        &[1, 2],
        &NEW,
        &["broken.html", "missing.html", "--url=https://example.com/b", "--url=https://example.com/m"],
    );
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    assert!(text(&out.stderr).contains("copydesk: warning: left out: broken.html: "), "{out:?}");
    assert!(text(&out.stdout).contains("gives it on 2"), "{out:?}");

    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hotair.com/time-zone-town");
    let page = fs::read_to_string(fixture.join("page.html")).unwrap().replace("post-body", "tale-text");
    let toml: toml::Table = fs::read_to_string(fixture.join("page.toml")).unwrap().parse().unwrap();
    site.write("hotair.html", &page);
    let url = format!("--url={}", toml["url"].as_str().unwrap());
    fs::remove_dir_all(site.path().join("selectors")).unwrap();
    let out = site.run(&["profile", "repair", "hotair.com", "hotair.html", &url, "--write"]);
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    assert!(text(&out.stderr).contains("wrote    selectors/hotair.com.toml"), "{out:?}");
    let written = fs::read_to_string(site.path().join("selectors/hotair.com.toml")).unwrap();
    assert!(written.contains(".tale-text") && written.contains("# WordPress, no metadata"), "{written}");
}

#[test]
fn what_cannot_be_repaired_says_why() {
    let site = Site::new();
    // The byline is gone from the pages altogether.
    let gone = page(1, &NEW).replace("<p class=writer>By Bo Marsh</p>", "");
    site.write("gone.html", &gone);
    let out = site.run(&["profile", "repair", "example.com", "gone.html", "--url", "https://example.com/1"]);
    assert_eq!(out.status.code(), Some(1), "{out:?}");
    assert!(
        text(&out.stdout)
            .contains("authors         right on 0 of 1 pages (1 known from before): FAILED: no element"),
        "{}",
        text(&out.stdout)
    );
    for (arguments, message) in [
        (vec!["nobody.example", "gone.html"], "nobody.example: there is no profile for this host"),
        (vec!["missing.toml", "gone.html"], "missing.toml: No such file"),
        (
            vec!["example.com", "gone.html", "--url", "https://other.example/1"],
            "https://other.example/1 is no page of example.com",
        ),
        (
            vec!["example.com", "empty.html", "--url", "https://example.com/9"],
            "none of the recent pages reads as an article",
        ),
    ] {
        site.write("empty.html", "<p>Nothing.</p>");
        let out = site.run(&[vec!["profile", "repair"], arguments].concat());
        assert_eq!(out.status.code(), Some(2), "{out:?}");
        assert!(text(&out.stderr).contains(message), "{}", text(&out.stderr));
    }
}
