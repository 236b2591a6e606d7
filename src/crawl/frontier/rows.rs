//! The statements, and what rows mean.

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Finish, Paced, Tally, UrlHash, UrlKind, Verdict};
use crate::archive::Position;
use crate::article::PageTime;
use crate::canonical::CanonicalUrl;
use crate::crawl::fingerprint::Fingerprint;
use crate::outcome::{NoArticleStatus, Reason};
use crate::sink::Lengths;

/// What is known of a finished URL besides what became of it.
pub(super) struct Entry<'a> {
    /// `None`: the text is no URL.
    pub host: Option<i64>,
    pub url: &'a str,
    pub depth: u32,
    pub published: Option<PageTime>,
    pub archive_end: Position,
}

/// A finished URL that is to be asked again.
pub(super) struct Lost {
    /// Whether it had been finished before, and what is lost is a later visit.
    pub revisit: bool,
    pub host: i64,
    pub url: CanonicalUrl,
    pub kind: UrlKind,
    pub depth: u32,
    pub published: Option<PageTime>,
}

/// The output files' lengths as of the last finished URL. A row that shortens them is an error: what lies beyond them
/// will be cut off.
pub(super) fn lengths(connection: &Connection) -> rusqlite::Result<Lengths> {
    let mut query =
        connection.prepare("SELECT articles_end, outcomes_end FROM done ORDER BY seq DESC LIMIT 2")?;
    let rows = query.query_map([], |row| Ok(Lengths { articles: row.get(0)?, outcomes: row.get(1)? }))?;
    let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter();
    let (last, before) = (rows.next().unwrap_or_default(), rows.next().unwrap_or_default());
    if last.articles < before.articles || last.outcomes < before.outcomes {
        return Err(misread(0, "the output's length shrinks"));
    }
    Ok(last)
}

/// The last finished URL whose lines and records lie within the lengths; 0 if there is none.
pub(super) fn last_within(
    connection: &Connection,
    lengths: Lengths,
    archive: Position,
) -> rusqlite::Result<i64> {
    connection.query_row(
        "SELECT coalesce(max(seq), 0) FROM done WHERE articles_end <= ?1 AND outcomes_end <= ?2
             AND (archive_file, archive_end) <= (?3, ?4)",
        params![lengths.articles, lengths.outcomes, archive.file, archive.length],
        |row| row.get(0),
    )
}

pub(super) fn done_after(connection: &Connection, seq: i64) -> rusqlite::Result<Vec<Lost>> {
    let mut query = connection.prepare(
        "SELECT host, url, kind, depth, published, status IN ('revised', 'revisited') FROM done
         WHERE seq > ?1 AND host IS NOT NULL ORDER BY seq",
    )?;
    let rows = query.query_map([seq], |row| {
        Ok(Lost {
            host: row.get(0)?,
            url: url(row, 1)?,
            kind: kind(row, 2)?,
            depth: row.get(3)?,
            published: page_time(row, 4)?,
            revisit: row.get(5)?,
        })
    })?;
    rows.collect()
}

