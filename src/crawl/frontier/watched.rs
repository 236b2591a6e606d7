//! What is asked again when its time comes: the statements, and what rows mean.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use url::Url;

use super::rows::{kind, kind_number, misread, page_time, published, timestamp, url};
use super::{Claim, Finish, Found, Place, UrlHash, UrlKind, Verdict};
use crate::archive::Digest;
use crate::fetch::Validators;

/// When to ask a URL again, and what its answer is compared with then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Whether it is an article, which is asked ever less often and then no more.
    pub ages: bool,
    /// When to ask.
    pub due: Timestamp,
    /// The pause between the last visit and that.
    pub pause: Duration,
    /// When it was published or changed last.
    pub changed: Timestamp,
    /// When it was asked last.
    pub checked: Timestamp,
    /// Its last answer, if it gave one.
    pub version: Option<Version>,
}

/// What an answer is recognised by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// What its server tells it by.
    pub validators: Validators,
    /// Its body.
    pub digest: Digest,
    /// The date of the archive's record with that body, under the address that answered.
    pub archived: Option<Timestamp>,
}

/// What is known of a claimed URL that was fetched before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revisit {
    /// What was known after the last visit.
    pub watched: Watched,
    /// Where the last revision's line begins and ends in the file of articles; `None`: it gave no article.
    pub line: Option<(u64, u64)>,
    /// The last revision's number among what is finished.
    pub(crate) seq: Option<i64>,
}

impl Revisit {
    /// Whether it never gave an answer that was read, nor an article, as far as is known.
    pub(crate) fn gave_nothing(&self) -> bool {
        self.watched.version.is_none() && self.line.is_none()
    }
}

/// A URL that a feed or sitemap lists with a time.
#[derive(Clone, Copy, Debug)]
pub struct Relisted<'a> {
    /// The URL.
    pub found: &'a Found,
    /// When it was published or changed, at the latest.
    pub changed: Timestamp,
    /// When it was changed, at the earliest, if that is told.
    pub modified: Option<Timestamp>,
}

/// Which of what is watched takes its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Feeds, sitemaps and seeds.
    Sources,
    /// Articles that have waited longer than their pause, past its end.
    LateArticles,
    /// Articles.
    Articles,
}

/// The claim for the URL of a host that is due first.
pub(super) fn claim(
    connection: &Connection,
    host: i64,
    now: Timestamp,
    turn: Turn,
) -> rusqlite::Result<Option<Claim>> {
    let mut query = connection.prepare_cached(
        "SELECT url, kind, depth, seq, hash, due, pause, changed, checked, answered, etag, last_modified, digest,
                archived, ages
         FROM watched WHERE host = ?1 AND ages = ?2 AND due <= ?3 ORDER BY due LIMIT 1",
    )?;
    let ages = turn != Turn::Sources;
    let now = now.as_millisecond();
    let found = query.query_row(params![host, ages, now], |row| {
        let url = url(row, 0)?;
        if UrlHash::of(&url).as_bytes() != row.get_ref(4)?.as_blob()? {
            return Err(misread(4, format!("`{url}` is watched under another hash")));
        }
        let (kind, depth, seq) = (kind(row, 1)?, row.get(2)?, row.get::<_, Option<i64>>(3)?);
        let (due, pause): (i64, i64) = (row.get(5)?, row.get(6)?);
        let is_late = now.saturating_sub(due) >= pause;
        Ok((url, kind, depth, seq, watched(row)?, is_late))
    });
    let Some((url, kind, depth, seq, watched, is_late)) = found.optional()? else { return Ok(None) };
    if turn == Turn::LateArticles && !is_late {
        return Ok(None);
    }
    let line = seq.map(|seq| line(connection, seq)).transpose()?;
    let published = match seq {
        Some(seq) => done_published(connection, seq)?.or(published(connection, UrlHash::of(&url))?),
        None => None,
    };
    Ok(Some(Claim {
        url,
        kind,
        depth,
        published,
        snoozes: 0,
        new_host: false,
        trap: None,
        term: None,
        arrival: None,
        via: None,
        place: Place { host, priority: 0, ordinal: 0 },
        revisit: Some(Box::new(Revisit { watched, line, seq })),
    }))
}

/// When the next URL of a host is due.
pub(super) fn next_due(connection: &Connection, host: i64) -> rusqlite::Result<Option<Timestamp>> {
    let mut query =
        connection.prepare_cached("SELECT min(due) FROM watched WHERE host = ?1 AND ages = ?2")?;
    let mut first = |ages: bool| -> rusqlite::Result<Option<Timestamp>> {
        query.query_row(params![host, ages], |row| match row.get::<_, Option<i64>>(0)? {
            Some(_) => timestamp(row, 0).map(Some),
            None => Ok(None),
        })
    };
    let (sources, articles) = (first(false)?, first(true)?);
    Ok(sources.into_iter().chain(articles).min())
}

