//! Links as the database has them, and adding those that are new.

use std::collections::HashSet;

use postgres::Row;
use sha2::{Digest as _, Sha256};

use super::counts::Counts;
use super::session::{Parameters, Stop, Work};
use crate::article::PageTime;
use crate::canonical::CanonicalUrl;
use crate::crawl::frontier::queue::priority;
use crate::crawl::frontier::rows::kind_number;
use crate::crawl::frontier::{Found, Place, UrlHash, UrlKind};

/// Most URLs that are remembered as known: what pages of one site link to, they all link to.
const REMEMBERED: usize = 500_000;

/// A link that waits.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub place: Place,
    pub url: CanonicalUrl,
    pub kind: UrlKind,
    pub depth: u32,
    pub snoozes: u32,
    pub via: Option<i64>,
    pub published: Option<PageTime>,
}

impl Link {
    /// What a row says, whose columns are host, priority, ordinal, url, kind, depth, snoozes, via, published.
    pub(super) fn read(row: &Row) -> Result<Self, Stop> {
        let url: &str = row.try_get(3)?;
        let published: Option<&str> = row.try_get(8)?;
        let bad = |what: &str| Stop::Misread(format!("{what} of `{url}` cannot be"));
        Ok(Self {
            place: Place { host: row.try_get(0)?, priority: row.try_get(1)?, ordinal: row.try_get(2)? },
            url: CanonicalUrl::parse(url).map_err(|_| bad("the address"))?,
            kind: kind(row.try_get(4)?).ok_or_else(|| bad("the kind"))?,
            depth: u32::try_from(row.try_get::<_, i32>(5)?).map_err(|_| bad("the depth"))?,
            snoozes: u32::try_from(row.try_get::<_, i32>(6)?).map_err(|_| bad("the count of delays"))?,
            via: row.try_get(7)?,
            published: published.map(str::parse).transpose().map_err(|_| bad("the date"))?,
        })
    }
}

/// The number of a kind.
pub(super) fn kind(number: i16) -> Option<UrlKind> {
    [UrlKind::Page, UrlKind::Feed, UrlKind::Sitemap].into_iter().find(|kind| column(*kind) == number)
}

/// A kind as it is stored.
pub(super) fn column(kind: UrlKind) -> i16 {
    i16::try_from(kind_number(kind)).unwrap_or_default()
}

/// A host's key: the first 64 bits of its name's SHA-256. Two hosts that share one would share one pace, no more.
pub(super) fn host_id(name: &str) -> i64 {
    Sha256::digest(name).iter().take(8).fold(0, |number, &byte| (number << 8) | i64::from(byte))
}

/// What this worker knows to be in the database, so that it need not ask.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    links: HashSet<UrlHash>,
    hosts: HashSet<i64>,
}

impl Remembered {
    /// Remembers what a transaction has made sure of.
    pub(super) fn learn(&mut self, batch: &Batch) {
        if self.links.len() > REMEMBERED {
            self.links.clear();
            self.hosts.clear();
        }
        self.links.extend(batch.hashes.iter().filter_map(|hash| UrlHash::from_bytes(hash)));
        self.hosts.extend(&batch.hosts);
    }
}

/// Links to be added, as columns and in the order of their keys: transactions that add the same ones never wait for each
/// other in a circle.
#[derive(Debug, Default)]
pub(super) struct Batch {
    hosts: Vec<i64>,
    names: Vec<String>,
    hashes: Vec<Vec<u8>>,
    priorities: Vec<i64>,
    places: Vec<i64>,
    urls: Vec<String>,
    kinds: Vec<i16>,
    depths: Vec<i32>,
    published: Vec<Option<String>>,
}

impl Batch {
    /// Those that are not known to be known.
    pub(super) fn of(found: &[Found], remembered: &Remembered) -> Self {
        let mut links: Vec<_> = found
            .iter()
            .enumerate()
            .filter_map(|(at, found)| {
                let hash = UrlHash::of(&found.url);
                let tells_date = found.published.is_some();
                (tells_date || !remembered.links.contains(&hash)).then(|| {
                    let name = found.url.host().as_str().to_owned();
                    (host_id(&name), hash, at, name, found)
                })
            })
            .collect();
        links.sort_unstable_by_key(|(host, hash, at, ..)| (*host, *hash, *at));
        links.dedup_by_key(|(host, hash, ..)| (*host, *hash));
        let mut batch = Self::default();
        for (host, hash, at, name, found) in links {
            batch.hosts.push(host);
            batch.names.push(name);
            batch.hashes.push(hash.as_bytes().to_vec());
            batch.priorities.push(priority(found.kind, found.depth, found.published));
            batch.places.push(i64::try_from(at).unwrap_or_default());
            batch.urls.push(found.url.to_string());
            batch.kinds.push(column(found.kind));
            batch.depths.push(i32::try_from(found.depth).unwrap_or(i32::MAX));
            batch.published.push(found.published.map(|time| time.to_string()));
        }
        batch
    }