/// Removes what is finished after `seq`, and what hangs on it.
pub(super) fn forget_after(connection: &Connection, seq: i64) -> rusqlite::Result<()> {
    let mut rejected = connection.prepare("SELECT url FROM done WHERE seq > ?1 AND host IS NULL")?;
    let rejected: Vec<String> = rejected.query_map([seq], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for text in rejected {
        let hash = UrlHash::of_text(&text);
        connection.execute("DELETE FROM seen WHERE hash = ?1", [hash.as_bytes()])?;
    }
    connection.execute("DELETE FROM stored WHERE seq > ?1", [seq])?;
    connection.execute("DELETE FROM print WHERE seq > ?1", [seq])?;
    connection.execute("DELETE FROM archived WHERE seq > ?1", [seq])?;
    connection.execute("DELETE FROM done WHERE seq > ?1", [seq])?;
    connection.execute("UPDATE count SET n = min(n, ?1) WHERE what = 'gone_over'", [seq])?;
    Ok(())
}

/// Counts everything there is, which takes time: the counts are kept from then on.
pub(super) fn count(connection: &Connection) -> rusqlite::Result<Tally> {
    let mut tally = Tally::default();
    let waiting =
        connection.query_row("SELECT count(*), coalesce(sum(priority < 0), 0) FROM waiting", [], |row| {
            Ok((row.get::<_, u64>(0)?, row.get(1)?))
        })?;
    tally.waiting_sources = waiting.1;
    tally.waiting = waiting.0.saturating_sub(waiting.1);
    let mut done = connection.prepare(
        "SELECT kind, status, reason, attempts > 0, count(*) FROM done GROUP BY kind, status, reason, attempts > 0",
    )?;
    let mut done = done.query([])?;
    while let Some(row) = done.next()? {
        tally.finish(verdict(row)?, row.get(3)?, row.get(4)?);
    }
    Ok(tally)
}

/// Whether the counts kept are those of what there is, and hosts are known of all that waits.
pub(super) fn agrees(connection: &Connection, kept: &Tally) -> rusqlite::Result<bool> {
    let mut strays = connection.prepare("SELECT 1 FROM waiting WHERE host NOT IN (SELECT id FROM host)")?;
    let counted = count(connection)?;
    let known = |tally: &Tally| Tally {
        no_article: tally
            .no_article
            .iter()
            .filter(|count| *count.1 > 0)
            .map(|(&reason, &n)| (reason, n))
            .collect(),
        ..tally.clone()
    };
    Ok(known(&counted) == known(kept) && !strays.exists([])?)
}

pub(super) fn insert_seed(connection: &Connection, seed: &CanonicalUrl) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO seed (url) VALUES (?1)")?;
    insert.execute([seed.as_str()]).map(drop)
}

pub(super) fn seeds(connection: &Connection) -> rusqlite::Result<Vec<CanonicalUrl>> {
    let mut query = connection.prepare("SELECT url FROM seed")?;
    query.query_map([], |row| url(row, 0))?.collect()
}

pub(super) fn announce(connection: &Connection, hash: UrlHash, published: PageTime) -> rusqlite::Result<()> {
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO announced (hash, published) VALUES (?1, ?2)")?;
    insert.execute(params![hash.as_bytes(), published.to_string()]).map(drop)
}

pub(super) fn published(connection: &Connection, hash: UrlHash) -> rusqlite::Result<Option<PageTime>> {
    let mut query = connection.prepare_cached("SELECT published FROM announced WHERE hash = ?1")?;
    Ok(query.query_row([hash.as_bytes()], |row| page_time(row, 0)).optional()?.flatten())
}

pub(super) fn insert_host(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.prepare_cached("INSERT INTO host (name) VALUES (?1)")?.insert([name])
}

pub(super) fn set_announced(connection: &Connection, host: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE host SET announced = 1 WHERE id = ?1")?.execute([host]).map(drop)
}

/// Counts a page that was asked for, for its host.
pub(super) fn count_fetched(connection: &Connection, host: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE host SET fetched = fetched + 1 WHERE id = ?1")?
        .execute([host])
        .map(drop)
}

/// Adds to what is known of a shape.
pub(super) fn count_shape(
    connection: &Connection,
    host: i64,
    shape: i64,
    fetched: bool,
    fruit: bool,
) -> rusqlite::Result<()> {
    let mut upsert = connection.prepare_cached(
        "INSERT INTO shape (host, shape, fetched, fruits) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET fetched = fetched + ?3, fruits = fruits + ?4",
    )?;
    upsert.execute(params![host, shape, fetched, fruit]).map(drop)
}

