//! Every URL leaves as exactly one outcome.

use super::site::{Answer, Site, article, front, html, missing, moved};
use super::{articles, assert_adds_up, crawl, options, outcomes, records};

fn paper() -> Site {
    Site::start(2, |page| match page {
        "H0/" => front(&[
            "/a",
            "/b",
            "/b?print=1",
            "/old-a",
            "/hidden",
            "/hidden-by-header",
            "/gone",
            "/list",
            "/letter.doc",
            "/sheet",
            "/away",
            "H1/other-host",
            "/empty",
            "/private-links",
            "/own-name-elsewhere",
            "/claims-front",
        ]),
        "H0/a" => article("The quay is closed", "", "<a href='/from-a'>next</a>"),
        "H0/b" | "H0/b?print=1" => article("The quay is open", "<link rel=canonical href='/b'>", ""),
        "H0/old-a" => moved("/a"),
        "H0/from-a" => article("The ferry is late", "", "<a href='/a'>back</a>"),
        "H0/hidden" => {
            article("Not for the books", "<meta name=robots content=noindex>", "<a href='/via-hidden'>x</a>")
        }
        "H0/hidden-by-header" => {
            let mut answer = article("Not for the books either", "", "");
            answer.headers.push(("X-Robots-Tag", "copydesk: noindex".into()));
            answer
        }
        "H0/via-hidden" => article("Found on a hidden page", "", ""),
        "H0/private-links" => {
            article("Follow me not", "<meta name=robots content=nofollow>", "<a href='/never'>never</a>")
        }
        "H0/own-name-elsewhere" => {
            article("Syndicated", "<link rel=canonical href='https://else.test/b'>", "")
        }
        "H0/claims-front" => article("Badly made", "<link rel=canonical href='/'>", ""),
        "H0/list" => front(&["/a", "/b"]),
        "H0/sheet" => Answer {
            status: 200,
            headers: vec![("Content-Type", "application/vnd.ms-excel".into())],
            body: "cells".into(),
        },
        "H0/away" => moved("http://127.9.9.9:1/x"),
        "H0/empty" => html("  \n "),
        _ => missing(),
    })
}

#[test]
fn every_url_leaves_as_exactly_one_outcome() {
    let site = paper();
    let folder = tempfile::tempdir().unwrap();
    let summary = crawl(options(folder.path(), &site));
    // Which of two addresses of one article comes first is settled here: one host, in the order of its links.
    insta::assert_snapshot!(outcomes(folder.path(), &site), @r"
    H0/ skipped not-article 1
    H0/a article - 1
    H0/away skipped out-of-scope 1
    H0/b article - 1
    H0/b?print=1 skipped duplicate 1
    H0/claims-front article - 1
    H0/empty failed empty-page 1
    H0/from-a article - 1
    H0/gone failed http-status 1
    H0/hidden skipped noindex 1
    H0/hidden-by-header skipped noindex 1
    H0/list skipped not-article 1
    H0/old-a skipped duplicate 2
    H0/own-name-elsewhere article - 1
    H0/private-links article - 1
    H0/sheet skipped not-html 1
    H0/via-hidden article - 1
    ");
    assert_eq!(
        articles(folder.path(), &site),
        [
            "H0/a",
            "H0/b",
            "H0/claims-front",
            "H0/from-a",
            "H0/own-name-elsewhere",
            "H0/private-links",
            "H0/via-hidden"
        ]
    );
    assert_adds_up(&summary, folder.path());
    assert!(!site.requests().contains(&"H0/never".to_owned()));
    assert!(!site.requests().contains(&"H0/letter.doc".to_owned()));
}

#[test]
fn a_duplicate_says_what_it_is_a_copy_of() {
    let site = paper();
    let folder = tempfile::tempdir().unwrap();
    crawl(options(folder.path(), &site));
    let duplicates: Vec<String> = records(folder.path(), "outcomes.jsonl")
        .iter()
        .filter(|line| line["reason"] == "duplicate")
        .map(|line| site.plain(line["message"].as_str().unwrap()))
        .collect();
    assert_eq!(
        duplicates,
        ["the same article is stored already, as H0/b", "the same article is stored already, as H0/a"]
    );
}

#[test]
fn the_same_call_again_fetches_nothing_and_says_that_all_was_done_before() {
    let site = paper();
    let folder = tempfile::tempdir().unwrap();
    let first = crawl(options(folder.path(), &site));
    let requests = site.requests().len();
    let lines = outcomes(folder.path(), &site);
    let second = crawl(options(folder.path(), &site));
    assert_eq!(site.requests().len(), requests);
    assert_eq!(outcomes(folder.path(), &site), lines);
    assert_eq!((first.run.before, second.run.before), (0, first.entered));
    assert_eq!(second.articles, first.articles);
    assert_adds_up(&second, folder.path());
}

#[test]
fn outcome_lines_have_every_key_of_the_contract() {
    let site = paper();
    let folder = tempfile::tempdir().unwrap();
    crawl(options(folder.path(), &site));
    let schema = serde_json::to_value(schemars::schema_for!(copydesk::outcome::OutcomeLine)).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for line in records(folder.path(), "outcomes.jsonl") {
        assert!(schema.is_valid(&line), "{line}");
        let mut keys: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(
            keys,
            ["attempts", "http_status", "id", "message", "reason", "retryable", "stage", "status", "url"]
        );
    }
}
