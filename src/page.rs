//! One fetched document: decoded, parsed, with its URL and time.

use scraper::Html;
use url::Url;

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
    /// The `Content-Type` header, if there was one.
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
}

impl Page {
    /// Decodes and parses a page's bytes.
    pub fn parse(_source: &PageSource<'_>) -> Result<Self, PageError> {
        todo!("decode and parse")
    }
}
