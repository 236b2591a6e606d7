//! The canonical form of URLs: the case table, and what must hold of any URL.

use copydesk::{CanonicalUrl, HostKey};
use proptest::prelude::*;
use serde::Deserialize;
use url::Url;

use crate::support::{case_table, copydesk};

#[derive(Deserialize)]
struct Case {
    name: String,
    rule: String,
    input: String,
    base: Option<String>,
    expected: Option<String>,
}

/// Cases of the WHATWG's parser that our policy goes beyond, with what we make of them.
const BEYOND_WHATWG: &[(&str, &str)] = &[
    // Policy case `host-trailing-dot-dropped`: the dot names the same host.
    ("host-trailing-dot-kept", "http://news.example/"),
];

fn canonical(case: &Case) -> Option<String> {
    let resolved = match &case.base {
        Some(base) => CanonicalUrl::join(&Url::parse(base).unwrap(), &case.input),
        None => CanonicalUrl::parse(&case.input),
    };
    resolved.ok().map(|url| url.to_string())
}

#[test]
fn every_case_of_the_table_holds() {
    let cases = case_table::<Case>("url_cases.jsonl");
    assert_eq!(cases.len(), 100);
    for case in &cases {
        let beyond = BEYOND_WHATWG.iter().find(|(name, _)| *name == case.name);
        assert!(beyond.is_none() || case.rule == "whatwg", "{}: policy cases have no exceptions", case.name);
        let expected = beyond.map_or(case.expected.as_deref(), |(_, ours)| Some(*ours));
        assert_eq!(canonical(case).as_deref(), expected, "{}: {}", case.name, case.input);
    }
}

#[test]
fn one_page_has_one_form() {
    let forms = |urls: &[&str]| {
        let mut forms: Vec<String> =
            urls.iter().map(|url| CanonicalUrl::parse(url).unwrap().to_string()).collect();
        forms.dedup();
        forms
    };
    // WordPress escapes in small letters, browsers in capitals.
    assert_eq!(
        forms(&[
            "https://news.example/новости",
            "https://news.example/%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d0%b8"
        ]),
        ["https://news.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"]
    );
    assert_eq!(
        forms(&[
            "https://news.example/a;sid=1F2E/b",
            "https://news.example/a/b?at_medium=RSS&AT_campaign=KARANGA#top",
            "https://news.example/a/b?sid=0123456789abcdef0123456789abcdef",
        ]),
        ["https://news.example/a/b"]
    );
}

#[test]
fn what_may_select_another_page_is_kept() {
    for url in [
        "https://news.example/article.pl?sid=12/345",
        "https://news.example/a;v=2",
        "https://news.example/2011/11/11/11/story",
        "https://news.example/a?ref=b&source=c&id=",
        "https://news.example/a?",
        "https://news.example/%25%zz%",
    ] {
        assert_eq!(CanonicalUrl::parse(url).unwrap().as_str(), url);
    }
}

#[test]
fn hosts_are_told_apart_by_port_alone() {
    let key = |url: &str| HostKey::of(&Url::parse(url).unwrap()).to_string();
    assert_eq!(key("https://News.Example:443/a"), "news.example");
    assert_eq!(key("http://news.example./a"), "news.example");
    assert_eq!(key("http://news.example:8080/a"), "news.example:8080");
    assert_eq!(key("http://[::1]:8080/a"), "[::1]:8080");
}

