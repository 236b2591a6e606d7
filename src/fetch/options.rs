//! How to fetch: what a user may set, and the polite defaults.

use std::net::SocketAddr;
use std::time::Duration;

use ipnet::IpNet;

use super::{ExtraHeader, Proxy};
use crate::canonical::HostKey;

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
    /// Longest wait a server may ask for with `Retry-After` that is still sat out; a longer one ends the fetch
    /// with [`FetchError::RetryLater`](super::FetchError::RetryLater).
    pub max_hold: Duration,
    /// Names the project and a contact; its first word is the name robots.txt groups are matched by.
    pub user_agent: String,
    /// Private, loopback and link-local addresses that may be fetched from all the same.
    pub allow_addresses: Vec<IpNet>,
    /// Where to connect instead of where the name resolves to.
    pub connect_to: Vec<ConnectTo>,
    /// PEM certificates to trust besides the system's.
    pub extra_roots: Vec<Vec<u8>>,
    /// Headers to send besides our own.
    pub headers: Vec<ExtraHeader>,
    /// The proxy that all requests go through.
    pub proxy: Option<Proxy>,
    /// Keep the cookies each host sets and send them back to it, as long as this fetcher lives.
    pub cookies: bool,
    /// Hosts whose connection is kept open between requests, for at most half a minute; all others are asked to close it
    /// after every answer. One costs some 150 kB and a file descriptor.
    pub keep_connections: usize,
    /// Hosts that share an address share one pace: a machine that serves many small sites gets one request at a time.
    pub per_address: bool,
    /// Hosts whose robots.txt is neither read nor obeyed, because the user has their permission.
    pub ignore_robots_for: Vec<HostKey>,
}

/// Sends the connections for a host somewhere else, as `curl --connect-to` does. The URL, its `Host` header and
/// its TLS name stay as they are; the address guard still judges the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectTo {
    /// Host name; `None` for every host.
    pub host: Option<String>,
    /// Where to connect, whichever port the URL names.
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
            max_hold: Duration::from_mins(1),
            user_agent: concat!(
                "Copydesk/",
                env!("CARGO_PKG_VERSION"),
                " (+https://github.com/copydesk/copydesk)"
            )
            .to_owned(),
            allow_addresses: Vec::new(),
            connect_to: Vec::new(),
            extra_roots: Vec::new(),
            headers: Vec::new(),
            proxy: None,
            cookies: false,
            keep_connections: 256,
            per_address: false,
            ignore_robots_for: Vec::new(),
        }
    }
}

impl FetchOptions {
    /// The name robots.txt rules are looked up by: the user agent's first word, without its version.
    #[must_use]
    pub fn product_token(&self) -> &str {
        self.user_agent.split(|c: char| c == '/' || c.is_whitespace()).next().unwrap_or_default()
    }

    /// Where connections for a host go instead, if anywhere: the first entry that names it, or every host.
    #[must_use]
    pub fn connect_to(&self, host: &str) -> Option<SocketAddr> {
        let named = |to: &&ConnectTo| to.host.as_deref().is_none_or(|name| name.eq_ignore_ascii_case(host));
        self.connect_to.iter().find(named).map(|to| to.address)
    }
}
