//! A proxy that all requests go through.

use std::fmt;
use std::net::{SocketAddr, ToSocketAddrs as _};

use url::{Host, Url};

use super::error::{FetchError, RootCause};

/// A proxy: `http://` or `socks5://`, with user and password where it wants them.
///
/// With a SOCKS5 proxy, names are resolved here, and the proxy is asked for addresses that passed the guard. An HTTP proxy is
/// asked for names: those that resolve here are judged by their addresses first, and those that don't are the proxy's to
/// judge. The proxy itself may be anywhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    url: Url,
}

/// Why a text is no proxy. It does not repeat the text, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a proxy: expected http://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ before HOST where needed"
)]
pub struct ProxyError;

impl Proxy {
    /// Reads the URL of a proxy.
    pub fn parse(text: &str) -> Result<Self, ProxyError> {
        let url = Url::parse(text.trim()).map_err(|_| ProxyError)?;
        let is_bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        let is_known = matches!(url.scheme(), "http" | "socks5");
        if is_bare && is_known && url.host_str().is_some_and(|host| !host.is_empty()) {
            return Ok(Self { url });
        }
        Err(ProxyError)
    }

    /// Whether it is asked for names instead of addresses.
    pub(super) fn takes_names(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// As the HTTP client wants it: at its address, since the resolver's guard is for where pages are.
    pub(super) fn at_address(&self) -> Result<reqwest::Proxy, FetchError> {
        let cannot = |cause| FetchError::Options { what: format!("the proxy {self} cannot be used"), cause };
        let address = self.address().map_err(|error| cannot(Some(RootCause::of(&error))))?;
        let mut url = self.url.clone();
        let placed =
            address.map(|address| (url.set_ip_host(address.ip()), url.set_port(Some(address.port()))));
        let Some((Ok(()), Ok(()))) = placed else { return Err(cannot(None)) };
        // The client's own error would repeat the URL with its password.
        reqwest::Proxy::all(url).map_err(|_| cannot(None))
    }

    fn address(&self) -> std::io::Result<Option<SocketAddr>> {
        let port = self.url.port().unwrap_or(if self.takes_names() { 80 } else { 1080 });
        Ok(match self.url.host() {
            Some(Host::Ipv4(address)) => Some((address, port).into()),
            Some(Host::Ipv6(address)) => Some((address, port).into()),
            Some(Host::Domain(name)) => (name, port).to_socket_addrs()?.next(),
            None => None,
        })
    }
}

impl fmt::Display for Proxy {
    /// Without user and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let port = self.url.port().map(|port| format!(":{port}")).unwrap_or_default();
        write!(f, "{}://{}{port}", self.url.scheme(), self.url.host_str().unwrap_or_default())
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({self})")
    }
}
