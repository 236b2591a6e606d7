//! RSS, Atom and JSON feeds → the pages they list.

use feed_rs::model::{Entry, Link};
use feed_rs::parser::Builder;
use jiff::Timestamp;
use jiff::tz::Offset;
use url::Url;

use super::{DiscoverError, Listed};
use crate::article::PageTime;
use crate::canonical::CanonicalUrl;

/// Most entries taken from one feed.
const MOST_ENTRIES: usize = 10_000;

/// Reads a feed found at `base`: RSS 0.9x, 1.0 and 2.0, Atom 1.0, JSON Feed 1.x. Entries without a link to a web
/// page are left out.
pub fn read_feed(bytes: &[u8], base: &Url) -> Result<Vec<Listed>, DiscoverError> {
    // Identifiers are not used; the default generator hashes each entry for one.
    let parser = Builder::new().base_uri(Some(base)).id_generator(|_, _, _| String::new()).build();
    let feed = parser.parse(bytes).map_err(DiscoverError::Feed)?;
    Ok(feed.entries.iter().take(MOST_ENTRIES).filter_map(|entry| listed(entry, base)).collect())
}

fn listed(entry: &Entry, base: &Url) -> Option<Listed> {
    let link = article_link(&entry.links).filter(|link| !link.href.trim().is_empty())?;
    Some(Listed {
        url: CanonicalUrl::join(base, &link.href).ok()?,
        published: entry.published.and_then(|time| utc(time.timestamp())),
        modified: entry.updated.and_then(|time| utc(time.timestamp())),
    })
}

/// An entry's page: the link that says `alternate` or nothing; `self`, `enclosure` and `replies` are other things.
fn article_link(links: &[Link]) -> Option<&Link> {
    let is_page = |link: &&Link| matches!(link.rel.as_deref(), None | Some("alternate"));
    let is_html = |link: &&Link| link.media_type.as_deref().is_none_or(|media| media.contains("html"));
    links.iter().filter(is_page).find(is_html).or_else(|| links.iter().find(is_page))
}

/// The instant in UTC: the feed's own zone is lost in parsing.
fn utc(seconds: i64) -> Option<PageTime> {
    let time = Timestamp::from_second(seconds).ok()?;
    Some(PageTime::Zoned(Offset::UTC.to_datetime(time), Offset::UTC))
}
