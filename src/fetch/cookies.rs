//! Cookies, kept for one run and for each host apart: no host ever sees what another one set.
//!
//! That is less than browsers do: a cookie for a whole domain goes back to the host that set it alone.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};
use tokio::time::Instant;
use url::Url;

use crate::canonical::HostKey;

/// Most cookies of one host; a new one beyond that is not taken.
const MOST_PER_HOST: usize = 50;

/// Longest cookie, name and value, in bytes (RFC 6265, 6.1).
const LONGEST: usize = 4096;

/// Most bytes of all cookies together; beyond that no new ones are taken.
const MOST_BYTES: usize = 16 << 20;

/// The cookies of all hosts.
#[derive(Debug, Default)]
pub struct Cookies {
    hosts: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    jars: HashMap<HostKey, Vec<Cookie>>,
    bytes: usize,
}

#[derive(Debug)]
struct Cookie {
    name: String,
    value: String,
    path: String,
    secure: bool,
    /// `None`: to the end of the run.
    until: Option<Instant>,
}

impl Cookies {
    /// The `Cookie` header for a request, if there is one to send.
    #[must_use]
    pub fn header(&self, url: &Url) -> Option<HeaderValue> {
        let kept = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let fits = |cookie: &&Cookie| {
            cookie.until.is_none_or(|until| until > now)
                && (!cookie.secure || url.scheme() == "https")
                && is_below(url.path(), &cookie.path)
        };
        let mut cookies: Vec<&Cookie> = kept.jars.get(&HostKey::of(url))?.iter().filter(fits).collect();
        // Longer paths first, then as they came (RFC 6265, 5.4).
        cookies.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<String> = cookies.iter().map(|it| format!("{}={}", it.name, it.value)).collect();
        let mut header = HeaderValue::from_str(&pairs.join("; ")).ok().filter(|_| !pairs.is_empty())?;
        header.set_sensitive(true);
        Some(header)
    }

    /// Takes the cookies of an answer; says whether the next request will differ by them.
    pub fn learn(&self, url: &Url, headers: &HeaderMap) -> bool {
        let set = headers.get_all(SET_COOKIE).iter().filter_map(|header| header.to_str().ok());
        let cookies: Vec<Cookie> = set.filter_map(|text| Cookie::parse(text, url)).collect();
        if cookies.is_empty() {
            return false;
        }
        let mut kept = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let new = cookies.into_iter().filter_map(|cookie| kept.keep(HostKey::of(url), cookie).then_some(()));
        new.count() > 0
    }
}

impl Kept {
    fn keep(&mut self, host: HostKey, cookie: Cookie) -> bool {
        let room = MOST_BYTES.saturating_sub(self.bytes);
        let jar = self.jars.entry(host).or_default();
        let same = |known: &Cookie| known.name == cookie.name && known.path == cookie.path;
        let known = jar.iter().position(same).map(|at| jar.remove(at));
        let freed = known.as_ref().map_or(0, Cookie::size);
        self.bytes -= freed;
        if cookie.until.is_some_and(|until| until <= Instant::now()) {
            return known.is_some();
        }
        if jar.len() >= MOST_PER_HOST || cookie.size() > room + freed {
            return false;
        }
        self.bytes += cookie.size();
        let is_new = known.is_none_or(|known| known.value != cookie.value);
        jar.push(cookie);
        is_new
    }
}

impl Cookie {
    /// Reads a `Set-Cookie` header (RFC 6265, 5.2 and 5.3); `None` for one that is broken, too long, or not this host's to
    /// set.
    fn parse(text: &str, url: &Url) -> Option<Self> {
        let mut parts = text.split(';');
        let (name, value) = parts.next()?.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || name.len() + value.len() > LONGEST {
            return None;
        }
        let mut cookie = Self {
            name: name.to_owned(),
            value: value.to_owned(),
            path: folder(url.path()).to_owned(),
            secure: false,
            until: None,
        };
        let mut age = None;
        for part in parts {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
                "domain" if !is_of_domain(url.host_str()?, value) => return None,
                "secure" => cookie.secure = true,
                "max-age" => age = seconds(value).or(age),
                "expires" => {
                    cookie.until = httpdate::parse_http_date(value).ok().and_then(instant).or(cookie.until);
                }
                _ => {}
            }
        }
        if let Some(age) = age {
            cookie.until = Instant::now().checked_add(age);
        }
        // What only a safe connection may carry, only a safe one may set.
        let must_be_secure = name.starts_with("__Secure-") || name.starts_with("__Host-");
        let is_safe = url.scheme() == "https";
        ((is_safe || !cookie.secure) && (cookie.secure || !must_be_secure)).then_some(cookie)
    }

    fn size(&self) -> usize {
        self.name.len() + self.value.len() + self.path.len()
    }
}

/// `Max-Age`: seconds, of which none are left if they are negative.
fn seconds(text: &str) -> Option<Duration> {
    let seconds: i64 = text.parse().ok()?;
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

/// The moment a time of day stands for; now, if it has passed.
fn instant(time: SystemTime) -> Option<Instant> {
    Instant::now().checked_add(time.duration_since(SystemTime::now()).unwrap_or_default())
}

/// The default path (RFC 6265, 5.1.4): up to the last slash, that one left out.
fn folder(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) | None => "/",
        Some((folder, _)) => folder,
    }
}

/// Whether a path is `top` or below it (RFC 6265, 5.1.4).
fn is_below(path: &str, top: &str) -> bool {
    path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || top.ends_with('/') || rest.starts_with('/'))
}

/// Whether a host may set cookies for a domain: its own name, or what it ends in.
fn is_of_domain(host: &str, domain: &str) -> bool {
    let domain = domain.strip_prefix('.').unwrap_or(domain).to_ascii_lowercase();
    let above = host.strip_suffix(domain.as_str());
    domain.is_empty() || above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
}
