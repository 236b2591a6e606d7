//! The records of a database, as they went in.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use super::{FileKind, cells, kind};
use crate::outcome::Outcome;
use crate::sink::SinkError;
use crate::sink::columns::{ARTICLES, LISTS, NO_ARTICLES, Table, quoted};

/// Reads a database record by record, in the order they were written.
pub struct SqliteRecords {
    connection: Connection,
    target: String,
    /// Number of the record read last.
    last: i64,
    ended: bool,
}

impl SqliteRecords {
    /// Opens a database that [`Sqlite`](super::Sqlite) wrote.
    pub fn open(path: &Path) -> Result<Self, SinkError> {
        let target = path.display().to_string();
        let wrong = |cause| SinkError::Sqlite { target: target.clone(), cause };
        let connection =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(wrong)?;
        match kind(&connection).map_err(wrong)? {
            FileKind::Ours => Ok(Self { connection, target, last: 0, ended: false }),
            FileKind::Newer => Err(SinkError::Newer { target }),
            FileKind::Empty | FileKind::Foreign => Err(SinkError::Foreign { target }),
        }
    }

    fn next_record(&mut self) -> Result<Option<Outcome>, SinkError> {
        let wrong = |cause| SinkError::Sqlite { target: self.target.clone(), cause };
        let mut nearest: Option<(i64, &Table)> = None;
        for table in [&ARTICLES, &NO_ARTICLES] {
            let next = format!("SELECT min(number) FROM {} WHERE number > ?", table.name);
            let next: Option<i64> = self
                .connection
                .prepare_cached(&next)
                .and_then(|mut next| next.query_row([self.last], |row| row.get(0)))
                .map_err(wrong)?;
            nearest = nearest.into_iter().chain(next.map(|next| (next, table))).min_by_key(|(next, _)| *next);
        }
        let Some((number, table)) = nearest else { return Ok(None) };
        self.last = number;
        let mut record = self.rows(table, "number", number)?.pop().unwrap_or_default();
        if table.name == ARTICLES.name {
            for list in LISTS {
                let elements = self.rows(list, "article", number)?;
                if let Some(record) = record.as_object_mut() {
                    record.insert(list.name.to_owned(), elements.into());
                }
            }
        }
        Ok(Some(serde_json::from_value(record)?))
    }

    /// The rows of a table that belong to an article, in order.
    fn rows(&self, table: &Table, key: &str, number: i64) -> Result<Vec<Value>, SinkError> {
        let wrong = |cause| SinkError::Sqlite { target: self.target.clone(), cause };
        let names: Vec<String> = table.columns.iter().map(|column| quoted(column.name)).collect();
        let order = if key == "article" { " ORDER BY n" } else { "" };
        let select = format!("SELECT rest, {} FROM {} WHERE {key} = ?{order}", names.join(", "), table.name);
        let mut select = self.connection.prepare_cached(&select).map_err(wrong)?;
        let mut rows = select.query([number]).map_err(wrong)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(wrong)? {
            let rest: String = row.get(0).map_err(wrong)?;
            let mut record = serde_json::from_str(&rest)?;
            for (at, column) in (1..).zip(table.columns) {
                cells::put(column, &mut record, row.get_ref(at).map_err(wrong)?)?;
            }
            found.push(record);
        }
        Ok(found)
    }
}

impl Iterator for SqliteRecords {
    type Item = Result<Outcome, SinkError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.next_record().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}
