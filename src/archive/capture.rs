//! One request and its answer → the records an archive keeps of them, compressed and ready to be written.
//!
//! An answer is stored as it was after decoding: `fetch` undoes transfer and content encodings, so the stored head
//! says so (`Transfer-Encoding` becomes `X-Archive-Orig-Transfer-Encoding`, `Content-Length` is that of the stored body), as
//! Common Crawl and warcio do. Every record is a gzip member of its own.

use std::io::Write as _;
use std::net::IpAddr;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;

use super::digest::Digest;
use crate::coding;

/// What an answer's records are made of.
#[derive(Clone, Copy, Debug)]
pub struct Capture<'a> {
    /// The address asked for.
    pub url: &'a str,
    /// When the request went out.
    pub at: Timestamp,
    /// How long it took until the answer was complete.
    pub took: Duration,
    /// Who answered.
    pub address: Option<IpAddr>,
    /// The page that redirected here.
    pub via: Option<&'a str>,
    /// The path and query asked for.
    pub target: &'a str,
    /// The request's headers.
    pub request: &'a [(String, Vec<u8>)],
    /// The version of HTTP, such as `HTTP/2.0`; the stored heads are written as those of HTTP/1.1 in any case.
    pub protocol: &'a str,
    /// The answer's status.
    pub status: u16,
    /// The words for it, such as `Not Found`.
    pub reason: &'a str,
    /// The answer's headers.
    pub headers: &'a [(String, Vec<u8>)],
    /// The answer's body, decoded.
    pub body: &'a [u8],
    /// Whether the body was longer than that.
    pub cut: bool,
    /// For an answer that says its body is the one that is known: when that was stored.
    pub unchanged_since: Option<Timestamp>,
}

/// A capture stored before, of which another one is a repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Its address.
    pub url: String,
    /// Its `WARC-Date`.
    pub at: Timestamp,
}

/// The records of one request and its answer.
#[derive(Debug)]
pub struct Packed {
    /// What the body is recognised by when it turns up again; `None` for answers that are never stored as repetitions of
    /// others: those without a body, and those that are repetitions by their own word.
    pub digest: Option<Digest>,
    /// What repetitions refer to.
    pub original: Original,
    answer: Vec<u8>,
    about: Vec<u8>,
    id: String,
    address: Option<IpAddr>,
    protocol: String,
    head: Vec<u8>,
}

impl Packed {
    /// Makes the records. Costs a few milliseconds for a long page: it is compressed here.
    #[must_use]
    pub fn new(capture: &Capture<'_>) -> Self {
        let head = answer_head(capture);
        let digest = Digest::of(capture.body);
        let original = Original { url: capture.url.to_owned(), at: capture.at };
        let id = record_id(&["answer", capture.url, &capture.at.to_string(), &digest.to_string()]);
        let mut packed = Self {
            digest: (!capture.body.is_empty() && !capture.cut && coding::is_page(capture.status))
                .then_some(digest),
            original,
            answer: Vec::new(),
            about: about(capture, &id),
            id,
            address: capture.address,
            protocol: capture.protocol.to_owned(),
            head,
        };
        packed.answer = match capture.unchanged_since.filter(|_| capture.status == 304) {
            Some(since) => packed.unchanged(since),
            None => packed.response(capture.body, &digest, capture.cut),
        };
        packed
    }

    /// The record of what a browser made of the answer, at that time: its document as HTML, in UTF-8.
    #[must_use]
    pub fn rendered(&self, document: &[u8], at: Timestamp) -> Self {
        let digest = Digest::of(document);
        let url = &self.original.url;
        let id = record_id(&["conversion", url, &at.to_string(), &digest.to_string()]);
        let mut fields = Head::new("conversion", &id, at);
        fields.add("WARC-Target-URI", url);
        fields.add("WARC-Refers-To", &self.id);
        fields.add("WARC-Payload-Digest", &digest.to_string());
        Self {
            digest: None,
            original: Original { url: url.clone(), at },
            answer: record(fields, "text/html; charset=utf-8", &[document]),
            about: Vec::new(),
            id,
            address: None,
            protocol: self.protocol.clone(),
            head: Vec::new(),
        }
    }

