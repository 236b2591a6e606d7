//! `crawl`'s arguments as the library's options; the defaults are the command line's.

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use copydesk::HostKey;
use copydesk::crawl::{CrawlOptions, Limits, Revisiting, Scope};
use copydesk::drift::Observer;
use copydesk::extract::Options;
use copydesk::fetch::{ConnectTo, ExtraHeader, FetchOptions, Fetcher, Proxy};
use copydesk::outcome::one_line;
use ipnet::IpNet;
use jiff::civil::Date;
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;

use super::Crawl;
use crate::errors::crawl_error;
use crate::profiles::Profiles;
use crate::reader::operating_point;
use crate::text::{Text, wrong_type};

/// How large a file of the archive may grow, if nobody says otherwise.
const ARCHIVE_SIZE: u64 = 1_000_000_000;

/// The shortest and the longest pause of a crawl that watches, and how long it asks for articles, if nobody says otherwise.
const WATCH: (Duration, Duration, Duration) =
    (Duration::from_mins(5), Duration::from_hours(24), Duration::from_hours(7 * 24));

/// A pause or a time limit: seconds, or a `timedelta`.
pub struct Seconds(Duration);

impl<'py> FromPyObject<'_, 'py> for Seconds {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let seconds: f64 = match object.call_method0("total_seconds") {
            Ok(seconds) => seconds.extract()?,
            Err(_) => object.extract().map_err(|_| wrong_type("seconds or a timedelta", &object))?,
        };
        let duration = Duration::try_from_secs_f64(seconds);
        duration.map(Self).map_err(|_| PyValueError::new_err(format!("{seconds} seconds are no pause")))
    }
}

/// One text, or several.
pub struct Texts(Vec<String>);

impl<'py> FromPyObject<'_, 'py> for Texts {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = object.extract::<Text>() {
            return Ok(Self(vec![text.as_str().to_owned()]));
        }
        let texts = object.try_iter().map_err(|_| wrong_type("str or an iterable of str", &object))?;
        texts.map(|text| Ok(text?.extract::<Text>()?.as_str().to_owned())).collect::<PyResult<_>>().map(Self)
    }
}

/// A day: a `date`, or text such as `2026-01-31`.
pub struct Day(Date);

impl<'py> FromPyObject<'_, 'py> for Day {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let text = object.str()?.to_string();
        let day = text.parse().map(Self);
        day.map_err(|_| PyValueError::new_err(format!("{text:?} is no day: expected one like 2026-01-31")))
    }
}

/// A polite crawl.
#[pyfunction]
#[pyo3(signature = (
    seeds, folder, *, scope="host", delay=None, hosts_at_once=32, max_pages=None, max_pages_per_host=None,
    max_depth=None, trap_after=200, since=None, respect_ai_optout=false, archive=false, archive_size=None,
    watch=false, watch_min=None, watch_max=None, watch_articles=None, watch_for=None, profiles=None, focus="balanced", captions=false, quotes=true, user_agent=None, timeout=None, idle_timeout=None, max_body=None, max_redirects=None,
    retries=None, max_hold=None, per_address=false, keep_connections=None, cookies=false, headers=None, proxy=None,
    ca_certificates=None, connect_to=None, allow_addresses=None, ignore_robots_for=None,
))]
#[expect(clippy::too_many_arguments, clippy::fn_params_excessive_bools, reason = "each is a keyword")]
pub fn crawl(
    py: Python<'_>,
    seeds: Texts,
    folder: PathBuf,
    scope: &str,
    delay: Option<Seconds>,
    hosts_at_once: usize,
    max_pages: Option<u64>,
    max_pages_per_host: Option<u64>,
    max_depth: Option<u32>,
    trap_after: u64,
    since: Option<Day>,
    respect_ai_optout: bool,
    archive: bool,
    archive_size: Option<u64>,
    watch: bool,
    watch_min: Option<Seconds>,
    watch_max: Option<Seconds>,
    watch_articles: Option<Seconds>,
    watch_for: Option<Seconds>,
    profiles: Option<&Bound<'_, Profiles>>,
    focus: &str,
    captions: bool,
    quotes: bool,
    user_agent: Option<String>,
    timeout: Option<Seconds>,
    idle_timeout: Option<Seconds>,
    max_body: Option<u64>,
    max_redirects: Option<u32>,
    retries: Option<u32>,
    max_hold: Option<Seconds>,
    per_address: bool,
    keep_connections: Option<usize>,
    cookies: bool,
    headers: Option<Texts>,
    proxy: Option<String>,
    ca_certificates: Option<Vec<PathBuf>>,
    connect_to: Option<HashMap<String, String>>,
    allow_addresses: Option<Texts>,
    ignore_robots_for: Option<Texts>,
) -> PyResult<Crawl> {
    let polite = FetchOptions::default();
    let fetch = FetchOptions {
        delay: time(delay, polite.delay),
        timeout: time(timeout, polite.timeout),
        idle_timeout: time(idle_timeout, polite.idle_timeout),
        max_body: max_body.unwrap_or(polite.max_body),
        max_redirects: max_redirects.unwrap_or(polite.max_redirects),
        retries: retries.unwrap_or(polite.retries),
        max_hold: time(max_hold, polite.max_hold),
        user_agent: user_agent.unwrap_or(polite.user_agent),
        allow_addresses: each(allow_addresses, "allow_addresses", addresses)?,
        connect_to: connections(connect_to.unwrap_or_default())?,
        extra_roots: certificates(&ca_certificates.unwrap_or_default())?,
        headers: each(headers, "headers", |text| ExtraHeader::parse(text).map_err(|error| one_line(&error)))?,
        proxy: proxy
            .map(|url| Proxy::parse(&url))
            .transpose()
            .map_err(|error| option("proxy", &one_line(&error)))?,
        cookies,
        per_address,
        keep_connections: keep_connections.unwrap_or(polite.keep_connections),
        ignore_robots_for: each(ignore_robots_for, "ignore_robots_for", host)?,
    };
    let options = CrawlOptions {
        output: folder,
        seeds: seeds.0,
        scope: scope_of(scope)?,
        hosts_at_once,
        limits: Limits {
            max_depth,
            max_pages,
            max_pages_per_host,
            trap_after: Some(trap_after).filter(|&most| most > 0),
            ..Limits::default()
        },
        since: since.map(|Day(day)| day),
        respect_ai_optout,
        archive: archive.then_some(archive_size.unwrap_or(ARCHIVE_SIZE)),
        revisit: revisiting(watch, watch_min, watch_max, watch_articles, watch_for)?,
        observer: Observer::default(),
        extraction: Options { operating_point: operating_point(focus)?, captions, quotes },
        explain: false,
    };
    let fetcher = Fetcher::new(fetch).map_err(|error| crawl_error(py, "options", &one_line(&error)))?;
    let profiles = match profiles {
        Some(profiles) => profiles.get().set(),
        None => Profiles::shared(py)?,
    };
    Crawl::start(options, fetcher, profiles)
}

