//! Which of a profile's layouts reads a page, and how the record says so.

use copydesk::article::Source;
use copydesk::{Article, Page, Profile, extract};
use url::Url;

use super::{URL, article_with, page, paragraphs};

/// Today's layout, one until 2015 and one from 2016 to 2021.
const PROFILE: &str = "name = 'Example'\nhosts = ['example.com']\n[select]\nheadline = ['.new']\nbody = ['.story']\n\
    [[layout]]\nuntil = 2015-12-31\n[layout.select]\nheadline = ['.old']\nbody = ['td.text']\n[layout.strip]\n\
    lines = ['.*turn the page.*']\n[[layout]]\nsince = 2016-01-01\nuntil = 2021-06-30\n\
    [layout.select]\nheadline = ['.mid']\n";

/// A page of that day whose text stands in that element.
fn dated(day: &str, open: &str, close: &str) -> String {
    format!(
        "<meta property=article:published_time content={day}><b class=old>Old</b><b class=mid>Mid</b>\
         <b class=new>New</b>{open}{}<p>Please turn the page now.</p>{close}",
        paragraphs(1..6)
    )
}

fn read(day: &str, open: &str, close: &str) -> Article {
    article_with(&dated(day, open, close), PROFILE)
}

fn told(article: &Article) -> (&str, &str) {
    (article.headline.as_deref().unwrap(), article.extractor.layout.as_deref().unwrap())
}

fn codes(article: &Article) -> Vec<&str> {
    article.warnings.iter().map(|warning| warning.code.as_str()).collect()
}

#[test]
fn the_day_of_publication_chooses() {
    let today = read("2024-02-25", "<div class=story>", "</div>");
    assert_eq!(told(&today), ("New", "today"));
    assert!(today.body.contains("turn the page"));
    let old = read("2012-02-25", "<table><tr><td class=text>", "</table>");
    assert_eq!(told(&old), ("Old", "../2015-12-31"));
    assert!(!old.body.contains("turn the page"), "its own [strip] applies");
    let generic = read("2019-02-25", "<article>", "</article>");
    assert_eq!(told(&generic), ("Mid", "2016-01-01/2021-06-30"));
    assert_eq!(
        generic.provenance.body.as_ref().unwrap().source,
        Source::Generic,
        "it has no rule for the body"
    );
    for article in [today, old, generic] {
        assert!(codes(&article).is_empty(), "{:?}", article.warnings);
    }
}

#[test]
fn a_page_without_a_date_is_of_the_day_it_was_fetched() {
    let html = dated("none", "<table><tr><td class=text>", "</table>");
    let url = Url::parse(URL).unwrap();
    let read = |fetched_at| {
        let bytes = html.as_bytes();
        let source =
            copydesk::page::PageSource { url: &url, final_url: &url, bytes, content_type: None, fetched_at };
        let profile = Profile::parse("example.com.toml".as_ref(), PROFILE.as_bytes()).unwrap();
        extract::extract(&Page::parse(&source).unwrap(), Some(&profile)).unwrap()
    };
    assert_eq!(told(&read(Some("2013-05-01T10:00:00Z"))), ("Old", "../2015-12-31"));
    let fetched_lately = read(Some("2025-05-01T10:00:00Z"));
    assert_eq!(told(&fetched_lately), ("Old", "../2015-12-31"), "today's rules find no body");
    assert_eq!(codes(&fetched_lately), ["other-layout"]);
}

#[test]
fn a_layout_without_a_body_gives_way_to_one_that_finds_it() {
    for (day, open, close, expected) in [
        ("2024-02-25", "<table><tr><td class=text>", "</table>", ("Old", "../2015-12-31")),
        ("2012-02-25", "<div class=story>", "</div>", ("New", "today")),
    ] {
        let article = read(day, open, close);
        assert_eq!(told(&article), expected, "{day}");
        assert_eq!(article.provenance.body.as_ref().unwrap().source, Source::Profile);
        assert_eq!(codes(&article), ["other-layout"], "{day}");
    }
}

#[test]
fn where_no_layout_finds_the_body_that_of_the_day_stays() {
    let article = read("2012-02-25", "<article>", "</article>");
    assert_eq!(told(&article), ("Old", "../2015-12-31"));
    assert_eq!(article.provenance.body.as_ref().unwrap().source, Source::Generic);
    assert_eq!(codes(&article), ["profile-missed"]);
}

#[test]
fn a_rule_that_matches_but_is_empty_finds_no_body() {
    // The old layout's cell is there, without text; the story stands elsewhere.
    let article = read("2012-02-25", "<table><tr><td class=text></td></table><div class=story>", "</div>");
    assert_eq!(told(&article), ("New", "today"));
}

#[test]
fn profiles_of_one_layout_name_none() {
    let profile = "name = 'Example'\nhosts = ['example.com']\n[select]\nbody = ['.story']\n";
    let html = dated("2012-02-25", "<div class=story>", "</div>");
    assert_eq!(article_with(&html, profile).extractor.layout, None);
    assert_eq!(extract::extract(&page(URL, &html), None).unwrap().extractor.layout, None);
}