    /// The bytes to write: the answer's record, then the request's and the metadata. With an original the answer is
    /// stored as its repetition.
    #[must_use]
    pub fn records(&self, original: Option<&Original>) -> Vec<u8> {
        let mut bytes = match (original, &self.digest) {
            (Some(original), Some(digest)) => self.repetition(original, digest),
            _ => self.answer.clone(),
        };
        bytes.extend_from_slice(&self.about);
        bytes
    }

    fn response(&self, body: &[u8], payload: &Digest, cut: bool) -> Vec<u8> {
        let mut fields = self.fields("response");
        if cut {
            fields.add("WARC-Truncated", "length");
        }
        fields.add("WARC-Payload-Digest", &payload.to_string());
        record(fields, "application/http; msgtype=response", &[&self.head, body])
    }

    fn repetition(&self, original: &Original, payload: &Digest) -> Vec<u8> {
        let mut fields = self.fields("revisit");
        fields.add("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest");
        fields.add("WARC-Refers-To-Target-URI", &original.url);
        fields.add("WARC-Refers-To-Date", &date(original.at));
        fields.add("WARC-Payload-Digest", &payload.to_string());
        record(fields, "application/http; msgtype=response", &[&self.head])
    }

    fn unchanged(&self, since: Timestamp) -> Vec<u8> {
        let mut fields = self.fields("revisit");
        fields.add("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/server-not-modified");
        fields.add("WARC-Refers-To-Target-URI", &self.original.url);
        fields.add("WARC-Refers-To-Date", &date(since));
        record(fields, "application/http; msgtype=response", &[&self.head])
    }

    fn fields(&self, kind: &str) -> Head {
        let mut fields = Head::new(kind, &self.id, self.original.at);
        fields.add("WARC-Target-URI", &self.original.url);
        if let Some(address) = self.address {
            fields.add("WARC-IP-Address", &address.to_string());
        }
        fields.protocol(&self.protocol);
        fields
    }
}

/// The record at the beginning of every file: who wrote it, and how.
pub(super) fn warcinfo(file_name: &str, agent: &str, at: Timestamp) -> Vec<u8> {
    let id = record_id(&["warcinfo", file_name, agent, &at.to_string()]);
    let mut fields = Head::new("warcinfo", &id, at);
    fields.add("WARC-Filename", file_name);
    let block = format!(
        "software: copydesk/{}\r\nhttp-header-user-agent: {}\r\nformat: WARC File Format 1.1\r\n\
         conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
         robots: obey\r\n\
         description: answers are stored after transfer and content decoding\r\n",
        env!("CARGO_PKG_VERSION"),
        one_line(agent),
    );
    record(fields, "application/warc-fields", &[block.as_bytes()])
}

/// The records of the request and of what else is known.
fn about(capture: &Capture<'_>, answer: &str) -> Vec<u8> {
    let at = capture.at.to_string();
    let mut fields = Head::new("request", &record_id(&["request", capture.url, &at, answer]), capture.at);
    fields.add("WARC-Target-URI", capture.url);
    fields.add("WARC-Concurrent-To", answer);
    fields.protocol(capture.protocol);
    let mut head = format!("GET {} HTTP/1.1\r\n", one_line(capture.target)).into_bytes();
    add_headers(&mut head, capture.request.iter().map(|(name, value)| (name.as_str(), value.as_slice())));
    let mut bytes = record(fields, "application/http; msgtype=request", &[&head]);

    let mut fields = Head::new("metadata", &record_id(&["metadata", capture.url, &at, answer]), capture.at);
    fields.add("WARC-Target-URI", capture.url);
    fields.add("WARC-Concurrent-To", answer);
    let via = capture.via.map(|via| format!("via: {}\r\n", one_line(via)));
    let block = format!("fetchTimeMs: {}\r\n{}", capture.took.as_millis(), via.unwrap_or_default());
    bytes.extend(record(fields, "application/warc-fields", &[block.as_bytes()]));
    bytes
}

