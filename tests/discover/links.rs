//! Links, announced feeds, and what a page asks of crawlers.

use copydesk::CanonicalUrl;
use copydesk::crawl::discover::{PageLinks, RobotsMeta, is_trap, page_links, source_kind};
use copydesk::crawl::frontier::UrlKind;
use proptest::prelude::*;
use scraper::{Html, Selector};

use super::{base, gzip};

fn links(html: &str) -> PageLinks {
    page_links(&Html::parse_document(html), &base(), RobotsMeta::default())
}

fn pages(html: &str) -> Vec<String> {
    links(html).pages.iter().map(ToString::to_string).collect()
}

#[test]
fn links_are_absolute_without_fragment_and_once_each() {
    let found = pages(
        r##"<a href="a.html">a</a> <a href="/b?x=1#top">b</a> <a href=" a.html#quotes ">a again</a>
            <map><area href="//other.test/c"></map> <a href="#top">here</a> <a>no link</a>"##,
    );
    assert_eq!(
        found,
        [
            "https://paper.test/section/a.html",
            "https://paper.test/b?x=1",
            "https://other.test/c",
            "https://paper.test/section/index.html",
        ]
    );
}

#[test]
fn what_is_no_web_page_is_no_link() {
    let found = pages(
        r#"<a href="mailto:desk@paper.test">m</a> <a href="javascript:void(0)">j</a> <a href="http://[broken">x</a>
           <a href="/photo.JPG">p</a> <a href="/report.pdf?page=2">r</a> <a href="/story.html">s</a>"#,
    );
    assert_eq!(found, ["https://paper.test/story.html"]);
}