/// Writes down what is known after a visit, or that nobody is to ask again. `seq` is the last revision's.
pub(super) fn put(
    connection: &Connection,
    claim: &Claim,
    finish: &Finish<'_>,
    seq: Option<i64>,
) -> rusqlite::Result<()> {
    let hash = UrlHash::of(&claim.url);
    let Some(watched) = finish.watched else {
        if claim.revisit.is_some() {
            forget(connection, hash)?;
        }
        return Ok(());
    };
    let mut insert = connection.prepare_cached(
        "INSERT OR REPLACE INTO watched (hash, host, url, kind, depth, ages, due, pause, changed, checked, seq, answered,
                                         etag, last_modified, digest, archived)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?;
    let version = watched.version.as_ref();
    let validators = version.map(|version| &version.validators);
    insert
        .execute(params![
            hash.as_bytes(),
            claim.place.host,
            claim.url.as_str(),
            kind_number(finish.kind),
            claim.depth,
            watched.ages,
            watched.due.as_millisecond(),
            i64::try_from(watched.pause.as_millis()).unwrap_or(i64::MAX),
            watched.changed.as_millisecond(),
            watched.checked.as_millisecond(),
            seq,
            validators.map(|validators| validators.of.as_str()),
            validators.and_then(|validators| validators.etag.as_deref()),
            validators.and_then(|validators| validators.last_modified.as_deref()),
            version.map(|version| version.digest.as_bytes()),
            version.and_then(|version| version.archived).map(Timestamp::as_millisecond),
        ])
        .map(drop)
}

pub(super) fn forget(connection: &Connection, hash: UrlHash) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM watched WHERE hash = ?1")?.execute([hash.as_bytes()]).map(drop)
}

/// Puts off the next visit of a claimed URL.
pub(super) fn put_off(connection: &Connection, claim: &Claim, until: Timestamp) -> rusqlite::Result<()> {
    let mut update = connection.prepare_cached("UPDATE watched SET due = max(due, ?2) WHERE hash = ?1")?;
    update.execute(params![UrlHash::of(&claim.url).as_bytes(), until.as_millisecond()]).map(drop)
}

