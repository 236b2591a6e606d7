//! Web archives: what is written is read again, whoever wrote it, and what is broken costs itself.

mod answers;
mod command;
mod damage;
mod layouts;
mod properties;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use copydesk::archive::{Answer, Capture, Packed, ReadError, Reader, Record};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;

/// Far more than any record of a test.
const MOST: usize = 1 << 20;

/// How archives are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    /// Not at all.
    Plain,
    /// Each record a gzip member.
    Records,
    /// All records in one gzip member.
    Whole,
    /// Gzip members that end wherever they end.
    Anywhere,
}

const PACKINGS: [Packing; 4] = [Packing::Plain, Packing::Records, Packing::Whole, Packing::Anywhere];

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut member = GzEncoder::new(Vec::new(), Compression::default());
    member.write_all(bytes).unwrap();
    member.finish().unwrap()
}

/// An archive of these records.
fn pack(records: &[Vec<u8>], packing: Packing) -> Vec<u8> {
    match packing {
        Packing::Plain => records.concat(),
        Packing::Records => records.iter().flat_map(|record| gzip(record)).collect(),
        Packing::Whole => gzip(&records.concat()),
        Packing::Anywhere => records.concat().chunks(700).flat_map(gzip).collect(),
    }
}

/// A record as plain bytes.
fn record(kind: &str, url: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let mut head = format!("WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n");
    let _ =
        write!(head, "WARC-Date: 2026-11-22T08:00:00Z\r\n{fields}Content-Length: {}\r\n\r\n", block.len());
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// A response record.
fn response(url: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n");
    record(
        "response",
        url,
        "Content-Type: application/http; msgtype=response\r\n",
        &[head.as_bytes(), body].concat(),
    )
}

/// A page with an article about this.
fn page(title: &str) -> String {
    let paragraphs = [1, 2, 3, 4, 5].map(|n| {
        format!("<p>Paragraph {n} of “{title}” tells what happened at the harbour that day, who was there to see it, and why the council had put off its decision for so long.</p>")
    });
    format!(
        "<!doctype html><html lang=en><head><title>{title}</title><meta property='og:type' content='article'></head><body><article><h1>{title}</h1>{}</article></body></html>",
        paragraphs.concat()
    )
}

/// Three pages' records.
fn three() -> Vec<Vec<u8>> {
    ["one", "two", "three"]
        .map(|name| response(&format!("https://a.test/{name}"), "", page(name).as_bytes()))
        .to_vec()
}

fn read(archive: &[u8]) -> Vec<Result<Record, ReadError>> {
    Reader::new(Cursor::new(archive), MOST).unwrap().collect()
}

/// The addresses of the whole records, and the messages of the others.
fn told(archive: &[u8]) -> Vec<String> {
    read(archive)
        .into_iter()
        .map(|record| record.map_or_else(|error| error.to_string(), |record| record.target().to_owned()))
        .collect()
}

fn capture<'a>(url: &'a str, headers: &'a [(String, Vec<u8>)], body: &'a [u8]) -> Capture<'a> {
    Capture {
        url,
        at: "2026-11-22T08:00:00Z".parse::<Timestamp>().unwrap(),
        took: std::time::Duration::from_millis(120),
        address: Some([127, 0, 0, 1].into()),
        via: None,
        target: "/",
        request: &[],
        protocol: "HTTP/1.1",
        status: 200,
        reason: "OK",
        headers,
        body,
        cut: false,
        unchanged_since: None,
    }
}

/// The answer in what was packed.
fn answer_of(packed: &Packed) -> Record {
    read(&packed.records(None)).remove(0).unwrap()
}

fn parsed(record: &Record) -> Answer<'_> {
    Answer::parse(&record.block).unwrap()
}
