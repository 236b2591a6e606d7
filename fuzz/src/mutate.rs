//! The same checks without libFuzzer: pages from a folder, cut, doubled, spliced and strewn with markup, for some minutes; or
//! texts, strewn with quotation marks, where `quotes` follows; or web archives, where `warc` does; or what servers send beside
//! pages, where `robots`, `sitemap`, `feed`, `headers` or `charset` does.
//!
//! ```sh
//! cargo run --release --manifest-path fuzz/Cargo.toml --bin mutate -- fixtures 20
//! cargo run --release --manifest-path fuzz/Cargo.toml --bin mutate -- fixtures/quotes 20 quotes
//! cargo run --release --manifest-path fuzz/Cargo.toml --bin mutate -- fuzz/seeds/warc 20 warc
//! cargo run --release --manifest-path fuzz/Cargo.toml --bin mutate -- fuzz/seeds/robots 20 robots
//! ```
//!
//! What fails is left as `mutate-failed.KIND` in the current folder; what takes long is told of.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A page may take so long for each MB, and so long at least. The machine may be busy with other things.
const SLOW: Duration = Duration::from_millis(500);
/// What is strewn in: what switches a parser's state, and what the extractor looks at.
const PIECES: &[&[u8]] = &[
    b"<!--", b"-->", b"<script>", b"</script>", b"<style>", b"</style", b"<table>", b"</td>", b"<p>", b"</p>", b"<a ",
    b"\"", b"'", b">", b"<", b"&", b"&#x110000;", b"\0", b"\r\n", b"\xff\xfe", b"\xe2\x80\x9c", b"<br><br>", b"<li>",
    b"</ul>", b"<svg>", b"<math>", b"<template>", b"<pre>\n", b"<blockquote>", b"<h1>", b" class=\"byline\"",
    b"<time datetime='2026-13-45T99:99'>", b"<script type=application/ld+json>{\"@graph\":[", b"]}</script>",
    b"<font size=1><p>", b"<div hidden>", b"\xf0\x9f\x99\x82", b"\xc2\xab", b"<!DOCTYPE html>", b"<plaintext>",
    b"<select><option>", b"<noscript>", b"<textarea>", b"<title>", b"<![CDATA[", b"<base href=//>",
];

/// The same for texts.
const MARKS: &[&[u8]] = &[
    b"\"", b"''", b"``", b"'", "“".as_bytes(), "”".as_bytes(), "„".as_bytes(), "‘".as_bytes(), "’".as_bytes(),
    "«".as_bytes(), "»".as_bytes(), "‹".as_bytes(), "「".as_bytes(), "』".as_bytes(), "—".as_bytes(), b"\n", b"\n\n", b": ",
    b", ", b". ", b"Q: ", b"SMITH: ", b" said ", b" told ", b" sagte ", b" hat gesagt", " a déclaré ".as_bytes(), b" dijo ",
    b"according to ", b"[Sgt. ", b"] ", b"(", b")", b" who ", b" der ", b" von der ", " \u{200d}".as_bytes(),
    "\u{202e}".as_bytes(), "e\u{301}".as_bytes(), "说：".as_bytes(), "と述べた".as_bytes(), b"\xff", b"'90s", b"6'3\"", "— A (@a) ".as_bytes(),
];

/// The same for web archives.
const HEADS: &[&[u8]] = &[
    b"WARC/1.0\r\n", b"WARC/1.1\r\n", b"WARC/", b"\r\n", b"\r\n\r\n", b"\n", b"Content-Length: 0\r\n",
    b"Content-Length: 99999999999\r\n", b"Content-Length: 18446744073709551615\r\n", b"Content-Length: -1\r\n",
    b"WARC-Type: response\r\n", b"WARC-Type: revisit\r\n", b"WARC-Target-URI: <https://a.test/>\r\n",
    b"HTTP/1.1 200 OK\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"Content-Encoding: br\r\n",
    b"Content-Encoding: zstd\r\n", b"Content-Encoding: deflate\r\n", b"ffffffffffffffff\r\n", b"0\r\n\r\n", b"\x1f\x8b\x08",
    b"\x1f\x8b\x08\x1f\0\0\0\0\0\x03", b"\x28\xb5\x2f\xfd", b"\0\0\xff\xff", b" ", b": ", b"\xff",
];