/// How many pages of the shape were fetched, and how many articles they gave or linked to.
pub(super) fn shape(connection: &Connection, host: i64, shape: i64) -> rusqlite::Result<(u64, u64)> {
    let mut query =
        connection.prepare_cached("SELECT fetched, fruits FROM shape WHERE host = ?1 AND shape = ?2")?;
    let row = query.query_row([host, shape], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(row.unwrap_or_default())
}

/// Notes how a host is paced, and what went wrong with it.
pub(super) fn note_host(
    connection: &Connection,
    host: i64,
    pace: Option<Paced>,
    error: Option<&str>,
) -> rusqlite::Result<()> {
    let mut update = connection.prepare_cached(
        "UPDATE host SET next_allowed = max(next_allowed, coalesce(?2, 0)), pause = coalesce(?3, pause),
             last_error = coalesce(?4, last_error) WHERE id = ?1",
    )?;
    let next_allowed = pace.map(|pace| pace.next_allowed.as_millisecond());
    let pause = pace.map(|pace| u64::try_from(pace.pause.as_millis()).unwrap_or(u64::MAX));
    update.execute(params![host, next_allowed, pause, error]).map(drop)
}

/// Notes that a host is to be left alone, and why.
pub(super) fn hold_host(
    connection: &Connection,
    host: i64,
    until: Timestamp,
    why: &str,
) -> rusqlite::Result<()> {
    let mut update = connection.prepare_cached(
        "UPDATE host SET next_allowed = max(next_allowed, ?2), last_error = ?3 WHERE id = ?1",
    )?;
    update.execute(params![host, until.as_millisecond(), why]).map(drop)
}

pub(super) fn insert_done(
    connection: &Connection,
    entry: &Entry<'_>,
    finish: &Finish<'_>,
) -> rusqlite::Result<i64> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO done (host, url, kind, depth, status, reason, attempts, articles_end, outcomes_end,
                           published, archive_file, archive_end)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    let (status, reason) = words(finish.verdict);
    insert.insert(params![
        entry.host,
        entry.url,
        kind_number(finish.kind),
        entry.depth,
        status,
        reason,
        finish.attempts,
        finish.lengths.articles,
        finish.lengths.outcomes,
        entry.published.map(|published| published.to_string()),
        entry.archive_end.file,
        entry.archive_end.length
    ])
}

pub(super) fn insert_stored(connection: &Connection, hash: UrlHash, seq: i64) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO stored (hash, seq) VALUES (?1, ?2)")?;
    insert.execute(params![hash.as_bytes(), seq]).map(drop)
}

/// Notes the latest revision of an article.
pub(super) fn replace_stored(connection: &Connection, hash: UrlHash, seq: i64) -> rusqlite::Result<()> {
    let mut insert =
        connection.prepare_cached("INSERT OR REPLACE INTO stored (hash, seq) VALUES (?1, ?2)")?;
    insert.execute(params![hash.as_bytes(), seq]).map(drop)
}

pub(super) fn stored_as(connection: &Connection, hash: UrlHash) -> rusqlite::Result<Option<String>> {
    // A join would be planned anew for every hash.
    let mut query = connection.prepare_cached("SELECT seq FROM stored WHERE hash = ?1")?;
    let seq: Option<i64> = query.query_row([hash.as_bytes()], |row| row.get(0)).optional()?;
    seq.map_or(Ok(None), |seq| done_url(connection, seq))
}

/// The URL of a finished page.
fn done_url(connection: &Connection, seq: i64) -> rusqlite::Result<Option<String>> {
    let mut query = connection.prepare_cached("SELECT url FROM done WHERE seq = ?1")?;
    query.query_row([seq], |row| row.get(0)).optional()
}

pub(super) fn insert_print(connection: &Connection, print: Fingerprint, seq: i64) -> rusqlite::Result<()> {
    let mut insert =
        connection.prepare_cached("INSERT INTO print (quarter, bits, seq) VALUES (?1, ?2, ?3)")?;
    for quarter in print.quarters() {
        insert.execute(params![quarter, print.bits(), seq])?;
    }
    Ok(())
}

