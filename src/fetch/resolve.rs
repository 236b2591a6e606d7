//! Names to addresses that may be connected to; the last look at an address before the connection is made.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::guard::AddressGuard;
use super::options::FetchOptions;

/// Why a name leads nowhere.
#[derive(Debug, thiserror::Error)]
pub(super) enum ResolveError {
    #[error("the name does not resolve")]
    Dns(#[source] io::Error),
    #[error("the name has no address")]
    Empty,
    #[error("{address} is {kind}")]
    Refused { address: IpAddr, kind: &'static str },
}

/// The system's resolver behind the address guard. An address it gives may be connected to: there is no second
/// look-up between check and use.
#[derive(Clone, Debug)]
pub(super) struct GuardedResolver {
    pub(super) options: Arc<FetchOptions>,
    pub(super) guard: AddressGuard,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let found = resolver.look_up(name.as_str()).await?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

impl GuardedResolver {
    /// The addresses of a name that may be connected to.
    pub(super) async fn look_up(&self, name: &str) -> Result<Vec<SocketAddr>, ResolveError> {
        let found: Vec<SocketAddr> = match self.options.connect_to(name) {
            Some(address) => vec![address],
            // Port 0 stands for the scheme's own.
            None => tokio::net::lookup_host((name, 0)).await.map_err(ResolveError::Dns)?.collect(),
        };
        let refused = |address: &SocketAddr| self.guard.refuses(address.ip());
        let kept: Vec<SocketAddr> = found.iter().copied().filter(|a| refused(a).is_none()).collect();
        match found.first() {
            None => Err(ResolveError::Empty),
            Some(_) if !kept.is_empty() => Ok(kept),
            Some(first) => {
                Err(ResolveError::Refused { address: first.ip(), kind: refused(first).unwrap_or("refused") })
            }
        }
    }
}
