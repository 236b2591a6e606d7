//! The only door to the network: client, robots.txt, pace, retries, address guard.
//!
//! `visit` takes one URL all the way: `robots` allows it, `pace` gives it a turn with its host, `client` sends one
//! request and reads its answer within the limits, `retry` says whether to try again, `strain` how much slower to go. `resolve` and `guard` decide
//! where a connection may go. `validators` asks only for what has changed. `tape` keeps what was sent and received for an archive.

mod client;
mod cookies;
mod error;
mod exchange;
mod extra_header;
mod guard;
mod http;
mod kept;
mod options;
mod pace;
mod proxy;
#[cfg(feature = "render")]
mod render;
mod resolve;
mod retry;
pub mod robots;
mod strain;
mod tape;
mod traffic;
mod validators;
mod visit;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use url::Url;

pub use self::cookies::Cookies;
pub use self::error::{FetchError, RootCause, TimeLimit, Tried};
pub use self::extra_header::{ExtraHeader, HeaderError};
pub use self::options::{ConnectTo, FetchOptions};
pub use self::pace::HostPace;
pub use self::proxy::{Proxy, ProxyError};
#[cfg(feature = "render")]
pub use self::render::{RenderFault, RenderOptions, Renderer};
pub use self::retry::retry_after;
pub use self::robots::cache::RobotsCopy;
pub use self::tape::{Recorded, Tape};
pub use self::traffic::{Latency, Traffic};
pub use self::validators::Validators;

use self::client::Client;
use self::exchange::Answer;
use self::pace::Paces;
use self::robots::cache::RobotsCache;
use self::visit::Visit;
use crate::canonical::{CanonicalUrl, HostKey};

/// Fetches politely. Clones share one state: pace, robots.txt and connections.
#[derive(Clone, Debug)]
pub struct Fetcher {
    client: Client,
    options: Arc<FetchOptions>,
    /// The name robots.txt groups are matched by.
    agent: Arc<str>,
    paces: Arc<Paces>,
    robots_files: Arc<RobotsCache>,
    /// Makes pages of what scripts leave to be done, if that is wanted.
    #[cfg(feature = "render")]
    renderer: Option<Renderer>,
}

/// One request.
#[derive(Clone, Copy)]
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
    /// The headers `tdm-reservation` and `tdm-policy`, by which a publisher reserves rights, as (name, value).
    pub tdm_headers: Vec<(String, String)>,
    /// The body, after content decoding.
    pub body: Bytes,
    /// When the answer was complete.
    pub fetched_at: jiff::Timestamp,
    /// How many requests it took, robots.txt not counted.
    pub attempts: u32,
    /// What its version can be told by.
    pub validators: Validators,
}

/// What [`Fetcher::fetch_if_changed`] got.
#[derive(Clone, Debug)]
pub enum Again {
    /// An answer, which may be the same as before all the same.
    Answer(Box<Fetched>),
    /// The server's word that nothing has changed (status 304).
    Unchanged {
        /// How many requests it took, robots.txt not counted.
        attempts: u32,
    },
}

impl Fetcher {
    /// A fetcher with these options.
    pub fn new(options: FetchOptions) -> Result<Self, FetchError> {
        let agent = options.product_token().to_owned();
        if agent.is_empty() {
            let what = "--user-agent must begin with a name, as in `Copydesk/1.0 (+https://example.com/bot)`";
            return Err(FetchError::Options { what: what.to_owned(), cause: None });
        }
        let options = Arc::new(options);
        let client = Client::new(Arc::clone(&options))?;
        Ok(Self {
            client,
            options,
            agent: agent.into(),
            paces: Arc::default(),
            robots_files: Arc::default(),
            #[cfg(feature = "render")]
            renderer: None,
        })
    }

    /// The same fetcher, with its pace, robots.txt and connections; what it sends and gets is kept on the tape too.
    #[must_use]
    pub fn taped(&self, tape: &Tape) -> Self {
        Self { client: self.client.taped(tape.clone()), ..self.clone() }
    }

    /// The same fetcher, which can render what it fetched.
    #[cfg(feature = "render")]
    #[must_use]
    pub fn rendering(self, renderer: Renderer) -> Self {
        Self { renderer: Some(renderer), ..self }
    }

