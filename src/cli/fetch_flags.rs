//! The flags of everything that goes over the network, shared by the verbs that fetch.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use copydesk::HostKey;
use copydesk::fetch::{ConnectTo, ExtraHeader, FetchOptions, Proxy};
use ipnet::IpNet;

use super::config::Config;

/// How to fetch.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Fetching")]
pub struct FetchFlags {
    /// Wait at least DURATION between two requests to one host, robots.txt, redirects and retries counted
    /// [default: 1s]. A site's Crawl-delay, Retry-After or profile can make it longer, never shorter; so do answers
    /// 429, 502, 503 and 504, timeouts, and answers that come ever later, until the host has recovered. Less than 1s
    /// is for servers whose owner you asked.
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, env = "COPYDESK_DELAY")]
    delay: Option<Duration>,

    /// Give up a request that is not complete after DURATION, connecting included [default: 30s].
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, env = "COPYDESK_TIMEOUT")]
    timeout: Option<Duration>,

    /// Give up a request when no byte arrives for DURATION [default: 10s].
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, env = "COPYDESK_IDLE_TIMEOUT")]
    idle_timeout: Option<Duration>,

    /// Refuse bodies larger than SIZE after decompression, such as 500KiB or 16MiB [default: 16MiB].
    #[arg(long, value_name = "SIZE", value_parser = parse_size, env = "COPYDESK_MAX_BODY")]
    max_body: Option<u64>,

    /// Follow at most N redirects in a row; each is a new request, and must be allowed like one [default: 8].
    #[arg(long, value_name = "N", env = "COPYDESK_MAX_REDIRECTS")]
    max_redirects: Option<u32>,

    /// Try at most N more times, with growing pauses, after a failure that may pass: a lost connection, a timeout,
    /// status 429, 500, 502, 503 or 504 [default: 2].
    #[arg(long, value_name = "N", env = "COPYDESK_RETRIES")]
    retries: Option<u32>,

    /// Sit out a Retry-After or Crawl-delay of at most DURATION; a host that asks for more is left for later
    /// [default: 60s].
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, env = "COPYDESK_MAX_HOLD")]
    max_hold: Option<Duration>,

    /// Hold all hosts of one IP address to one pace together: one request at a time, and the pause between any two. For
    /// shared hosting, where many small sites are one machine.
    #[arg(long, env = "COPYDESK_PER_ADDRESS")]
    per_address: bool,

    /// Keep the connections of at most N hosts open between requests, for up to half a minute; further hosts are asked to
    /// close theirs after every answer [default: 256]. One costs some 150 kB of memory and a file descriptor.
    #[arg(long, value_name = "N", env = "COPYDESK_KEEP_CONNECTIONS")]
    keep_connections: Option<usize>,

    /// Introduce ourselves as TEXT [default: Copydesk/VERSION and its address]. The part before the first `/` is
    /// the name robots.txt rules are looked up by. Name yourself and a way to reach you.
    #[arg(long, value_name = "TEXT", env = "COPYDESK_USER_AGENT")]
    user_agent: Option<String>,

    /// Fetch from addresses in CIDR even though they are private, loopback or otherwise not on the public internet,
    /// such as 127.0.0.0/8. Can be repeated.
    #[arg(long, value_name = "CIDR", value_parser = parse_net, value_delimiter = ',',
          env = "COPYDESK_ALLOW_ADDRESS")]
    allow_address: Vec<IpNet>,

    /// Connect to ADDR:PORT for all URLs of HOST (`*` for every host) instead of where its name leads, as curl
    /// does; an IPv6 ADDR goes in brackets. The address must be allowed like any other. Can be repeated; the first
    /// that fits is used.
    #[arg(long, value_name = "HOST:ADDR:PORT", value_parser = parse_connect_to, value_delimiter = ',',
          env = "COPYDESK_CONNECT_TO")]
    connect_to: Vec<ConnectTo>,

    /// Trust the certificates in FILE (PEM) besides the system's. Can be repeated.
    #[arg(long, value_name = "FILE", value_delimiter = ',', env = "COPYDESK_CA_CERTIFICATE")]
    ca_certificate: Vec<PathBuf>,

    /// Send a header of your own to HOST (with `:PORT` where it is not the scheme's own; `*` for every host), such as
    /// 'example.com=Cookie: consent=yes' or '*=Accept-Language: en'. Not to hosts it redirects to. Can be repeated.
    /// Neither messages nor --archive repeat it; prefer the environment for passwords.
    // Read later: a message about a flag that cannot be read would repeat it.
    #[arg(long, value_name = "HOST=NAME: VALUE", env = "COPYDESK_HEADER", hide_env_values = true)]
    header: Vec<String>,

    /// Keep the cookies each host sets until the run ends, and send them back to that host alone. Off by default: without, a
    /// site that counts visits, or welcomes whom it does not know, shows every page as to a newcomer.
    #[arg(long, env = "COPYDESK_COOKIES")]
    cookies: bool,

    /// Send every request through the proxy at URL, http://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ before HOST
    /// where it wants them. Names are resolved here and must lead to allowed addresses; only a name that does not resolve
    /// here is left to an HTTP proxy to judge. The proxy itself may be anywhere. Prefer the environment for passwords.
    #[arg(long, value_name = "URL", env = "COPYDESK_PROXY", hide_env_values = true)]
    proxy: Option<String>,

    /// Neither read nor obey the robots.txt of HOST (with `:PORT` where it is not the scheme's own). Only for
    /// hosts whose owner allowed you to; everything else stays polite. Can be repeated; there is no way to say
    /// "all".
    #[arg(long, value_name = "HOST", value_parser = parse_host, value_delimiter = ',',
          env = "COPYDESK_IGNORE_ROBOTS_FOR")]
    ignore_robots_for: Vec<HostKey>,
}

