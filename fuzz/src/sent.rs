//! What servers send beside pages: robots.txt, feeds, sitemaps, headers; and pages in whatever encoding.

use copydesk::crawl::discover::{Listed, RobotsMeta, read_feed, read_sitemap, reserved_by_headers, source_kind};
use copydesk::fetch::robots::Robots;
use copydesk::fetch::{Cookies, ExtraHeader, Proxy, retry_after};
use copydesk::page::{Page, PageSource};
use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

/// Our name in robots.txt.
const AGENT: &str = "Copydesk";

fn url(text: &str) -> Url {
    Url::parse(text).expect("a URL")
}

/// Reads the bytes as robots.txt, and asks it about some addresses.
///
/// # Panics
///
/// Where something is wrong: that is what it is for.
pub fn check_robots(bytes: &[u8]) {
    let robots = Robots::parse(bytes);
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    // A long address of few letters is what patterns with many `*` have most to do with.
    let long = format!("https://news.example/{}", "ab/".repeat(300));
    for address in ["https://news.example/", "https://news.example/private/%E4%BD%A0?page=2&q=%2A$", long.as_str()] {
        for agent in [AGENT, "", "a", "*"] {
            let verdict = robots.allows(agent, &url(address));
            assert_eq!(verdict.line.is_some(), verdict.rule.is_some(), "a line without a rule");
            assert!(verdict.allowed || verdict.line.is_some(), "forbidden by no line");
            assert!(verdict.line.is_none_or(|line| (1..=lines).contains(&line)), "a line that is not there");
        }
    }
    assert!(robots.allows(AGENT, &url("https://news.example/robots.txt")).allowed, "robots.txt forbids itself");
    assert!(robots.crawl_delay(AGENT).is_none_or(|delay| delay.as_secs() <= 24 * 60 * 60), "a pause without end");
    assert!(robots.sitemaps().len() <= lines, "more sitemaps than lines");
}

/// Reads the bytes as a feed.
///
/// # Panics
///
/// Where something is wrong: that is what it is for.
pub fn check_feed(bytes: &[u8]) {
    let _ = source_kind(bytes);
    if let Ok(entries) = read_feed(bytes, &url("https://news.example/feeds/all.xml")) {
        check_listed(&entries, 10_000);
    }
}

/// Reads the bytes as a sitemap, packed or not.
///
/// # Panics
///
/// Where something is wrong: that is what it is for.
pub fn check_sitemap(bytes: &[u8]) {
    if let Ok(sitemap) = read_sitemap(bytes, &url("https://news.example/sitemap.xml")) {
        check_listed(&sitemap.pages, 50_000);
        check_listed(&sitemap.sitemaps, 50_000);
    }
}

fn check_listed(listed: &[Listed], most: usize) {
    assert!(listed.len() <= most, "{} entries", listed.len());
    for entry in listed {
        let scheme = entry.url.as_url().scheme();
        assert!(matches!(scheme, "http" | "https"), "an address of the scheme {scheme}");
        let again = copydesk::CanonicalUrl::parse(entry.url.as_str()).expect("a canonical address is one");
        assert_eq!(again, entry.url, "an address that is not canonical yet");
    }
}

/// Reads the bytes as the header lines of an answer, and each line as what a user may add.
///
/// # Panics
///
/// Where something is wrong: that is what it is for.
pub fn check_headers(bytes: &[u8]) {
    let mut headers = HeaderMap::new();
    for line in bytes.split(|byte| *byte == b'\n').take(10_000) {
        let text = String::from_utf8_lossy(line);
        let _ = ExtraHeader::parse(&text);
        let _ = Proxy::parse(&text);
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    let _ = retry_after(&headers);
    let cookies = Cookies::default();
    for address in ["https://news.example/a/b?c", "http://news.example/a/", "https://www.news.example/"] {
        cookies.learn(&url(address), &headers);
    }
    if let Some(cookie) = cookies.header(&url("https://news.example/a/b/c")) {
        assert!(cookie.is_sensitive() && cookie.as_bytes().contains(&b'='), "a Cookie header without a cookie");
    }
    let texts = |name: &str| -> Vec<String> {
        headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
    };
    let tags = texts("x-robots-tag");
    let tdm: Vec<(String, String)> =
        ["tdm-reservation", "tdm-policy"].iter().flat_map(|name| texts(name).into_iter().map(|value| ((*name).to_owned(), value))).collect();
    assert!(reserved_by_headers(&tags, &tdm).len() <= tags.len() + tdm.len(), "more reservations than headers");
    let address = url("https://news.example/");
    for content_type in texts("content-type").iter().map(String::as_str).map(Some).chain([None]).take(16) {
        let body = "<p>Grüße aus Köln</p>".as_bytes();
        let source = PageSource { url: &address, final_url: &address, bytes: body, content_type, fetched_at: None };
        if let Ok(page) = Page::parse(&source) {
            // Only word of an encoding of wider units is believed against that.
            let is_valid = matches!(page.encoding, "UTF-8" | "UTF-16LE" | "UTF-16BE");
            assert!(is_valid, "bytes that are valid UTF-8 read as {}", page.encoding);
            let _ = RobotsMeta::read(&page.html, &tags, AGENT);
        }
    }
}

/// Reads the bytes after the first line as a page of the type that the first line names.
///
/// # Panics
///
/// Where something is wrong: that is what it is for.
pub fn check_charset(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (first, body) = bytes.split_at(end);
    let first = String::from_utf8_lossy(first);
    let address = url("https://news.example/");
    let content_type = (!first.is_empty()).then(|| first.as_ref());
    let source = PageSource { url: &address, final_url: &address, bytes: body, content_type, fetched_at: None };
    let Ok(page) = Page::parse(&source) else { return };
    let read: usize = page.html.tree.values().filter_map(|node| node.as_text()).map(|text| text.len()).sum();
    // No encoding gives more than three bytes of UTF-8 for one of its own; replacing what is broken does not either.
    assert!(read <= 3 * body.len() + 3, "{read} bytes of text out of {}", body.len());
    if let Some(mark) = [(&b"\xef\xbb\xbf"[..], "UTF-8"), (b"\xff\xfe", "UTF-16LE"), (b"\xfe\xff", "UTF-16BE")]
        .iter()
        .find(|(mark, _)| body.starts_with(mark))
    {
        assert_eq!(page.encoding, mark.1, "a byte order mark overruled");
    }
}