/// The same for robots.txt.
const RULES: &[&[u8]] = &[
    b"User-agent: *\n", b"User-agent: Copydesk\n", b"user agent copydesk/1.0\n", b"Disallow: /\n", b"Disallow: \n", b"Allow: /a*b$\n",
    b"Disallow: /*/*/*/*/*/*/*/*/*$\n", b"*", b"**", b"$", b"*a", b"%", b"%2", b"%2A", b"%E4%BD", b"#", b":", b"\r", b"\r\n", b"\n",
    b"\0", b"\xef\xbb\xbf", b"\xff", b"Crawl-delay: 1e400\n", b"Crawl-delay: -1\n", b"Crawl-delay: NaN\n", b"Crawl-delay: 0.1\n",
    b"Sitemap: https://a.test/s.xml\n", b"Sitemap: \xfe\n", b"<html>", b"Disallow", b"Allow /", b"\xe4\xbd\xa0",
];

/// The same for sitemaps and feeds.
const LISTS: &[&[u8]] = &[
    b"<urlset>", b"<url>", b"</url>", b"<loc>", b"</loc>", b"<sitemap>", b"<sitemapindex xmlns='a'>", b"<news:publication_date>",
    b"<lastmod>2026-13-45</lastmod>", b"<lastmod>+999999-01-01T00:00:00Z</lastmod>", b"&amp;", b"&#x110000;", b"&#0;", b"&bogus;",
    b"<!DOCTYPE x [<!ENTITY a \"&a;&a;\">]>", b"<!ENTITY a SYSTEM \"file:///etc/passwd\">", b"<![CDATA[", b"]]>", b"<!--", b"-->",
    b"<?xml version=\"1.0\" encoding=\"utf-16\"?>", b"<?xml version='1.0' encoding='koi8-r'?>", b"<rss version=\"2.0\"><channel>", b"<item>",
    b"</item>", b"<link>", b"<link rel='self' href='", b"<entry>", b"<feed xmlns=\"http://www.w3.org/2005/Atom\">",
    b"<pubDate>Mon, 31 Feb 2026 25:61:61 +9999</pubDate>", b"<rdf:RDF>", b"{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[",
    b"{\"url\":\"", b"\"date_published\":\"9999-99\"", b"[[[[[[[[", b"}", b"\x1f\x8b\x08\0\0\0\0\0\0\x03", b"http://", b"https://[::1",
    b"javascript:", b"//", b"\xff\xfe", b"\0", b"<a:b c:d=\"e\" xml:base=\"http://f/\">", b"<content type='xhtml'><div>", b"<media:content url='",
];

/// The same for header lines.
const LINES: &[&[u8]] = &[
    b"Retry-After: 99999999999999999999\n", b"Retry-After: -1\n", b"Retry-After: 18446744073709551615\n",
    b"Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\n", b"Date: Thu, 01 Jan 1970 00:00:00 GMT\n", b"Set-Cookie: a=b; Max-Age=9223372036854775807\n",
    b"Set-Cookie: a=; Expires=Fri, 31 Dec 9999 23:59:59 GMT\n", b"Set-Cookie: __Host-a=b; Secure; Path=/\n", b"; Domain=example", b"; Domain=.",
    b"; Path=/a/b", b"; Max-Age=-1", b"=", b";", b",", b":", b"X-Robots-Tag: noindex\n", b"X-Robots-Tag: copydesk: none, googlebot: nofollow\n",
    b"unavailable_after: 1", b"tdm-reservation: 1\n", b"tdm-policy: https://a.test/p\n", b"Content-Type: text/html; charset=\n",
    b"Content-Type: text/html;charset=\"utf-16le", b"charset=x-user-defined", b"charset='iso-2022-jp'", b"\xff", b"\t", b"\r\n", b"\n",
    b"*=Cookie: a=b\n", b"http://user:pass@[::1]:99999\n", b"socks5://a\n",
];