#[test]
fn the_verb_prints_forms_and_names_what_is_no_url() {
    let run = copydesk()
        .args(["canonical", "HTTP://News.Example/a#top", "nonsense", "ftp://news.example/"])
        .assert()
        .code(1);
    assert_eq!(String::from_utf8_lossy(&run.get_output().stdout), "http://news.example/a\n");
    insta::assert_snapshot!(String::from_utf8_lossy(&run.get_output().stderr), @"
    copydesk: `nonsense` is not a URL: expected something like https://example.com/story: relative URL without a base
    copydesk: `ftp://news.example/` has the scheme `ftp`: only http and https URLs can be fetched
    ");
}

#[test]
fn the_verb_answers_a_batch_line_by_line() {
    let batch = concat!(
        "{\"id\": 1, \"url\": \"http://news.example/a?utm_source=x\"}\n",
        "{\"id\": 2, \"url\": \"../b\", \"base\": \"http://news.example/a/c\"}\n",
        "{\"id\": \"three\", \"url\": 3}\n",
        "not JSON\n",
        "{\"id\": 5, \"url\": \"mailto:a@news.example\"}\n",
        "{\"id\": 6, \"url\": \"b\", \"base\": \"a\"}"
    );
    let run = copydesk().args(["canonical", "--input", "-"]).write_stdin(batch).assert().code(1);
    insta::assert_snapshot!(String::from_utf8_lossy(&run.get_output().stdout), @r#"
    {"id":1,"canonical":"http://news.example/a"}
    {"id":2,"canonical":"http://news.example/b"}
    {"url":"","id":"three","status":"failed","stage":"input","reason":"malformed-line","message":"standard input, line 3: expected {\"id\", \"url\": a string, \"base\": a URL or absent}: invalid type: integer `3`, expected a string at line 1 column 24","http_status":null,"retryable":false,"attempts":0}
    {"url":"","id":null,"status":"failed","stage":"input","reason":"malformed-line","message":"standard input, line 4: expected {\"id\", \"url\": a string, \"base\": a URL or absent}: expected ident at line 1 column 2","http_status":null,"retryable":false,"attempts":0}
    {"id":5,"canonical":null}
    {"id":6,"canonical":null}
    "#);
}

#[test]
fn the_verb_names_a_batch_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    for (path, expected) in
        [(folder.path().join("absent"), "cannot open"), (folder.path().into(), "is a directory")]
    {
        let run = copydesk().args(["canonical", "--input"]).arg(&path).assert().code(2);
        let error = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(error.contains(expected) && error.contains(&path.display().to_string()), "{error}");
    }
}

proptest! {
    #[test]
    fn canonicalising_twice_changes_nothing(text in "https?://[a-z.]{1,12}(/[a-z0-9%;=.~ é]{0,6}){0,6}(\\?[a-z0-9_=&%+' ]{0,20})?") {
        if let Ok(once) = CanonicalUrl::parse(&text) {
            prop_assert_eq!(CanonicalUrl::parse(once.as_str()).unwrap(), once);
        }
    }

    #[test]
    fn no_text_breaks_it(base in "https?://[a-z]{1,5}/.{0,10}", reference in ".{0,40}") {
        if let Ok(base) = Url::parse(&base) {
            let _ = CanonicalUrl::join(&base, &reference);
        }
    }
}

#[test]
fn a_stray_percent_sign_makes_no_escape_of_what_follows() {
    for url in ["http://a/%a%30", "http://a/%%30a", "http://a/?q=%1%41"] {
        let once = CanonicalUrl::parse(url).unwrap();
        assert_eq!(once.to_string(), url);
        assert_eq!(CanonicalUrl::parse(&once.to_string()).unwrap(), once);
    }
}

#[test]
fn what_leads_nowhere_is_known_however_it_is_escaped_and_what_selects_a_page_stays() {
    for (given, expected) in [
        ("https://a.test/a?%75tm_source=x", "https://a.test/a"),
        ("https://a.test/a;%6Asessionid=AB", "https://a.test/a"),
        ("https://a.test/a?id=1&amp;utm_medium=rss", "https://a.test/a?id=1"),
        ("https://a.test/?pk_campaign=mail", "https://a.test/"),
        ("https://a.test/?pk_noticia=101", "https://a.test/?pk_noticia=101"),
    ] {
        assert_eq!(CanonicalUrl::parse(given).unwrap().as_str(), expected, "{given}");
    }
}

#[test]
fn a_link_gives_away_no_password() {
    let base = Url::parse("http://news.example/a").unwrap();
    for (reference, expected) in [
        ("http://me:hush@news.example/b", "http://news.example/b"),
        ("//me@news.example/b", "http://news.example/b"),
        ("/b@c", "http://news.example/b@c"),
    ] {
        assert_eq!(CanonicalUrl::join(&base, reference).unwrap().as_str(), expected);
    }
}
