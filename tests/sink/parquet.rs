//! Records in Parquet: which columns they have, how large its pieces are, and what is said of files that are none or half.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use arrow_array::{Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Fields, Schema};
use copydesk::Outcome;
use copydesk::sink::{self, Keys, SinkError};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::RowGroupMetaData;
use proptest::prelude::*;
use serde_json::Value;

use super::files::{read, write};
use super::outcomes;

fn schema(path: &Path) -> Schema {
    let file = File::open(path).unwrap();
    ParquetRecordBatchReaderBuilder::try_new(file).unwrap().schema().as_ref().clone()
}

/// Keys of a JSON value, and of what is in it, that are no column or no field of one.
fn missing(value: &Value, columns: &Fields, place: &str, missing: &mut Vec<String>) {
    let Value::Object(object) = value else { return };
    for (key, value) in object {
        let place = format!("{place}.{key}");
        match columns.find(key).map(|(_, column)| column.data_type()) {
            None => missing.push(place),
            Some(DataType::Struct(fields)) => self::missing(value, fields, &place, missing),
            Some(DataType::List(item)) => {
                let DataType::Struct(fields) = item.data_type() else { continue };
                for element in value.as_array().into_iter().flatten() {
                    self::missing(element, fields, &place, missing);
                }
            }
            Some(_) => assert!(!value.is_object() && !value.is_array(), "{place} is {value}"),
        }
    }
}

#[test]
fn every_key_of_a_record_is_a_column_in_the_records_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, &outcomes());
    let schema = schema(&path);
    let texts = outcomes().map(|outcome| serde_json::to_string(&outcome).unwrap());
    let mut lacking = Vec::new();
    for text in &texts {
        missing(&serde_json::from_str(text).unwrap(), schema.fields(), "", &mut lacking);
    }
    assert_eq!(lacking, [""; 0]);
    let places: Vec<usize> = schema
        .fields()
        .iter()
        .filter_map(|column| texts[0].find(&format!("\"{}\":", column.name())))
        .collect();
    assert!(places.is_sorted() && places.len() > 30, "{places:?}");
}

#[test]
fn pages_of_a_record_are_bounded_and_many_rows_are_many_groups() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let [_, none] = outcomes();
    write(&path, &vec![none.clone(); 20_300]);
    let file = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).unwrap()).unwrap();
    let rows: Vec<i64> = file.metadata().row_groups().iter().map(RowGroupMetaData::num_rows).collect();
    assert_eq!(rows, [20_000, 300]);
    let by = file.metadata().file_metadata().created_by().unwrap();
    assert!(by.starts_with("copydesk version "), "{by}");
    assert_eq!(read(&path).len(), 20_300);
}

#[test]
fn half_a_file_is_named_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, &outcomes());
    let whole = fs::read(&path).unwrap();
    for length in [0, 3, 4, 7, whole.len() / 2, whole.len() - 5, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        let error = sink::records(&path).err().unwrap();
        assert!(matches!(error, SinkError::Half { .. }), "{length} bytes: {error}");
    }
    assert!(sink::records(&path).err().unwrap().to_string().ends_with("broke off, so make it again"));
}

/// A table that somebody else wrote.
fn foreign(path: &Path, batch: &RecordBatch) {
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn what_holds_no_records_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let number = Arc::new(Int64Array::from(vec![1]));
    foreign(&path, &RecordBatch::try_from_iter([("n", number.clone() as _)]).unwrap());
    assert!(matches!(sink::records(&path).err().unwrap(), SinkError::NoRecords { .. }));
    fs::write(&path, "{\"status\": \"article\"}\n").unwrap();
    assert!(matches!(sink::records(&path).err().unwrap(), SinkError::NoRecords { .. }));
    let missing = sink::records(&folder.path().join("missing.parquet")).err().unwrap();
    assert!(matches!(missing, SinkError::Read { .. }), "{missing}");

    // The columns are there, but the row is none.
    let columns =
        [("status", Arc::new(StringArray::from(vec!["article"])) as _), ("url", number as _)].into_iter();
    foreign(&path, &RecordBatch::try_from_iter(columns).unwrap());
    let error = sink::records(&path).unwrap().next().unwrap().unwrap_err();
    assert!(
        error.to_string().ends_with("a.parquet, row 1: expected a record as `copydesk extract` writes it")
    );
}

