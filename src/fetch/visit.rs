//! The way of one URL: robots.txt, turn, request, again, onwards to where it redirects.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, LOCATION};
use url::Url;

use super::error::{FetchError, Tried};
use super::exchange::{Answer, BodyLimit};
use super::pace::{TooLong, Wait};
use super::retry::{Budget, retry_after};
use super::robots::{self, Robots};
use super::strain::Sign;
use super::{FetchRequest, Fetcher, Validators};
use crate::canonical::HostKey;
use crate::coding;

/// Redirects of a robots.txt that are followed (RFC 9309, 2.3.1.2).
const ROBOTS_REDIRECTS: u32 = 5;

/// One URL on its way.
pub(super) struct Visit<'a> {
    fetcher: &'a Fetcher,
    /// The pause the caller asks for.
    delay: Option<Duration>,
    /// Where it is now.
    url: Url,
    /// Where it has been.
    passed: Vec<Url>,
    /// Requests sent.
    attempts: u32,
    budget: Budget,
    /// What is known of the answer from an earlier visit.
    known: Option<&'a Validators>,
}

/// Where an answer leads.
enum Next {
    /// It is the last one.
    Stay(Answer),
    /// To another address.
    Go(Url),
}

impl<'a> Visit<'a> {
    pub(super) fn new(fetcher: &'a Fetcher, url: Url, delay: Option<Duration>) -> Self {
        let budget = Budget::new(fetcher.options.retries);
        Self { fetcher, delay, url, passed: Vec::new(), attempts: 0, budget, known: None }
    }

    /// The same visit, which asks for the answer only if it has changed.
    pub(super) fn knowing(self, known: &'a Validators) -> Self {
        Self { known: Some(known), ..self }
    }

    /// The page, its address, and how many requests it took; status 304 and nothing where it is known already.
    pub(super) async fn page(mut self, request: &FetchRequest<'_>) -> Result<(Answer, Url, u32), FetchError> {
        let fetcher = self.fetcher;
        let limit = BodyLimit::Whole(fetcher.options.max_body);
        loop {
            let delay = self.permitted().await.map_err(|error| error.counted(self.attempts))?;
            match self.hop(limit, delay, fetcher.options.max_redirects).await? {
                Next::Stay(answer) if coding::is_page(answer.status) || self.is_known(&answer) => {
                    return Ok((answer, self.url, self.attempts));
                }
                Next::Stay(answer) => {
                    return Err(FetchError::Status { tried: self.tried(), status: answer.status });
                }
                Next::Go(url) => {
                    self.url = url;
                    if !(request.may_visit)(&self.url) {
                        return Err(FetchError::OutOfScope { tried: self.tried() });
                    }
                }
            }
        }
    }

    /// Asks robots.txt alone.
    pub(super) async fn allowed(self) -> Result<(), FetchError> {
        self.permitted().await.map(drop)
    }

