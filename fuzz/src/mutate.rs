//! The same checks without libFuzzer: pages from a folder, cut, doubled, spliced and strewn with markup, for some minutes; or
//! texts, strewn with quotation marks, where `quotes` follows; or web archives, where `warc` does.
//!
//! ```sh
//! cargo run --release --manifest-path fuzz/Cargo.toml --bin mutate -- fixtures 20
//! cargo run --release --manifest-path fuzz/Cargo.toml --bin mutate -- fixtures/quotes 20 quotes
//! cargo run --release --manifest-path fuzz/Cargo.toml --bin mutate -- fuzz/seeds/warc 20 warc
//! ```
//!
//! A page that fails is left as `mutate-failed.html` in the current folder; a page that takes long is told of.

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

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("a folder of pages");
    let minutes: u64 = arguments.next().map_or(20, |minutes| minutes.parse().expect("minutes"));
    let (ending, pieces, check): (_, _, fn(&[u8])) = match arguments.next().as_deref() {
        Some("quotes") => ("txt", MARKS, copydesk_fuzz::check_quotes),
        Some("warc") => ("warc", HEADS, copydesk_fuzz::check_warc),
        _ => ("html", PIECES, copydesk_fuzz::check),
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
            fs::write("mutate-failed.html", &bytes).expect("the current folder can be written");
            eprintln!("run {runs} failed; its bytes are in mutate-failed.html");
            std::process::exit(1);
        }
        if spent > slowest {
            slowest = spent;
            let allowed = SLOW * u32::try_from(1 + bytes.len() / 1_000_000).unwrap_or(u32::MAX);
            if spent > allowed {
                fs::write("mutate-slow.html", &bytes).expect("the current folder can be written");
                eprintln!("run {runs}: {spent:?} for {} bytes, kept in mutate-slow.html", bytes.len());
            }
        }
    }
    println!("{runs} inputs, none failed; the slowest took {slowest:?}");
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
