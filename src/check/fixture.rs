//! A fixture's files: a saved page, where it comes from, and the record it must give.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;
use url::Url;

use crate::profile::toml_words::{TomlFault, line_of};

/// The page, as it was served.
pub(super) const PAGE: &str = "page.html";
/// Where the page comes from.
pub(super) const ORIGIN: &str = "page.toml";
/// The record it must give.
pub(super) const EXPECTED: &str = "expected.json";
/// A folder with any of these is a fixture.
pub(super) const FILES: [&str; 3] = [PAGE, ORIGIN, EXPECTED];

/// The largest captured page that is unpacked, in bytes.
const LARGEST_PAGE: u64 = 64 << 20;

/// `page.toml`: where a fixture's page comes from.
#[derive(Clone, Debug)]
pub struct PageToml {
    /// The address it has or would have.
    pub url: Url,
    /// Whether it is somebody's page or ours.
    pub origin: Origin,
    /// What is worth knowing about it.
    pub note: Option<String>,
    /// The `Content-Type` header it is served with; `None`: without one.
    pub content_type: Option<String>,
    /// The day it was saved, RFC 3339 (`2026-11-22`).
    pub captured: Option<String>,
}

/// Whether a page is somebody's or ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Invented for the test.
    Synthetic,
    /// Saved from the network.
    Captured,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageTomlText {
    url: Spanned<String>,
    origin: Origin,
    note: Option<String>,
    content_type: Option<String>,
    captured: Option<Spanned<Datetime>>,
}

/// Why a fixture's or case's page cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum FixtureError {
    /// A file is missing or unreadable.
    #[error("{}: cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// `page.toml` says something that cannot be meant.
    #[error("{}:{line}: {message}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong and what was expected.
        message: String,
    },
}

impl PageToml {
    /// That of a captured page of which only the address is known.
    pub(super) fn captured_at(url: Url) -> Self {
        Self { url, origin: Origin::Captured, note: None, content_type: None, captured: None }
    }

    /// Reads a `page.toml`.
    pub fn read(path: &Path) -> Result<Self, FixtureError> {
        let text = std::fs::read_to_string(path)
            .map_err(|cause| FixtureError::Unreadable { path: path.to_owned(), cause })?;
        let invalid = |line, message| FixtureError::Invalid { path: path.to_owned(), line, message };
        let toml: PageTomlText = toml::from_str(&text).map_err(|error| {
            let TomlFault { line, key, message } = TomlFault::of(&text, error);
            invalid(line, if key.is_empty() { message } else { format!("{key}: {message}") })
        })?;
        let line_at = |offset| line_of(text.as_bytes(), offset);
        let url = toml.url.get_ref();
        let url =
            Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https")).ok_or_else(|| {
                let message =
                    format!("url: `{url}` is not a URL: expected something like https://example.com/story");
                invalid(line_at(toml.url.span().start), message)
            })?;
        let captured = toml.captured.map(|day| {
            let text = day.get_ref().to_string();
            let whole_day = day.get_ref().time.is_none() && day.get_ref().date.is_some();
            let message =
                format!("captured: `{text}` is not a day: expected one like 2026-11-22, without quotes");
            if whole_day { Ok(text) } else { Err(invalid(line_at(day.span().start), message)) }
        });
        let captured = captured.transpose()?;
        Ok(Self { url, origin: toml.origin, note: toml.note, content_type: toml.content_type, captured })
    }
}

/// A file's bytes, unpacked if its name ends in `.gz`.
pub(super) fn page_bytes(path: &Path) -> Result<Vec<u8>, FixtureError> {
    let unreadable = |cause| FixtureError::Unreadable { path: path.to_owned(), cause };
    let bytes = std::fs::read(path).map_err(unreadable)?;
    if path.extension().is_none_or(|extension| extension != "gz") {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    GzDecoder::new(bytes.as_slice()).take(LARGEST_PAGE).read_to_end(&mut unpacked).map_err(unreadable)?;
    Ok(unpacked)
}
