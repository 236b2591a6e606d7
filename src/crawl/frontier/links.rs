//! The statements on links: what was seen, what waits, and whose turn it is.

use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::queue::priority;
use super::recent::Recent;
use super::rows::{kind, kind_number, misread, page_time, url};
use super::{Found, Place, UrlHash, UrlKind};
use crate::article::PageTime;
use crate::canonical::CanonicalUrl;

/// A waiting link as it is stored.
pub(super) struct Link {
    pub url: CanonicalUrl,
    pub kind: UrlKind,
    pub depth: u32,
    pub snoozes: u32,
    pub via: Option<i64>,
    pub published: Option<PageTime>,
}

/// The ordinal up to which links are sorted in.
pub(super) fn sorted(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT n FROM count WHERE what = 'sorted'", [], |row| row.get(0))
}

/// The last ordinal given. That of a link that was finished and removed is not given again: what is sorted in could not
/// be told from what is not.
pub(super) fn last_ordinal(connection: &Connection) -> rusqlite::Result<i64> {
    let last: Option<i64> = connection.query_row("SELECT max(ordinal) FROM link", [], |row| row.get(0))?;
    Ok(last.unwrap_or_default().max(sorted(connection)?))
}

/// The links that are not sorted in.
pub(super) fn recent(connection: &Connection) -> rusqlite::Result<Recent> {
    let mut recent = Recent::default();
    let mut query =
        connection.prepare("SELECT hash, host, priority, ordinal, finished FROM link WHERE ordinal > ?1")?;
    let mut links = query.query([sorted(connection)?])?;
    while let Some(row) = links.next()? {
        recent.see(hash(row.get_ref(0)?.as_blob()?)?);
        let place = Place { host: row.get(1)?, priority: row.get(2)?, ordinal: row.get(3)? };
        if row.get(4)? {
            recent.finish(place.ordinal);
        } else {
            recent.wait(place);
        }
    }
    Ok(recent)
}

/// Sorts in the links that are not yet, which are those given, in the order of their hashes and as they wait; the last has
/// the ordinal given. Each page of the tables is touched once, in their order.
pub(super) fn sort_in(
    connection: &Connection,
    hashes: &[UrlHash],
    recent: &Recent,
    last: i64,
) -> rusqlite::Result<()> {
    for hash in hashes {
        mark_seen(connection, *hash)?;
    }
    let mut insert =
        connection.prepare_cached("INSERT INTO place (host, priority, ordinal) VALUES (?1, ?2, ?3)")?;
    for place in recent.places() {
        insert.execute([place.host, place.priority, place.ordinal])?;
    }
    let mut delete = connection.prepare_cached("DELETE FROM link WHERE ordinal = ?1")?;
    for ordinal in recent.finished() {
        delete.execute([ordinal])?;
    }
    connection.execute("UPDATE count SET n = ?1 WHERE what = 'sorted'", [last])?;
    Ok(())
}

/// How many hashes are sorted in.
pub(super) fn count_seen(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("SELECT count(*) FROM seen", [], |row| row.get(0))
}

/// Every hash that is sorted in.
pub(super) fn each_seen(connection: &Connection, mut tell: impl FnMut(UrlHash)) -> rusqlite::Result<()> {
    let mut query = connection.prepare("SELECT hash FROM seen")?;
    let mut hashes = query.query([])?;
    while let Some(row) = hashes.next()? {
        tell(hash(row.get_ref(0)?.as_blob()?)?);
    }
    Ok(())
}

pub(super) fn insert(
    connection: &Connection,
    place: Place,
    hash: UrlHash,
    found: &Found,
    via: Option<i64>,
) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO link (ordinal, host, hash, priority, url, kind, depth, via, published)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    let published = found.published.map(|published| published.to_string());
    let (url, kind) = (found.url.as_str(), kind_number(found.kind));
    insert
        .execute(params![
            place.ordinal,
            place.host,
            hash.as_bytes(),
            place.priority,
            url,
            kind,
            found.depth,
            via,
            published
        ])
        .map(drop)
}

/// Whether a hash is among those sorted in.
pub(super) fn is_seen(connection: &Connection, hash: UrlHash) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM seen WHERE hash = ?1")?.exists([hash.as_bytes()])
}