impl FetchFlags {
    /// Flags and environment over settings over what is built in.
    pub fn options(&self, config: &Config) -> anyhow::Result<FetchOptions> {
        let file = &config.fetch;
        let default = FetchOptions::default();
        let certificates = or(&self.ca_certificate, &file.ca_certificate, Ok)?;
        Ok(FetchOptions {
            delay: duration("delay", self.delay, file.delay.as_deref())?.unwrap_or(default.delay),
            timeout: duration("timeout", self.timeout, file.timeout.as_deref())?.unwrap_or(default.timeout),
            idle_timeout: duration("idle-timeout", self.idle_timeout, file.idle_timeout.as_deref())?
                .unwrap_or(default.idle_timeout),
            max_body: size("max-body", self.max_body, file.max_body.as_deref())?.unwrap_or(default.max_body),
            max_redirects: self.max_redirects.or(file.max_redirects).unwrap_or(default.max_redirects),
            retries: self.retries.or(file.retries).unwrap_or(default.retries),
            max_hold: duration("max-hold", self.max_hold, file.max_hold.as_deref())?
                .unwrap_or(default.max_hold),
            user_agent: self
                .user_agent
                .clone()
                .or_else(|| file.user_agent.clone())
                .unwrap_or(default.user_agent),
            allow_addresses: or(&self.allow_address, &file.allow_address, |text| parse_net(&text))
                .context("`allow-address` in the settings")?,
            connect_to: or(&self.connect_to, &file.connect_to, |text| parse_connect_to(&text))
                .context("`connect-to` in the settings")?,
            extra_roots: certificates
                .iter()
                .map(|path| {
                    std::fs::read(path)
                        .with_context(|| format!("cannot read the certificates in {}", path.display()))
                })
                .collect::<anyhow::Result<_>>()?,
            headers: extra_headers(if self.header.is_empty() { &file.header } else { &self.header })?,
            proxy: self
                .proxy
                .as_ref()
                .or(file.proxy.as_ref())
                .map(|url| Proxy::parse(url))
                .transpose()
                .context("--proxy, or `proxy` in the settings")?,
            cookies: self.cookies || file.cookies.unwrap_or(default.cookies),
            keep_connections: self
                .keep_connections
                .or(file.keep_connections)
                .unwrap_or(default.keep_connections),
            per_address: self.per_address || file.per_address.unwrap_or(default.per_address),
            ignore_robots_for: or(&self.ignore_robots_for, &file.ignore_robots_for, |text| parse_host(&text))
                .context("`ignore-robots-for` in the settings")?,
        })
    }
}

