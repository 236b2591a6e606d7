//! Parquet: one row an outcome, with the columns of [`crate::table`], quotes and attributions nested.
//!
//! `read` gives the records back as they went in; `parts` is the folder of files that follows a crawl.

mod parts;
mod read;

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;

use super::placed::Placed;
use super::{Sink, SinkError};
use crate::outcome::Outcome;
use crate::table;

pub use parts::Parts;
pub use read::ParquetRecords;

/// Records that become columns together.
const AT_ONCE: usize = 256;

/// Characters of bodies that become columns together, at most, but for those of the last record.
const TEXT_AT_ONCE: usize = 4 << 20;

/// Rows of a row group, at most.
const GROUP_ROWS: usize = 20_000;

/// Bytes of a row group, at most, as they are packed; what is being written is in memory until then.
const GROUP_BYTES: usize = 32 << 20;

/// Columns whose values are hardly ever the same, so that a list of those met is of no use.
const UNIQUE: [&str; 3] = ["body", "final_url", "url"];

/// Writes outcomes to one file, which takes its place in [`Sink::finish`], whole.
pub struct Parquet {
    writer: Option<ArrowWriter<BufWriter<File>>>,
    place: Placed,
    waiting: Vec<Outcome>,
    /// Bytes of the bodies that wait.
    text: usize,
}

impl Parquet {
    /// Begins a file.
    pub fn create(path: &Path) -> Result<Self, SinkError> {
        let unwritable = |cause| SinkError::Write { target: path.display().to_string(), cause };
        let (place, file) = Placed::create(path).map_err(unwritable)?;
        let schema = table::outcomes(&[]).map_err(|cause| refused(path, cause.into()))?.schema();
        let writer = ArrowWriter::try_new(BufWriter::new(file), schema, Some(properties()));
        let writer = Some(writer.map_err(|cause| refused(path, cause))?);
        Ok(Self { writer, place, waiting: Vec::new(), text: 0 })
    }

    fn flush(&mut self) -> Result<(), SinkError> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        if self.waiting.is_empty() {
            return Ok(());
        }
        let rows: Vec<&Outcome> = self.waiting.iter().collect();
        table::outcomes(&rows)
            .map_err(ParquetError::from)
            .and_then(|batch| writer.write(&batch))
            .map_err(|cause| refused(self.place.path(), cause))?;
        self.waiting.clear();
        self.text = 0;
        Ok(())
    }

    /// Chooses another place in the same folder for the file.
    fn replace(&mut self, path: PathBuf) {
        self.place.replace(path);
    }
}

impl Sink for Parquet {
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        if let Outcome::Article(article) = outcome {
            self.text += article.body.len();
        }
        self.waiting.push(outcome.clone());
        if self.waiting.len() >= AT_ONCE || self.text >= TEXT_AT_ONCE { self.flush() } else { Ok(()) }
    }

    fn finish(&mut self) -> Result<(), SinkError> {
        self.flush()?;
        let Some(writer) = self.writer.take() else { return Ok(()) };
        let out = writer.into_inner().map_err(|cause| refused(self.place.path(), cause))?;
        let put = |place: &mut Placed| {
            let file = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            place.put(&file)
        };
        let put = put(&mut self.place);
        put.map_err(|cause| SinkError::Write { target: self.place.path().display().to_string(), cause })
    }
}

fn properties() -> WriterProperties {
    let level = ZstdLevel::try_new(zstd::DEFAULT_COMPRESSION_LEVEL).unwrap_or_default();
    let properties = WriterProperties::builder()
        .set_created_by(format!("copydesk version {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_max_row_group_bytes(Some(GROUP_BYTES));
    UNIQUE
        .into_iter()
        .fold(properties, |properties, column| properties.set_column_dictionary_enabled(column.into(), false))
        .build()
}

/// What the operating system refused is told as such.
fn refused(path: &Path, error: ParquetError) -> SinkError {
    let target = path.display().to_string();
    match error {
        ParquetError::External(cause) => match cause.downcast::<std::io::Error>() {
            Ok(cause) => SinkError::Write { target, cause: *cause },
            Err(cause) => SinkError::Parquet { target, cause },
        },
        cause => SinkError::Parquet { target, cause: Box::new(cause) },
    }
}
