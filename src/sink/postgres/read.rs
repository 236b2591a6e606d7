//! The records of a database, as they went in.

use std::collections::{HashMap, VecDeque};

use postgres::Row;
use serde_json::{Number, Value};

use super::{Session, tables};
use crate::database::Address;
use crate::outcome::Outcome;
use crate::sink::SinkError;
use crate::sink::columns::{ARTICLES, Column, Kind, LISTS, NO_ARTICLES, Table, quoted};

/// Records that are asked for together.
const AT_ONCE: i64 = 32;

/// A few records at a time are read by their numbers, and whoever takes them may take their time.
const SETTINGS: &str = "SET enable_seqscan = off; SET idle_in_transaction_session_timeout = 0";

/// Reads a database in the order its records were written: those that were there when it began.
pub struct PostgresRecords {
    session: Session,
    /// Number of the record read last.
    last: i64,
    read: VecDeque<Outcome>,
    ended: bool,
}

impl PostgresRecords {
    /// Opens a database that [`Postgres`](super::Postgres) wrote.
    pub fn open(address: &Address) -> Result<Self, SinkError> {
        let mut session = Session::new(address.clone(), SETTINGS);
        if !tables::find(&mut session)? {
            return Err(SinkError::NoTables { target: address.to_string() });
        }
        session.take_snapshot()?;
        Ok(Self { session, last: 0, read: VecDeque::new(), ended: false })
    }

    fn next_record(&mut self) -> Result<Option<Outcome>, SinkError> {
        if self.read.is_empty() {
            self.read_on()?;
        }
        Ok(self.read.pop_front())
    }

    /// Reads the next records.
    fn read_on(&mut self) -> Result<(), SinkError> {
        const NEXT: &str = "SELECT number FROM articles WHERE number > $1
            UNION ALL SELECT number FROM no_articles WHERE number > $1 ORDER BY 1 LIMIT $2";
        let numbers = self.session.read(NEXT, &[&self.last, &AT_ONCE])?;
        let Some(end) = numbers.last() else { return Ok(()) };
        let end: i64 = end.try_get(0).map_err(|error| self.session.damaged(error.to_string()))?;
        let mut records: HashMap<i64, Value> =
            self.rows(&ARTICLES, ["number", "number"], end)?.into_iter().collect();
        for list in LISTS {
            let mut elements: HashMap<i64, Vec<Value>> = HashMap::new();
            for (article, element) in self.rows(list, ["article", "n"], end)? {
                elements.entry(article).or_default().push(element);
            }
            for (number, article) in &mut records {
                if let Some(article) = article.as_object_mut() {
                    let elements = elements.remove(number).unwrap_or_default();
                    article.insert(list.name.to_owned(), elements.into());
                }
            }
        }
        records.extend(self.rows(&NO_ARTICLES, ["number", "number"], end)?);
        let mut records: Vec<(i64, Value)> = records.into_iter().collect();
        records.sort_by_key(|(number, _)| *number);
        for (_, record) in records {
            self.read.push_back(serde_json::from_value(record)?);
        }
        self.last = end;
        Ok(())
    }

    /// The rows of a table up to that record, each with its number, in order.
    fn rows(
        &mut self,
        table: &Table,
        [number, order]: [&str; 2],
        end: i64,
    ) -> Result<Vec<(i64, Value)>, SinkError> {
        let columns: Vec<String> = table.columns.iter().map(selected).collect();
        let select = format!(
            "SELECT {number}, coalesce(exact, rest::text), exact IS NOT NULL, {} FROM {} \
             WHERE {number} > $1 AND {number} <= $2 ORDER BY {number}, {order}",
            columns.join(", "),
            table.name
        );
        let rows = self.session.read(&select, &[&self.last, &end])?;
        let read = |row: &Row| -> Result<(i64, Value), Box<dyn std::error::Error>> {
            let mut record = serde_json::from_str(row.try_get(1)?)?;
            let is_whole: bool = row.try_get(2)?;
            for (at, column) in (3..).zip(table.columns).filter(|_| !is_whole) {
                column.put(&mut record, cell(row, at, column)?);
            }
            Ok((row.try_get(0)?, record))
        };
        let rows: Result<_, _> = rows.iter().map(read).collect();
        rows.map_err(|error| self.session.damaged(format!("table {}: {error}", table.name)))
    }
}

fn selected(column: &Column) -> String {
    let name = quoted(column.name);
    if column.kind == Kind::List { format!("{name}::text") } else { name }
}

fn cell(row: &Row, at: usize, column: &Column) -> Result<Value, Box<dyn std::error::Error>> {
    let value = match column.kind {
        Kind::Text | Kind::Any => row.try_get::<_, Option<String>>(at)?.map(Value::String),
        Kind::Integer => row.try_get::<_, Option<i64>>(at)?.map(Value::from),
        Kind::Real => row.try_get::<_, Option<f64>>(at)?.and_then(Number::from_f64).map(Value::Number),
        Kind::Flag => row.try_get::<_, Option<bool>>(at)?.map(Value::Bool),
        Kind::List => row.try_get::<_, Option<&str>>(at)?.map(serde_json::from_str).transpose()?,
    };
    Ok(value.unwrap_or_default())
}

impl Iterator for PostgresRecords {
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
