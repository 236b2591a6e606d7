//! Sitemaps: XML, indexes, news, gzip, text.

use std::io::Write as _;

use copydesk::crawl::discover::read_sitemap;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::{base, lines};

const NEWS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:video="http://www.google.com/schemas/sitemap-video/1.1">
  <url>
    <loc>https://paper.test/one?a=1&amp;b=2</loc><lastmod>2026-11-22</lastmod>
    <image:image><image:loc>https://paper.test/one.jpg</image:loc></image:image>
    <video:video><video:publication_date>1999-01-01</video:publication_date></video:video>
    <news:news><news:publication><news:name>Paper</news:name></news:publication>
      <news:publication_date>2026-11-21T10:00:00+02:00</news:publication_date><news:title>One</news:title></news:news>
  </url>
  <url><loc> <![CDATA[https://paper.test/two]]> </loc><lastmod>last week</lastmod></url>
  <url><lastmod>2026-11-22</lastmod></url>
  <url><loc>ftp://paper.test/three</loc></url>
</urlset>"#;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn pages_with_news_dates_and_without_the_locations_of_images() {
    let sitemap = read_sitemap(NEWS.as_bytes(), &base()).unwrap();
    insta::assert_snapshot!(lines(&sitemap.pages), @r"
    https://paper.test/one?a=1&b=2 2026-11-21T10:00:00+02:00 2026-11-22
    https://paper.test/two - -
    ");
    assert_eq!(sitemap.sitemaps, []);
    assert_eq!(read_sitemap(&gzip(NEWS.as_bytes()), &base()).unwrap(), sitemap);
}

#[test]
fn an_index_lists_sitemaps() {
    let index = r#"<sm:sitemapindex xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sm:sitemap><sm:loc>https://paper.test/a.xml.gz</sm:loc><sm:lastmod>2026-11-22T08:00:00Z</sm:lastmod></sm:sitemap>
        </sm:sitemapindex>"#;
    let sitemap = read_sitemap(index.as_bytes(), &base()).unwrap();
    assert_eq!(lines(&sitemap.sitemaps), "https://paper.test/a.xml.gz - 2026-11-22T08:00:00Z\n");
    assert_eq!(sitemap.pages, []);
}

#[test]
fn text_and_feeds_are_sitemaps_too() {
    let text = "\u{feff}https://paper.test/1\r\n\r\nhttps://paper.test/2\nnot a url\n";
    let sitemap = read_sitemap(text.as_bytes(), &base()).unwrap();
    assert_eq!(lines(&sitemap.pages), "https://paper.test/1 - -\nhttps://paper.test/2 - -\n");
    let feed = "<rss version='2.0'><channel><item><link>https://paper.test/f</link></item></channel></rss>";
    assert_eq!(lines(&read_sitemap(feed.as_bytes(), &base()).unwrap().pages), "https://paper.test/f - -\n");
}

#[test]
fn where_it_breaks_off_what_came_before_counts() {
    let torn = NEWS.split("<![CDATA[").next().unwrap();
    assert_eq!(read_sitemap(torn.as_bytes(), &base()).unwrap().pages.len(), 1);
    let packed = gzip(NEWS.repeat(200).as_bytes());
    assert!(!read_sitemap(&packed[..packed.len() / 2], &base()).unwrap().pages.is_empty());
}

#[test]
fn a_bomb_or_an_endless_list_ends_at_the_protocols_limits() {
    let entry = "<url><loc>https://paper.test/x</loc></url>";
    let endless = format!("<urlset>{}", entry.repeat(60_000));
    assert_eq!(read_sitemap(endless.as_bytes(), &base()).unwrap().pages.len(), 50_000);

    let mut bomb = GzEncoder::new(Vec::new(), Compression::fast());
    bomb.write_all(format!("<urlset>{entry}<!--").as_bytes()).unwrap();
    for _ in 0..60 {
        bomb.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    bomb.write_all(format!("-->{entry}</urlset>").as_bytes()).unwrap();
    assert_eq!(read_sitemap(&bomb.finish().unwrap(), &base()).unwrap().pages.len(), 1);
}

#[test]
fn what_is_no_sitemap_is_called_so() {
    for bytes in ["", "<html><body>404</body></html>", "no urls here", "\u{1}\u{2}"] {
        let error = read_sitemap(bytes.as_bytes(), &base()).unwrap_err();
        assert!(error.to_string().starts_with("not a sitemap"), "{bytes}: {error}");
    }
    let error = read_sitemap(&[0x1f, 0x8b, 8, 0, 1], &base()).unwrap_err();
    assert_eq!(error.to_string(), "the sitemap's gzip compression is broken");
}

proptest! {
    #[test]
    fn any_bytes_end_in_an_answer_or_an_error(mut bytes in proptest::collection::vec(any::<u8>(), 0..400), packed: bool) {
        if packed {
            bytes.splice(0..0, [0x1f, 0x8b, 8, 0]);
        }
        let _ = read_sitemap(&bytes, &base());
    }

    #[test]
    fn broken_xml_ends_in_an_answer_or_an_error(
        body in "(<url>|</url>|<loc>[^<]{0,12}</loc>|<lastmod>[^<]{0,12}|</x>|<a:b|&[a-z#0-9]{0,6};?|<!\\[CDATA\\[|<!DOCTYPE|.){0,20}",
    ) {
        let _ = read_sitemap(format!("<urlset>{body}</urlset>").as_bytes(), &base());
    }
}

#[test]
fn prefixes_are_anybodys_choice_and_the_entrys_own_location_is_its_child() {
    let sitemap = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://paper.test/one</loc>\
        <img:image><img:loc>https://paper.test/x.jpg</img:loc></img:image>\
        <image xmlns='http://www.google.com/schemas/sitemap-image/1.1'><loc>https://paper.test/y.jpg</loc></image>\
        <v:video><v:publication_date>2001-01-01</v:publication_date></v:video>\
        <n:news><n:publication_date>2020-05-03</n:publication_date></n:news></url></urlset>";
    let read = read_sitemap(sitemap.as_bytes(), &base()).unwrap();
    assert_eq!(lines(&read.pages).trim(), "https://paper.test/one 2020-05-03 -");
}

#[test]
fn other_encodings_are_read_and_a_broken_byte_costs_nothing() {
    let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><urlset><url><loc>https://paper.test/caf\xe9</loc></url></urlset>";
    let read = |bytes: &[u8]| lines(&read_sitemap(bytes, &base()).unwrap().pages).trim().to_owned();
    assert_eq!(read(latin), "https://paper.test/caf%C3%A9 - -");
    let broken = b"<urlset><url><title>caf\xe9</title><loc>https://paper.test/1</loc></url><url><loc>https://paper.test/2</loc></url></urlset>";
    assert_eq!(read(broken), "https://paper.test/1 - -\nhttps://paper.test/2 - -");
    let utf_16: Vec<u8> = "\u{feff}<urlset><url><loc>https://paper.test/16</loc></url></urlset>"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    assert_eq!(read(&utf_16), "https://paper.test/16 - -");
    assert_eq!(
        read(b"https://paper.test/1\n# caf\xe9\nhttps://paper.test/2\n"),
        "https://paper.test/1 - -\nhttps://paper.test/2 - -"
    );
}

#[test]
fn seeds_are_known_packed_as_text_and_as_json_too() {
    use copydesk::crawl::discover::source_kind;
    let kind = |bytes: &[u8]| format!("{:?}", source_kind(bytes));
    assert_eq!(kind(&gzip(NEWS.as_bytes())), "Some(Sitemap)");
    assert_eq!(kind(b"https://paper.test/1\nhttps://paper.test/2\n"), "Some(Sitemap)");
    assert_eq!(kind(b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}"), "Some(Feed)");
    for page in [
        &b"<!doctype html><title>x</title>"[..],
        b"{\"version\": 1}",
        b"https://paper.test/ is our page",
        b"",
        &gzip(b"x"),
    ] {
        assert_eq!(kind(page), "None");
    }
}
