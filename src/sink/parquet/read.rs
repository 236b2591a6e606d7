//! The records of Parquet files, as they went in, whoever wrote the files.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use arrow_array::RecordBatch;

use super::AT_ONCE;
use crate::outcome::Outcome;
use crate::sink::SinkError;
use crate::table;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What every file of the kind begins and ends with.
const MAGIC: &[u8; 4] = b"PAR1";

/// Bytes of a file with nothing in it: twice those, and the length of the directory between.
const LEAST: u64 = 12;

/// Reads one file, or all files of a folder in the order of their names.
pub struct ParquetRecords {
    /// Files still to be read, the next one last.
    files: Vec<PathBuf>,
    /// What messages call the file that is being read.
    target: String,
    reader: Option<ParquetRecordBatchReader>,
    batch: Option<RecordBatch>,
    /// The next row of the batch, and how many rows of the file lie before the batch.
    row: usize,
    before: usize,
}

impl ParquetRecords {
    /// Opens a file, or the folder of parts that a crawl or an engine such as Spark left.
    pub fn open(path: &Path) -> Result<Self, SinkError> {
        let target = path.display().to_string();
        let files = if path.is_dir() {
            parts(path).map_err(|cause| SinkError::Read { target: target.clone(), cause })?
        } else {
            vec![path.to_owned()]
        };
        let mut records = Self { files, target, reader: None, batch: None, row: 0, before: 0 };
        // What is wrong with the first one is told before anything is written.
        records.next_file()?;
        Ok(records)
    }

    /// Opens the next file; whether there is one.
    fn next_file(&mut self) -> Result<bool, SinkError> {
        let Some(path) = self.files.pop() else {
            self.reader = None;
            return Ok(false);
        };
        self.target = path.display().to_string();
        let file = whole(&path)?;
        let reader = guarded(|| {
            let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
            let holds = table::holds_outcomes(builder.schema());
            Ok(if holds { Some(builder.with_batch_size(AT_ONCE).build()?) } else { None })
        });
        match reader {
            Ok(Some(reader)) => self.reader = Some(reader),
            Ok(None) => return Err(SinkError::NoRecords { target: self.target.clone() }),
            Err(cause) => return Err(SinkError::Parquet { target: self.target.clone(), cause }),
        }
        (self.row, self.before) = (0, 0);
        Ok(true)
    }

    /// The next batch of rows; whether there is one.
    fn next_batch(&mut self) -> Result<bool, SinkError> {
        self.before += self.batch.take().map_or(0, |batch| batch.num_rows());
        self.row = 0;
        loop {
            let reader = &mut self.reader;
            let next = guarded(|| Ok(reader.as_mut().and_then(Iterator::next).transpose()?));
            match next {
                Ok(Some(batch)) => {
                    self.batch = Some(batch);
                    return Ok(true);
                }
                Ok(None) if self.next_file()? => {}
                Ok(None) => return Ok(false),
                Err(cause) => return Err(SinkError::Parquet { target: self.target.clone(), cause }),
            }
        }
    }
}

impl Iterator for ParquetRecords {
    type Item = Result<Outcome, SinkError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(batch) = self.batch.as_ref().filter(|batch| self.row < batch.num_rows()) {
                let record = table::outcome(batch, self.row);
                self.row += 1;
                let place = || format!("{}, row {}", self.target, self.before + self.row);
                return Some(record.map_err(|cause| SinkError::Record { place: place(), cause }));
            }
            match self.next_batch() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    (self.reader, self.files) = (None, Vec::new());
                    return Some(Err(error));
                }
            }
        }
    }
}

/// Runs what reads foreign bytes by a library that, of some broken ones, panics.
fn guarded<T>(read: impl FnOnce() -> Result<T, Cause>) -> Result<T, Cause> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err("its bytes contradict each other".into()))
}

/// The Parquet files of a folder, the first one last.
fn parts(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut parts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "parquet") {
            parts.push(path);
        }
    }
    parts.sort_unstable_by(|one, other| other.cmp(one));
    Ok(parts)
}

/// Opens a file that begins and ends as Parquet does.
fn whole(path: &Path) -> Result<File, SinkError> {
    let target = || path.display().to_string();
    let ends = || {
        let mut file = File::open(path)?;
        let (mut first, mut last) = (Vec::new(), Vec::new());
        io::Read::by_ref(&mut file).take(4).read_to_end(&mut first)?;
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(length.saturating_sub(4)))?;
        file.read_to_end(&mut last)?;
        file.rewind()?;
        Ok((file, length, first, last))
    };
    let (file, length, first, last) = ends().map_err(|cause| SinkError::Read { target: target(), cause })?;
    match (first == MAGIC, last == MAGIC && length >= LEAST) {
        (true, true) => Ok(file),
        (true, false) => Err(SinkError::Half { target: target() }),
        // Nothing, or less than the first four bytes, is half a file as well.
        (false, _) if MAGIC.starts_with(&first) => Err(SinkError::Half { target: target() }),
        (false, _) => Err(SinkError::NoRecords { target: target() }),
    }
}
