//! Records as rows, in the text format of `COPY`.
//!
//! PostgreSQL has no text with a NUL character in it. Its columns have U+FFFD there, so that offsets stay right and everything
//! can be searched; and the row's own part of the record stands as JSON in the column `exact`, from which it is read.

use std::collections::HashMap;
use std::fmt::Write as _;

use postgres::error::SqlState;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Stop;
use crate::database::Work;
use crate::outcome::Outcome;
use crate::sink::columns::{self, ARTICLES, Column, Kind, LISTS, NO_ARTICLES, Table, key, quoted, take_list};

/// What there is in place of nothing.
const NULL: &str = "\\N";

/// Records that are written together.
#[derive(Default)]
pub struct Batch {
    records: Vec<Record>,
    bytes: usize,
}

/// One record's rows, without the first cell, its number.
struct Record {
    /// A hash, since an index has no room for texts of any length.
    key: Vec<u8>,
    table: &'static Table,
    row: String,
    /// The rows of each of [`LISTS`].
    lists: Vec<Vec<String>>,
}

impl Batch {
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// How much there is to write.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn add(&mut self, outcome: &Outcome) -> Result<(), serde_json::Error> {
        let mut record = columns::record(outcome)?;
        let key = Sha256::digest(key(&record)).to_vec();
        let (table, lists) = match outcome {
            Outcome::Article(_) => (&ARTICLES, LISTS),
            Outcome::NoArticle(_) => (&NO_ARTICLES, &[][..]),
        };
        let rows_of = |(list, elements)| match elements {
            Value::Array(elements) => {
                (0_usize..).zip(elements).map(|(n, element)| row(list, &n.to_string(), element)).collect()
            }
            _ => Vec::new(),
        };
        let lists: Vec<Vec<String>> =
            lists.iter().map(|list| (list, take_list(&mut record, list.name))).map(rows_of).collect();
        let row = row(table, &bytea(&key), record);
        self.bytes += row.len() + lists.iter().flatten().map(String::len).sum::<usize>();
        self.records.push(Record { key, table, row, lists });
        Ok(())
    }

    /// Adds the records behind all others, in place of those with their keys.
    pub fn put(&self, work: &mut Work<'_>) -> Result<(), Stop> {
        // Of records with the same key the last one counts.
        let last: HashMap<&[u8], usize> = (0..).zip(&self.records).map(|(n, r)| (&*r.key, n)).collect();
        let records = (0..).zip(&self.records).filter(|(n, record)| last.get(&*record.key) == Some(n));
        let records: Vec<&Record> = records.map(|(_, record)| record).collect();
        let keys: Vec<&[u8]> = records.iter().map(|record| &*record.key).collect();
        for table in [&ARTICLES, &NO_ARTICLES] {
            work.execute(&format!("DELETE FROM {} WHERE \"key\" = ANY($1)", table.name), &[&keys])?;
        }
        let count = i64::try_from(records.len()).unwrap_or(i64::MAX);
        let numbers = "SELECT nextval('record_numbers') FROM generate_series(1, $1::bigint)";
        let numbers = work.query(numbers, &[&count])?;
        let numbers: Vec<i64> =
            numbers.iter().map(|row| row.try_get(0)).collect::<Result<_, postgres::Error>>()?;
        let numbered = || numbers.iter().zip(&records);
        for table in [&ARTICLES, &NO_ARTICLES] {
            let rows = numbered().filter(|(_, record)| record.table.name == table.name);
            copy(work, table, ["number", "key"], rows.map(|(number, record)| (*number, &record.row)))?;
        }
        for (at, list) in LISTS.iter().enumerate() {
            let rows = numbered().flat_map(|(number, record)| {
                record.lists.get(at).into_iter().flatten().map(move |row| (*number, row))
            });
            copy(work, list, ["article", "n"], rows)?;
        }
        Ok(())
    }
}

