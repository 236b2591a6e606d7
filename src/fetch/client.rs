//! One request and its answer: where it goes, what it carries, what is kept of it. Knows nothing of robots.txt or pace.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{CONNECTION, COOKIE, HOST, HeaderMap, HeaderValue};
use tokio::time::{Instant, timeout};
use url::{Host, Url};

use super::cookies::Cookies;
use super::error::FetchError;
use super::exchange::{Answer, BodyLimit, Exchange, once};
use super::guard::AddressGuard;
use super::kept::Kept;
use super::options::FetchOptions;
use super::resolve::{GuardedResolver, ResolveError};
use super::tape::{self, Recorded, Tape};
use super::traffic::{Counters, Traffic};
use crate::canonical::HostKey;

/// How long a host is taken to stay where it was found.
const BELIEVED: Duration = Duration::from_hours(1);

/// Sends single requests.
#[derive(Clone, Debug)]
pub(super) struct Client {
    http: reqwest::Client,
    guard: AddressGuard,
    resolver: GuardedResolver,
    /// Where hosts were found, for those that share an address: host and port, address, until when to believe it.
    found: Arc<Mutex<HashMap<String, (IpAddr, Instant)>>>,
    counters: Arc<Counters>,
    kept: Kept,
    /// Where answers are kept for an archive.
    tape: Option<Tape>,
    /// Where cookies are kept, if they are.
    jars: Option<Arc<Cookies>>,
    options: Arc<FetchOptions>,
}

impl Client {
    pub(super) fn new(options: Arc<FetchOptions>) -> Result<Self, FetchError> {
        let guard = AddressGuard::new(options.allow_addresses.clone());
        let resolver = GuardedResolver { options: Arc::clone(&options), guard: guard.clone() };
        let http = super::http::build(&options, &resolver)?;
        let jars = options.cookies.then(Arc::default);
        let (found, counters) = (Arc::default(), Arc::default());
        let kept = Kept::at_most(options.keep_connections);
        Ok(Self { http, guard, resolver, found, counters, kept, tape: None, jars, options })
    }

    /// The same client, which keeps what it sends and gets.
    pub(super) fn taped(&self, tape: Tape) -> Self {
        Self { tape: Some(tape), ..self.clone() }
    }

    /// Sends one request, under these conditions, and reads its answer.
    pub(super) async fn get(
        &self,
        url: &Url,
        limit: BodyLimit,
        conditions: HeaderMap,
    ) -> Result<Answer, FetchError> {
        let began = Instant::now();
        let exchange = Exchange { options: &self.options, url, began, is_taped: self.tape.is_some() };
        let (target, host) = self.aim(url)?;
        self.judge_literal(url, &target)?;
        exchange.in_time(self.judge_name(url)).await??;
        let request = self.http.get(target);
        let request = match host {
            Some(host) => request.header(HOST, host),
            None => request,
        };
        let request = self.with_headers(request, url).headers(conditions);
        let request = if self.kept.may_keep(url) {
            request
        } else {
            request.header(CONNECTION, HeaderValue::from_static("close"))
        };
        let request = request.build().map_err(|error| exchange.explain(&error))?;
        let sent = self.tape.as_ref().map(|_| tape::sent(url, &self.options.user_agent, request.headers()));
        let at = jiff::Timestamp::now();
        self.counters.asked();
        let response = exchange.in_time(self.http.execute(request)).await?;
        let response = response.map_err(|error| exchange.explain(&error))?;
        let new_cookie = self.jars.as_ref().is_some_and(|jars| jars.learn(url, response.headers()));
        // Through a proxy, the other end of the connection is not who answered.
        let address = response.remote_addr().filter(|_| self.options.proxy.is_none());
        let protocol = format!("{:?}", response.version());
        let (answer, cut) = exchange.read(response, limit).await?;
        let answer = Answer { new_cookie, ..answer };
        self.counters.answered(answer.waited, answer.body.len());
        if let (Some(tape), Some(request)) = (&self.tape, sent) {
            let (url, took) = (url.clone(), began.elapsed());
            let (status, reason) = (answer.status, tape::reason(answer.status));
            let headers = tape::pairs(&answer.headers);
            let body = answer.body.clone();
            tape.add(Recorded {
                url,
                at,
                took,
                address,
                request,
                protocol,
                status,
                reason,
                headers,
                body,
                cut,
            });
        }
        Ok(answer)
    }

