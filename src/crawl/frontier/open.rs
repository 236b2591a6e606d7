//! Opening the state file: whose it is, which version, whether it can be read at all.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{FrontierError, StateFault, Tally, rows, upgrade};

/// Marks a file as ours (`PRAGMA application_id`): the letters `CpyD`.
const APPLICATION_ID: i64 = 0x4370_7944;

/// The version of the tables (`PRAGMA user_version`).
const VERSION: i64 = 7;

const SCHEMA: &str = include_str!("schema.sql");

/// What makes each version's tables those of the next, oldest first.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("schema_1_to_2.sql")),
    (2, include_str!("schema_2_to_3.sql")),
    (3, include_str!("schema_3_to_4.sql")),
    (4, include_str!("schema_4_to_5.sql")),
    (5, include_str!("schema_5_to_6.sql")),
    (6, include_str!("schema_6_to_7.sql")),
];

/// How long to wait for another reader of the file, such as the `sqlite3` shell.
const PATIENCE: Duration = Duration::from_secs(5);

/// The largest file that is gone over when it is opened, in bytes: about half a second's worth.
const INSPECTED: u64 = 64 << 20;

/// Memory for pages of the file, in kilobytes: enough for the upper levels of trees of ten million rows.
const CACHE: i64 = 64 << 10;

/// After so many pages in the write-ahead log they are copied into the file: pages written again and again, such as the
/// counts, are copied once then.
const CHECKPOINT: i64 = 4_096;

/// An open state file, and whether it was made just now.
pub(super) struct Opened {
    pub connection: Connection,
    pub is_new: bool,
}

/// Opens the file, or makes it; refuses what is not ours or newer than we are.
pub(super) fn open(path: &Path) -> Result<Opened, FrontierError> {
    // A hot journal or WAL is rolled back or replayed here, before anything is trusted.
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags).map_err(|error| classify(path, error))?;
    let mut connection = opened;
    let identity = identify(&connection).map_err(|error| classify(path, error))?;
    let is_new = identity == Identity { application: 0, version: 0, tables: 0 };
    if !is_new {
        check(path, &identity)?;
        inspect(path, &connection)?;
    }
    prepare(&mut connection, identity.version).map_err(|error| classify(path, error))?;
    compare(path, &connection)?;
    Ok(Opened { connection, is_new })
}

/// Opens the file to look at only, which may be done while a crawl is at work on it.
pub(super) fn look(path: &Path) -> Result<Connection, FrontierError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| classify(path, error))?;
    let identity = identify(&connection).map_err(|error| classify(path, error))?;
    check(path, &identity)?;
    if identity.version < VERSION {
        return Err(FrontierError::Older { path: path.to_owned() });
    }
    connection.busy_timeout(PATIENCE).map_err(|error| classify(path, error))?;
    Ok(connection)
}

#[derive(PartialEq, Eq)]
struct Identity {
    application: i64,
    version: i64,
    tables: i64,
}

fn identify(connection: &Connection) -> rusqlite::Result<Identity> {
    Ok(Identity {
        application: connection.pragma_query_value(None, "application_id", |row| row.get(0))?,
        version: connection.pragma_query_value(None, "user_version", |row| row.get(0))?,
        tables: connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?,
    })
}

fn check(path: &Path, identity: &Identity) -> Result<(), FrontierError> {
    if identity.application != APPLICATION_ID {
        return Err(FrontierError::Foreign { path: path.to_owned() });
    }
    if identity.version > VERSION {
        let found = identity.version;
        return Err(FrontierError::Newer { path: path.to_owned(), found, known: VERSION });
    }
    Ok(())
}

/// Goes over the whole file, where that takes no time to speak of: what SQLite notices by itself later, in the middle
/// of a crawl, or not at all, such as keys that are out of order, is better said before anything is written.
fn inspect(path: &Path, connection: &Connection) -> Result<(), FrontierError> {
    if !is_small(path) {
        return Ok(());
    }
    let found: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| classify(path, error))?;
    if found == "ok" {
        return Ok(());
    }
    Err(FrontierError::Damaged { path: path.to_owned(), cause: StateFault::new(found) })
}

/// Whether the counts are those of what there is, and all that waits does so for a host that exists, as far as that can be
/// told in no time to speak of.
fn compare(path: &Path, connection: &Connection) -> Result<(), FrontierError> {
    if !is_small(path) {
        return Ok(());
    }
    let agree = || rows::agrees(connection, &Tally::load(connection)?);
    if agree().map_err(|error| classify(path, error))? {
        return Ok(());
    }
    let cause = StateFault::new("its counts are not those of its rows");
    Err(FrontierError::Damaged { path: path.to_owned(), cause })
}

fn is_small(path: &Path) -> bool {
    path.metadata().map_or(0, |file| file.len()) <= INSPECTED
}

/// Makes the tables, or brings those of an older version up to ours; `version` 0 has none yet.
fn prepare(connection: &mut Connection, version: i64) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    if version < VERSION {
        // Until the tables are on disk for good, a later power loss could leave output without state.
        connection.pragma_update(None, "synchronous", "FULL")?;
        let transaction = connection.transaction()?;
        if version == 0 {
            transaction.execute_batch(SCHEMA)?;
        }
        for (_, migration) in MIGRATIONS.iter().filter(|(from, _)| version > 0 && *from >= version) {
            transaction.execute_batch(migration)?;
        }
        if (1..5).contains(&version) {
            upgrade::from_4_to_5(&transaction)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
        transaction.commit()?;
    }
    // In WAL mode this loses no committed transaction to a kill; after a power cut the last ones may be missing,
    // which is what the lengths in `done` are compared with the files for.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(())
}

/// Names the trouble with the state file.
pub(super) fn classify(path: &Path, error: rusqlite::Error) -> FrontierError {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => FrontierError::Foreign { path },
        // Our statements are right for the tables we make, so where one is refused the tables are no longer those.
        // Without a code, the error is not SQLite's: a value has another type or range than we write.
        Some(
            ErrorCode::DatabaseCorrupt
            | ErrorCode::Unknown
            | ErrorCode::ConstraintViolation
            | ErrorCode::TypeMismatch,
        )
        | None => FrontierError::Damaged { path, cause: error.into() },
        Some(_) => FrontierError::Sqlite { path, cause: error.into() },
    }
}
