//! Bytes → page: what is HTML, which encoding it is in, and inputs made to hurt.

use copydesk::Page;
use copydesk::page::{MAX_BYTES, PageError, PageSource};
use proptest::prelude::*;
use scraper::Selector;
use url::Url;

fn parse(bytes: &[u8], content_type: Option<&str>) -> Result<Page, PageError> {
    let url = Url::parse("https://example.com/story").unwrap();
    Page::parse(&PageSource { url: &url, final_url: &url, bytes, content_type, fetched_at: None })
}

/// The encoding chosen and the text of the page's `<p>`.
fn read(bytes: &[u8], content_type: Option<&str>) -> (&'static str, String) {
    let page = parse(bytes, content_type).unwrap();
    let p = Selector::parse("p").unwrap();
    let text = page.html.select(&p).flat_map(|p| p.text()).collect();
    (page.encoding, text)
}

fn encoded(encoding: &'static encoding_rs::Encoding, html: &str) -> Vec<u8> {
    encoding.encode(html).0.into_owned()
}

#[test]
fn a_byte_order_mark_beats_header_and_meta() {
    let html = "<meta charset=koi8-r><p>Grüße</p>";
    let utf_8 = [b"\xef\xbb\xbf", html.as_bytes()].concat();
    assert_eq!(read(&utf_8, Some("text/html; charset=windows-1252")), ("UTF-8", "Grüße".into()));
    let utf_16: Vec<u8> =
        [0xfeff_u16].into_iter().chain(html.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&utf_16, None), ("UTF-16LE", "Grüße".into()));
}

#[test]
fn the_header_beats_meta() {
    let html = encoded(encoding_rs::WINDOWS_1251, "<meta charset=windows-1252><p>Привет, мир</p>");
    let (encoding, text) = read(&html, Some("text/html; charset=\"windows-1251\""));
    assert_eq!((encoding, text.as_str()), ("windows-1251", "Привет, мир"));
}

#[test]
fn meta_alone_is_enough_in_all_its_forms() {
    for meta in [
        "<meta charset=windows-1251>",
        "<META CHARSET = 'windows-1251' />",
        "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>",
        "<!-- <meta charset=utf-8> --><meta content=\"text/html;charset=cp1251\" http-equiv=\"content-type\">",
    ] {
        let html =
            encoded(encoding_rs::WINDOWS_1251, &format!("<html><head>{meta}</head><p>Съезд открыт</p>"));
        assert_eq!(read(&html, Some("text/html")), ("windows-1251", "Съезд открыт".into()), "{meta}");
    }
}

#[test]
fn meta_after_a_long_head_is_found() {
    let filler = "<link rel=preload href=x>".repeat(200);
    let html =
        encoded(encoding_rs::SHIFT_JIS, &format!("{filler}<meta charset=shift_jis><p>日本語の記事</p>"));
    assert_eq!(read(&html, None), ("Shift_JIS", "日本語の記事".into()));
}

#[test]
fn utf_8_wins_over_a_header_that_lies() {
    let html = "<meta charset=iso-8859-1><p>“Grüße” — señor</p>";
    for claim in
        ["text/html; charset=iso-8859-1", "text/html; charset=windows-1251", "text/html; charset=gbk"]
    {
        assert_eq!(read(html.as_bytes(), Some(claim)), ("UTF-8", "“Grüße” — señor".into()), "{claim}");
    }
}

#[test]
fn a_claim_of_utf_8_that_lies_is_passed_over() {
    let html = encoded(encoding_rs::WINDOWS_1251, "<meta charset=windows-1251><p>Всё в порядке</p>");
    assert_eq!(read(&html, Some("text/html; charset=utf-8")), ("windows-1251", "Всё в порядке".into()));
}

#[test]
fn a_claim_of_utf_16_that_lies_is_passed_over() {
    for text in ["Grüße", "plain"] {
        let html = format!("<p>{text}</p>");
        assert_eq!(read(html.as_bytes(), Some("text/html; charset=utf-16")), ("UTF-8", text.into()));
    }
    // One that doesn't: no byte order mark, and no tag at the beginning to tell by.
    let honest: Vec<u8> = "Grüße<p>aus".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&honest, Some("text/html; charset=utf-16le")).0, "UTF-16LE");
}

#[test]
fn one_broken_byte_does_not_cost_a_utf_8_page_its_encoding() {
    let (encoding, text) = read(b"<meta charset=utf-8><p>caf\xc3\xa9, na\xc3\xafve, \xff</p>", None);
    assert_eq!((encoding, text.as_str()), ("UTF-8", "café, naïve, \u{fffd}"));
}

#[test]
fn without_any_claim_the_bytes_are_judged() {
    let text =
        "Der Bürgermeister kündigte größere Änderungen für die Fußgängerzone an und bedauerte Verzögerungen.";
    let html = encoded(encoding_rs::WINDOWS_1252, &format!("<p>{text}</p>"));
    assert_eq!(read(&html, None), ("windows-1252", text.into()));
}

