//! One fetched document: decoded, parsed, with its URL and time.
//!
//! [`Page::parse`] takes three steps: `sniff` refuses what is no HTML, `charset` decodes, `tree` builds a document whose
//! depth and size are bounded. On the way to the tree `feed` gives html5ever's tokenizer the text a little at a time,
//! `raw_text` and `long_tag` spare it what would cost it most, and `guard` stops what would cost the tree builder most.

mod charset;
mod feed;
mod guard;
mod long_tag;
mod plain_tag;
mod raw_text;
mod references;
mod replace;
mod sniff;
mod tree;

use std::borrow::Cow;

use scraper::Html;
use url::Url;

use crate::outcome::{NoArticle, NoArticleStatus, Reason, Stage};

/// The most bytes a page may have. The largest real article page we know is a live blog of 1.3 MB.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// A decoded and parsed HTML document.
///
/// Neither `Send` nor `Sync`: parse and extract inside one synchronous function, never across an `.await`.
pub struct Page {
    /// The address that was asked for.
    pub url: Url,
    /// The address that answered.
    pub final_url: Url,
    /// When it was fetched, RFC 3339 UTC; `None` for a page that came from a file.
    pub fetched_at: Option<String>,
    /// The encoding the bytes were read in, by its WHATWG name.
    pub encoding: &'static str,
    /// The document.
    pub html: Html,
    /// Whether the document ends before the text does, because all of it would have cost too much: 300,000 tags and
    /// texts, or nodes out of all proportion to the tags. No real page is cut off.
    pub is_cut: bool,
}

/// The bytes of a page and what the transport said about them.
#[derive(Clone, Copy, Debug)]
pub struct PageSource<'a> {
    /// The address that was asked for.
    pub url: &'a Url,
    /// The address that answered.
    pub final_url: &'a Url,
    /// The body, after content decoding.
    pub bytes: &'a [u8],
    /// The `Content-Type` header, if there was one. Without it (a page from a file) the bytes alone decide.
    pub content_type: Option<&'a str>,
    /// When it was fetched, RFC 3339 UTC.
    pub fetched_at: Option<&'a str>,
}

/// Why bytes are no page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// Nothing but white space.
    #[error("the page is empty")]
    Empty,
    /// Not HTML: another declared type, or binary content.
    #[error("not HTML but {found}: expected text/html or application/xhtml+xml")]
    NotHtml {
        /// What it is instead.
        found: String,
    },
    /// More bytes than [`MAX_BYTES`].
    #[error("the page has {bytes} bytes: at most {MAX_BYTES} are read")]
    TooLarge {
        /// How many it has.
        bytes: usize,
    },
}

impl Page {
    /// Decodes and parses a page's bytes.
    ///
    /// Never panics and never recurses, whatever the bytes are. Elements nested deeper than 512 levels are
    /// flattened, tags with more attributes than any page has are cut short, and a document of 300,000 tags and texts or of
    /// far more nodes than tags is cut off ([`Page::is_cut`]). These bounds count work, not time: the same bytes always
    /// give the same document. No real page comes near them.
    pub fn parse(source: &PageSource<'_>) -> Result<Self, PageError> {
        Self::parse_replaced(source, &[])
    }

    /// Parses after replacing every occurrence of each text in the decoded source by the one after it, in order: what a
    /// profile's `[[replace]]` asks for. A replacement that would make the page larger than [`MAX_BYTES`] is left out.
    pub fn parse_replaced(
        source: &PageSource<'_>,
        replacements: &[(String, String)],
    ) -> Result<Self, PageError> {
        let (mut text, encoding) = decoded(source)?;
        for (find, with) in replacements {
            if let Some(replaced) = replace::all(&text, find, with) {
                text = Cow::Owned(replaced);
            }
        }
        let (html, is_cut) = tree::parse(&text);
        Ok(Self {
            url: source.url.clone(),
            final_url: source.final_url.clone(),
            fetched_at: source.fetched_at.map(str::to_owned),
            encoding,
            html,
            is_cut,
        })
    }
}

/// The text of a page, and its encoding's name.
fn decoded<'a>(source: &PageSource<'a>) -> Result<(Cow<'a, str>, &'static str), PageError> {
    if source.bytes.len() > MAX_BYTES {
        return Err(PageError::TooLarge { bytes: source.bytes.len() });
    }
    if source.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(PageError::Empty);
    }
    if let Some(found) = sniff::not_html(source.bytes, source.content_type) {
        return Err(PageError::NotHtml { found });
    }
    let (text, encoding) = charset::decode(source.bytes, source.content_type, source.final_url);
    if text.trim().is_empty() {
        return Err(PageError::Empty);
    }
    Ok((text, encoding))
}

/// The first half of [`Page::parse`], for the benchmark and the fuzz targets: the text and its encoding's name.
#[cfg(feature = "training")]
pub fn decode<'a>(source: &PageSource<'a>) -> Result<(Cow<'a, str>, &'static str), PageError> {
    decoded(source)
}

impl PageError {
    /// The plain record of this failure, for the URL as it entered. `attempts` is how many requests went out
    /// (0 for a page from a file), `http_status` the answer's, if there was one.
    #[must_use]
    pub fn no_article(&self, url: &str, http_status: Option<u16>, attempts: u32) -> NoArticle {
        let (status, reason) = match self {
            Self::Empty => (NoArticleStatus::Failed, Reason::EmptyPage),
            Self::NotHtml { .. } => (NoArticleStatus::Skipped, Reason::NotHtml),
            Self::TooLarge { .. } => (NoArticleStatus::Failed, Reason::TooLarge),
        };
        NoArticle {
            url: url.to_owned(),
            id: None,
            status,
            stage: Stage::Page,
            reason,
            message: crate::outcome::one_line(self),
            http_status,
            retryable: false,
            attempts,
        }
    }
}
