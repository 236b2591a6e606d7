//! What happens between a request and the end of its answer: time limits, size limits, content coding, and what a failure
//! means.

use std::error::Error;
use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::error::{FetchError, RootCause, TimeLimit, Tried};
use super::options::FetchOptions;
use super::resolve::ResolveError;
use crate::coding;

/// Bodies nobody reads (of redirects, of errors) are read to their end up to this size, so that the connection
/// can be used again; larger ones cost more than a new connection.
const DRAIN: u64 = 64 * 1024;

/// The longest body that room is made for before it comes.
const BELIEVED_LENGTH: u64 = 256 * 1024;

/// As often as a body is packed, one coding in another, where somebody means it.
const MOST_CODINGS: usize = 4;

/// A complete answer of any status; the body only of success is sure to be whole.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// How long the server took to begin its answer, connecting included.
    pub(super) waited: Duration,
    /// Whether it set a cookie that changes the next request.
    pub(super) new_cookie: bool,
}

/// How much of a body is wanted.
#[derive(Clone, Copy, Debug)]
pub(super) enum BodyLimit {
    /// A longer one is refused.
    Whole(u64),
    /// Of a longer one the rest is ignored.
    First(u64),
}

impl BodyLimit {
    /// In bytes, of the body as it comes and again without its content codings.
    fn most(self) -> u64 {
        let (Self::Whole(most) | Self::First(most)) = self;
        most
    }

    fn refuses(self) -> bool {
        matches!(self, Self::Whole(_))
    }
}

/// One request under way.
pub(super) struct Exchange<'a> {
    pub(super) options: &'a FetchOptions,
    pub(super) url: &'a Url,
    pub(super) began: Instant,
    /// Whether even an answer nobody reads is wanted, for an archive.
    pub(super) is_taped: bool,
}

