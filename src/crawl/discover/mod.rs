//! Finding URLs: pure functions from what was fetched to what it leads to. Any bytes give an answer or an error,
//! never a panic.

mod elements;
mod feed;
mod links;
mod repair;
mod reservations;
mod robots_meta;
mod sitemap;
mod traps;

use crate::article::PageTime;
use crate::canonical::CanonicalUrl;
use encoding_rs::{Encoding, UTF_8};

pub use feed::read_feed;
pub use links::{PageLinks, page_links};
pub use reservations::reserved_by_headers;
pub use robots_meta::RobotsMeta;
pub use sitemap::{Sitemap, read_sitemap};
pub use traps::is_trap;

use super::frontier::UrlKind;

/// A URL that a feed or a sitemap lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The URL.
    pub url: CanonicalUrl,
    /// When the article was published.
    pub published: Option<PageTime>,
    /// When the page was last changed, so not before it was published.
    pub modified: Option<PageTime>,
}

/// Why a feed or sitemap cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// Not a feed.
    #[error("not a feed: expected RSS, Atom or JSON Feed")]
    Feed(#[source] feed_rs::parser::ParseFeedError),
    /// Not a sitemap.
    #[error("not a sitemap: expected <urlset>, <sitemapindex>, a feed, or text with one URL a line")]
    NotSitemap,
    /// The gzip stream is broken from the start.
    #[error("the sitemap's gzip compression is broken")]
    Gzip(#[source] std::io::Error),
}

/// How gzipped files begin (RFC 1952).
const GZIP: &[u8] = &[0x1f, 0x8b];
/// What the `version` of a JSON feed begins with.
const JSON_FEED: &str = "https://jsonfeed.org/version/";

/// What a document is, where it is a feed or a sitemap, by its root element, its version or its first line: for seeds, which may
/// be either, and packed as well.
#[must_use]
pub fn source_kind(bytes: &[u8]) -> Option<UrlKind> {
    /// Prologue, comments and style sheets take less.
    const HEAD: usize = 4096;
    if bytes.starts_with(GZIP) {
        let inside = sitemap::unpack_first(bytes, HEAD as u64).ok()?;
        return (!inside.starts_with(GZIP)).then(|| source_kind(&inside))?;
    }
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let encoding = Encoding::for_bom(head).map_or(UTF_8, |(encoding, _)| encoding);
    let (head, ..) = encoding.decode(head);
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    if rest.starts_with('{') && rest.contains(JSON_FEED) {
        return Some(UrlKind::Feed);
    }
    let is_url = |line: &str| {
        (line.starts_with("http://") || line.starts_with("https://")) && !line.contains([' ', '<'])
    };
    if is_url(rest.lines().next()?.trim()) {
        return Some(UrlKind::Sitemap);
    }
    while rest.starts_with("<?") || rest.starts_with("<!") {
        let end = if rest.starts_with("<!--") { "-->" } else { ">" };
        rest = rest.split_once(end)?.1.trim_start();
    }
    let name = rest.strip_prefix('<')?.split([' ', '\t', '\r', '\n', '>', '/']).next()?;
    let local = name.rsplit(':').next()?;
    match local {
        "rss" | "feed" | "RDF" => Some(UrlKind::Feed),
        "urlset" | "sitemapindex" => Some(UrlKind::Sitemap),
        _ => None,
    }
}