/// Every fingerprint there is.
pub(super) fn each_print(connection: &Connection, mut tell: impl FnMut(Fingerprint)) -> rusqlite::Result<()> {
    // Each is there under four quarters, of which these are the first.
    let mut query = connection.prepare("SELECT bits FROM print WHERE quarter < 65536")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        tell(Fingerprint::from_bits(row.get(0)?));
    }
    Ok(())
}

/// The URL of the first article stored whose body is nearly the same.
pub(super) fn printed_as(connection: &Connection, print: Fingerprint) -> rusqlite::Result<Option<String>> {
    let mut query = connection.prepare_cached("SELECT bits, seq FROM print WHERE quarter = ?1")?;
    let mut first: Option<i64> = None;
    for quarter in print.near_quarters() {
        let mut rows = query.query([quarter])?;
        while let Some(row) = rows.next()? {
            let seq: i64 = row.get(1)?;
            let is_earlier = first.is_none_or(|first| seq < first);
            if is_earlier && print.is_near(Fingerprint::from_bits(row.get(0)?)) {
                first = Some(seq);
            }
        }
    }
    first.map_or(Ok(None), |seq| done_url(connection, seq))
}

pub(super) fn timestamp(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(row.get(column)?).map_err(|error| misread(column, error))
}

pub(super) fn page_time(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<PageTime>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(|error| misread(column, error))).transpose()
}

pub(super) fn url(row: &Row<'_>, column: usize) -> rusqlite::Result<CanonicalUrl> {
    let text = row.get_ref(column)?.as_str()?;
    CanonicalUrl::parse(text).map_err(|error| misread(column, error))
}

pub(super) fn kind(row: &Row<'_>, column: usize) -> rusqlite::Result<UrlKind> {
    match row.get(column)? {
        0 => Ok(UrlKind::Page),
        1 => Ok(UrlKind::Feed),
        2 => Ok(UrlKind::Sitemap),
        other => Err(misread(column, format!("{other} is no kind of URL"))),
    }
}

pub(super) fn kind_number(kind: UrlKind) -> i64 {
    match kind {
        UrlKind::Page => 0,
        UrlKind::Feed => 1,
        UrlKind::Sitemap => 2,
    }
}

/// The `status` and `reason` of a row of `done`.
pub(super) fn words(verdict: Verdict) -> (&'static str, Option<&'static str>) {
    match verdict {
        Verdict::Article => ("article", None),
        Verdict::NoArticle(NoArticleStatus::Skipped, reason) => ("skipped", Some(reason.as_str())),
        Verdict::NoArticle(NoArticleStatus::Failed, reason) => ("failed", Some(reason.as_str())),
        Verdict::SourceRead => ("read", None),
        Verdict::SourceFailed => ("unread", None),
        Verdict::Revised => ("revised", None),
        Verdict::Revisited => ("revisited", None),
    }
}

/// The verdict in the columns `kind, status, reason`.
fn verdict(row: &Row<'_>) -> rusqlite::Result<Verdict> {
    let (status, reason): (String, Option<String>) = (row.get(1)?, row.get(2)?);
    verdict_of(&status, reason.as_deref().unwrap_or_default()).map_err(|error| misread(1, error))
}

/// The verdict that was stored as these words.
pub(super) fn verdict_of(status: &str, reason: &str) -> Result<Verdict, String> {
    let known = || {
        let known = Reason::ALL.iter().find(|known| known.as_str() == reason);
        known.copied().ok_or_else(|| format!("`{reason}` is no reason"))
    };
    Ok(match status {
        "article" => Verdict::Article,
        "skipped" => Verdict::NoArticle(NoArticleStatus::Skipped, known()?),
        "failed" => Verdict::NoArticle(NoArticleStatus::Failed, known()?),
        "read" => Verdict::SourceRead,
        "unread" => Verdict::SourceFailed,
        "revised" => Verdict::Revised,
        "revisited" => Verdict::Revisited,
        other => return Err(format!("`{other}` is no status")),
    })
}

/// What the file says cannot be.
pub(super) fn misread(
    column: usize,
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
}
