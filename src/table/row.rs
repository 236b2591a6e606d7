//! Rows → records. Columns are known by their names and taken in every form that other programs may have given them: a text of
//! 32-bit or of 64-bit offsets, a number of any width.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, RecordBatch, StructArray};
use arrow_schema::{DataType, Fields, Schema};
use serde::de::Error as _;
use serde_json::{Map, Number, Value};

use super::schema::ID_NUMBER;
use crate::outcome::Outcome;

/// Whether rows of such columns can be records at all.
#[must_use]
pub fn holds_outcomes(schema: &Schema) -> bool {
    ["status", "url"].iter().all(|name| schema.column_with_name(name).is_some())
}

/// The record of one row. The error is a column of a type that no record has, or what a record of such a `status` lacks.
pub fn outcome(batch: &RecordBatch, row: usize) -> Result<Outcome, serde_json::Error> {
    let mut record = object(batch.schema_ref().fields(), batch.columns(), row)?;
    match record.remove(ID_NUMBER) {
        Some(Value::Null) | None => {}
        Some(id) => drop(record.insert("id".to_owned(), id)),
    }
    let record = Value::Object(record);
    // By what its `status` says it is, so that the error is of that kind.
    if record.get("status").is_some_and(|status| status == "article") {
        serde_json::from_value(record).map(|article| Outcome::Article(Box::new(article)))
    } else {
        serde_json::from_value(record).map(Outcome::NoArticle)
    }
}

fn object(
    fields: &Fields,
    columns: &[ArrayRef],
    row: usize,
) -> Result<Map<String, Value>, serde_json::Error> {
    let mut object = Map::new();
    for (field, column) in fields.iter().zip(columns) {
        let value = value(column, row)
            .ok_or_else(|| {
                let kind = field.data_type();
                serde_json::Error::custom(format!("no record has a column `{}` of {kind}", field.name()))
            })
            .and_then(|value| value)?;
        object.insert(field.name().clone(), value);
    }
    Ok(object)
}

/// One cell; `None` for a type that no record has.
fn value(column: &ArrayRef, row: usize) -> Option<Result<Value, serde_json::Error>> {
    let is_list = matches!(column.data_type(), DataType::List(_) | DataType::LargeList(_));
    if row >= column.len() || column.is_null(row) {
        // A record's lists are never absent.
        return Some(Ok(if is_list { Value::Array(Vec::new()) } else { Value::Null }));
    }
    Some(Ok(match column.data_type() {
        DataType::Null => Value::Null,
        DataType::Boolean => column.as_boolean_opt()?.value(row).into(),
        DataType::Utf8 => column.as_string_opt::<i32>()?.value(row).into(),
        DataType::LargeUtf8 => column.as_string_opt::<i64>()?.value(row).into(),
        DataType::Utf8View => column.as_string_view_opt()?.value(row).into(),
        DataType::Int8 => number::<Int8Type>(column, row)?.into(),
        DataType::Int16 => number::<Int16Type>(column, row)?.into(),
        DataType::Int32 => number::<Int32Type>(column, row)?.into(),
        DataType::Int64 => number::<Int64Type>(column, row)?.into(),
        DataType::UInt8 => number::<UInt8Type>(column, row)?.into(),
        DataType::UInt16 => number::<UInt16Type>(column, row)?.into(),
        DataType::UInt32 => number::<UInt32Type>(column, row)?.into(),
        DataType::UInt64 => number::<UInt64Type>(column, row)?.into(),
        DataType::Float32 => share(number::<Float32Type>(column, row)?.into()),
        DataType::Float64 => share(number::<Float64Type>(column, row)?),
        DataType::List(_) => return list(&column.as_list_opt::<i32>()?.value(row)),
        DataType::LargeList(_) => return list(&column.as_list_opt::<i64>()?.value(row)),
        DataType::Struct(fields) => {
            let column: &StructArray = column.as_struct_opt()?;
            return Some(object(fields, column.columns(), row).map(Value::Object));
        }
        _ => return None,
    }))
}

fn number<T: ArrowPrimitiveType>(column: &ArrayRef, row: usize) -> Option<T::Native> {
    Some(column.as_primitive_opt::<T>()?.value(row))
}

fn share(number: f64) -> Value {
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

fn list(items: &ArrayRef) -> Option<Result<Value, serde_json::Error>> {
    (0..items.len()).map(|row| value(items, row)).collect::<Option<Result<_, _>>>()
}
