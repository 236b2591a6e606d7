//! What a server gives to tell one version of an answer from the next (RFC 9110, 8.8), and asking with it: an answer
//! that is still the same comes as a bare 304.

use reqwest::header::{
    ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use url::Url;

/// Longer ones are not kept: they are no validators but mistakes.
const LONGEST: usize = 512;

/// What an answer's version is told by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validators {
    /// The address that answered: the validators mean nothing to another one.
    pub of: Url,
    /// The `ETag` header.
    pub etag: Option<String>,
    /// The `Last-Modified` header.
    pub last_modified: Option<String>,
}

impl Validators {
    /// Those of an answer.
    pub(super) fn read(of: &Url, headers: &HeaderMap) -> Self {
        let kept = |name: HeaderName| {
            let value = headers.get(name)?.to_str().ok()?;
            (!value.is_empty() && value.len() <= LONGEST).then(|| value.to_owned())
        };
        Self { of: of.clone(), etag: kept(ETAG), last_modified: kept(LAST_MODIFIED) }
    }

    /// The headers that ask an address for its answer only if that has changed; none for another address.
    pub(super) fn conditions(&self, url: &Url) -> HeaderMap {
        let given = [(IF_NONE_MATCH, &self.etag), (IF_MODIFIED_SINCE, &self.last_modified)];
        let given = given.into_iter().filter(|_| self.of == *url);
        given.filter_map(|(name, value)| Some((name, HeaderValue::from_str(value.as_ref()?).ok()?))).collect()
    }
}
