//! Hosts and addresses as profiles give them.

use url::{Host, Url};

use crate::profile::error::Fault;

/// A host name in the form URLs have it, or nothing if it is none.
pub(super) fn host(text: &str) -> Option<String> {
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
