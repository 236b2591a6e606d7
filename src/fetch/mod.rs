//! The only door to the network: client, robots.txt, pace, retries, address guard.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use ipnet::IpNet;
use url::Url;

use crate::canonical::CanonicalUrl;
use crate::outcome::NoArticle;

/// How to fetch. The defaults are polite.
#[derive(Clone, Debug)]
pub struct FetchOptions {
    /// Shortest pause between two requests to one host.
    pub delay: Duration,
    /// Longest time one request may take, from connecting to the last byte.
    pub timeout: Duration,
    /// Longest time without a byte.
    pub idle_timeout: Duration,
    /// Most bytes of a body, after content decoding.
    pub max_body: u64,
    /// Most redirects in a row.
    pub max_redirects: u32,
    /// Most tries again after a failure that may pass.
    pub retries: u32,
    /// Names the project and a contact; its first word is the name robots.txt groups are matched by.
    pub user_agent: String,
    /// Private, loopback and link-local addresses that may be fetched from all the same.
    pub allow_addresses: Vec<IpNet>,
    /// Where to connect instead of where the name resolves to.
    pub connect_to: Vec<ConnectTo>,
    /// PEM certificates to trust besides the system's.
    pub extra_roots: Vec<Vec<u8>>,
}

/// Sends the connections for a host somewhere else, as `curl --connect-to` does. The URL, its `Host` header and
/// its TLS name stay as they are; the address guard still judges the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectTo {
    /// Host name; `None` for every host.
    pub host: Option<String>,
    /// Where to connect.
    pub address: SocketAddr,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            delay: Duration::from_secs(1),
            timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(10),
            max_body: 16 * 1024 * 1024,
            max_redirects: 8,
            retries: 2,
            user_agent: concat!(
                "Copydesk/",
                env!("CARGO_PKG_VERSION"),
                " (+https://github.com/copydesk/copydesk)"
            )
            .to_owned(),
            allow_addresses: Vec::new(),
            connect_to: Vec::new(),
            extra_roots: Vec::new(),
        }
    }
}

/// Fetches politely. Clones share one state: pace, robots.txt and connections.
#[derive(Clone, Debug)]
pub struct Fetcher {}

/// One request.
pub struct FetchRequest<'a> {
    /// What to fetch.
    pub url: &'a CanonicalUrl,
    /// Whether a redirect may lead here; the crawl's scope. Robots, pace and address guard apply in any case.
    pub may_visit: &'a (dyn Fn(&Url) -> bool + Sync),
    /// A pause for this host longer than the fetcher's own (a profile's); the slowest wins.
    pub delay: Option<Duration>,
}

/// A complete answer with status 200.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The address that answered, after redirects.
    pub final_url: Url,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// Every `X-Robots-Tag` header.
    pub robots_tags: Vec<String>,
    /// The body, after content decoding.
    pub body: Bytes,
    /// When the answer was complete.
    pub fetched_at: jiff::Timestamp,
    /// How many requests it took, robots.txt not counted.
    pub attempts: u32,
}

/// Why there is no answer to use.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// robots.txt disallows it.
    #[error("robots.txt disallows {url} (line {line})")]
    Robots {
        /// The URL.
        url: Url,
        /// The deciding line, from 1.
        line: usize,
    },
}

impl Fetcher {
    /// A fetcher with these options.
    pub fn new(_options: FetchOptions) -> Result<Self, FetchError> {
        Ok(Self {})
    }

    /// Fetches one URL: robots.txt, pace, redirects, retries.
    ///
    /// # Panics
    /// Not yet written.
    pub async fn fetch(&self, _request: FetchRequest<'_>) -> Result<Fetched, FetchError> {
        std::future::ready(()).await;
        todo!("fetch")
    }
}

impl FetchError {
    /// The plain record of this failure, for the URL as it entered.
    #[must_use]
    pub fn no_article(&self, _url: &str) -> NoArticle {
        todo!("map to the reasons")
    }
}
