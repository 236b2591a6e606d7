//! Which records are pages.

use std::borrow::Cow;

use jiff::Timestamp;
use url::Url;

use super::answer::{Answer, Body};
use super::reader::Record;
use crate::coding;
use crate::outcome::Reason;

/// A page out of an archive: an answer with status 200, or what a browser made of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivedPage {
    /// Its address.
    pub url: Url,
    /// When it was captured.
    pub at: Option<Timestamp>,
    /// What the server, or the archive, said it is.
    pub content_type: Option<String>,
    /// Its bytes, decoded.
    pub body: Vec<u8>,
    /// Whether the archive has only its beginning.
    pub cut: bool,
}

/// Why a record is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoPage {
    /// The record's address, as far as it is one.
    pub url: String,
    /// Stable slug.
    pub reason: Reason,
    /// The sentence.
    pub message: String,
    /// The answer's status, if there is one.
    pub http_status: Option<u16>,
}

/// What a record is to somebody who looks for pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// An answer of a web server, or a document: a page, perhaps.
    Answer,
    /// An answer whose body is that of another record.
    Repetition,
    /// A request, metadata and so on.
    About,
}

impl Record {
    /// What it is to somebody who looks for pages.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        let of_the_web = self.target().starts_with("http");
        match self.fields.get("WARC-Type") {
            Some("response" | "resource") if of_the_web => RecordKind::Answer,
            Some("conversion") if of_the_web && self.is_html() => RecordKind::Answer,
            Some("revisit") if of_the_web => RecordKind::Repetition,
            _ => RecordKind::About,
        }
    }

    /// Whether its block is HTML by its own word: a page that a browser made, other than a text that somebody took out of
    /// one.
    fn is_html(&self) -> bool {
        let own_type = self.fields.get("Content-Type").unwrap_or_default();
        own_type.trim_start().get(..9).is_some_and(|start| start.eq_ignore_ascii_case("text/html"))
    }

    /// `WARC-Target-URI`, without the brackets that some programs write around it.
    #[must_use]
    pub fn target(&self) -> &str {
        self.fields.get("WARC-Target-URI").unwrap_or_default().trim_matches(['<', '>'])
    }

    /// The page in the record. A body of more than `most` bytes is too large.
    pub fn page(&self, most: usize) -> Result<ArchivedPage, Box<NoPage>> {
        let none = |reason, message: String, http_status| {
            Box::new(NoPage { url: self.target().to_owned(), reason, message, http_status })
        };
        let target = self.target();
        let url = Url::parse(target).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let url = url.ok_or_else(|| none(Reason::MalformedUrl, format!("`{target}` is not a URL"), None))?;
        let (status, content_type, body) = self.body(most).ok_or_else(|| {
            none(Reason::MalformedResponse, format!("the answer of {url} is not HTTP"), None)
        })?;
        if status.is_some_and(|status| !coding::is_page(status)) {
            let message = format!("{url} answered with status {}", status.unwrap_or_default());
            return Err(none(Reason::HttpStatus, message, status));
        }
        if self.length > self.block.len() as u64 || (body.cut && body.bytes.len() >= most) {
            let message = format!("{url} is larger than {most} bytes");
            return Err(none(Reason::TooLarge, message, status));
        }
        let at = self.fields.get("WARC-Date").and_then(|date| date.parse().ok());
        let cut = body.cut || self.fields.get("WARC-Truncated").is_some();
        Ok(ArchivedPage { url, at, content_type, body: body.bytes.into_owned(), cut })
    }

    /// Status, type and body. A document without an answer around it has no status.
    fn body(&self, most: usize) -> Option<(Option<u16>, Option<String>, Body<'_>)> {
        let own_type = self.fields.get("Content-Type");
        if matches!(self.fields.get("WARC-Type"), Some("resource" | "conversion")) {
            let bytes = Cow::Borrowed(self.block.as_slice());
            return Some((None, own_type.map(str::to_owned), Body { bytes, cut: false }));
        }
        let answer = Answer::parse(&self.block)?;
        let body = match answer.status {
            status if coding::is_page(status) => answer.body(most),
            _ => Body { bytes: Cow::Borrowed(&[]), cut: false },
        };
        Some((Some(answer.status), answer.fields.get("Content-Type").map(str::to_owned), body))
    }
}
