//! Hosts and addresses as profiles give them.

use url::{Host, Url};

use crate::profile::error::Fault;

/// What a name begins with that stands for every host below it.
pub(in crate::profile) const BELOW: &str = "*.";

/// Whether a profile's host is that host, with or without `www.`, or stands for it.
pub(in crate::profile) fn covers(own: &str, host: &str) -> bool {
    match own.strip_prefix(BELOW) {
        Some(above) => host_key(host).strip_suffix(above).is_some_and(|below| below.ends_with('.')),
        None => host_key(own) == host_key(host),
    }
}

/// A host name in the form URLs have it, or nothing if it is none.
///
/// `*.` at its beginning stands for any hosts below it.
pub(in crate::profile) fn host(text: &str) -> Option<String> {
    if let Some(above) = text.strip_prefix(BELOW) {
        return host(above).filter(|above| above.contains('.')).map(|above| format!("{BELOW}{above}"));
    }
    let host = Host::parse(text).ok()?.to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    (!host.is_empty() && host.chars().all(plain)).then_some(host)
}

/// What profiles are found by: the host without a leading `www.` and without the root's dot.
pub(in crate::profile) fn host_key(host: &str) -> &str {
    let host = host.strip_suffix('.').unwrap_or(host);
    host.strip_prefix("www.").unwrap_or(host)
}

/// An address that can be fetched, without user name or password.
pub(super) fn url(text: &str) -> Result<Url, Fault> {
    let wrong = |why: String| Fault::Url { text: text.to_owned(), why };
    let url = Url::parse(text).map_err(|error| wrong(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong(format!("the scheme `{}` is not http or https", url.scheme())));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Fault::Credentials { text: text.to_owned() });
    }
    Ok(url)
}
