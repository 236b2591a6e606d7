//! How values pass between JSON and `SQLite`.

use rusqlite::types::{Value as Cell, ValueRef};
use serde_json::{Number, Value};

use crate::sink::columns::{Column, Kind, quoted};

/// The column in a table's definition.
pub fn definition(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Text | Kind::List => "TEXT",
        Kind::Integer | Kind::Flag => "INTEGER",
        Kind::Real => "REAL",
        // Whatever is put there stays as it is.
        Kind::Any => "",
    };
    format!("{} {kind}", quoted(column.name)).trim_end().to_owned()
}

/// Takes a column's value out of a record.
pub fn take(column: &Column, record: &mut Value) -> Cell {
    match column.take(record) {
        Value::Null => Cell::Null,
        Value::Bool(flag) => Cell::Integer(flag.into()),
        Value::String(text) => Cell::Text(text),
        Value::Number(number) => match (column.kind, number.as_i64()) {
            (Kind::Real, _) | (_, None) => number.as_f64().map_or(Cell::Null, Cell::Real),
            (_, Some(number)) => Cell::Integer(number),
        },
        list @ (Value::Array(_) | Value::Object(_)) => Cell::Text(list.to_string()),
    }
}

/// Puts a value back where [`take`] found it.
pub fn put(column: &Column, record: &mut Value, cell: ValueRef<'_>) -> Result<(), serde_json::Error> {
    let value = match cell {
        ValueRef::Integer(number) if column.kind == Kind::Flag => Value::Bool(number != 0),
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        ValueRef::Text(bytes) if column.kind == Kind::List => serde_json::from_slice(bytes)?,
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into(),
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
    };
    column.put(record, value);
    Ok(())
}
