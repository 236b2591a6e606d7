//! The verb: what it reads, what it writes where, what it refuses.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::assert::Assert;

use super::page::{Page, records};
use crate::support::copydesk;

fn report(folder: &Path, arguments: &[&str]) -> Assert {
    copydesk().current_dir(folder).arg("report").args(arguments).assert()
}

fn told(run: &Assert) -> String {
    String::from_utf8(run.get_output().stderr.clone()).unwrap()
}

/// A folder with records of some kinds of file.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("records.jsonl"), records()).unwrap();
    folder
}

#[test]
fn every_exact_kind_of_file_gives_the_same_page() {
    let folder = folder();
    let mut pages = Vec::new();
    for file in ["records.jsonl", "records.json.gz", "records.sqlite", "records.jsonl.zst"] {
        if file != "records.jsonl" {
            copydesk().current_dir(folder.path()).args(["convert", "records.jsonl", file]).assert().success();
        }
        let run = report(folder.path(), &[file]).success();
        assert!(told(&run).contains(" articles in records.report.html, "), "{}", told(&run));
        let html = Page::read(&folder.path().join("records.report.html")).html;
        let (_, body) = html.split_once("<nav").unwrap();
        pages.push(body.to_owned());
    }
    assert!(pages.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn only_a_report_is_written_over() {
    let folder = folder();
    let path = folder.path().join("mine.html");
    fs::write(&path, "<!doctype html>\n<p>my own page").unwrap();
    let run = report(folder.path(), &["records.jsonl", "--out", "mine.html"]).code(2);
    assert!(
        told(&run).contains("mine.html exists and is no report: name another file with --out"),
        "{}",
        told(&run)
    );
    assert!(fs::read_to_string(&path).unwrap().contains("my own page"));
    report(folder.path(), &["records.jsonl", "--out", "mine.html", "--overwrite"]).success();
    let first = Page::read(&path).html;
    report(folder.path(), &["records.jsonl", "--out", "mine.html", "--articles", "1"]).success();
    assert!(Page::read(&path).html.len() < first.len(), "a report takes the place of another");
    let run = report(folder.path(), &["records.jsonl", "-o", "-"]).success();
    assert!(run.get_output().stdout.starts_with(b"<!doctype html>\n<!-- copydesk report -->"));
    let run = report(folder.path(), &["records.jsonl", "--out", "no/such/folder.html"]).code(2);
    assert!(told(&run).contains("cannot write to no/such/folder.html"), "{}", told(&run));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn what_is_no_crawl_is_refused() {
    let folder = folder();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("page.csv"), "a,b").unwrap();
    for (from, expected) in [
        (
            "empty",
            "empty: there is neither articles.jsonl nor outcomes.jsonl: expected the folder of a crawl",
        ),
        ("page.csv", "page.csv: whole records are read from .jsonl and .json"),
        ("missing.jsonl", "missing.jsonl: no such file or folder"),
        ("missing", "missing: no such file or folder"),
    ] {
        let run = report(folder.path(), &[from]).code(2);
        assert!(told(&run).contains(expected), "{from}: {}", told(&run));
    }
    assert!(!folder.path().join("empty/report.html").exists());
}

#[test]
fn what_is_broken_costs_only_itself_and_is_told_twice() {
    let folder = tempfile::tempdir().unwrap();
    let records = records();
    let (first, rest) = records.split_once('\n').unwrap();
    let (second, _) = rest.split_once('\n').unwrap();
    fs::write(folder.path().join("articles.jsonl"), format!("{first}\nno json\n{second}\n")).unwrap();
    let line = |url: &str, status: &str| {
        serde_json::json!({"url": url, "id": null, "status": status, "stage": null, "reason": (status != "article").then_some("robots"),
            "message": null, "http_status": 200, "retryable": false, "attempts": 1})
    };
    let outcomes =
        ["article", "article", "skipped", "article"].map(|status| line("https://a.example/", status));
    let outcomes: Vec<String> = outcomes.iter().map(ToString::to_string).collect();
    fs::write(folder.path().join("outcomes.jsonl"), format!("{{}}\n{}\n", outcomes.join("\n"))).unwrap();
    for file in ["crawl.db", "drift.json", "report.json"] {
        fs::write(folder.path().join(file), "no such thing").unwrap();
    }
    let run = report(folder.path(), &["."]).code(1);
    let said = told(&run);
    for expected in [
        "articles.jsonl, line 2: expected a record as `copydesk extract` writes it",
        "outcomes.jsonl, line 1: expected an outcome as `copydesk crawl` writes it",
        "drift.json: is no history of profiles",
        "report.json: expected what `copydesk crawl --report FILE` writes",
        "crawl.db",
        "3 articles in ./report.html, 2 to read",
    ] {
        assert!(said.contains(expected), "{expected} is missing from:\n{said}");
    }
    let page = Page::read(&folder.path().join("report.html"));
    assert_eq!(page.rows("outcomes"), ["article||3|75 %", "robots||1|25 %"]);
    assert_eq!(page.all(".parts[open]").len(), 1, "what is broken is not hidden");
    assert_eq!(page.texts(".parts .failed").len(), 4, "{:?}", page.texts(".parts .failed"));
    assert!(page.texts(".parts .failed").contains(&"2 lines could not be read.".to_owned()));
}

#[test]
fn rules_that_drift_are_told_with_their_runs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir(path.join("selectors")).unwrap();
    let profile =
        "name = 'Example'\nhosts = ['example.com']\n[select]\nheadline = ['h1']\nbody = ['.story']\n";
    fs::write(path.join("selectors/example.com.toml"), profile).unwrap();
    for class in ["story", "story", "tale"] {
        let mut lines = String::new();
        for page in 0..5 {
            let text = "What happened at the harbour on that long day is told by many. ".repeat(8);
            let html = format!(
                "<meta property=og:type content=article><h1>Story {page} of the harbour</h1><div class={class}><p>{text}</p>\
                 <p>{text}</p></div>"
            );
            let line = serde_json::json!({"url": format!("https://example.com/{page}"), "html": html});
            writeln!(lines, "{line}").unwrap();
        }
        fs::write(path.join("batch.jsonl"), lines).unwrap();
        let run = copydesk()
            .current_dir(path)
            .args(["extract", "--input", "batch.jsonl", "--history", "drift.json"])
            .output()
            .unwrap();
        fs::write(path.join("articles.jsonl"), run.stdout).unwrap();
    }
    report(path, &["."]).success();
    let page = Page::read(&path.join("report.html"));
    assert_eq!(
        page.rows("profiles"),
        [
            "example.com|body|0 % (0 of 5)|100 % (10 of 10)||the profile gave body on 0 of 5 pages, before on 10 of 10",
            "|headline|100 % (5 of 5)|100 % (10 of 10)||–",
        ]
    );
    assert_eq!(page.all("#profiles tr:first-child .spark rect").len(), 3);
    assert_eq!(page.all("#profiles .spark .drifting").len(), 1);
    assert!(page.rows("records").iter().any(|row| row == "drift||3"), "{:?}", page.rows("records"));
}
