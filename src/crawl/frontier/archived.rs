//! How far the archive reaches, and which bodies it has: the statements.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::rows::{misread, timestamp};
use crate::archive::{Digest, Original, Position};

/// How far the archive reaches with the last finished URL.
pub(super) fn end(connection: &Connection) -> rusqlite::Result<Position> {
    let mut query =
        connection.prepare("SELECT archive_file, archive_end FROM done ORDER BY seq DESC LIMIT 2")?;
    let rows = query.query_map([], |row| Ok(Position { file: row.get(0)?, length: row.get(1)? }))?;
    let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter();
    let (last, before) = (rows.next().unwrap_or_default(), rows.next().unwrap_or_default());
    if last < before {
        return Err(misread(0, "the archive's length shrinks"));
    }
    Ok(last)
}

/// Notes a body that is in the archive now.
pub(super) fn insert(
    connection: &Connection,
    body: &Digest,
    original: &Original,
    seq: i64,
) -> rusqlite::Result<()> {
    let mut insert = connection
        .prepare_cached("INSERT OR IGNORE INTO archived (digest, url, at, seq) VALUES (?1, ?2, ?3, ?4)")?;
    let at = original.at.as_millisecond();
    insert.execute(params![body.as_bytes(), original.url, at, seq]).map(drop)
}

/// Where the archive has a body.
pub(super) fn find(connection: &Connection, body: &Digest) -> rusqlite::Result<Option<Original>> {
    let mut query = connection.prepare_cached("SELECT url, at FROM archived WHERE digest = ?1")?;
    let original = |row: &rusqlite::Row<'_>| Ok(Original { url: row.get(0)?, at: timestamp(row, 1)? });
    query.query_row([body.as_bytes()], original).optional()
}