impl Exchange<'_> {
    /// Waits for a sign of life, until the idle timeout or the deadline.
    pub(super) async fn in_time<T>(&self, sign: impl Future<Output = T>) -> Result<T, FetchError> {
        let options = self.options;
        let (idle, deadline) = (Instant::now() + options.idle_timeout, self.began + options.timeout);
        let (until, limit, after) = if idle < deadline {
            (idle, TimeLimit::Idle, options.idle_timeout)
        } else {
            (deadline, TimeLimit::Total, options.timeout)
        };
        timeout_at(until, sign).await.map_err(|_| FetchError::Timeout { tried: once(self.url), limit, after })
    }

    /// The answer, and whether its body was longer than that.
    pub(super) async fn read(
        &self,
        response: reqwest::Response,
        limit: BodyLimit,
    ) -> Result<(Answer, bool), FetchError> {
        let status = response.status().as_u16();
        let mut headers = response.headers().clone();
        let waited = self.began.elapsed();
        if response.status().is_success() {
            let (body, cut) = self.body(response, limit).await?;
            let (body, cut) = self.unpack(&mut headers, body, cut, limit)?;
            return Ok((Answer { status, headers, body, waited, new_cookie: false }, cut));
        }
        let answer = |headers, body| Answer { status, headers, body, waited, new_cookie: false };
        if self.is_taped || response.content_length().is_some_and(|length| length <= DRAIN) {
            // For the connection's sake, or the archive's: what happens to a body nobody reads is no failure.
            let limit = BodyLimit::First(DRAIN);
            let read = self.body(response, limit).await;
            let read = read.and_then(|(body, cut)| {
                if self.is_taped { self.unpack(&mut headers, body, cut, limit) } else { Ok((body, cut)) }
            });
            let (body, cut) = read.unwrap_or((Bytes::new(), true));
            return Ok((answer(headers, body), cut));
        }
        Ok((answer(headers, Bytes::new()), false))
    }

    /// The body without its content codings, and whether it is longer than the limit; the headers no longer speak of what
    /// was undone. A coding nobody knows is left to whoever reads the page.
    fn unpack(
        &self,
        headers: &mut HeaderMap,
        mut body: Bytes,
        mut is_cut: bool,
        limit: BodyLimit,
    ) -> Result<(Bytes, bool), FetchError> {
        let values = headers.get_all(CONTENT_ENCODING).into_iter();
        let codings = coding::named(values.filter_map(|value| value.to_str().ok()));
        if codings.len() > MOST_CODINGS {
            let cause = RootCause::told(format!("it is packed {} times", codings.len()));
            return Err(FetchError::Malformed { tried: once(self.url), cause });
        }
        let most = usize::try_from(limit.most()).unwrap_or(usize::MAX);
        for coding in codings.iter().rev() {
            // The answer to a request for nothing new, say: there is nothing to unpack.
            if body.is_empty() {
                break;
            }
            if coding == "identity" {
                continue;
            }
            // What is packed in it cannot be unpacked either.
            let Some(unpacked) = coding::unpack(coding, &body, most) else { break };
            match unpacked.broken {
                // What is broken is that we stopped reading.
                Some(_) if is_cut => {}
                Some(error) => return Err(self.explain_packing(&error)),
                None => {}
            }
            body = Bytes::from(unpacked.bytes);
            if body.len() > most {
                if limit.refuses() {
                    return Err(self.too_large(limit));
                }
                body.truncate(most);
                is_cut = true;
            }
            headers.remove(CONTENT_ENCODING);
            headers.remove(CONTENT_LENGTH);
        }
        Ok((body, is_cut))
    }

    /// What it means that a body cannot be unpacked: if it breaks off, so did whoever sent it.
    fn explain_packing(&self, error: &io::Error) -> FetchError {
        let (tried, cause) = (once(self.url), RootCause::of(error));
        match error.kind() {
            io::ErrorKind::UnexpectedEof => FetchError::ConnectionLost { tried, cause },
            _ => FetchError::Malformed { tried, cause },
        }
    }

    fn too_large(&self, limit: BodyLimit) -> FetchError {
        FetchError::TooLarge { tried: once(self.url), limit: limit.most() }
    }

    /// A body as it comes, and whether it was longer than the limit.
    async fn body(
        &self,
        mut response: reqwest::Response,
        limit: BodyLimit,
    ) -> Result<(Bytes, bool), FetchError> {
        let (most, refuses) = (limit.most(), limit.refuses());
        // Before it comes, where the server says so.
        if refuses && response.content_length().is_some_and(|length| length > most) {
            return Err(self.too_large(limit));
        }
        // As much as it says it has, so that it is not moved while it grows; but nobody gets more than that for a promise.
        let said = response.content_length().unwrap_or(0).min(most).min(BELIEVED_LENGTH);
        let mut body = BytesMut::with_capacity(usize::try_from(said).unwrap_or_default());
        while let Some(chunk) = self.in_time(response.chunk()).await?.map_err(|error| self.explain(&error))? {
            let room = usize::try_from(most).unwrap_or(usize::MAX).saturating_sub(body.len());
            if chunk.len() > room {
                if refuses {
                    return Err(self.too_large(limit));
                }
                body.extend_from_slice(chunk.get(..room).unwrap_or_default());
                return Ok((body.freeze(), true));
            }
            body.extend_from_slice(&chunk);
        }
        Ok((body.freeze(), false))
    }

    /// What a failure of the HTTP client means.
    pub(super) fn explain(&self, error: &reqwest::Error) -> FetchError {
        let tried = once(self.url);
        let root = || RootCause::of(error);
        if let Some(failure) = cause::<ResolveError>(error) {
            return match failure {
                ResolveError::Dns(_) => FetchError::Dns { tried, cause: Some(root()) },
                ResolveError::Empty => FetchError::Dns { tried, cause: None },
                &ResolveError::Refused { address, kind } => {
                    FetchError::AddressRefused { tried, address, kind }
                }
            };
        }
        if cause::<rustls::Error>(error).is_some() {
            return FetchError::Tls { tried, cause: root() };
        }
        if error.is_connect() {
            let cause = match &self.options.proxy {
                Some(proxy) => root().by_way_of(proxy),
                None => root(),
            };
            return FetchError::Connect { tried, cause };
        }
        if is_lost(error) {
            return FetchError::ConnectionLost { tried, cause: root() };
        }
        FetchError::Malformed { tried, cause: root() }
    }
}

/// Whether the connection broke, as opposed to carrying nonsense.
fn is_lost(error: &reqwest::Error) -> bool {
    let http = cause::<hyper::Error>(error);
    if http.is_some_and(|error| error.is_incomplete_message() || error.is_closed() || error.is_canceled()) {
        return true;
    }
    cause::<io::Error>(error).is_some_and(|error| {
        matches!(
            error.kind(),
            io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::UnexpectedEof
                | io::ErrorKind::NotConnected
        )
    })
}

/// The first cause of this type. What an `io::Error` carries is skipped by its `source`, so it is asked for.
pub(super) fn cause<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        let carried = error.downcast_ref::<io::Error>().and_then(|error| error.get_ref());
        next = match carried {
            Some(carried) => Some(carried),
            None => error.source(),
        };
    }
    None
}

/// One request for this URL; whoever retries counts on.
pub(super) fn once(url: &Url) -> Tried {
    Tried::new(url, 1)
}
