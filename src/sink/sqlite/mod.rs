//! `SQLite`: tables `articles`, `blocks`, `quotes`, `attributions`, `speakers`, `no_articles`, and a full-text index.
//!
//! [`columns`] says which keys are columns. Records come back as they went in, see [`SqliteRecords`]. Offsets count code
//! points from 0, so that `substr(body, start + 1, end - start)` is what lies between them; the view `passages` does so.

mod cells;
mod read;

use std::path::Path;
use std::time::Duration;

use rusqlite::types::Value as Cell;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params_from_iter};
use serde_json::Value;

use super::columns::{self, ARTICLES, LISTS, NO_ARTICLES, Table, key, quoted, take_list};
use super::{Sink, SinkError};
use crate::outcome::Outcome;

pub use read::SqliteRecords;

/// Marks our files (`PRAGMA application_id`): the bytes `CpDk`.
const APPLICATION: i64 = 0x4370_446b;
/// The version of the tables (`PRAGMA user_version`).
const VERSION: i64 = 1;
/// How long a database that somebody else holds is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// How far the files are read that a database follows, see [`Follower`](super::Follower).
const FOLLOWED: &str =
    "CREATE TABLE IF NOT EXISTS followed (file TEXT PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID";
/// Records that become durable together.
const AT_ONCE: usize = 256;

/// Adds outcomes to a database.
///
/// A record whose page, revision and `id` are there already replaces that one, so that writing the same records again
/// changes nothing. Records become durable some hundred at a time; after a kill those written last may be missing, and
/// no other is there in part.
pub struct Sqlite {
    connection: Connection,
    target: String,
    waiting: Vec<Outcome>,
}

impl Sqlite {
    /// Opens or makes a database.
    pub fn open(path: &Path) -> Result<Self, SinkError> {
        let target = path.display().to_string();
        let wrong = |cause| SinkError::Sqlite { target: target.clone(), cause };
        let connection = Connection::open(path).map_err(wrong)?;
        match kind(&connection).map_err(wrong)? {
            FileKind::Empty => connection.execute_batch(&schema()).map_err(wrong)?,
            FileKind::Ours => {}
            FileKind::Newer => return Err(SinkError::Newer { target }),
            FileKind::Foreign => return Err(SinkError::Foreign { target }),
        }
        // Somebody may be reading.
        connection.busy_timeout(PATIENCE).map_err(wrong)?;
        // What is lost with the power is written again by the same command.
        connection.execute_batch("PRAGMA synchronous = NORMAL").map_err(wrong)?;
        Ok(Self { connection, target, waiting: Vec::new() })
    }

    fn flush(&mut self) -> Result<(), SinkError> {
        let wrong = |cause| SinkError::Sqlite { target: self.target.clone(), cause };
        let transaction = self.connection.transaction().map_err(wrong)?;
        add_all(&transaction, &self.waiting, &self.target)?;
        transaction.commit().map_err(wrong)?;
        self.waiting.clear();
        Ok(())
    }

    /// Adds records of a file, and that it was read up to that byte, both or neither.
    pub(super) fn follow(&mut self, file: &str, records: &[Outcome], bytes: u64) -> Result<(), SinkError> {
        let wrong = |cause| SinkError::Sqlite { target: self.target.clone(), cause };
        let transaction = self.connection.transaction().map_err(wrong)?;
        add_all(&transaction, records, &self.target)?;
        let mark = "INSERT INTO followed (file, bytes) VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes";
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        transaction.execute(FOLLOWED, []).map_err(wrong)?;
        transaction.execute(mark, rusqlite::params![file, bytes]).map_err(wrong)?;
        transaction.commit().map_err(wrong)
    }

    /// Up to which byte a file was read.
    pub(super) fn followed(&self, file: &str) -> Result<u64, SinkError> {
        let wrong = |cause| SinkError::Sqlite { target: self.target.clone(), cause };
        self.connection.execute(FOLLOWED, []).map_err(wrong)?;
        let bytes = "SELECT bytes FROM followed WHERE file = ?";
        let bytes = self.connection.query_row(bytes, [file], |row| row.get::<_, i64>(0)).optional();
        Ok(bytes.map_err(wrong)?.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or_default())
    }
}

fn add_all(transaction: &Transaction<'_>, outcomes: &[Outcome], target: &str) -> Result<(), SinkError> {
    for outcome in outcomes {
        let record = columns::record(outcome)?;
        match outcome {
            Outcome::Article(_) => add_article(transaction, record),
            Outcome::NoArticle(_) => add(transaction, &NO_ARTICLES, record),
        }
        .map_err(|cause| SinkError::Sqlite { target: target.to_owned(), cause })?;
    }
    Ok(())
}

