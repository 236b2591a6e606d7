//! The workbench: a site's pages and its profile side by side in a browser.
//!
//! [`Workbench::bind`] listens on 127.0.0.1; `gate` lets in the one browser that was given the address, `server` answers it.
//! Parsed pages never leave the thread of the `desk`, which answers one question after the other: what a profile makes of
//! the pages (`reading`), what of a page it keeps and strips (`marks`), which selectors there are for an element
//! (`candidates`). `inert` builds the page that is shown, `induce::edit` changes the profile's text and finds its lines, `shelf`
//! knows the folders and is the only one that writes.

mod candidates;
mod desk;
mod gate;
mod inert;
mod marks;
mod reading;
mod save;
mod server;
mod sheet;
mod shelf;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use tokio::net::TcpListener;
use url::Url;

use self::desk::Desk;
use self::gate::Gate;
pub use self::gate::NoRandomness;
use self::server::Shared;

/// What the workbench works on.
#[derive(Debug, Default)]
pub struct Options {
    /// The folder of profiles: read, and the only place profiles are written to.
    pub selectors: PathBuf,
    /// The folder of fixtures: read, and the only place fixtures are written to.
    pub fixtures: PathBuf,
    /// The pages. The fixtures of their sites come with them; without any page there are all fixtures.
    pub pages: Vec<Opened>,
    /// The port of 127.0.0.1 to listen on; 0 takes any that is free.
    pub port: u16,
}

/// A page somebody opened, or why it could not be.
#[derive(Debug)]
pub struct Opened {
    /// What it was called: a path, an address.
    pub name: String,
    /// The page. One that could not be read is shown as such and costs no other.
    pub page: Result<PageBytes, String>,
}

/// A page as it was served, and what is known about it.
#[derive(Debug)]
pub struct PageBytes {
    /// The bytes, after content decoding.
    pub bytes: Vec<u8>,
    /// The `Content-Type` header, if there was one.
    pub content_type: Option<String>,
    /// Its address; `None` if the page itself has to name it.
    pub url: Option<Url>,
    /// When it was fetched, RFC 3339 UTC.
    pub fetched_at: Option<String>,
}

/// Why there is no workbench.
#[derive(Debug, thiserror::Error)]
pub enum WorkbenchError {
    /// The port is taken, or the system refuses.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The thread that holds the pages cannot be started.
    #[error("cannot start the thread that holds the pages")]
    Thread(#[source] std::io::Error),
    /// No token without randomness.
    #[error("cannot make a token")]
    Token(#[from] NoRandomness),
    /// The server broke off.
    #[error("the server broke off")]
    Serve(#[source] std::io::Error),
}

/// A server that listens.
pub struct Workbench {
    listener: TcpListener,
    url: String,
    shared: Shared,
}

impl Workbench {
    /// Listens on 127.0.0.1 and begins to read the pages.
    pub async fn bind(options: Options) -> Result<Self, WorkbenchError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let failed = |cause| WorkbenchError::Listen { address, cause };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (gate, token) = Gate::new(address)?;
        let desk = Desk::start(options).map_err(WorkbenchError::Thread)?;
        let url = format!("http://{address}/?token={token}");
        Ok(Self { listener, url, shared: Shared::new(gate, desk) })
    }

    /// The address to open, with the token that is good for one browser.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Serves until it is dropped.
    pub async fn serve(self) -> Result<(), WorkbenchError> {
        axum::serve(self.listener, server::router(self.shared)).await.map_err(WorkbenchError::Serve)
    }
}