/// Remembers a text that is no URL; says whether it is new.
pub(super) fn mark_seen(connection: &Connection, hash: UrlHash) -> rusqlite::Result<bool> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO seen (hash) VALUES (?1)")?;
    Ok(insert.execute([hash.as_bytes()])? == 1)
}

/// The first link sorted in that waits for a host, among those priorities.
pub(super) fn first(
    connection: &Connection,
    host: i64,
    priorities: &RangeInclusive<i64>,
) -> rusqlite::Result<Option<Place>> {
    let mut query = connection.prepare_cached(
        "SELECT priority, ordinal FROM place WHERE host = ?1 AND priority BETWEEN ?2 AND ?3
         ORDER BY priority, ordinal LIMIT 1",
    )?;
    query
        .query_row([host, *priorities.start(), *priorities.end()], |row| {
            Ok(Place { host, priority: row.get(0)?, ordinal: row.get(1)? })
        })
        .optional()
}

/// The link at a place. One that is not as it was found is an error.
pub(super) fn get(connection: &Connection, place: Place) -> rusqlite::Result<Link> {
    let mut query = connection.prepare_cached(
        "SELECT url, kind, depth, snoozes, via, published, hash, host, priority, finished FROM link
         WHERE ordinal = ?1",
    )?;
    let link = query.query_row([place.ordinal], |row| {
        let link = Link {
            url: url(row, 0)?,
            kind: kind(row, 1)?,
            depth: row.get(2)?,
            snoozes: row.get(3)?,
            via: row.get(4)?,
            published: page_time(row, 5)?,
        };
        let as_found = hash(row.get_ref(6)?.as_blob()?)? == UrlHash::of(&link.url)
            && priority(link.kind, link.depth, link.published) == place.priority
            && (row.get(7), row.get(8), row.get(9)) == (Ok(place.host), Ok(place.priority), Ok(false));
        if as_found { Ok(link) } else { Err(misread(0, format!("`{}` waits in the wrong place", link.url))) }
    });
    link.optional()?.ok_or_else(|| misread(0, format!("nothing waits as number {}", place.ordinal)))
}

/// Takes a finished link out of its queue. What is not sorted in keeps its row: its mark as seen is to come.
pub(super) fn remove(connection: &Connection, place: Place, sorted: i64) -> rusqlite::Result<()> {
    if place.ordinal > sorted {
        let mut finish = connection.prepare_cached("UPDATE link SET finished = 1 WHERE ordinal = ?1")?;
        return finish.execute([place.ordinal]).map(drop);
    }
    connection.prepare_cached("DELETE FROM link WHERE ordinal = ?1")?.execute([place.ordinal])?;
    let mut place_row =
        connection.prepare_cached("DELETE FROM place WHERE host = ?1 AND priority = ?2 AND ordinal = ?3")?;
    place_row.execute(params![place.host, place.priority, place.ordinal]).map(drop)
}

/// Notes that a link was put off.
pub(super) fn count_snooze(connection: &Connection, place: Place) -> rusqlite::Result<()> {
    let mut update = connection.prepare_cached("UPDATE link SET snoozes = snoozes + 1 WHERE ordinal = ?1")?;
    update.execute([place.ordinal]).map(drop)
}

/// Waiting links with a priority above that one.
pub(super) fn beyond(connection: &Connection, priority: i64) -> rusqlite::Result<u64> {
    connection.query_row("SELECT count(*) FROM waiting WHERE priority > ?1", [priority], |row| row.get(0))
}

/// Links among those priorities that wait for hosts of which so many pages were fetched.
pub(super) fn beyond_host_limit(
    connection: &Connection,
    most: u64,
    priorities: &RangeInclusive<i64>,
) -> rusqlite::Result<u64> {
    connection.query_row(
        "SELECT count(*) FROM waiting JOIN host ON host.id = waiting.host
         WHERE priority BETWEEN ?1 AND ?2 AND fetched >= ?3",
        params![priorities.start(), priorities.end(), most],
        |row| row.get(0),
    )
}

/// A stored hash.
fn hash(bytes: &[u8]) -> rusqlite::Result<UrlHash> {
    UrlHash::from_bytes(bytes).ok_or_else(|| misread(0, "a hash is not 16 bytes long"))
}
