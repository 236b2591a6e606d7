//! Records under other tools' keys, beside what those tools write of the same page.

use std::collections::BTreeSet;

use copydesk::outcome::Outcome;
use copydesk::page::PageSource;
use copydesk::sink::{Format, Keys};
use copydesk::{Page, extract};
use serde_json::Value;
use url::Url;

const URL: &str =
    "https://hotair.com/archives/2019/02/25/county-board-votes-to-keep-ferry-after-nine-hour-hearing/";
const HTML: &str = include_str!("../../fixtures/hotair.com/county-ferry-vote/page.html");
/// Written by the tools themselves of that page; the versions are in the names.
const TRAFILATURA: &str = include_str!("../cases/keys/trafilatura-2.3.1.json");
const NEWSPAPER: &str = include_str!("../cases/keys/newspaper4k-0.9.6.json");

fn ferry() -> Outcome {
    let url = Url::parse(URL).unwrap();
    let source = PageSource {
        url: &url,
        final_url: &url,
        bytes: HTML.as_bytes(),
        content_type: Some("text/html; charset=utf-8"),
        fetched_at: None,
    };
    extract::extract(&Page::parse(&source).unwrap(), None).unwrap().into()
}

fn written(outcome: &Outcome, format: Format, keys: Keys) -> String {
    let mut out = Vec::new();
    let mut sink = format.sink_with(&mut out, "memory", keys);
    sink.write(outcome).unwrap();
    sink.finish().unwrap();
    drop(sink);
    String::from_utf8(out).unwrap()
}

fn record(keys: Keys) -> Value {
    serde_json::from_str(&written(&ferry(), Format::Jsonl, keys)).unwrap()
}

/// Whether both have the same keys, and as many of them with the same value as are not named in `others`.
fn compare(ours: &Value, theirs: &str, others: &[&str]) {
    let theirs: Value = serde_json::from_str(theirs).unwrap();
    let names = |record: &Value| record.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(ours), names(&theirs));
    for (key, value) in theirs.as_object().unwrap() {
        let ours = &ours[key];
        if others.contains(&key.as_str()) {
            assert_ne!(ours, value, "{key} is the same: take it off the list");
        } else {
            assert_eq!(ours, value, "{key}");
        }
    }
}

#[test]
fn as_trafilatura_writes_them() {
    let ours = record(Keys::Trafilatura);
    // It knows the page's text by a hash of its own, keeps comments apart and names the day it ran; its text has the
    // advertisements, its language is the one asked for, and its keywords are the page's list as one.
    let others = ["fingerprint", "comments", "filedate", "raw_text", "text", "language"];
    compare(&ours, TRAFILATURA, &others);
    let text = ours["text"].as_str().unwrap();
    assert!(text.starts_with("After nine hours of testimony") && !text.contains("\n\n"), "{text}");
    assert!(!ours["raw_text"].as_str().unwrap().contains('\n'));
}

#[test]
fn as_newspaper_writes_them() {
    // It lists every image of the page, takes a main one only where it may load them, and gives days as midnights.
    compare(&record(Keys::Newspaper), NEWSPAPER, &["images", "top_image", "publish_date", "text"]);
}

#[test]
fn as_schema_org_has_them() {
    let ours = record(Keys::SchemaOrg);
    assert_eq!(ours["@type"], "NewsArticle");
    assert_eq!(ours["author"][0]["name"], "Dana Whitlock");
    assert_eq!(ours["publisher"]["name"], "HotAir");
    assert_eq!(ours["hasPart"][0]["@type"], "Quotation");
    assert_eq!(ours["hasPart"][0]["spokenByCharacter"]["name"], "Lorraine Haskett");
    assert!(ours["articleBody"].as_str().unwrap().contains("Quill Island"));
    assert!(ours.as_object().unwrap().values().all(|value| !value.is_null()), "{ours}");
}

#[test]
fn their_records_are_only_of_articles() {
    let none: Outcome = serde_json::from_value(serde_json::json!({
        "url": "https://example.com/", "id": null, "status": "skipped", "stage": "extract", "reason": "not-article",
        "message": "a front page", "http_status": null, "retryable": false, "attempts": 0,
    }))
    .unwrap();
    assert_eq!(written(&none, Format::Jsonl, Keys::SchemaOrg), "");
    assert_eq!(written(&none, Format::Json, Keys::SchemaOrg), "[]\n");
    assert!(written(&none, Format::Jsonl, Keys::Copydesk).contains("not-article"));
}
