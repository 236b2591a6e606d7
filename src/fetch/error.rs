//! Why there is no answer to use, and the plain record made from it.

use std::error::Error;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use url::Url;

use super::Proxy;
use crate::outcome::{NoArticle, NoArticleStatus, Reason, Stage, one_line};

/// What was asked for when it failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The address asked; after redirects, the last one. Boxed to keep errors small.
    pub url: Box<Url>,
    /// How many requests for it went out, redirects and retries counted, robots.txt not.
    pub attempts: u32,
}

impl Tried {
    pub(super) fn new(url: &Url, attempts: u32) -> Self {
        Self { url: Box::new(url.clone()), attempts }
    }
}

impl fmt::Display for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str())
    }
}

/// The innermost cause of an error: the only one of hyper's and reqwest's many layers that says something.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{text}")]
pub struct RootCause {
    text: String,
}

impl RootCause {
    pub(super) fn of(error: &(dyn Error + 'static)) -> Self {
        let mut root = error;
        while let Some(cause) = root.source() {
            root = cause;
        }
        Self { text: root.to_string() }
    }

    /// A cause that is no error of its own.
    pub(super) fn told(text: String) -> Self {
        Self { text }
    }

    /// The same of a connection through a proxy.
    pub(super) fn by_way_of(self, proxy: &Proxy) -> Self {
        Self { text: format!("{} (by way of the proxy {proxy})", self.text) }
    }
}

/// Which limit on time was passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeLimit {
    /// [`FetchOptions::timeout`](super::FetchOptions::timeout).
    Total,
    /// [`FetchOptions::idle_timeout`](super::FetchOptions::idle_timeout).
    Idle,
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Total => "was not complete after",
            Self::Idle => "sent nothing for",
        })
    }
}

/// Why there is no answer to use.
#[derive(Clone, Debug, thiserror::Error)]
pub enum FetchError {
    /// The options cannot be used.
    #[error("cannot set up fetching: {what}")]
    Options {
        /// Which option, and what it should be.
        what: String,
        /// Why.
        #[source]
        cause: Option<RootCause>,
    },
    /// robots.txt disallows it.
    #[error("robots.txt disallows {tried} (line {line})")]
    Robots {
        /// The URL.
        tried: Tried,
        /// The deciding line, from 1.
        line: usize,
    },
    /// robots.txt could not be had, which RFC 9309 takes as "disallow all".
    #[error("{tried} may not be fetched while its robots.txt cannot be read: try again later")]
    RobotsUnreachable {
        /// The URL.
        tried: Tried,
        /// What became of robots.txt.
        #[source]
        cause: Box<FetchError>,
    },
    /// A redirect leads out of the crawl's scope.
    #[error("the redirect to {tried} leaves the crawl's scope")]
    OutOfScope {
        /// The target of the redirect.
        tried: Tried,
    },
    /// The scheme is neither `http` nor `https`: a redirect leads off the web.
    #[error("{tried} is not on the web: only http and https URLs can be fetched")]
    Scheme {
        /// The URL, or what it redirects to.
        tried: Tried,
    },
    /// The host name has no address.
    #[error("the host of {tried} has no address (is the name right?)")]
    Dns {
        /// The URL.
        tried: Tried,
        /// What the resolver says.
        #[source]
        cause: Option<RootCause>,
    },
    /// All addresses of the host are private, loopback or otherwise not on the public internet.
    #[error("{tried} leads to {address}, {kind}: allow it with --allow-address {address} if that is meant")]
    AddressRefused {
        /// The URL.
        tried: Tried,
        /// The first address refused.
        address: IpAddr,
        /// What kind of address it is.
        kind: &'static str,
    },
    /// No connection could be made.
    #[error("cannot connect to {tried}")]
    Connect {
        /// The URL.
        tried: Tried,
        /// Why.
        #[source]
        cause: RootCause,
    },
    /// The TLS handshake failed.
    #[error("no secure connection to {tried}: its own CA can be given with --ca-certificate")]
    Tls {
        /// The URL.
        tried: Tried,
        /// Why.
        #[source]
        cause: RootCause,
    },
    /// Too slow.
    #[error("{tried} {limit} {after:?}")]
    Timeout {
        /// The URL.
        tried: Tried,
        /// Which limit was passed.
        limit: TimeLimit,
        /// How long that limit is.
        after: Duration,
    },
    /// The connection broke before the answer was complete.
    #[error("the connection broke before the answer of {tried} was complete")]
    ConnectionLost {
        /// The URL.
        tried: Tried,
        /// How.
        #[source]
        cause: RootCause,
    },
    /// The answer is not HTTP, or its content encoding is broken.
    #[error("the answer of {tried} is malformed")]
    Malformed {
        /// The URL.
        tried: Tried,
        /// How.
        #[source]
        cause: RootCause,
    },
    /// The body is larger than allowed.
    #[error("{tried} is larger than {limit} bytes, the limit set by --max-body")]
    TooLarge {
        /// The URL.
        tried: Tried,
        /// The limit, in bytes after content decoding.
        limit: u64,
    },
    /// Redirects without end.
    #[error("more than {limit} redirects in a row up to {tried}, the limit set by --max-redirects")]
    TooManyRedirects {
        /// The target of the first redirect that was not followed.
        tried: Tried,
        /// The limit.
        limit: u32,
    },
    /// A redirect leads back to where the chain has been.
    #[error("redirects lead back to {tried}")]
    RedirectLoop {
        /// The address met for the second time.
        tried: Tried,
    },
    /// A redirect leads to something that is no URL.
    #[error("{tried} redirects to `{location}`, which is not a URL")]
    BadRedirect {
        /// The URL that redirects.
        tried: Tried,
        /// Its `Location` header.
        location: String,
    },
    /// The server answered with a status other than 200.
    #[error("{tried} answered with status {status}")]
    Status {
        /// The URL.
        tried: Tried,
        /// The status.
        status: u16,
    },
    /// The host wants to be left alone for longer than we are willing to wait.
    #[error("the host of {tried} wants no request for another {} s: try again then", after.as_secs())]
    RetryLater {
        /// The URL.
        tried: Tried,
        /// How long from now.
        after: Duration,
        /// The status of the answer that asked for it, if this fetch got one.
        status: Option<u16>,
    },
    /// A browser could not make the page of its scripts.
    #[cfg(feature = "render")]
    #[error("{tried} could not be rendered")]
    Render {
        /// The URL.
        tried: Tried,
        /// Why.
        #[source]
        fault: super::RenderFault,
    },
}