    /// The rules of a robots.txt, and the file; a missing one has none. Failing to tell is an error.
    pub(super) async fn robots(mut self) -> Result<(Robots, Bytes), FetchError> {
        let limit = BodyLimit::First(robots::MAX_SIZE as u64 + 1);
        let delay = self.delay.unwrap_or_default();
        loop {
            match self.hop(limit, delay, ROBOTS_REDIRECTS).await {
                Ok(Next::Go(url)) => self.url = url,
                Ok(Next::Stay(answer)) => {
                    return match answer.status {
                        200..=299 => Ok((Robots::parse(&answer.body), answer.body)),
                        // Neither "too many requests" nor a proxy that wants a password is a statement about robots.txt.
                        status @ (407 | 429 | 500..) => {
                            Err(FetchError::Status { tried: self.tried(), status })
                        }
                        _ => Ok((Robots::default(), Bytes::new())),
                    };
                }
                Err(FetchError::TooManyRedirects { .. } | FetchError::RedirectLoop { .. }) => {
                    return Ok((Robots::default(), Bytes::new()));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Asks robots.txt about the current address, and returns the pause its host asks for.
    async fn permitted(&self) -> Result<Duration, FetchError> {
        let delay = self.delay.unwrap_or_default();
        let Some(robots) = self.fetcher.rules(&self.url, self.delay).await? else { return Ok(delay) };
        let agent = &self.fetcher.agent;
        let verdict = robots.allows(agent, &self.url);
        if let (false, Some(line)) = (verdict.allowed, verdict.line) {
            return Err(FetchError::Robots { tried: self.tried(), line });
        }
        Ok(delay.max(robots.crawl_delay(agent).unwrap_or_default()))
    }

    /// Gets one answer, trying again as often as is worth it, and tells where it leads.
    async fn hop(&mut self, limit: BodyLimit, delay: Duration, redirects: u32) -> Result<Next, FetchError> {
        let answer = loop {
            match self.ask(limit, delay).await {
                Ok(answer) => break answer,
                // Worth another try, and the host has been given its rest.
                Err((error, true)) => drop(error),
                Err((error, false)) => return Err(error),
            }
        };
        let Some(next) = self.redirect(&answer)? else { return Ok(Next::Stay(answer)) };
        let tried = Tried::new(&next, self.attempts);
        // With a new cookie, the same address may answer otherwise.
        if !answer.new_cookie && (next == self.url || self.passed.contains(&next)) {
            return Err(FetchError::RedirectLoop { tried });
        }
        self.passed.push(self.url.clone());
        if self.passed.len() > redirects as usize {
            return Err(FetchError::TooManyRedirects { tried, limit: redirects });
        }
        Ok(Next::Go(next))
    }

    /// One request in the host's turn. A failure comes with whether to try again.
    async fn ask(&mut self, limit: BodyLimit, delay: Duration) -> Result<Answer, (FetchError, bool)> {
        let options = &self.fetcher.options;
        let own = options.delay.max(self.delay.unwrap_or_default());
        let wait = Wait { delay: delay.max(own), most: options.max_hold.max(own) };
        let address = self.fetcher.client.shared_address(&self.url).await;
        let turn = self.fetcher.paces.turn(&HostKey::of(&self.url), address, wait).await;
        let mut turn = turn.map_err(|TooLong(after)| {
            (FetchError::RetryLater { tried: self.tried(), after, status: None }, false)
        })?;
        self.attempts += 1;
        let result = self.fetcher.client.get(&self.url, limit, self.conditions()).await;
        turn.answered(sign(&result));
        let wish = result.as_ref().ok().filter(|answer| !coding::is_page(answer.status));
        let wish = wish.and_then(|answer| retry_after(&answer.headers));
        if let Some(time) = wish {
            turn.rest(time);
        }
        let error = match result {
            Ok(answer) if super::error::is_passing(answer.status) => {
                FetchError::Status { tried: self.tried(), status: answer.status }
            }
            Ok(answer) => return Ok(answer),
            Err(error) => error.counted(self.attempts),
        };
        if let (Some(after), FetchError::Status { tried, status }) = (wish, &error)
            && after > wait.most
        {
            let error = FetchError::RetryLater { tried: tried.clone(), after, status: Some(*status) };
            return Err((error, false));
        }
        let pause = self.budget.next(&error);
        if let Some(pause) = pause {
            turn.rest(pause);
        }
        Err((error, pause.is_some()))
    }

    /// Where a redirect leads, without its fragment.
    fn redirect(&self, answer: &Answer) -> Result<Option<Url>, FetchError> {
        let location = answer.headers.get(LOCATION);
        let (301 | 302 | 303 | 307 | 308, Some(location)) = (answer.status, location) else {
            return Ok(None);
        };
        let location = String::from_utf8_lossy(location.as_bytes());
        let Ok(mut next) = self.url.join(&location) else {
            return Err(FetchError::BadRedirect { tried: self.tried(), location: location.into_owned() });
        };
        next.set_fragment(None);
        if !is_web(&next) {
            return Err(FetchError::Scheme { tried: Tried::new(&next, self.attempts) });
        }
        Ok(Some(next))
    }

    fn conditions(&self) -> HeaderMap {
        self.known.map(|known| known.conditions(&self.url)).unwrap_or_default()
    }

    /// Whether the answer says that it is the known one, as it was asked.
    fn is_known(&self, answer: &Answer) -> bool {
        answer.status == 304 && !self.conditions().is_empty()
    }

    fn tried(&self) -> Tried {
        Tried::new(&self.url, self.attempts)
    }
}

impl Fetcher {
    /// The rules for a URL, fetched if need be; `None` where the user opted the host out.
    async fn rules(&self, url: &Url, delay: Option<Duration>) -> Result<Option<Arc<Robots>>, FetchError> {
        if !is_web(url) {
            return Err(FetchError::Scheme { tried: Tried::new(url, 0) });
        }
        let host = HostKey::of(url);
        if self.options.ignore_robots_for.contains(&host) {
            return Ok(None);
        }
        let known = self.robots_files.of(&url.origin().ascii_serialization());
        let mut known = known.lock().await;
        if !known.holds() {
            let mut address = url.clone();
            address.set_path("/robots.txt");
            address.set_query(None);
            address.set_fragment(None);
            let result = Visit::new(self, address, delay).robots().await;
            self.robots_files.learn(&mut known, result);
        }
        known.rules().map(Some).map_err(|cause| unreachable(url, cause))
    }

    /// The rules of the robots.txt that is in force for a URL; empty where there is none, or where the user opted
    /// the host out. The same copy decides in [`Self::fetch`], and is fetched at most once a day.
    pub async fn robots(&self, url: &Url) -> Result<Arc<Robots>, FetchError> {
        Ok(self.rules(url, None).await?.unwrap_or_default())
    }
}

/// What the result of a request says of its host.
fn sign(result: &Result<Answer, FetchError>) -> Sign {
    match result {
        // A 500 is a mistake in one page; these say, or mean, that there is too much to do.
        Ok(Answer { status: 429 | 502 | 503 | 504, .. }) | Err(FetchError::Timeout { .. }) => {
            Sign::Overloaded
        }
        Ok(answer) => Sign::Well(answer.waited),
        Err(_) => Sign::Nothing,
    }
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// What a robots.txt that cannot be had means for a URL. Where there is no host to talk to, that is the news.
fn unreachable(url: &Url, cause: FetchError) -> FetchError {
    let tried = Tried::new(url, 0);
    let same_host = cause.tried().is_some_and(|tried| HostKey::of(&tried.url) == HostKey::of(url));
    match cause {
        FetchError::Dns { cause, .. } if same_host => FetchError::Dns { tried, cause },
        FetchError::Connect { cause, .. } if same_host => FetchError::Connect { tried, cause },
        FetchError::Tls { cause, .. } if same_host => FetchError::Tls { tried, cause },
        FetchError::AddressRefused { address, kind, .. } if same_host => {
            FetchError::AddressRefused { tried, address, kind }
        }
        FetchError::RetryLater { after, status, .. } => FetchError::RetryLater { tried, after, status },
        cause => FetchError::RobotsUnreachable { tried, cause: Box::new(cause) },
    }
}
