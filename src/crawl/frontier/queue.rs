//! Queueing what was never seen before, and in which order it waits.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use rusqlite::Connection;

use super::filter::SeenFilter;
use super::hosts::Hosts;
use super::recent::Recent;
use super::{Found, Place, UrlHash, UrlKind, links, rows};
use crate::article::PageTime;
use crate::canonical::CanonicalUrl;

/// The distance between the priorities of pages a link apart: more than the days in 2,800 years.
const DEPTH: i64 = 1 << 20;

/// A URL that is new to the frontier.
pub(super) struct Queued {
    pub host: i64,
    pub kind: UrlKind,
}

/// What is in memory about links, for adding to it.
pub(super) struct Memory<'a> {
    pub hosts: &'a mut Hosts,
    pub recent: &'a mut Recent,
    /// What is certainly not among those sorted in; `None`: nothing is known of that.
    pub filter: Option<&'a SeenFilter>,
    /// The last ordinal given.
    pub ordinal: &'a mut i64,
}

/// Queues what was never seen before, and notes the dates of what was. `via` is the shape of the page that links to
/// it. If the transaction fails after this, the store is of no more use: memory is ahead of it.
pub(super) fn queue_new(
    transaction: &Connection,
    memory: &mut Memory<'_>,
    found: &[Found],
    via: Option<i64>,
) -> rusqlite::Result<Vec<Queued>> {
    let mut queued = Vec::new();
    for found in found {
        let hash = UrlHash::of(&found.url);
        if is_sorted_in(transaction, memory.filter, hash)? || !memory.recent.see(hash) {
            if let Some(published) = found.published {
                rows::announce(transaction, hash, published)?;
            }
            continue;
        }
        let host = host_id(transaction, memory.hosts, &found.url)?;
        *memory.ordinal += 1;
        let priority = priority(found.kind, found.depth, found.published);
        let place = Place { host, priority, ordinal: *memory.ordinal };
        links::insert(transaction, place, hash, found, via)?;
        memory.recent.wait(place);
        queued.push(Queued { host, kind: found.kind });
    }
    Ok(queued)
}

/// Whether a URL is among those sorted in.
pub(super) fn is_sorted_in(
    connection: &Connection,
    filter: Option<&SeenFilter>,
    hash: UrlHash,
) -> rusqlite::Result<bool> {
    Ok(filter.is_none_or(|filter| filter.may_hold(hash)) && links::is_seen(connection, hash)?)
}

fn host_id(transaction: &Connection, hosts: &mut Hosts, url: &CanonicalUrl) -> rusqlite::Result<i64> {
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
    let depth = i64::from(depth).min(DEPTH - 1);
    let days = published.map_or(0, |time| {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        epoch.until(time.day()).map_or(0, |span| i64::from(span.get_days()).clamp(0, DEPTH - 1))
    });
    match kind {
        UrlKind::Page => (depth + 1) * DEPTH - days,
        UrlKind::Feed | UrlKind::Sitemap => depth - DEPTH,
    }
}

/// The priorities of pages so many links away from a seed, or fewer.
pub(super) fn pages_down_to(depth: Option<u32>) -> RangeInclusive<i64> {
    0..=depth.map_or(i64::MAX, |depth| (i64::from(depth) + 1) * DEPTH)
}

/// The priorities of feeds and sitemaps that list pages down to a depth: one at the deepest level lists only pages beyond
/// it.
pub(super) fn sources_down_to(depth: Option<u32>) -> RangeInclusive<i64> {
    -DEPTH..=depth.map_or(-1, |depth| i64::from(depth).min(DEPTH) - 1 - DEPTH)
}