/// The same for pages in whatever encoding.
const CODES: &[&[u8]] = &[
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0", b"\x1b$B", b"\x1b(J", b"\x0e", b"\x0f", b"<meta charset=", b"<meta charset=\"utf-16be\">",
    b"<meta charset='x-user-defined'>", b"<meta http-equiv=content-type content='text/html; charset=gb18030'>", b"<meta charset=replacement>",
    b"charset=iso-2022-kr", b"text/html; charset=utf-8\n", b"text/html; charset=shift_jis\n", b"\n", b"<!--", b"-->", b"<", b">", b"\x81\x30\x81\x30",
    b"\xc3\xa9", b"\xe9", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\x84\x31\xa4\x37", b"\x80", b"\x8d\xff", "é".as_bytes(), "\u{feff}".as_bytes(),
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("a folder of pages");
    let minutes: u64 = arguments.next().map_or(20, |minutes| minutes.parse().expect("minutes"));
    let kind = arguments.next().unwrap_or_else(|| "html".to_owned());
    let (ending, pieces, check): (_, _, fn(&[u8])) = match kind.as_str() {
        "html" => ("html", PIECES, copydesk_fuzz::check),
        "quotes" => ("txt", MARKS, copydesk_fuzz::check_quotes),
        "warc" => ("warc", HEADS, copydesk_fuzz::check_warc),
        "robots" => ("robots", RULES, copydesk_fuzz::check_robots),
        "sitemap" => ("sitemap", LISTS, copydesk_fuzz::check_sitemap),
        "feed" => ("feed", LISTS, copydesk_fuzz::check_feed),
        "headers" => ("headers", LINES, copydesk_fuzz::check_headers),
        "charset" => ("charset", CODES, copydesk_fuzz::check_charset),
        other => panic!("`{other}` is no kind: expected html, quotes, warc, robots, sitemap, feed, headers or charset"),
    };
    let pages = pages(folder.into(), ending);
    assert!(!pages.is_empty(), "no .{ending} files there");
    let mut random = Random(0x2026_1122);
    let (begin, mut runs, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
    while begin.elapsed() < Duration::from_secs(60 * minutes) {
        let bytes = mutated(&pages, pieces, &mut random);
        let start = Instant::now();
        let outcome = std::panic::catch_unwind(|| check(&bytes));
        let spent = start.elapsed();
        runs += 1;
        if outcome.is_err() {
            fs::write(format!("mutate-failed.{kind}"), &bytes).expect("the current folder can be written");
            eprintln!("run {runs} failed; its bytes are in mutate-failed.{kind}");
            std::process::exit(1);
        }
        if spent > slowest {
            slowest = spent;
            let allowed = SLOW * u32::try_from(1 + bytes.len() / 1_000_000).unwrap_or(u32::MAX);
            if spent > allowed {
                fs::write(format!("mutate-slow.{kind}"), &bytes).expect("the current folder can be written");
                eprintln!("run {runs}: {spent:?} for {} bytes, kept in mutate-slow.{kind}", bytes.len());
            }
        }
    }
    println!("{kind}: {runs} inputs, none failed; the slowest took {slowest:?}");
}

fn pages(folder: PathBuf, ending: &str) -> Vec<Vec<u8>> {
    let (mut folders, mut pages) = (vec![folder], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                pages.extend(fs::read(&path));
            }
        }
    }
    pages
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ mixed >> 31) % end.max(1) as u64).unwrap_or(0)
    }
}

fn mutated(pages: &[Vec<u8>], pieces: &[&[u8]], random: &mut Random) -> Vec<u8> {
    let mut bytes = pages[random.below(pages.len())].clone();
    for _ in 0..1 + random.below(12) {
        let at = random.below(bytes.len() + 1);
        let length = random.below(2_000).min(bytes.len() - at);
        match random.below(7) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..at + length)),
            2 => {
                let part = bytes[at..at + length].repeat(1 + random.below(8));
                bytes.splice(at..at, part);
            }
            3 => {
                let other = &pages[random.below(pages.len())];
                let from = random.below(other.len() + 1);
                let to = (from + random.below(5_000)).min(other.len());
                bytes.splice(at..at + length, other[from..to].iter().copied());
            }
            4 => bytes[at..at + length].iter_mut().for_each(|byte| *byte ^= 0x80),
            5 => {
                let piece = pieces[random.below(pieces.len())].repeat(1 + random.below(300));
                bytes.splice(at..at, piece);
            }
            _ => {
                let piece = pieces[random.below(pieces.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
    bytes
}