    /// Whether [`Self::render`] does anything.
    #[must_use]
    pub fn renders(&self) -> bool {
        #[cfg(feature = "render")]
        return self.renderer.is_some();
        #[cfg(not(feature = "render"))]
        false
    }

    /// What a browser makes of a page that was fetched for this request: the document once its scripts have run. What they
    /// load is fetched by this fetcher, so robots.txt, pace, address guard and limits hold for it. Without a browser the
    /// page as it is.
    pub async fn render(&self, request: FetchRequest<'_>, fetched: Fetched) -> Result<Fetched, FetchError> {
        #[cfg(feature = "render")]
        if let Some(renderer) = &self.renderer {
            return renderer.render(self, &request, &fetched).await;
        }
        let _ = request;
        std::future::ready(Ok(fetched)).await
    }

    /// How it fetches.
    #[must_use]
    pub fn options(&self) -> &FetchOptions {
        &self.options
    }

    /// What went over the network so far.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.client.traffic()
    }

    /// How a host is paced at the moment; `None` while it is being asked.
    #[must_use]
    pub fn pace_of(&self, host: &HostKey) -> Option<HostPace> {
        self.paces.of(host)
    }

    /// From now on keeps robots.txt files, so that they can be handed to other processes.
    pub fn keep_robots(&self) {
        self.robots_files.keep();
    }

    /// The robots.txt files of a host that are kept and still good.
    #[must_use]
    pub fn robots_copies(&self, host: &HostKey) -> Vec<RobotsCopy> {
        self.robots_files.copies(host)
    }

    /// Uses a robots.txt that another process was given, instead of asking for it.
    pub fn take_robots(&self, host: &HostKey, copy: &RobotsCopy) {
        self.robots_files.take_over(host, copy);
    }

    /// Asks a host less often because it laboured when another process asked it: its pauses are so much longer at first.
    pub fn slow_down(&self, host: &HostKey, strain: Duration) {
        if !strain.is_zero() {
            self.paces.slow_down(host, strain);
        }
    }

    /// Whether robots.txt allows a URL to be fetched; the error says why not. Fetches nothing but robots.txt.
    pub async fn may_fetch(&self, url: &CanonicalUrl, delay: Option<Duration>) -> Result<(), FetchError> {
        Visit::new(self, url.as_url().clone(), delay).allowed().await
    }

    /// Fetches one URL: robots.txt, pace, redirects, retries. Answers with another status than 200 are errors.
    ///
    /// Waits for its turn with the host, which takes as long as the host asks for, but at most
    /// [`FetchOptions::max_hold`] or our own delay; after that it is a [`FetchError::RetryLater`].
    pub async fn fetch(&self, request: FetchRequest<'_>) -> Result<Fetched, FetchError> {
        let visit = Visit::new(self, request.url.as_url().clone(), request.delay);
        let (answer, final_url, attempts) = visit.page(&request).await?;
        Ok(fetched(answer, final_url, attempts))
    }

    /// Fetches one URL as [`Self::fetch`] does, unless the server says that its answer is still the one that had these
    /// validators.
    pub async fn fetch_if_changed(
        &self,
        request: FetchRequest<'_>,
        known: &Validators,
    ) -> Result<Again, FetchError> {
        let visit = Visit::new(self, request.url.as_url().clone(), request.delay).knowing(known);
        let (answer, final_url, attempts) = visit.page(&request).await?;
        if answer.status == 304 {
            return Ok(Again::Unchanged { attempts });
        }
        Ok(Again::Answer(Box::new(fetched(answer, final_url, attempts))))
    }
}

fn fetched(answer: Answer, final_url: Url, attempts: u32) -> Fetched {
    Fetched {
        validators: Validators::read(&final_url, &answer.headers),
        final_url,
        content_type: text(&answer.headers, CONTENT_TYPE.as_str()).next(),
        robots_tags: text(&answer.headers, "x-robots-tag").collect(),
        tdm_headers: ["tdm-reservation", "tdm-policy"]
            .into_iter()
            .flat_map(|name| text(&answer.headers, name).map(move |value| (name.to_owned(), value)))
            .collect(),
        body: answer.body,
        fetched_at: jiff::Timestamp::now(),
        attempts,
    }
}

/// Every header of a name, as text; bytes that are not UTF-8 replaced.
fn text<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = String> + 'a {
    headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}