/// Watches what was finished while nobody watched, from `due` on: feeds, sitemaps and seeds, and the pages that could not be had
/// for a reason that passes (of a status nobody knows any more which it was: one that was asked again was passing). What was
/// gone over before is not gone over again.
pub(super) fn take_up(connection: &Connection, due: Timestamp, pause: Duration) -> rusqlite::Result<()> {
    let mut done = connection.prepare(
        "SELECT url, host, kind, depth, CASE status WHEN 'article' THEN seq END FROM done
         WHERE seq > (SELECT n FROM count WHERE what = 'gone_over') AND host IS NOT NULL
             AND (((kind <> 0 OR depth = 0) AND attempts > 0 AND status NOT IN ('revised', 'revisited'))
                 OR (status = 'failed' AND reason IN ('dns', 'connect', 'timeout', 'connection-lost', 'retry-later',
                                                      'robots-unreachable'))
                 OR (status = 'failed' AND reason = 'http-status' AND attempts > 1))",
    )?;
    let mut insert = connection.prepare(
        "INSERT OR IGNORE INTO watched (hash, host, url, kind, depth, ages, due, pause, changed, checked, seq)
         VALUES (?1, ?2, ?3, ?4, ?5, ?9, ?6, ?7, ?6, 0, ?8)",
    )?;
    let pause = i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
    let mut done = done.query([])?;
    while let Some(row) = done.next()? {
        let url = url(row, 0)?;
        let (host, kind, depth): (i64, i64, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let (hash, seq, due) = (UrlHash::of(&url), row.get::<_, Option<i64>>(4)?, due.as_millisecond());
        let ages = kind == 0 && depth > 0;
        insert.execute(params![hash.as_bytes(), host, url.as_str(), kind, depth, due, pause, seq, ages])?;
    }
    connection.execute(
        "UPDATE count SET n = (SELECT coalesce(max(seq), 0) FROM done) WHERE what = 'gone_over'",
        [],
    )?;
    Ok(())
}

/// What a feed or sitemap says of a URL that is known: one that changed since it was asked last is asked again now, and an
/// article of an earlier run is taken up. Says which host that concerns.
pub(super) fn listed(
    connection: &Connection,
    listed: &Relisted<'_>,
    now: Timestamp,
) -> rusqlite::Result<Option<i64>> {
    let hash = UrlHash::of(&listed.found.url);
    let mut query = connection.prepare_cached("SELECT host, due, checked FROM watched WHERE hash = ?1")?;
    let known = query.query_row([hash.as_bytes()], |row| {
        Ok((row.get::<_, i64>(0)?, timestamp(row, 1)?, timestamp(row, 2)?))
    });
    match known.optional()? {
        Some((host, due, checked))
            if due > now && listed.modified.is_some_and(|modified| modified > checked) =>
        {
            let mut update = connection.prepare_cached("UPDATE watched SET due = ?2 WHERE hash = ?1")?;
            update.execute(params![hash.as_bytes(), now.as_millisecond()])?;
            Ok(Some(host))
        }
        None if listed.found.kind == UrlKind::Page => take_up_article(connection, hash, listed.changed, now),
        Some(_) | None => Ok(None),
    }
}

fn take_up_article(
    connection: &Connection,
    hash: UrlHash,
    changed: Timestamp,
    now: Timestamp,
) -> rusqlite::Result<Option<i64>> {
    let mut query = connection.prepare_cached(
        "SELECT url, host, depth, done.seq FROM stored JOIN done ON done.seq = stored.seq
         WHERE hash = ?1 AND host IS NOT NULL AND depth > 0",
    )?;
    let stored = query.query_row([hash.as_bytes()], |row| {
        Ok((url(row, 0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?, row.get::<_, i64>(3)?))
    });
    let Some((url, host, depth, seq)) = stored.optional()? else { return Ok(None) };
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO watched (hash, host, url, kind, depth, ages, due, pause, changed, checked, seq)
         VALUES (?1, ?2, ?3, 0, ?4, 1, ?5, 0, ?6, 0, ?7)",
    )?;
    let (hash, now, changed) = (UrlHash::of(&url), now.as_millisecond(), changed.as_millisecond());
    let new = insert.execute(params![hash.as_bytes(), host, url.as_str(), depth, now, changed, seq])?;
    Ok((new == 1).then_some(host))
}

/// Goes back to the last revision that is still in the output, after lines were lost: the URL is asked again, without regard
/// to what its server said of the lost one.
pub(super) fn go_back(connection: &Connection, url: &str, hash: UrlHash) -> rusqlite::Result<()> {
    let last: Option<i64> = connection.query_row(
        "SELECT max(seq) FROM done WHERE url = ?1 AND status IN ('article', 'revised')",
        [url],
        |row| row.get(0),
    )?;
    connection.execute(
        "UPDATE watched SET due = 0, seq = ?2, answered = NULL, etag = NULL, last_modified = NULL, digest = NULL,
                            archived = NULL WHERE hash = ?1",
        params![hash.as_bytes(), last],
    )?;
    if let Some(last) = last {
        connection.execute(
            "INSERT OR IGNORE INTO stored (hash, seq) VALUES (?1, ?2)",
            params![hash.as_bytes(), last],
        )?;
    }
    Ok(())
}

/// The last revision's number, once the visit is written down.
pub(super) fn revision(claim: &Claim, finish: &Finish<'_>, seq: Option<i64>) -> Option<i64> {
    let before = claim.revisit.as_ref().and_then(|revisit| revisit.seq);
    if matches!(finish.verdict, Verdict::Article | Verdict::Revised) { seq.or(before) } else { before }
}

/// Where the line of a finished article lies.
fn line(connection: &Connection, seq: i64) -> rusqlite::Result<(u64, u64)> {
    let mut query = connection.prepare_cached(
        "SELECT coalesce((SELECT articles_end FROM done WHERE seq < ?1 ORDER BY seq DESC LIMIT 1), 0), articles_end
         FROM done WHERE seq = ?1",
    )?;
    query.query_row([seq], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn done_published(connection: &Connection, seq: i64) -> rusqlite::Result<Option<crate::article::PageTime>> {
    let mut query = connection.prepare_cached("SELECT published FROM done WHERE seq = ?1")?;
    query.query_row([seq], |row| page_time(row, 0))
}

/// What a row says, in the order of the columns in [`claim`].
fn watched(row: &Row<'_>) -> rusqlite::Result<Watched> {
    let answered: Option<String> = row.get(9)?;
    let version = match answered {
        None => None,
        Some(answered) => Some(Version {
            validators: Validators {
                of: Url::parse(&answered).map_err(|error| misread(9, error))?,
                etag: row.get(10)?,
                last_modified: row.get(11)?,
            },
            digest: row.get::<_, [u8; 32]>(12).map(Digest::from_bytes).map_err(|error| misread(12, error))?,
            archived: row.get::<_, Option<i64>>(13)?.map(|_| timestamp(row, 13)).transpose()?,
        }),
    };
    Ok(Watched {
        ages: row.get(14)?,
        due: timestamp(row, 5)?,
        pause: Duration::from_millis(row.get(6)?),
        changed: timestamp(row, 7)?,
        checked: timestamp(row, 8)?,
        version,
    })
}
