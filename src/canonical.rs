//! The form URLs are compared by, and what counts as one host.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::outcome::Reason;

/// An `http` or `https` URL in the one form it is compared, queued and counted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CanonicalUrl(Url);

/// Why a text has no canonical URL.
#[derive(Debug, thiserror::Error)]
pub enum UrlError {
    /// The WHATWG parser refuses it.
    #[error("`{text}` is not a URL: expected something like https://example.com/story")]
    Malformed {
        /// The text, as given.
        text: String,
        /// The parser's reason.
        #[source]
        cause: url::ParseError,
    },
    /// A URL, but not one that can be fetched over HTTP.
    #[error("`{text}` has the scheme `{scheme}`: only http and https URLs can be fetched")]
    Scheme {
        /// The text, as given.
        text: String,
        /// Its scheme.
        scheme: String,
    },
    /// A path that repeats itself: links that are relative by mistake lead ever deeper, and never to a new page.
    #[error("`{text}` repeats the same path segments over and over: no page that is not found elsewhere")]
    Repeating {
        /// The URL.
        text: String,
    },
}

impl UrlError {
    /// The slug in the record.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match self {
            Self::Malformed { .. } | Self::Repeating { .. } => Reason::MalformedUrl,
            Self::Scheme { .. } => Reason::UnsupportedScheme,
        }
    }
}

impl CanonicalUrl {
    /// Parses and canonicalises an absolute URL.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let url =
            Url::parse(text.trim()).map_err(|cause| UrlError::Malformed { text: text.to_owned(), cause })?;
        Self::from_url(url)
    }

    /// Resolves a reference found on the page at `base`, and canonicalises it.
    pub fn join(base: &Url, reference: &str) -> Result<Self, UrlError> {
        let url = base
            .join(reference.trim())
            .map_err(|cause| UrlError::Malformed { text: reference.to_owned(), cause })?;
        Self::from_url(url)
    }

    /// Canonicalises a parsed URL.
    pub fn from_url(mut url: Url) -> Result<Self, UrlError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(UrlError::Scheme { scheme: url.scheme().to_owned(), text: url.into() });
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The URL.
    #[must_use]
    pub fn as_url(&self) -> &Url {
        &self.0
    }

    /// The URL as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host it lives on.
    #[must_use]
    pub fn host(&self) -> HostKey {
        HostKey::of(&self.0)
    }
}

impl fmt::Display for CanonicalUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What pace, robots.txt and queues are kept by: the host name, with the port where it is not the scheme's own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct HostKey(String);

impl HostKey {
    /// The host of a URL.
    #[must_use]
    pub fn of(url: &Url) -> Self {
        let host = url.host_str().unwrap_or_default();
        Self(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HostKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