#[test]
fn base_href_counts_from_the_page_and_a_bad_one_not_at_all() {
    assert_eq!(pages(r#"<base href="/news/"><a href="a">a</a>"#), ["https://paper.test/news/a"]);
    assert_eq!(pages(r#"<base href="data:x"><a href="a">a</a>"#), ["https://paper.test/section/a"]);
}

#[test]
fn nofollow_holds_for_one_link_or_for_the_page() {
    let html = r#"<a rel="external NoFollow" href="/ad">ad</a><a href="/story">story</a>"#;
    assert_eq!(pages(html), ["https://paper.test/story"]);
    let asks = RobotsMeta { nofollow: true, ..RobotsMeta::default() };
    assert_eq!(page_links(&Html::parse_document(html), &base(), asks).pages, []);
}

#[test]
fn feeds_are_announced_by_link_elements_but_those_of_comments_are_not_read() {
    let found = links(
        r#"<link rel="alternate" type="application/rss+xml" title="News" href="/feed/">
           <link rel="alternate" type="application/rss+xml" title="News » Comments Feed" href="/all/feed/">
           <link rel="alternate" type="application/atom+xml" href="/comments/atom.xml">
           <link rel="alternate" type="application/feed+json; charset=utf-8" href="feed.json">
           <link rel="alternate" type="text/html" hreflang="de" href="/de/">
           <link rel="sitemap" href="/sitemap.xml">"#,
    );
    let sources: Vec<_> = found.sources.iter().map(|(kind, url)| (*kind, url.as_str())).collect();
    assert_eq!(
        sources,
        [
            (UrlKind::Feed, "https://paper.test/feed/"),
            (UrlKind::Feed, "https://paper.test/section/feed.json"),
            (UrlKind::Sitemap, "https://paper.test/sitemap.xml"),
        ]
    );
}

#[test]
fn traps_are_too_long_too_deep_or_going_in_circles() {
    let is_trap = |url: &str| is_trap(&CanonicalUrl::parse(url).unwrap());
    assert!(is_trap(&format!("https://paper.test/{}", "a".repeat(2_000))));
    let deep: Vec<String> = (0..25).map(|number| number.to_string()).collect();
    assert!(is_trap(&format!("https://paper.test/{}", deep.join("/"))));
    assert!(!is_trap("https://paper.test/2026/11/22/2026-in-numbers/"));
    assert!(!is_trap("https://paper.test/archives.php/2026/"));
}

fn asks(html: &str, headers: &[&str]) -> RobotsMeta {
    let headers: Vec<String> = headers.iter().map(|&header| header.to_owned()).collect();
    RobotsMeta::read(&Html::parse_document(html), &headers, "Copydesk")
}

#[test]
fn robots_directives_for_all_and_for_us_count_those_for_others_dont() {
    let no = |noindex, nofollow| RobotsMeta { noindex, nofollow, unavailable_after: None };
    for (html, headers, expected) in [
        (r#"<meta name="robots" content="index, follow">"#, &[][..], no(false, false)),
        (r#"<META NAME="Robots" CONTENT="NOINDEX,nofollow">"#, &[][..], no(true, true)),
        (r#"<meta name="robots" content="none">"#, &[][..], no(true, true)),
        (r#"<meta name="copydesk" content="noindex">"#, &[][..], no(true, false)),
        (r#"<meta name="googlebot" content="noindex">"#, &[][..], no(false, false)),
        ("", &["noindex"][..], no(true, false)),
        ("", &["googlebot: noindex"][..], no(false, false)),
        ("", &["copydesk: noindex"][..], no(true, false)),
        ("", &["googlebot: noindex, copydesk: nofollow"][..], no(false, true)),
        ("", &["max-snippet:50", "noindex"][..], no(true, false)),
    ] {
        assert_eq!(asks(html, headers), expected, "{html} {headers:?}");
    }
}

#[test]
fn a_page_is_unavailable_after_its_date_whatever_its_form() {
    let end = "2010-06-25T23:00:00Z".parse().unwrap();
    for (text, noindex) in [
        ("unavailable_after: 25 Jun 2010 15:00:00 PST", false),
        ("unavailable_after: Friday, 25-Jun-10 23:00:00 UTC", false),
        ("unavailable_after: Fri, 25 Jun 2010 15:00:00 PST, noindex", true),
        ("noindex, unavailable_after:Friday, 25-Jun-10 23:00:00 GMT", true),
        ("unavailable_after: 25-Jun-2010 18:00:00 EST", false),
        ("Unavailable_After: 2010-06-25T23:00:00Z,max-snippet:5", false),
        ("unavailable_after: 2010-06-25T23:00:00Z, unavailable_after: 2030-01-01", false),
    ] {
        let expected = RobotsMeta { noindex, nofollow: false, unavailable_after: Some(end) };
        assert_eq!(asks("", &[text]), expected, "{text}");
        assert_eq!(asks("", &[&format!("copydesk: {text}")]), expected, "{text}");
        assert_eq!(asks("", &[&format!("otherbot: {text}")]), RobotsMeta::default(), "{text}");
        assert_eq!(asks(&format!("<meta name=robots content='{text}'>"), &[]), expected, "{text}");
    }
    let ends = asks("", &["unavailable_after: 2010-06-25"]);
    let at = |time: &str| ends.forbids_storing(time.parse().unwrap());
    assert!(!at("2010-06-25T23:59:59Z") && at("2010-06-26T00:00:00Z"));
    assert_eq!(asks("", &["unavailable_after: never, nofollow"]).unavailable_after, None);
}

#[test]
fn where_a_page_sends_its_readers_is_a_link() {
    for (content, expected) in [
        ("0; url=/x", "https://paper.test/x"),
        ("5;URL='y'", "https://paper.test/section/y"),
        ("0.5, \u{a0}", ""),
        ("0 /x", "https://paper.test/x"),
        ("0;url = //other.test/z", "https://other.test/z"),
        ("300", ""),
        ("0;url=", ""),
        ("url=/x", ""),
        ("0;url=javascript:x()", ""),
    ] {
        let html = format!("<meta http-equiv=Refresh content=\"{content}\"><a href='/story'>s</a>");
        let expected: Vec<&str> =
            [expected, "https://paper.test/story"].into_iter().filter(|url| !url.is_empty()).collect();
        assert_eq!(pages(&html), expected, "{content}");
    }
}

#[test]
fn a_seed_that_is_a_feed_or_sitemap_is_known_by_its_root() {
    for (bytes, kind) in [
        ("<?xml version='1.0'?>\n<!-- made by hand -->\n<rss version='2.0'>", Some(UrlKind::Feed)),
        ("\u{feff}<feed xmlns='http://www.w3.org/2005/Atom'>", Some(UrlKind::Feed)),
        ("<?xml version='1.0'?><?xml-stylesheet href='x'?><rdf:RDF>", Some(UrlKind::Feed)),
        ("<urlset xmlns='x'>", Some(UrlKind::Sitemap)),
        ("<sm:sitemapindex xmlns:sm='x'>", Some(UrlKind::Sitemap)),
        ("{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}", Some(UrlKind::Feed)),
        ("https://paper.test/1\n\nhttps://paper.test/2\r\n", Some(UrlKind::Sitemap)),
        ("https://paper.test/1 is where to look", None),
        ("{\"version\": 1}", None),
        ("<!doctype html><html><body><feed></feed>", None),
        ("<?xml", None),
        ("", None),
    ] {
        assert_eq!(source_kind(bytes.as_bytes()), kind, "{bytes}");
        assert_eq!(source_kind(&gzip(bytes.as_bytes())), kind, "{bytes}");
        let wide: Vec<u8> = format!("\u{feff}{bytes}").encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(source_kind(&wide), kind, "{bytes}");
    }
    let long = format!("{}\n", "https://paper.test/story/".repeat(3)).repeat(1000);
    assert_eq!(source_kind(long.as_bytes()), Some(UrlKind::Sitemap));
    assert_eq!(source_kind(b"\x1f\x8b broken"), None);
}

/// The links of a page as CSS selectors find them.
fn selected(html: &Html) -> Vec<String> {
    let select = |selector: &str| html.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
    let first = select("base[href]").first().and_then(|first| base().join(first.attr("href")?.trim()).ok());
    let base = first.filter(|url| matches!(url.scheme(), "http" | "https")).unwrap_or_else(base);
    let mut links = Vec::new();
    for link in select("a[href]:not([rel~=nofollow i]), area[href]:not([rel~=nofollow i])") {
        let url = CanonicalUrl::join(&base, link.attr("href").unwrap()).ok().filter(|url| !is_trap(url));
        let Some(url) = url.map(|url| url.to_string()) else { continue };
        if !links.contains(&url) {
            links.push(url);
        }
    }
    links
}

proptest! {
    #[test]
    fn links_and_wishes_are_those_that_selectors_find(html in "((<a|<area|<base|<meta|<svg><a|<table><a|<template><a|<b|</b|</a|</svg|<p|</table)( (href|HREF|name|content|rel|xlink:href)=(\"[a-c:/ ]{0,4}\"|'(nofollow|robots|noindex|ext NoFollow)')){0,3}>x?){0,12}") {
        let tree = Html::parse_document(&html);
        prop_assert_eq!(pages(&html), selected(&tree));
        let metas = Selector::parse("meta[name=robots i][content]").unwrap();
        let noindex = tree.select(&metas).any(|meta| {
            let asked = meta.attr("content").unwrap_or_default();
            asked.split([' ', ',']).any(|word| word.eq_ignore_ascii_case("noindex"))
        });
        prop_assert_eq!(asks(&html, &[]).noindex, noindex);
    }

    #[test]
    fn any_markup_gives_links_that_can_be_fetched(html in "(<a href='[^']{0,20}'>|<base href='.{0,10}'>|<link rel=alternate type=application/rss\\+xml href='.{0,9}'>|.{0,9}){0,12}") {
        for url in links(&html).pages {
            prop_assert!(matches!(url.as_url().scheme(), "http" | "https"));
            prop_assert!(url.as_url().fragment().is_none());
        }
    }

    #[test]
    fn any_header_is_read_and_any_bytes_are_sniffed(header in ".{0,60}", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let all = asks("", &[&header]);
        if !header.to_ascii_lowercase().contains("no") {
            prop_assert_eq!(all, RobotsMeta::default());
        }
        let _ = source_kind(&bytes);
    }
}