/// The flags' values, or else those of the settings.
fn or<T: Clone, S: Clone>(
    flags: &[T],
    settings: &[S],
    parse: impl Fn(S) -> anyhow::Result<T>,
) -> anyhow::Result<Vec<T>> {
    if flags.is_empty() { settings.iter().cloned().map(parse).collect() } else { Ok(flags.to_vec()) }
}

/// The flag's duration, or else that of the settings.
pub fn duration(
    name: &str,
    flag: Option<Duration>,
    setting: Option<&str>,
) -> anyhow::Result<Option<Duration>> {
    match (flag, setting) {
        (None, Some(text)) => {
            parse_duration(text).map(Some).with_context(|| format!("`{name}` in the settings"))
        }
        (flag, _) => Ok(flag),
    }
}

/// The flag's size, or else that of the settings.
pub fn size(name: &str, flag: Option<u64>, setting: Option<&str>) -> anyhow::Result<Option<u64>> {
    match (flag, setting) {
        (None, Some(text)) => parse_size(text).map(Some).with_context(|| format!("`{name}` in the settings")),
        (flag, _) => Ok(flag),
    }
}

/// `5s`, `500ms`, `1m 30s`.
pub fn parse_duration(text: &str) -> anyhow::Result<Duration> {
    let parsed = humantime::parse_duration(text);
    parsed.map_err(|_| anyhow!("`{text}` is not a duration: expected something like 5s or 500ms"))
}

/// `16MiB`, `500kB`, `1000`.
pub fn parse_size(text: &str) -> anyhow::Result<u64> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit: u64 = match text.strip_prefix(digits).unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        _ => bail!("`{text}` is not a size: expected something like 500KiB or 16MiB"),
    };
    let size = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
    size.ok_or_else(|| anyhow!("`{text}` is not a size: expected something like 500KiB or 16MiB"))
}

/// `127.0.0.0/8`, or one address.
fn parse_net(text: &str) -> anyhow::Result<IpNet> {
    let net = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    net.ok_or_else(|| {
        anyhow!("`{text}` is not a range of addresses: expected one like 127.0.0.0/8 or ::1/128")
    })
}

/// `example.com`, `example.com:8080`, or an address of it.
fn parse_host(text: &str) -> anyhow::Result<HostKey> {
    HostKey::named(text).ok_or_else(|| {
        anyhow!(
            "`{text}` is not a host: expected a name like www.example.com, with :PORT where it has its own"
        )
    })
}

/// `example.com=Cookie: consent=yes`, `*=Accept-Language: en`. No message repeats them.
fn extra_headers(texts: &[String]) -> anyhow::Result<Vec<ExtraHeader>> {
    let headers = texts.iter().enumerate().map(|(index, text)| {
        let which = || format!("--header, or `header` in the settings, number {}", index + 1);
        ExtraHeader::parse(text).with_context(which)
    });
    headers.collect()
}

/// `hotair.com:127.0.0.1:8080`, `*:[::1]:8080`.
fn parse_connect_to(text: &str) -> anyhow::Result<ConnectTo> {
    let parts = text.split_once(':').and_then(|(host, address)| {
        let address = address.parse::<SocketAddr>().ok()?;
        (!host.is_empty()).then(|| ConnectTo { host: (host != "*").then(|| host.to_owned()), address })
    });
    parts.ok_or_else(|| {
        anyhow!("`{text}` is not HOST:ADDR:PORT: expected something like example.com:127.0.0.1:8080")
    })
}
