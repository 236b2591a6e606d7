//! RSS, Atom and JSON Feed.

use copydesk::crawl::discover::read_feed;
use proptest::prelude::*;

use super::{base, lines};

fn read(feed: &str) -> String {
    lines(&read_feed(feed.as_bytes(), &base()).unwrap())
}

#[test]
fn rss_2_0() {
    insta::assert_snapshot!(read(r#"<?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
        <title>Paper</title><link>https://paper.test/</link><atom:link rel="self" href="https://paper.test/feed/"/>
        <item><title>One</title><link>https://paper.test/one/?a=1&amp;b=2#comments</link>
          <pubDate>Sun, 22 Nov 2026 08:00:00 +0100</pubDate><guid isPermaLink="false">17</guid></item>
        <item><title>Two</title><link><![CDATA[https://paper.test/two/]]></link></item>
        <item><title>No link</title><guid isPermaLink="false">18</guid></item>
        <item><title>Bad date</title><link>https://paper.test/three/</link><pubDate>yesterday</pubDate></item>
        </channel></rss>"#), @r"
    https://paper.test/one/?a=1&b=2 2026-11-22T07:00:00Z 2026-11-22T07:00:00Z
    https://paper.test/two/ - -
    https://paper.test/three/ - -
    ");
}

#[test]
fn rss_1_0_and_atom() {
    insta::assert_snapshot!(read(r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
          xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="x"><title>P</title><link>https://paper.test/</link><description/></channel>
        <item rdf:about="y"><title>One</title><link>https://paper.test/rdf</link><dc:date>2026-11-20T10:00:00Z</dc:date></item>
        </rdf:RDF>"#), @"https://paper.test/rdf 2026-11-20T10:00:00Z -");
    insta::assert_snapshot!(read(r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><id>x</id>
        <entry><id>1</id><title>One</title><link rel="self" href="https://paper.test/1.atom"/>
          <link rel="enclosure" type="audio/mpeg" href="https://paper.test/1.mp3"/>
          <link rel="alternate" type="text/html" href="/1.html"/>
          <published>2026-11-21T23:30:00-05:00</published><updated>2026-11-22T00:00:00Z</updated></entry>
        <entry><id>2</id><title>Two</title><link href="https://paper.test/2.html"/><updated>2026-11-22T00:00:00Z</updated></entry>
        </feed>"#), @r"
    https://paper.test/1.html 2026-11-22T04:30:00Z 2026-11-22T00:00:00Z
    https://paper.test/2.html - 2026-11-22T00:00:00Z
    ");
}

#[test]
fn json_feed() {
    insta::assert_snapshot!(read(r#"{"version": "https://jsonfeed.org/version/1.1", "title": "P", "items": [
        {"id": "1", "url": "https://paper.test/json-1", "content_text": "x", "date_published": "2026-11-22T08:00:00Z"},
        {"id": "2", "content_text": "no address"}]}"#), @"https://paper.test/json-1 2026-11-22T08:00:00Z -");
}

#[test]
fn a_feed_is_read_in_the_encoding_it_declares_and_in_no_other_from_the_middle_on() {
    let feed = |declaration: &str, path: &str, inside: &str| {
        format!(
            "{declaration}<?xml-stylesheet href='a.xsl'?><rss version='2.0'><channel><title>Paper</title>\
             <item><link>https://paper.test/{path}</link>{inside}</item></channel></rss>"
        )
    };
    let (cyrillic, _, _) = encoding_rs::KOI8_R.encode("новости");
    let mut named = feed("<?xml version='1.0' encoding='KOI8-R'?>", "", "").into_bytes();
    let at = named.windows(7).position(|bytes| bytes == b"</link>").unwrap();
    named.splice(at..at, cyrillic.iter().copied());
    let expected = "https://paper.test/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8";
    assert_eq!(read_feed(&named, &base()).unwrap()[0].url.as_str(), expected);
    let wide: Vec<u8> = feed("\u{feff}<?xml version='1.0' encoding='utf-16'?>", "новости", "")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read_feed(&wide, &base()).unwrap()[0].url.as_str(), expected);
    // Far into the document the parser cannot change its encoding any more.
    let late = format!(
        "<description>{}<?xml version='1.0' encoding='utf-16be'?></description>",
        "a ".repeat(20_000)
    );
    let late = feed("<?xml version='1.0' encoding='utf-8'?>", "late", &late);
    assert_eq!(read_feed(late.as_bytes(), &base()).unwrap()[0].url.as_str(), "https://paper.test/late");
    let split = "<?x<?xml?>ml version='1.0' encoding='koi8-r'?>";
    let _ = read_feed(feed("", "split", &format!("{}{split}", "a ".repeat(20_000))).as_bytes(), &base());
    let first = format!("<?xml{}<feed xmlns='http://www.w3.org/2005/Atom'/>", " a".repeat(20_000));
    let _ = read_feed(format!("{first}<?xml encoding='koi8-r'?>").as_bytes(), &base());
}

#[test]
fn what_is_no_feed_is_called_so() {
    for bytes in
        ["", "   ", "<html><body>no feed</body></html>", "{}", "<rss version='2.0'><channel>", "plain"]
    {
        if let Err(error) = read_feed(bytes.as_bytes(), &base()) {
            assert!(error.to_string().starts_with("not a feed"), "{bytes}: {error}");
        } else {
            assert!(bytes.starts_with("<rss"), "{bytes} is no feed");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_end_in_an_answer_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_feed(&bytes, &base());
    }

    #[test]
    fn a_broken_feed_ends_in_an_answer_or_an_error(
        body in "(<item>|</item>|<link>[^<]{0,12}</link>|<pubDate>[^<]{0,12}</pubDate>|<a:b/>|&[a-z]{0,4};|<!\\[CDATA\\[|.){0,20}",
        cut in 0_usize..200,
    ) {
        let whole = format!("<rss version='2.0'><channel>{body}</channel></rss>");
        let _ = read_feed(whole.as_bytes().get(..cut.min(whole.len())).unwrap(), &base());
        let _ = read_feed(whole.as_bytes(), &base());
    }
}

#[test]
fn slips_of_writing_cost_no_entry_and_a_feed_that_breaks_off_only_its_last() {
    let item = |title: &str, link: &str| format!("<item><title>{title}</title><link>{link}</link></item>");
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>P</title>{}{}{}</channel></rss>",
        item("Johnson & Johnson", "https://paper.test/1?a=1&amp;b=2"),
        item("R&D&nbsp;news", "<![CDATA[https://paper.test/2?a=1&b=2]]>"),
        item("Three", "https://paper.test/3")
    );
    let all = "https://paper.test/1?a=1&b=2 - -\nhttps://paper.test/2?a=1&b=2 - -\nhttps://paper.test/3 - -";
    assert_eq!(read(&feed).trim(), all);
    let cut = &feed[..feed.len() - 40];
    assert_eq!(read(cut).trim(), all.rsplit_once('\n').unwrap().0);
}

#[test]
fn an_items_guid_is_its_address_where_it_has_no_link() {
    let feed = "<rss version=\"2.0\"><channel><title>P</title><item><title>One</title><guid>https://paper.test/one</guid></item>\
                <item><title>Two</title><guid isPermaLink=\"false\">2</guid></item></channel></rss>";
    assert_eq!(read(feed).trim(), "https://paper.test/one - -");
}

#[test]
fn feeds_that_are_not_quite_by_the_book_list_what_they_list() {
    let rss = |tag: &str| {
        format!("<{tag}><channel><title>P</title><item><link>http://p.test/a</link></item></channel></rss>")
    };
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "P", "items": [{"id": 3, "url": "http://p.test/a"}]}"#;
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>P</title><id>p</id><updated>2026-01-01T00:00:00Z</updated>\
                <entry><id>a</id><title>A</title><updated>2026-01-01T00:00:00Z</updated>\
                <link rel='http://www.iana.org/assignments/relation/alternate' href='http://p.test/a'/></entry></feed>";
    for feed in
        [rss("rss"), rss("rss version='2.01'"), rss("rss xmlns:x='u'"), json.to_owned(), atom.to_owned()]
    {
        let base = url::Url::parse("http://p.test/feed").unwrap();
        let listed = copydesk::crawl::discover::read_feed(feed.as_bytes(), &base).unwrap();
        let urls: Vec<&str> = listed.iter().map(|listed| listed.url.as_str()).collect();
        assert_eq!(urls, ["http://p.test/a"], "{feed}");
    }
}

#[test]
fn older_versions_and_document_types_are_read() {
    let rss_0_90 = r#"<?xml version="1.0"?>
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
        <channel><title>News</title><link>http://news.example/</link><description>d</description></channel>
        <item><title>A</title><link>http://news.example/a</link></item></rdf:RDF>"#;
    assert!(read(rss_0_90).contains("http://news.example/a"), "{}", read(rss_0_90));
    let atom_0_3 = r#"<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>News</title>
        <entry><title>A</title><link rel="alternate" type="text/html" href="http://news.example/a"/>
        <id>tag:1</id><issued>2004-05-06T07:08:09Z</issued><modified>2004-05-07T07:08:09Z</modified></entry></feed>"#;
    let found = read(atom_0_3);
    assert!(found.contains("http://news.example/a"), "{found}");
    assert!(found.contains("2004-05-06T07:08:09Z") && found.contains("2004-05-07T07:08:09Z"), "{found}");
    let about = "<rss version=\"2.0\"><channel><title><![CDATA[Why <!DOCTYPE matters]]></title><link>http://news.example/</link>\
                 <description>d</description><item><title>A</title><link>http://news.example/a</link></item></channel></rss>";
    assert!(read(about).contains("http://news.example/a"));
    for kind in [
        r#"<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">"#,
        r#"<!DOCTYPE rss [<!ENTITY % HTMLlat1 PUBLIC "-//W3C" "http://news.example/lat1.ent"> <!ENTITY eacute "&#233;">]>"#,
    ] {
        let feed = format!(
            "<?xml version=\"1.0\"?>{kind}<rss version=\"0.91\"><channel><title>Caf&eacute;</title>\
             <link>http://news.example/</link><description>d</description>\
             <item><title>Caf&eacute;</title><link>http://news.example/a</link></item></channel></rss>"
        );
        assert!(read(&feed).contains("http://news.example/a"), "{kind}: {}", read(&feed));
    }
}