/// The answer's head as it is stored.
fn answer_head(capture: &Capture<'_>) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", capture.status, one_line(capture.reason)).into_bytes();
    let has_body = !matches!(capture.status, 204 | 304);
    let kept =
        capture.headers.iter().filter(|(name, _)| !(has_body && name.eq_ignore_ascii_case("content-length")));
    let renamed = kept.map(|(name, value)| {
        let encoding =
            name.eq_ignore_ascii_case("transfer-encoding") || name.eq_ignore_ascii_case("content-encoding");
        let name = if encoding { format!("X-Archive-Orig-{name}") } else { name.clone() };
        (name, value.as_slice())
    });
    let renamed: Vec<(String, &[u8])> = renamed.collect();
    let length = capture.body.len().to_string();
    let added = has_body.then_some(("content-length", length.as_bytes()));
    add_headers(&mut head, renamed.iter().map(|(name, value)| (name.as_str(), *value)).chain(added));
    head
}

/// Adds header lines and the blank line after them.
fn add_headers<'a>(head: &mut Vec<u8>, headers: impl Iterator<Item = (&'a str, &'a [u8])>) {
    for (name, value) in headers {
        head.extend_from_slice(one_line(name).as_bytes());
        head.extend_from_slice(b": ");
        head.extend(value.iter().map(|&byte| if matches!(byte, b'\r' | b'\n' | 0) { b' ' } else { byte }));
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n', '\0'], " ")
}

/// A record's head in the making.
struct Head(String);

impl Head {
    fn new(kind: &str, id: &str, at: Timestamp) -> Self {
        let mut head = Self("WARC/1.1\r\n".to_owned());
        head.add("WARC-Type", kind);
        head.add("WARC-Record-ID", id);
        head.add("WARC-Date", &date(at));
        head
    }

    fn add(&mut self, name: &str, value: &str) {
        self.0.push_str(name);
        self.0.push_str(": ");
        self.0.push_str(&one_line(value));
        self.0.push_str("\r\n");
    }

    /// The protocol, where the stored head hides it.
    fn protocol(&mut self, protocol: &str) {
        if protocol.starts_with("HTTP/2") {
            self.add("WARC-Protocol", "h2");
        }
    }
}

/// A whole record, as a gzip member.
fn record(mut fields: Head, content_type: &str, block: &[&[u8]]) -> Vec<u8> {
    let length: usize = block.iter().map(|piece| piece.len()).sum();
    fields.add("WARC-Block-Digest", &Digest::of_pieces(block).to_string());
    fields.add("Content-Type", content_type);
    fields.add("Content-Length", &length.to_string());
    let mut member = GzEncoder::new(Vec::new(), Compression::default());
    let pieces =
        [fields.0.as_bytes(), b"\r\n"].into_iter().chain(block.iter().copied()).chain([&b"\r\n\r\n"[..]]);
    for piece in pieces {
        // Writing to memory cannot fail.
        let _ = member.write_all(piece);
    }
    member.finish().unwrap_or_default()
}

/// `WARC-Date`: seconds, in UTC.
fn date(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A record's id: a UUID (version 8) made of what the record is about, so that the same capture always has the same.
fn record_id(about: &[&str]) -> String {
    let digest = Digest::of(about.join("\n").as_bytes());
    let bits = digest.as_bytes().iter().take(16).fold(0_u128, |bits, &byte| (bits << 8) | u128::from(byte));
    let bits = (bits & !(0xf << 76) & !(0x3 << 62)) | (0x8 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    let mut id = "<urn:uuid:".to_owned();
    for (index, digit) in hex.chars().enumerate() {
        if matches!(index, 8 | 12 | 16 | 20) {
            id.push('-');
        }
        id.push(digit);
    }
    id.push('>');
    id
}