    /// Adds those that were never seen before, and notes the dates of those that were; says how many wait now, of which
    /// hosts. `via` is the shape of the page that links to them.
    pub(super) fn insert(
        &self,
        work: &mut Work<'_>,
        remembered: &Remembered,
        via: Option<i64>,
    ) -> Result<Inserted, Stop> {
        let mut inserted = Inserted::default();
        if self.hosts.is_empty() {
            return Ok(inserted);
        }
        self.insert_hosts(work, remembered)?;
        let columns: Parameters<'_> = &[
            &self.hosts,
            &self.hashes,
            &self.priorities,
            &self.places,
            &self.urls,
            &self.kinds,
            &self.depths,
            &self.published,
            &via,
        ];
        let rows = work.query(INSERT, columns)?;
        for row in &rows {
            let kind = kind(row.try_get(1)?).unwrap_or(UrlKind::Page);
            inserted.counts.wait(kind, 1);
            inserted.hosts.push(row.try_get(0)?);
        }
        inserted.new = rows.len();
        inserted.hosts.sort_unstable();
        inserted.hosts.dedup();
        if self.published.iter().any(Option::is_some) {
            work.execute(ANNOUNCE, &[&self.hosts, &self.hashes, &self.published])?;
        }
        Ok(inserted)
    }

    fn insert_hosts(&self, work: &mut Work<'_>, remembered: &Remembered) -> Result<(), postgres::Error> {
        let names = self.names.iter().map(String::as_str).zip(self.places.iter().copied());
        let mut hosts: Vec<(i64, (&str, i64))> = self.hosts.iter().copied().zip(names).collect();
        hosts.sort_by_key(|(id, (_, place))| (*id, *place));
        hosts.dedup_by_key(|(id, _)| *id);
        hosts.retain(|(id, _)| !remembered.hosts.contains(id));
        if hosts.is_empty() {
            return Ok(());
        }
        let (ids, names): (Vec<i64>, Vec<(&str, i64)>) = hosts.into_iter().unzip();
        let (names, places): (Vec<&str>, Vec<i64>) = names.into_iter().unzip();
        // Hosts found together take their turns in the order in which they were found.
        work.execute(
            "INSERT INTO host (id, name, due)
             SELECT id, name, now() - ($4 - place) * interval '1 microsecond'
             FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS h (id, name, place) ON CONFLICT DO NOTHING",
            &[&ids, &names, &places, &self.places.iter().max().map_or(0, |last| last + 1)],
        )?;
        Ok(())
    }
}

/// What an addition did.
#[derive(Debug, Default)]
pub(super) struct Inserted {
    pub new: usize,
    pub counts: Counts,
    /// The hosts for which something new waits, in order.
    pub hosts: Vec<i64>,
}

const INSERT: &str = "
    INSERT INTO link (host, hash, priority, ordinal, url, kind, depth, via, published)
    SELECT f.host, f.hash, f.priority, (extract(epoch FROM now()) * 1000000)::bigint + f.place, f.url, f.kind, f.depth,
           $9::bigint, f.published
    FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bigint[], $5::text[], $6::smallint[], $7::integer[],
                $8::text[]) AS f (host, hash, priority, place, url, kind, depth, published)
    ON CONFLICT (host, hash) DO NOTHING RETURNING host, kind";

const ANNOUNCE: &str = "
    INSERT INTO announced (host, hash, published)
    SELECT f.host, f.hash, f.published
    FROM unnest($1::bigint[], $2::bytea[], $3::text[]) AS f (host, hash, published)
    WHERE f.published IS NOT NULL AND EXISTS (
        SELECT 1 FROM link WHERE link.host = f.host AND link.hash = f.hash AND link.waiting AND link.published IS NULL)
    ON CONFLICT DO NOTHING";