/// The same table as other programs write it: 32-bit texts, numbers as they like, some columns left out, packed with Snappy.
#[test]
fn records_in_the_types_of_other_programs_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, theirs) = (folder.path().join("a.parquet"), folder.path().join("b.parquet"));
    let records = outcomes();
    write(&ours, &records);
    let file = ParquetRecordBatchReaderBuilder::try_new(File::open(&ours).unwrap()).unwrap();
    let batch = file.build().unwrap().next().unwrap().unwrap();
    let (mut fields, mut columns) = (Vec::new(), Vec::new());
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        let (kind, column): (DataType, arrow_array::ArrayRef) = match column.data_type() {
            DataType::LargeUtf8 => {
                let texts = column.as_any().downcast_ref::<arrow_array::LargeStringArray>().unwrap();
                (DataType::Utf8, Arc::new(texts.iter().collect::<StringArray>()))
            }
            DataType::Int64 if field.name() != "id_number" => {
                let numbers = column.as_any().downcast_ref::<Int64Array>().unwrap();
                let narrow = numbers.iter().map(|number| number.map(|number| i32::try_from(number).unwrap()));
                (DataType::Int32, Arc::new(narrow.collect::<arrow_array::Int32Array>()))
            }
            // Left out.
            DataType::Int64 => continue,
            other => (other.clone(), Arc::clone(column)),
        };
        fields.push(Field::new(field.name(), kind, true));
        columns.push(column);
    }
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap();
    let properties = parquet::file::properties::WriterProperties::builder()
        .set_compression(parquet::basic::Compression::SNAPPY)
        .build();
    let mut writer =
        ArrowWriter::try_new(File::create(&theirs).unwrap(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    assert_eq!(read(&theirs), records);
}

#[test]
fn a_folder_is_read_in_the_order_of_its_files_names() {
    let folder = tempfile::tempdir().unwrap();
    let all = folder.path().join("all.parquet");
    fs::create_dir(&all).unwrap();
    let [one, none] = outcomes();
    write(&all.join("part-2.parquet"), std::slice::from_ref(&none));
    write(&all.join("part-1.parquet"), std::slice::from_ref(&one));
    fs::write(all.join("_SUCCESS"), "").unwrap();
    assert_eq!(read(&all), [one, none]);
    fs::write(all.join("part-3.parquet"), "PAR1").unwrap();
    let last = sink::records(&all).unwrap().last().unwrap().unwrap_err();
    assert!(last.to_string().contains("part-3.parquet is half a Parquet file"), "{last}");
}

#[test]
fn a_full_disk_is_told_as_such() {
    // A device that is always full, where there is one.
    if !Path::new("/dev/full").exists() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    std::os::unix::fs::symlink("/dev/full", folder.path().join("a.parquet.partial")).unwrap();
    let mut sink = sink::create(&path, false, Keys::default()).unwrap();
    sink.write(&outcomes()[0]).unwrap();
    let error = sink.finish().unwrap_err();
    assert!(matches!(error, SinkError::Write { .. }), "{error:?}");
    assert!(!path.exists());
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

/// A byte of a small file changed, whichever it is.
#[test]
fn broken_bytes_are_an_error_or_records() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, &outcomes());
    let whole = fs::read(&path).unwrap();
    let tried = |(at, value): (usize, u8)| {
        let mut bytes = whole.clone();
        bytes[at] ^= value;
        fs::write(&path, &bytes).unwrap();
        let _records: Vec<Result<Outcome, SinkError>> =
            sink::records(&path).into_iter().flatten().take(9).collect();
    };
    proptest!(config(200), |(change in (0..whole.len(), 1_u8..))| tried(change));
    // The directory at the end is what is believed first.
    let directory = whole.len().saturating_sub(4_000);
    proptest!(config(400), |(change in (directory..whole.len(), 1_u8..))| tried(change));
}
