//! `--history`, `--fail-on-drift` and `profile drift`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::support::copydesk;

const PROFILE: &str = "name = 'Example'\nhosts = ['example.com']\n[select]\nheadline = ['h1.title']\n\
    authors = ['.by']\nbody = ['.story', '.old-story']\n";

/// A folder with a profile and batches of pages.
struct Site(tempfile::TempDir);

impl Site {
    fn new() -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        fs::create_dir(site.path().join("selectors")).unwrap();
        fs::write(site.path().join("selectors/example.com.toml"), PROFILE).unwrap();
        site
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        copydesk().current_dir(self.path()).args(arguments).output().unwrap()
    }

    /// Extracts so many pages whose text stands in an element of that class; the records and the whole output.
    fn batch(&self, class: &str, pages: usize, flags: &[&str]) -> (Vec<Value>, Output) {
        let mut lines = String::new();
        for page in 0..pages {
            let paragraphs: String = (0..5)
                .map(|n| format!("<p>Paragraph {n} of page {page} tells what happened at the harbour on that long day.</p>"))
                .collect();
            let html = format!(
                "<meta property=og:type content=article><h1 class=title>Story {page}</h1><p class=by>Ann Lee</p>\
                 <div class={class}>{paragraphs}</div>"
            );
            let line =
                serde_json::json!({"id": page, "url": format!("https://example.com/{page}"), "html": html});
            writeln!(lines, "{line}").unwrap();
        }
        fs::write(self.path().join("batch.jsonl"), lines).unwrap();
        let output =
            self.run(&[&["extract", "--input", "batch.jsonl", "--history", "history.json"], flags].concat());
        let text = String::from_utf8(output.stdout.clone()).unwrap();
        (text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), output)
    }
}

fn warned(records: &[Value]) -> Vec<bool> {
    let drifts = |record: &Value| {
        record["warnings"].as_array().unwrap().iter().any(|warning| warning["code"] == "drift")
    };
    records.iter().map(drifts).collect()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_changed_layout_is_told_in_records_at_the_end_and_by_the_exit_status() {
    let site = Site::new();
    for _ in 0..2 {
        let (records, output) = site.batch("story", 5, &["--fail-on-drift"]);
        assert_eq!((output.status.code(), stderr(&output)), (Some(0), String::new()));
        assert!(warned(&records).iter().all(|warned| !warned));
    }
    let (records, output) = site.batch("tale", 5, &["--fail-on-drift"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stderr(&output),
        "copydesk: drift: example.com: the profile gave body on 0 of 5 pages, before on 10 of 10\n"
    );
    // It takes some pages to be sure; from then on every record concerned says so.
    assert_eq!(warned(&records), [false, false, true, true, true]);
    let fell_back = |record: &Value| {
        record["body"].as_str().unwrap().contains("Paragraph 4")
            && record["provenance"]["body"]["source"] == "generic"
    };
    assert!(records.iter().all(fell_back));
    let (_, again) = site.batch("tale", 5, &[]);
    assert_eq!(again.status.code(), Some(0), "only where it is asked for is that a failure");
    assert!(
        stderr(&again).contains("before on 10 of 10"),
        "drifting runs are no measure: {}",
        stderr(&again)
    );
    let (_, mended) = site.batch("story", 5, &["--fail-on-drift"]);
    assert_eq!((mended.status.code(), stderr(&mended)), (Some(0), String::new()));
}

#[test]
fn a_rule_that_another_one_stands_in_for_is_told_too() {
    let site = Site::new();
    site.batch("story", 8, &[]);
    let (_, output) = site.batch("old-story", 8, &[]);
    assert_eq!(
        stderr(&output),
        "copydesk: drift: example.com: the rule `.story` gave body on 0 of 8 pages, before on 8 of 8\n"
    );
}

#[test]
fn profile_drift_shows_the_last_run_beside_those_before() {
    let site = Site::new();
    site.batch("story", 4, &[]);
    site.batch("tale", 4, &[]);
    let table = site.run(&["profile", "drift", "history.json"]);
    let text = String::from_utf8(table.stdout).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[1][..], ["example.com", "body", "4", "of", "4", "→", "0", "of", "4", "missed"]);
    assert_eq!(rows.len(), 3);
    assert_eq!(table.status.code(), Some(0));
    let json = site.run(&["profile", "drift", "history.json", "--json", "--fail-on-drift"]);
    assert_eq!(json.status.code(), Some(1));
    let rows: Vec<Value> = String::from_utf8(json.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let body = &rows[1];
    assert_eq!(
        (&body["host"], &body["field"], &body["runs"]),
        (&"example.com".into(), &"body".into(), &2.into())
    );
    assert_eq!(body["before"], serde_json::json!({"hits": 4, "pages": 4}));
    assert_eq!((&body["now"]["hits"], &body["drifts"][0]["kind"]), (&0.into(), &"missed".into()));
}

#[test]
fn a_changed_profile_begins_anew() {
    let site = Site::new();
    site.batch("story", 5, &[]);
    fs::write(site.path().join("selectors/example.com.toml"), PROFILE.replace(".story", ".saga")).unwrap();
    let (_, output) = site.batch("story", 5, &["--fail-on-drift"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_broken_history_stops_the_run_before_it_begins() {
    let site = Site::new();
    for (text, message) in [
        ("{", "history.json: is no history of profiles: EOF while parsing an object at line 1 column 1"),
        (
            "{\"version\": 9, \"profiles\": {}}",
            "history.json: is a history of version 9, which this program does not know: the last it knows is 1",
        ),
    ] {
        fs::write(site.path().join("history.json"), text).unwrap();
        let (records, output) = site.batch("story", 1, &[]);
        assert_eq!((output.status.code(), records.len()), (Some(2), 0));
        assert_eq!(stderr(&output).trim(), format!("copydesk: {message}"));
        assert_eq!(
            fs::read_to_string(site.path().join("history.json")).unwrap(),
            text,
            "it is left as it was"
        );
    }
    let none = site.run(&["extract", "x.html", "--fail-on-drift"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(stderr(&none).contains("--fail-on-drift needs --history FILE"));
    assert_eq!(site.run(&["profile", "drift", "nowhere.json"]).status.code(), Some(2));
}