fn time(given: Option<Seconds>, default: Duration) -> Duration {
    given.map_or(default, |Seconds(duration)| duration)
}

/// Whether and how the crawl goes on once everything is fetched.
fn revisiting(
    watch: bool,
    least: Option<Seconds>,
    most: Option<Seconds>,
    articles: Option<Seconds>,
    stop_after: Option<Seconds>,
) -> PyResult<Option<Revisiting>> {
    if !watch {
        let given = [("min", &least), ("max", &most), ("articles", &articles), ("for", &stop_after)];
        let stray = given.iter().find(|(_, seconds)| seconds.is_some());
        return stray.map_or(Ok(None), |(name, _)| Err(option(&format!("watch_{name}"), "needs watch=True")));
    }
    let (least, most) = (time(least, WATCH.0), time(most, WATCH.1));
    if least.is_zero() {
        return Err(option("watch_min", "must be longer than 0 s: URLs would be asked again at once"));
    }
    if least > most {
        return Err(option("watch_min", &format!("{least:?} is longer than watch_max, {most:?}")));
    }
    let stop_after = stop_after.map(|Seconds(duration)| duration);
    Ok(Some(Revisiting { least, most, articles: time(articles, WATCH.2), stop_after }))
}

fn scope_of(scope: &str) -> PyResult<Scope> {
    match scope {
        "host" => Ok(Scope::Host),
        "domain" => Ok(Scope::Domain),
        "seeds" => Ok(Scope::Seeds),
        other => Err(option("scope", &format!("expected \"host\", \"domain\" or \"seeds\", not {other:?}"))),
    }
}

fn option(name: &str, why: &str) -> PyErr {
    PyValueError::new_err(format!("{name}: {why}"))
}

fn each<T>(texts: Option<Texts>, name: &str, parse: impl Fn(&str) -> Result<T, String>) -> PyResult<Vec<T>> {
    let texts = texts.map(|Texts(texts)| texts).unwrap_or_default();
    // No message repeats the text: a header may be a password.
    let parsed = texts.iter().enumerate().map(|(index, text)| {
        parse(text).map_err(|why| option(&format!("{name}, number {}", index + 1), &why))
    });
    parsed.collect()
}

fn host(text: &str) -> Result<HostKey, String> {
    HostKey::named(text)
        .ok_or_else(|| format!("{text:?} is not a host: expected a name like www.example.com"))
}

fn addresses(text: &str) -> Result<IpNet, String> {
    let net = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    net.ok_or_else(|| {
        format!("{text:?} is not a range of addresses: expected one like 127.0.0.0/8 or ::1/128")
    })
}

fn connections(given: HashMap<String, String>) -> PyResult<Vec<ConnectTo>> {
    let mut named = Vec::new();
    let mut every = Vec::new();
    for (host, address) in given {
        let address = address.parse().map_err(|_| {
            option(
                "connect_to",
                &format!("{address:?} is no address and port: expected something like 127.0.0.1:8080"),
            )
        })?;
        if host == "*" {
            every.push(ConnectTo { host: None, address });
        } else {
            named.push(ConnectTo { host: Some(host), address });
        }
    }
    // The first that fits is used: what names a host goes before what is for all.
    named.append(&mut every);
    Ok(named)
}

fn certificates(paths: &[PathBuf]) -> PyResult<Vec<Vec<u8>>> {
    let read = |path: &PathBuf| {
        std::fs::read(path).map_err(|error| {
            PyOSError::new_err(format!("cannot read the certificates in {}: {error}", path.display()))
        })
    };
    paths.iter().map(read).collect()
}
