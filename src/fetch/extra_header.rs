//! Headers that a user adds to our own.

use reqwest::header::{HeaderName, HeaderValue};

use crate::canonical::HostKey;

/// Headers that are the connection's or the client's own business, and what to do instead.
const NOT_YOURS: &[(&str, &str)] = &[
    ("accept-encoding", "it depends on what we can decode"),
    ("connection", "it depends on the connection"),
    ("content-length", "requests have no body"),
    ("expect", "requests have no body"),
    ("host", "use --connect-to"),
    ("te", "it depends on the connection"),
    ("trailer", "requests have no body"),
    ("transfer-encoding", "requests have no body"),
    ("upgrade", "it depends on the connection"),
    ("user-agent", "use --user-agent"),
];

/// A header for the requests to a host, its robots.txt included; a redirect to another host goes without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraHeader {
    /// `None` for every host.
    pub(super) host: Option<HostKey>,
    pub(super) name: HeaderName,
    /// Marked as sensitive, so that no log of a connection shows it.
    pub(super) value: HeaderValue,
}

/// Why a text is no header to add.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// It has no name, or bytes that headers cannot have.
    #[error("not a header: expected HOST=NAME: VALUE, such as example.com=Cookie: consent=yes")]
    Malformed,
    /// What stands before `=` names no host.
    #[error(
        "`{0}` names no host: expected one, such as example.com, an address, or * for every host; * is no part of a name"
    )]
    Host(String),
    /// It is not for users to set.
    #[error("the header `{name}` is not yours to set: {instead}")]
    NotYours {
        /// Its name.
        name: &'static str,
        /// Why, or what to do instead.
        instead: &'static str,
    },
}

impl ExtraHeader {
    /// Reads `HOST=NAME: VALUE`; the host `*` is every host.
    pub fn parse(text: &str) -> Result<Self, HeaderError> {
        let (host, header) = text.split_once('=').ok_or(HeaderError::Malformed)?;
        let (name, value) = header.split_once(':').ok_or(HeaderError::Malformed)?;
        let name: HeaderName = name.trim().parse().map_err(|_| HeaderError::Malformed)?;
        let mut value: HeaderValue = value.trim().parse().map_err(|_| HeaderError::Malformed)?;
        let host = match host.trim() {
            "*" => None,
            host => Some(HostKey::named(host).ok_or_else(|| HeaderError::Host(host.to_owned()))?),
        };
        if let Some(&(name, instead)) = NOT_YOURS.iter().find(|(own, _)| *own == name.as_str()) {
            return Err(HeaderError::NotYours { name, instead });
        }
        value.set_sensitive(true);
        Ok(Self { host, name, value })
    }
}
