//! The form URLs are compared by, and what counts as one host.
//!
//! Parsing is the WHATWG's, as browsers do it. On top of that, of URLs that lead to the same page one form is
//! chosen: without fragment, tracking parameters, session identifiers and the host's final dot; with escapes as
//! RFC 3986 (6.2.2) normalises them. Whatever may select another page stays: the order of parameters, capitals in
//! paths, `index.html`, `/amp/`.

mod query;

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

/// How often in a row the same segments may stand in a path: `/2011/11/11/11` is a date and a number, six of them
/// are a trap.
const REPETITIONS: usize = 5;

/// Longest run of segments looked for in repetition.
const LONGEST_PERIOD: usize = 4;

impl CanonicalUrl {
    /// Parses and canonicalises an absolute URL.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let url = Url::parse(text).map_err(|cause| UrlError::Malformed { text: text.to_owned(), cause })?;
        Self::from_url(url)
    }

    /// Resolves a reference found on the page at `base`, and canonicalises it, without user name and password.
    pub fn join(base: &Url, reference: &str) -> Result<Self, UrlError> {
        let url = base
            .join(reference)
            .or_else(|cause| base.join(&few_slashes(reference).ok_or(cause)?))
            .map_err(|cause| UrlError::Malformed { text: reference.to_owned(), cause })?;
        Self::from_url(without_credentials(url))
    }

    /// Canonicalises a parsed URL.
    pub fn from_url(mut url: Url) -> Result<Self, UrlError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(UrlError::Scheme { scheme: url.scheme().to_owned(), text: url.into() });
        }
        if repeats(url.path()) {
            return Err(UrlError::Repeating { text: url.into() });
        }
        url.set_fragment(None);
        let host = url.host_str().filter(|host| host.ends_with('.'));
        if let Some(host) = host.map(|host| host.trim_end_matches('.').to_owned()) {
            url.set_host(Some(&host))
                .map_err(|cause| UrlError::Malformed { text: url.to_string(), cause })?;
        }
        // Most paths have neither, and a page's links are many.
        if url.path().contains(['%', ';']) {
            let path = without_sessions(&normal_escapes(url.path()));
            if path != url.path() {
                url.set_path(&path);
            }
        }
        let query = url.query().map(without_idle_parameters);
        if query.as_deref() != url.query() {
            url.set_query(query.as_deref().filter(|query| !query.is_empty()));
        }
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
        let host = url.host_str().unwrap_or_default().trim_end_matches('.');
        Self(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
    }

    /// The host that somebody writes down: `example.com`, `example.com:8080`, or an address such as
    /// `https://example.com/`. `None` where that names no host, or more than one.
    ///
    /// ```
    /// use copydesk::HostKey;
    /// assert_eq!(HostKey::named("Bücher.example:443").unwrap().as_str(), "xn--bcher-kva.example");
    /// assert_eq!(HostKey::named("*.example"), None);
    /// ```
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_bare = !text.contains("://");
        let url = if is_bare { Url::parse(&format!("http://{text}/")) } else { Url::parse(text) }.ok()?;
        let whole = !is_bare || (url.path() == "/" && url.query().is_none() && url.fragment().is_none());
        let one = url.host_str().is_some_and(|host| !host.contains(['*', ',']));
        let web =
            matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
        // Without a scheme, the port of either is its own.
        let Self(key) = Self::of(&url);
        let key = if is_bare { key.strip_suffix(":443").unwrap_or(&key).to_owned() } else { key };
        (whole && one && web).then_some(Self(key))
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

/// A URL without user name and password: a page gives away nobody's (RFC 9110, 4.2.4), and the same page has an address without.
fn without_credentials(mut url: Url) -> Url {
    if !url.username().is_empty() || url.password().is_some() {
        // It can fail only for URLs without a host, which have none.
        let _ = url.set_username("");
        let _ = url.set_password(None);
    }
    url
}

/// The reference with two slashes in front instead of more, which the WHATWG's parser takes for the same and the
/// `url` crate refuses.
fn few_slashes(reference: &str) -> Option<String> {
    let rest = reference.trim_start_matches(|c: char| c <= ' ').strip_prefix("///")?;
    Some(format!("//{}", rest.trim_start_matches('/')))
}

/// Whether some run of segments comes [`REPETITIONS`] times in a row.
fn repeats(path: &str) -> bool {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let count = segments.clone().count();
    (1..=LONGEST_PERIOD).take_while(|period| period * REPETITIONS <= count).any(|period| {
        // As many neighbours that equal the segment one period before as the further repetitions have segments.
        let mut equal = 0;
        segments.clone().zip(segments.clone().skip(period)).any(|(before, segment)| {
            equal = if before == segment { equal + 1 } else { 0 };
            equal >= period * (REPETITIONS - 1)
        })
    })
}

/// A path without `;jsessionid=…`.
fn without_sessions(path: &str) -> String {
    let clean = |segment: &str| {
        let mut parts = segment.split(';');
        let name = parts.next().unwrap_or_default().to_owned();
        parts.filter(|part| !query::is_session_segment(part)).fold(name, |kept, part| kept + ";" + part)
    };
    path.split('/').map(clean).collect::<Vec<_>>().join("/")
}

/// A query without what leads nowhere else. The rest stays in order and as written: sites may depend on it.
fn without_idle_parameters(query: &str) -> String {
    let query = normal_escapes(query);
    let kept: Vec<&str> = query.split('&').filter(|parameter| !query::is_idle(parameter)).collect();
    kept.join("&")
}

/// Resolves escapes of characters that need none, and writes the others in capitals (RFC 3986, 6.2.2.1 and .2).
fn normal_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let mut normal = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let octet = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let Some(((digits, rest), octet)) = part.split_at_checked(2).zip(octet) else {
            normal.push('%');
            normal.push_str(part);
            continue;
        };
        // "%a%30": a digit decoded behind a stray percent sign would make an escape that was none.
        let stray = octet.is_ascii_hexdigit() && normal.bytes().rev().take(2).any(|byte| byte == b'%');
        if !stray && (octet.is_ascii_alphanumeric() || b"-._~".contains(&octet)) {
            normal.push(char::from(octet));
        } else {
            normal.push('%');
            normal.push_str(&digits.to_ascii_uppercase());
        }
        normal.push_str(rest);
    }
    normal
}