impl Sink for Sqlite {
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        self.waiting.push(outcome.clone());
        if self.waiting.len() >= AT_ONCE { self.flush() } else { Ok(()) }
    }

    fn finish(&mut self) -> Result<(), SinkError> {
        self.flush()
    }
}

/// What an existing file is.
enum FileKind {
    Empty,
    Ours,
    /// Ours, of a version not known here.
    Newer,
    Foreign,
}

fn kind(connection: &Connection) -> rusqlite::Result<FileKind> {
    let number = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, i64>(0));
    let things = number("SELECT count(*) FROM sqlite_schema");
    let things = match things {
        Err(rusqlite::Error::SqliteFailure(error, _)) if error.code == rusqlite::ErrorCode::NotADatabase => {
            return Ok(FileKind::Foreign);
        }
        things => things?,
    };
    Ok(match (things, number("PRAGMA application_id")?, number("PRAGMA user_version")?) {
        (0, _, _) => FileKind::Empty,
        (_, APPLICATION, VERSION) => FileKind::Ours,
        (_, APPLICATION, _) => FileKind::Newer,
        _ => FileKind::Foreign,
    })
}

/// The tables of a new database.
fn schema() -> String {
    let columns = |table: &Table| {
        let all: Vec<String> = table.columns.iter().map(cells::definition).collect();
        all.join(",\n  ")
    };
    let records = |table: &Table| {
        format!(
            "CREATE TABLE {} (\n  number INTEGER PRIMARY KEY,\n  \"key\" TEXT NOT NULL UNIQUE,\n  {},\n  \
             rest TEXT NOT NULL\n);\n",
            table.name,
            columns(table)
        )
    };
    let list = |table: &Table| {
        format!(
            "CREATE TABLE {} (\n  article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,\n  \
             n INTEGER NOT NULL,\n  {},\n  rest TEXT NOT NULL,\n  PRIMARY KEY (article, n)\n) WITHOUT ROWID;\n",
            table.name,
            columns(table)
        )
    };
    let lists: Vec<String> = LISTS.iter().map(list).collect();
    format!(
        "BEGIN;\n{}{}{}{}\nPRAGMA application_id = {APPLICATION};\nPRAGMA user_version = {VERSION};\nCOMMIT;",
        records(&ARTICLES),
        records(&NO_ARTICLES),
        lists.concat(),
        include_str!("search.sql")
    )
}

fn add_article(transaction: &Transaction<'_>, mut record: Value) -> rusqlite::Result<()> {
    let lists: Vec<Value> = LISTS.iter().map(|table| take_list(&mut record, table.name)).collect();
    add(transaction, &ARTICLES, record)?;
    let article = transaction.last_insert_rowid();
    for (table, list) in LISTS.iter().zip(lists) {
        let Value::Array(elements) = list else { continue };
        for (n, element) in (0_i64..).zip(elements) {
            insert(transaction, table, ["article", "n"], [article.into(), n.into()], element)?;
        }
    }
    Ok(())
}

/// Adds a record behind all others, in place of the one with its key.
fn add(transaction: &Transaction<'_>, table: &Table, record: Value) -> rusqlite::Result<()> {
    let key = key(&record);
    for table in [&ARTICLES, &NO_ARTICLES] {
        let old = format!("SELECT number FROM {} WHERE \"key\" = ?", table.name);
        let old: Option<i64> =
            transaction.prepare_cached(&old)?.query_row([&key], |row| row.get(0)).optional()?;
        let Some(old) = old else { continue };
        let lists = LISTS.iter().map(|list| (list.name, "article")).filter(|_| table.name == ARTICLES.name);
        for (name, column) in lists.chain([(table.name, "number")]) {
            transaction.prepare_cached(&format!("DELETE FROM {name} WHERE {column} = ?"))?.execute([old])?;
        }
    }
    let next = "SELECT 1 + max((SELECT coalesce(max(number), 0) FROM articles), \
                (SELECT coalesce(max(number), 0) FROM no_articles))";
    let number: i64 = transaction.prepare_cached(next)?.query_row([], |row| row.get(0))?;
    insert(transaction, table, ["number", "key"], [number.into(), key.into()], record)
}

fn insert(
    transaction: &Transaction<'_>,
    table: &Table,
    keys: [&str; 2],
    key: [Cell; 2],
    mut record: Value,
) -> rusqlite::Result<()> {
    let mut cells = Vec::from(key);
    cells.extend(table.columns.iter().map(|column| cells::take(column, &mut record)));
    cells.push(record.to_string().into());
    let names: Vec<String> =
        keys.into_iter().chain(table.columns.iter().map(|column| column.name)).map(quoted).collect();
    let places = vec!["?"; cells.len()].join(", ");
    let insert = format!("INSERT INTO {} ({}, rest) VALUES ({places})", table.name, names.join(", "));
    transaction.prepare_cached(&insert)?.execute(params_from_iter(cells))?;
    Ok(())
}