/// Adds rows to a table, each behind its number.
fn copy<'a>(
    work: &mut Work<'_>,
    table: &Table,
    keys: [&str; 2],
    numbered: impl Iterator<Item = (i64, &'a String)>,
) -> Result<(), Stop> {
    let mut rows = String::new();
    for (number, row) in numbered {
        let _ = write!(rows, "{number}\t{row}");
    }
    if rows.is_empty() {
        return Ok(());
    }
    let names: Vec<String> =
        keys.into_iter().chain(table.columns.iter().map(|column| column.name)).map(quoted).collect();
    let copy = format!("COPY {} ({}, rest, exact) FROM STDIN", table.name, names.join(", "));
    work.copy(&copy, rows.as_bytes()).map_err(|error| match error.code() {
        // Somebody else added the same record since we looked.
        Some(&SqlState::UNIQUE_VIOLATION) => Stop::Crossed(error),
        _ => Stop::Sql(error),
    })
}

/// A row without its number, with the end of its line.
fn row(table: &Table, key: &str, mut record: Value) -> String {
    let exact = (!is_storable(&record)).then(|| record.to_string());
    if exact.is_some() {
        leave_out_nul(&mut record);
    }
    let mut row = key.to_owned();
    for column in table.columns {
        row.push('\t');
        add_cell(&mut row, column, &mut record);
    }
    row.push('\t');
    add_text(&mut row, &record.to_string());
    row.push('\t');
    match exact {
        Some(exact) => add_text(&mut row, &exact),
        None => row.push_str(NULL),
    }
    row.push('\n');
    row
}

/// Adds a column's value and takes it out of the record, where it stays if the column does not have it all.
fn add_cell(row: &mut String, column: &Column, record: &mut Value) {
    let value = column.take(record);
    match (column.kind, &value) {
        (Kind::Text | Kind::Any, Value::String(text)) => add_text(row, text),
        (Kind::Integer, Value::Number(number)) if number.is_i64() => row.push_str(&number.to_string()),
        (Kind::Real, Value::Number(number)) => row.push_str(&number.to_string()),
        (Kind::Flag, Value::Bool(flag)) => row.push(if *flag { 't' } else { 'f' }),
        (Kind::List, list @ Value::Array(_)) => add_text(row, &list.to_string()),
        (_, Value::Null) => row.push_str(NULL),
        (kind, _) => {
            if let (Kind::Any, Value::Number(number)) = (kind, &value) {
                row.push_str(&number.to_string());
            } else {
                row.push_str(NULL);
            }
            column.put(record, value);
        }
    }
}

fn add_text(row: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\\' => row.push_str("\\\\"),
            '\n' => row.push_str("\\n"),
            '\r' => row.push_str("\\r"),
            '\t' => row.push_str("\\t"),
            c => row.push(c),
        }
    }
}

/// Bytes in hexadecimal digits, as a cell.
fn bytea(bytes: &[u8]) -> String {
    bytes.iter().fold("\\\\x".to_owned(), |mut cell, byte| {
        let _ = write!(cell, "{byte:02x}");
        cell
    })
}

/// Whether PostgreSQL gives a value back as it is: not where there is a NUL character, and -0.0 is a number without sign there.
fn is_storable(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.contains('\0'),
        Value::Number(number) => {
            number.as_f64().is_none_or(|number| number != 0.0 || number.is_sign_positive())
        }
        Value::Array(values) => values.iter().all(is_storable),
        Value::Object(values) => values.iter().all(|(key, value)| !key.contains('\0') && is_storable(value)),
        Value::Null | Value::Bool(_) => true,
    }
}

/// Puts U+FFFD in place of every NUL character.
fn leave_out_nul(value: &mut Value) {
    let without = |text: &str| text.replace('\0', "\u{fffd}");
    match value {
        Value::String(text) => *text = without(text),
        Value::Array(values) => values.iter_mut().for_each(leave_out_nul),
        Value::Object(values) => {
            let old = std::mem::take(values);
            values.extend(old.into_iter().map(|(key, mut value)| {
                leave_out_nul(&mut value);
                (without(&key), value)
            }));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
