//! What went over the wire, kept for an archive: every request of a fetch and its answer, robots.txt, redirects and retries
//! included.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HOST, HeaderMap, USER_AGENT};
use url::Url;

use crate::coding;

/// What the client accepts, as it says in every request.
pub(super) const ACCEPTED: [(reqwest::header::HeaderName, &str); 2] =
    [(ACCEPT, "*/*"), (ACCEPT_ENCODING, coding::ACCEPTED)];

/// Keeps what is fetched through a [`Fetcher`](super::Fetcher) that was given it. Clones share one list.
#[derive(Clone, Debug, Default)]
pub struct Tape(Arc<Mutex<Vec<Recorded>>>);

/// One request and its complete answer.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The address asked for.
    pub url: Url,
    /// When the request went out.
    pub at: Timestamp,
    /// How long it took until the answer was complete.
    pub took: Duration,
    /// Who answered, where the connection tells.
    pub address: Option<SocketAddr>,
    /// The request's headers, as (name, value), but for those the user added: they may hold credentials.
    pub request: Vec<(String, Vec<u8>)>,
    /// `HTTP/1.1`, `HTTP/2.0` and so on.
    pub protocol: String,
    /// The answer's status.
    pub status: u16,
    /// The usual words for it; HTTP/2 sends none.
    pub reason: &'static str,
    /// The answer's headers as received, but for `Content-Encoding` and `Content-Length` of a body that came
    /// compressed.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, after content and transfer decoding.
    pub body: Bytes,
    /// Whether the body was longer than what is kept of it.
    pub cut: bool,
}

impl Tape {
    /// What was recorded so far, in order; the tape is empty afterwards.
    #[must_use]
    pub fn take(&self) -> Vec<Recorded> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn add(&self, recorded: Recorded) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(recorded);
    }
}

/// The headers a request goes out with, those the user added left out.
pub(super) fn sent(url: &Url, user_agent: &str, own: &HeaderMap) -> Vec<(String, Vec<u8>)> {
    let mut headers = own.clone();
    let mut add = |name, text: &str| {
        if let Ok(value) = text.parse() {
            headers.entry(name).or_insert(value);
        }
    };
    for (name, value) in ACCEPTED {
        add(name, value);
    }
    add(USER_AGENT, user_agent);
    add(HOST, url.authority().rsplit('@').next().unwrap_or_default());
    pairs(&headers)
}

/// Headers as pairs, but for those marked as sensitive.
pub(super) fn pairs(headers: &HeaderMap) -> Vec<(String, Vec<u8>)> {
    let shown = headers.iter().filter(|(_, value)| !value.is_sensitive());
    shown.map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec())).collect()
}

/// The usual words for a status.
pub(super) fn reason(status: u16) -> &'static str {
    let known = reqwest::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    known.unwrap_or("Unknown")
}
