//! Queueing what was never seen before, and in which order it waits.

use jiff::Timestamp;
use rusqlite::Transaction;

use super::hosts::Hosts;
use super::{Found, Place, UrlHash, UrlKind, rows};
use crate::article::PageTime;
use crate::canonical::CanonicalUrl;

/// A URL that is new to the frontier.
pub(super) struct Queued {
    pub host: i64,
    pub kind: UrlKind,
}

/// Queues what was never seen before, and notes the dates of what was. `via` is the shape of the page that links to
/// it.
pub(super) fn queue_new(
    transaction: &Transaction<'_>,
    hosts: &mut Hosts,
    ordinal: &mut i64,
    found: &[Found],
    via: Option<i64>,
) -> rusqlite::Result<Vec<Queued>> {
    let mut queued = Vec::new();
    for found in found {
        let hash = UrlHash::of(&found.url);
        if let Some(published) = found.published {
            rows::announce(transaction, hash, published)?;
        }
        if !rows::mark_seen(transaction, hash)? {
            continue;
        }
        let host = host_id(transaction, hosts, &found.url)?;
        *ordinal += 1;
        let priority = priority(found.kind, found.depth, found.published);
        let place = Place { host, priority, ordinal: *ordinal };
        rows::enqueue(transaction, place, found.url.as_str(), found.kind, found.depth, via)?;
        queued.push(Queued { host, kind: found.kind });
    }
    Ok(queued)
}

fn host_id(transaction: &Transaction<'_>, hosts: &mut Hosts, url: &CanonicalUrl) -> rusqlite::Result<i64> {
    let name = url.host();
    if let Some(id) = hosts.id(name.as_str()) {
        return Ok(id);
    }
    let id = rows::insert_host(transaction, name.as_str())?;
    hosts.insert(name.as_str().to_owned(), id, Timestamp::UNIX_EPOCH, false, 0);
    Ok(id)
}

/// Lowest first: sources, because their dates and order help with all else; then pages near the seeds; among those
/// the newest, the undated last.
pub(super) fn priority(kind: UrlKind, depth: u32, published: Option<PageTime>) -> i64 {
    /// More than the days in 2,800 years.
    const DEPTH: i64 = 1 << 20;
    let days = published.map_or(0, |time| {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        epoch.until(time.day()).map_or(0, |span| i64::from(span.get_days()).clamp(0, DEPTH - 1))
    });
    match kind {
        UrlKind::Page => (i64::from(depth) + 1) * DEPTH - days,
        UrlKind::Feed | UrlKind::Sitemap => i64::from(depth) - DEPTH,
    }
}
