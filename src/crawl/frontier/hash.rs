//! What the set of seen URLs holds instead of the URLs.

use sha2::{Digest as _, Sha256};

use crate::canonical::CanonicalUrl;

/// 128 bits that stand for a URL: 32 of its host's SHA-256, then 96 of its own.
///
/// The host comes first so that the URLs of one host, which are looked up together, lie together on disk. Among
/// ten million URLs of one host, the chance that any two share 96 bits is below 10⁻¹⁴.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlHash([u8; 16]);

impl UrlHash {
    /// The hash of a URL.
    #[must_use]
    pub fn of(url: &CanonicalUrl) -> Self {
        Self::join(url.host().as_str(), url.as_str())
    }

    /// The hash of a text that is no URL; never that of a URL, whose host is not empty.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        Self::join("", text)
    }

    /// The bits.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Two numbers made of the bits that are the URL's own.
    pub(super) fn parts(self) -> (u64, u64) {
        let bits = u128::from_be_bytes(self.0);
        let first = u64::try_from((bits >> 32) & u128::from(u64::MAX)).unwrap_or_default();
        let step = u64::try_from(bits & u128::from(u32::MAX)).unwrap_or_default();
        (first, step | 1)
    }

    /// The hash with those bits; `None` if they are not 128.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    fn join(host: &str, whole: &str) -> Self {
        let (host, whole) = (Sha256::digest(host), Sha256::digest(whole));
        let mut bits = [0; 16];
        for (bit, from) in bits.iter_mut().zip(host.iter().take(4).chain(whole.iter())) {
            *bit = *from;
        }
        Self(bits)
    }
}