#[test]
fn what_is_no_html_is_named() {
    let cases: &[(&[u8], Option<&str>, &str)] = &[
        (b"%PDF-1.7 ...", Some("text/html"), "a PDF"),
        (b"PK\x03\x04...", None, "a ZIP file"),
        (b"\x89PNG\r\n\x1a\n", None, "a PNG image"),
        (b"\x00\x01\x02\x03 binary", None, "binary content"),
        (b"\x8f\x12<b\x03 \xf1>\x1d packed \x06\xa0 without a NUL", Some("text/html"), "binary content"),
        (b"{\"a\": 1}", Some("application/json; charset=utf-8"), "application/json"),
        (b"{\"a\": 1}", None, "JSON"),
        (b"Just words.", Some("text/plain"), "text/plain"),
        (b"Just words, 3 < 4.", None, "plain text without any tag"),
        (b"<?xml version=\"1.0\"?><rss><channel/></rss>", Some("text/xml"), "XML without an <html> root"),
        (b"<?xml version=\"1.0\"?><rss><channel/></rss>", None, "an RSS feed"),
        (b"<feed xmlns=x></feed>", None, "an Atom feed"),
    ];
    for (bytes, content_type, expected) in cases {
        match parse(bytes, *content_type).map(|page| page.encoding) {
            Err(PageError::NotHtml { found }) => assert_eq!(found, *expected),
            other => panic!("{expected}: {other:?}"),
        }
    }
}

#[test]
fn xhtml_and_undeclared_html_are_html() {
    let xhtml =
        b"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>x</p></body></html>";
    for content_type in
        [None, Some("application/xml"), Some("application/xhtml+xml"), Some("application/octet-stream")]
    {
        assert!(parse(xhtml, content_type).is_ok(), "{content_type:?}");
    }
    assert!(parse(b"<p>An article about {JSON}", None).is_ok());
}

#[test]
fn nothing_is_empty() {
    for bytes in [b"".as_slice(), b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"] {
        assert!(matches!(parse(bytes, Some("text/html")), Err(PageError::Empty)), "{bytes:?}");
    }
}

#[test]
fn too_many_bytes_are_refused() {
    assert!(matches!(parse(&vec![b'a'; MAX_BYTES + 1], None), Err(PageError::TooLarge { .. })));
}

#[test]
fn text_below_the_deepest_level_is_kept_and_what_follows_is_parsed_as_ever() {
    let html = format!("{}<p>Deep text</p>{}<p>After</p>", "<div>".repeat(3_000), "</div>".repeat(3_000));
    assert_eq!(read(html.as_bytes(), None).1, "After");
    let page = parse(html.as_bytes(), None).unwrap();
    assert_eq!(page.html.root_element().text().collect::<String>(), "Deep textAfter");
}

/// Markup that makes a tokenizer change its state, and what surrounds it.
fn markup() -> impl Strategy<Value = String> {
    let pieces = "<script>|</script>|</script |<script|<!--|-->|--|<style>|</style>|<p>|</p>|<a href='x'>|</a>|text |\n|\r\n|\0|\
                  &amp;|&notit;|<|>|\"|'|<title>|</title>|<noscript>|</noscript>|<iframe>|</iframe>|<svg>|</svg>|<table>|<td>|\
                  <textarea>|</textarea>|<!|<?|</|é|日本|<template>|</template>|<b>|</b>|=|/|<p a b=c d = \"e\"\tf>|\
                  <A HREF='x' Href=y>|<a href=\"x?a=1&b=2\">|<a href=x/>|<br/>|<br />|<p a='1'b='2'>|<p title=\"a>b\">|<p \"x\">|\
                  </P >|</p x>|</p/>|<x:y z=1>|<my-tag>|<p a=\"é\">|<p é>|<é>|<p a=\"\0\">|<p a=b&amp;c>|<p a=>|<p =a>|<p a=\"|\
                  &amp|&|&#|&#x41|x;|&nbsp;|&#8211;|&#x2013;|&#128;|&#0;|&#xd800;|&#9999999999;|&acE;|&bogus;|&copy=1|&copy_|&copyright|\
                  <a title=\"&quot;a&quot; &lt; b\">|<a href='?a=1&copy=2&amp;b=3&lt'>|<a href=?a&reg>|<a title='&#39;&'>|<a title='&notin;&notit;'>|\
                  <!-- a -->|<!---->|<!-->|<!--->|<!-- -- -->|<!--a--!>|<!--<!-->|<!--a<!--->|<!-- \0 -->|--!>|<pre>|<meta charset=x>|<plaintext>|<math>|<![CDATA[|]]>|<select>|<option>|<form>|<frameset>|\
                  <!doctype html>|<body class=a>|<html lang=b>|</body>|</html>|<head>|</head>|<p\x0cid=a>|<svg viewBox='0'/>";
    let piece = prop::sample::select(pieces.split('|').collect::<Vec<_>>());
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| format!("<html>{}", pieces.concat()))
}

proptest! {
    /// The shortcuts around html5ever's tokenizer change nothing: the tree is the one it makes by itself.
    #[test]
    fn the_tree_is_html5evers(markup in markup(), filler in 0..3_000_usize) {
        // The filler moves the places where the text is cut into pieces.
        let html = format!("{}{markup}{}", " ".repeat(filler * 3), "<p>End</p>".repeat(filler));
        if let Ok(page) = parse(html.as_bytes(), Some("text/html; charset=utf-8")) {
            prop_assert!(!page.is_cut);
            prop_assert_eq!(page.html.html(), scraper::Html::parse_document(&html).html());
        }
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), html in any::<bool>()) {
        let _ = parse(&bytes, html.then_some("text/html"));
    }
}
