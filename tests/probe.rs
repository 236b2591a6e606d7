//! `profile try`: what selectors match, what the record would have, and why one gives nothing.

use copydesk::page::{Page, PageSource};
use copydesk::probe::{Probe, Reason, probe};
use copydesk::profile::{Profile, SelectRule};
use std::path::Path;
use url::Url;

use crate::support::copydesk;

const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Ferry stays - Example</title>
<meta name="author" content="">
<script type="application/json">{"story": [{"by": "Ada Mills", "id": 7}]}</script></head><body><article class="story"><h1>Ferry stays</h1>
<div class="story-text" id="main-text"><p>The county board voted on Monday night to keep the old ferry for another year.</p>
<p>The new timetable comes with the motion, which passed after a hearing of nine hours.</p></div>
<div class="ad"><p>Buy a boat of your own, cheaper than ever before, at the harbour this week.</p></div>
<div class="hollow"></div><span class="when">some day</span></article></body></html>"#;

fn page() -> Page {
    let url = Url::parse("https://example.com/ferry").unwrap();
    let source = PageSource {
        url: &url,
        final_url: &url,
        bytes: PAGE.as_bytes(),
        content_type: Some("text/html; charset=utf-8"),
        fetched_at: None,
    };
    Page::parse(&source).unwrap()
}

fn tried(field: &str, selectors: &[&str]) -> Probe {
    let rules: Vec<SelectRule> = selectors.iter().map(|text| SelectRule::parse(text).unwrap()).collect();
    let toml = b"name = 'Example'\nhosts = ['example.com']\n[strip]\nselectors = ['.ad']\n";
    let profile = Profile::parse(Path::new("example.com.toml"), toml).unwrap();
    probe(&page(), Some(&profile), field, &rules).unwrap()
}

fn reason(field: &str, selector: &str) -> Option<Reason> {
    tried(field, &[selector]).rules.remove(0).empty
}

#[test]
fn matches_are_counted_and_shown_and_the_order_told() {
    let probe = tried("headline", &[".gone", "h1", "title"]);
    let counts: Vec<usize> = probe.rules.iter().map(|rule| rule.count).collect();
    assert_eq!(counts, [0, 1, 1]);
    assert_eq!(probe.rules[1].samples[0].element, "h1");
    assert_eq!(probe.rules[1].samples[0].text, "Ferry stays");
    let order: Vec<(&str, bool)> =
        probe.order.iter().map(|place| (place.rule.as_str(), place.wins)).collect();
    assert_eq!(order, [("h1", true), ("title", false)], "a rule that matches nothing is no place");
    assert!(probe.rules[2].empty.is_none(), "a later rule is not at fault");
}

#[test]
fn the_compound_that_fails_is_named_with_what_comes_nearest() {
    let Some(Reason::NoMatch { misses }) = reason("body", "article.story > div.story-txt p") else {
        panic!()
    };
    assert_eq!(misses.len(), 1);
    assert_eq!((misses[0].matched.as_str(), misses[0].count), ("article.story", 1));
    assert_eq!(
        (misses[0].failed.as_str(), misses[0].culprit.as_deref()),
        ("div.story-txt", Some(".story-txt"))
    );
    assert_eq!(misses[0].nearest.as_deref(), Some("div#main-text.story-text"));
    assert_eq!(misses[0].similar.as_deref(), Some(".story-text"));
    let Some(Reason::NoMatch { misses }) = reason("body", "h1 .story-text, .zzz") else { panic!() };
    assert_eq!(misses.len(), 2, "each alternative has its own reason");
    assert_eq!(misses[0].nearest.as_deref(), Some("div#main-text.story-text"), "there, but not inside h1");
    assert_eq!((misses[1].matched.as_str(), misses[1].similar.as_deref()), ("", None));
}

#[test]
fn an_empty_match_says_why() {
    assert_eq!(reason("body", ".hollow"), Some(Reason::NoText));
    assert_eq!(reason("headline", "h1"), None);
    assert_eq!(reason("date_published", ".when"), Some(Reason::Unusable));
    let there = vec!["content".to_owned(), "name".to_owned()];
    let Some(Reason::NoAttribute { attribute, there: mut found }) =
        reason("authors", "meta[name='author']::attr(value)")
    else {
        panic!()
    };
    found.sort();
    assert_eq!((attribute.as_str(), found), ("value", there));
    let json = "[type='application/json']::json(story.author)";
    let (key, there) = ("author".to_owned(), vec!["by".to_owned(), "id".to_owned()]);
    assert_eq!(reason("authors", json), Some(Reason::NoKey { key, there }));
    assert_eq!(reason("authors", "[type='application/json']::json(story.by)"), None);
    assert_eq!(
        reason("body", ".ad p"),
        Some(Reason::Stripped { by: vec!["[strip] selectors '.ad'".to_owned()] })
    );
}

#[test]
fn the_command_tells_the_same_and_ends_with_1_when_nothing_is_given() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("page.html"), PAGE).unwrap();
    let run = |args: &[&str]| {
        let run = copydesk()
            .current_dir(dir.path())
            .args(["profile", "try", "page.html"])
            .args(args)
            .output()
            .unwrap();
        (
            run.status.code().unwrap(),
            String::from_utf8(run.stdout).unwrap(),
            String::from_utf8(run.stderr).unwrap(),
        )
    };
    let (status, out, _) = run(&["--field", "headline", "h1"]);
    assert_eq!(status, 0);
    assert!(
        out.starts_with("h1: 1 element\n     h1: Ferry stays\nin order\n  => profile h1: Ferry stays\n"),
        "{out}"
    );
    let (status, out, _) = run(&[".story-txt"]);
    assert_eq!(status, 1);
    assert!(
        out.starts_with(".story-txt: 0 elements\n     empty: no element matches `.story-txt`\n"),
        "{out}"
    );
    assert!(out.contains("       did you mean `.story-text`?\n"), "{out}");
    let (status, out, _) = run(&[".story-text", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, &json["rules"][0]["count"], &json["order"][0]["wins"]), (0, &1.into(), &true.into()));
    for (args, expected) in [
        (&["--field", "corpus", "p"][..], "`corpus` is no field of a profile: there are headline, "),
        (&["p["], "the selector `p[` "),
        (&["p", "--url", "nowhere"], "--url: "),
    ] {
        let (status, _, err) = run(args);
        assert_eq!(status, 2, "{args:?}");
        assert!(err.contains(expected), "{args:?}: {err}");
    }
}
