//! The only door to the network: client, robots.txt, pace, retries, address guard.
//!
//! `client` sends one request and reads its answer within the limits; `resolve` and `guard` decide where it may
//! connect.

mod client;
mod error;
mod guard;
mod options;
mod resolve;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use url::Url;

pub use self::error::{FetchError, RootCause, TimeLimit, Tried};
pub use self::options::{ConnectTo, FetchOptions};

use self::client::{BodyLimit, Client};
use crate::canonical::CanonicalUrl;

/// Fetches politely. Clones share one state: pace, robots.txt and connections.
#[derive(Clone, Debug)]
pub struct Fetcher {
    client: Client,
    options: Arc<FetchOptions>,
}

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

impl Fetcher {
    /// A fetcher with these options.
    pub fn new(options: FetchOptions) -> Result<Self, FetchError> {
        let options = Arc::new(options);
        Ok(Self { client: Client::new(Arc::clone(&options))?, options })
    }

    /// Fetches one URL: robots.txt, pace, redirects, retries.
    pub async fn fetch(&self, request: FetchRequest<'_>) -> Result<Fetched, FetchError> {
        let mut url = request.url.as_url().clone();
        let mut attempts = 0;
        loop {
            attempts += 1;
            let answer = self.client.get(&url, BodyLimit::Whole(self.options.max_body)).await?;
            let tried = Tried { url: url.clone(), attempts };
            let location = answer.headers.get(reqwest::header::LOCATION).and_then(|l| l.to_str().ok());
            match (answer.status, location.and_then(|location| url.join(location).ok())) {
                (200, _) => {
                    return Ok(Fetched {
                        final_url: url,
                        content_type: text(&answer.headers, CONTENT_TYPE.as_str()).next(),
                        robots_tags: text(&answer.headers, "x-robots-tag").collect(),
                        body: answer.body,
                        fetched_at: jiff::Timestamp::now(),
                        attempts,
                    });
                }
                (301 | 302 | 303 | 307 | 308, Some(next)) => {
                    if !matches!(next.scheme(), "http" | "https") {
                        return Err(FetchError::Scheme { tried: Tried { url: next, attempts } });
                    }
                    if !(request.may_visit)(&next) {
                        return Err(FetchError::OutOfScope { tried: Tried { url: next, attempts } });
                    }
                    if attempts > self.options.max_redirects {
                        return Err(FetchError::TooManyRedirects {
                            tried,
                            limit: self.options.max_redirects,
                        });
                    }
                    url = next;
                }
                (status, _) => return Err(FetchError::Status { tried, status }),
            }
        }
    }
}

/// Every header of a name, as text; bytes that are not UTF-8 replaced.
fn text<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = String> + 'a {
    headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}