impl FetchError {
    /// What was asked for; `None` where nothing was.
    #[must_use]
    pub fn tried(&self) -> Option<&Tried> {
        match self {
            Self::Options { .. } => None,
            Self::Robots { tried, .. }
            | Self::RobotsUnreachable { tried, .. }
            | Self::OutOfScope { tried }
            | Self::Scheme { tried }
            | Self::Dns { tried, .. }
            | Self::AddressRefused { tried, .. }
            | Self::Connect { tried, .. }
            | Self::Tls { tried, .. }
            | Self::Timeout { tried, .. }
            | Self::ConnectionLost { tried, .. }
            | Self::Malformed { tried, .. }
            | Self::TooLarge { tried, .. }
            | Self::TooManyRedirects { tried, .. }
            | Self::RedirectLoop { tried }
            | Self::BadRedirect { tried, .. }
            | Self::Status { tried, .. }
            | Self::RetryLater { tried, .. } => Some(tried),
            #[cfg(feature = "render")]
            Self::Render { tried, .. } => Some(tried),
        }
    }

    /// The same error with another count of requests.
    pub(super) fn counted(mut self, count: u32) -> Self {
        match &mut self {
            Self::Options { .. } => {}
            Self::Robots { tried, .. }
            | Self::RobotsUnreachable { tried, .. }
            | Self::OutOfScope { tried }
            | Self::Scheme { tried }
            | Self::Dns { tried, .. }
            | Self::AddressRefused { tried, .. }
            | Self::Connect { tried, .. }
            | Self::Tls { tried, .. }
            | Self::Timeout { tried, .. }
            | Self::ConnectionLost { tried, .. }
            | Self::Malformed { tried, .. }
            | Self::TooLarge { tried, .. }
            | Self::TooManyRedirects { tried, .. }
            | Self::RedirectLoop { tried }
            | Self::BadRedirect { tried, .. }
            | Self::Status { tried, .. }
            | Self::RetryLater { tried, .. } => tried.attempts = count,
            #[cfg(feature = "render")]
            Self::Render { tried, .. } => tried.attempts = count,
        }
        self
    }

    /// The slug in the record.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match self {
            Self::Options { .. } | Self::Connect { .. } => Reason::Connect,
            Self::Robots { .. } => Reason::Robots,
            Self::RobotsUnreachable { .. } => Reason::RobotsUnreachable,
            Self::OutOfScope { .. } => Reason::OutOfScope,
            Self::Scheme { .. } => Reason::UnsupportedScheme,
            Self::Dns { .. } => Reason::Dns,
            Self::AddressRefused { .. } => Reason::AddressRefused,
            Self::Tls { .. } => Reason::Tls,
            Self::Timeout { .. } => Reason::Timeout,
            Self::ConnectionLost { .. } => Reason::ConnectionLost,
            Self::Malformed { .. } | Self::BadRedirect { .. } => Reason::MalformedResponse,
            Self::TooLarge { .. } => Reason::TooLarge,
            Self::TooManyRedirects { .. } | Self::RedirectLoop { .. } => Reason::TooManyRedirects,
            Self::Status { .. } => Reason::HttpStatus,
            Self::RetryLater { .. } => Reason::RetryLater,
            #[cfg(feature = "render")]
            Self::Render { fault, .. } => fault.reason(),
        }
    }

    /// Whether the same request may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::RobotsUnreachable { .. }
            | Self::Dns { .. }
            | Self::Connect { .. }
            | Self::Timeout { .. }
            | Self::ConnectionLost { .. }
            | Self::RetryLater { .. } => true,
            Self::Status { status, .. } => is_passing(*status),
            _ => false,
        }
    }

    /// The status code of the answer that failed, if there was one.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::Status { status, .. } => Some(*status),
            Self::RetryLater { status, .. } => *status,
            Self::TooLarge { .. } => Some(200),
            _ => None,
        }
    }

    /// The plain record of this failure, for the URL as it entered.
    #[must_use]
    pub fn no_article(&self, url: &str) -> NoArticle {
        let (status, stage) = match self {
            Self::Robots { .. } => (NoArticleStatus::Skipped, Stage::Robots),
            Self::RobotsUnreachable { .. } => (NoArticleStatus::Failed, Stage::Robots),
            Self::OutOfScope { .. } => (NoArticleStatus::Skipped, Stage::Scope),
            _ => (NoArticleStatus::Failed, Stage::Fetch),
        };
        NoArticle {
            url: url.to_owned(),
            id: None,
            status,
            stage,
            reason: self.reason(),
            message: one_line(self),
            http_status: self.http_status(),
            retryable: self.is_retryable(),
            attempts: self.tried().map_or(0, |tried| tried.attempts),
        }
    }
}

/// Statuses that say "not now" rather than "no"; those from 520 on are Cloudflare's for a server it cannot talk to.
pub(super) fn is_passing(status: u16) -> bool {
    matches!(status, 429 | 500 | 502 | 503 | 504 | 520..=524)
}