    /// The request with the user's headers for its host, and the cookies kept for it.
    fn with_headers(&self, mut request: reqwest::RequestBuilder, url: &Url) -> reqwest::RequestBuilder {
        let own = HostKey::of(url);
        let for_host = |host: &HostKey| *host == own;
        let mut own_cookie = false;
        for extra in self.options.headers.iter().filter(|extra| extra.host.as_ref().is_none_or(for_host)) {
            own_cookie |= extra.name == COOKIE;
            request = request.header(extra.name.clone(), extra.value.clone());
        }
        // A cookie the user gives is meant to be the one.
        let kept = self.jars.as_ref().filter(|_| !own_cookie).and_then(|jars| jars.header(url));
        kept.into_iter().fold(request, |request, cookies| request.header(COOKIE, cookies))
    }

    /// What went over the network so far.
    pub(super) fn traffic(&self) -> Traffic {
        self.counters.sum()
    }

    /// The address whose pace a request must keep too, where hosts of one address share theirs. A name that leads
    /// nowhere shares nothing; the request itself will say what is wrong.
    pub(super) async fn shared_address(&self, url: &Url) -> Option<IpAddr> {
        if !self.options.per_address {
            return None;
        }
        let name = match url.host()? {
            Host::Ipv4(address) => return Some(address.into()),
            Host::Ipv6(address) => return Some(address.to_canonical()),
            Host::Domain(name) => name.to_owned(),
        };
        let kept = || self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept().get(&name).copied();
        if let Some((address, until)) = known
            && Instant::now() < until
        {
            return Some(address);
        }
        // Of several addresses always the same one, in whichever order they come.
        let found = timeout(self.options.idle_timeout, self.resolver.look_up(&name)).await.ok()?.ok()?;
        let address = found.iter().map(SocketAddr::ip).min()?;
        kept().insert(name, (address, Instant::now() + BELIEVED));
        Some(address)
    }

    /// Where the connection goes, and the `Host` header where it must differ. The connector obeys a port in the
    /// URL over the resolver's, and asks no resolver about addresses, so `connect_to` needs help with both.
    fn aim(&self, url: &Url) -> Result<(Url, Option<HeaderValue>), FetchError> {
        let mut target = url.clone();
        let Some(to) = self.options.connect_to(url.host_str().unwrap_or_default()) else {
            return Ok((target, None));
        };
        let named = matches!(url.host(), Some(Host::Domain(_)));
        if named && url.port().is_none() {
            return Ok((target, None));
        }
        let aimed = if named {
            target.set_port(None)
        } else {
            // The TLS name would change with the address: such a connection is not made at all.
            (url.scheme() == "http")
                .then_some(())
                .ok_or(())
                .and_then(|()| target.set_ip_host(to.ip()))
                .and_then(|()| target.set_port(Some(to.port())))
        };
        let host = HeaderValue::from_str(url.authority().rsplit('@').next().unwrap_or_default());
        match (aimed, host) {
            (Ok(()), Ok(host)) => Ok((target, Some(host))),
            _ => Err(FetchError::Options {
                what: format!("--connect-to cannot lead {url} elsewhere: give it a host name"),
                cause: None,
            }),
        }
    }

    /// The guard's look at a name that a proxy is to resolve: where it leads from here. What does not resolve here is
    /// left to the proxy.
    async fn judge_name(&self, url: &Url) -> Result<(), FetchError> {
        let (Some(proxy), Some(Host::Domain(name))) = (&self.options.proxy, url.host()) else {
            return Ok(());
        };
        if !proxy.takes_names() {
            return Ok(());
        }
        match self.resolver.look_up(name).await {
            Err(ResolveError::Refused { address, kind }) => {
                Err(FetchError::AddressRefused { tried: once(url), address, kind })
            }
            _ => Ok(()),
        }
    }

    /// The guard's look at addresses that are written in the URL itself; no resolver sees those.
    fn judge_literal(&self, url: &Url, target: &Url) -> Result<(), FetchError> {
        let address: IpAddr = match target.host() {
            Some(Host::Ipv4(address)) => address.into(),
            Some(Host::Ipv6(address)) => address.into(),
            _ => return Ok(()),
        };
        let refuse = |kind| FetchError::AddressRefused { tried: once(url), address, kind };
        self.guard.refuses(address).map_or(Ok(()), |kind| Err(refuse(kind)))
    }
}
