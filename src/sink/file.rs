//! Records in a file whose name says what kind of file it is: writing one, and reading one again.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::rc::Rc;

use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;

use super::place::{Found, Place};
use super::placed::Placed;
use super::{Format, Keys, Sink, SinkError, Sqlite, SqliteRecords};
use crate::outcome::{Outcome, OutcomeLine};

/// What a file's name says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A text format, maybe packed.
    Text(Format, Packing),
    /// An `SQLite` database.
    Sqlite,
    /// Parquet, or a folder of such files.
    Parquet,
}

/// How a file's bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    None,
    /// gzip (RFC 1952).
    Gzip,
    /// Zstandard (RFC 8878).
    Zstd,
}

/// The endings of files that can be written, for messages.
pub const ENDINGS: &str =
    ".jsonl, .json, .csv, .txt and .md (each also with .gz or .zst), .parquet, .sqlite and .db";

impl FileKind {
    /// What kind of file a name stands for, by its ending.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let (stem, packing) = [(".gz", Packing::Gzip), (".zst", Packing::Zstd)]
            .into_iter()
            .find_map(|(ending, packing)| Some((name.strip_suffix(ending)?, packing)))
            .unwrap_or((&name, Packing::None));
        let format = match stem.rsplit_once('.')?.1 {
            "jsonl" | "ndjson" => Format::Jsonl,
            "json" => Format::Json,
            "csv" => Format::Csv,
            "txt" => Format::Text,
            "md" => Format::Markdown,
            "parquet" if packing == Packing::None => return Some(Self::Parquet),
            "sqlite" | "sqlite3" | "db" if packing == Packing::None => return Some(Self::Sqlite),
            _ => return None,
        };
        Some(Self::Text(format, packing))
    }

    /// Whether records come back from such a file as they went in.
    #[must_use]
    pub fn is_exact(self) -> bool {
        matches!(self, Self::Sqlite | Self::Parquet | Self::Text(Format::Jsonl | Format::Json, _))
    }
}

/// Opens a file for records, of the kind its name says, or a database at a URL.
///
/// A database is added to (see [`Sqlite`]; one on a server does the same). Any other file is written beside its place and takes it in
/// [`Sink::finish`], whole; one that is there already is refused unless `overwrite`. Other keys than our own are for JSON
/// only.
pub fn create(place: impl Into<Place>, overwrite: bool, keys: Keys) -> Result<Box<dyn Sink>, SinkError> {
    let place = place.into();
    match place.found()? {
        Found::File(path) => create_file(path, overwrite, keys),
        #[cfg(feature = "postgres")]
        Found::Postgres(address) if keys != Keys::default() => {
            Err(SinkError::Keys { target: address.to_string() })
        }
        #[cfg(feature = "postgres")]
        Found::Postgres(address) => Ok(Box::new(super::Postgres::open(&address)?)),
    }
}

fn create_file(path: &Path, overwrite: bool, keys: Keys) -> Result<Box<dyn Sink>, SinkError> {
    let target = path.display().to_string();
    let kind = FileKind::of(path).ok_or_else(|| SinkError::Ending { target: target.clone() })?;
    let has_keys = matches!(kind, FileKind::Text(format, _) if format.has_keys());
    if keys != Keys::default() && !has_keys {
        return Err(SinkError::Keys { target });
    }
    match kind {
        FileKind::Sqlite => Ok(Box::new(Sqlite::open(path)?)),
        FileKind::Text(..) | FileKind::Parquet if !overwrite && path.exists() => {
            Err(SinkError::Exists { target })
        }
        #[cfg(feature = "parquet")]
        FileKind::Parquet => Ok(Box::new(super::Parquet::create(path)?)),
        #[cfg(not(feature = "parquet"))]
        FileKind::Parquet => Err(SinkError::NoParquet { target }),
        FileKind::Text(format, packing) => {
            let sink = FileSink::new(path, format, packing, keys);
            Ok(Box::new(sink.map_err(|cause| SinkError::Write { target, cause })?))
        }
    }
}

/// A text format in a file that is packed or not.
struct FileSink {
    records: Box<dyn Sink>,
    packer: Shared,
    place: Placed,
}

impl FileSink {
    fn new(path: &Path, format: Format, packing: Packing, keys: Keys) -> io::Result<Self> {
        let (place, file) = Placed::create(path)?;
        let file = BufWriter::new(file);
        let packer = match packing {
            Packing::None => Packer::None(file),
            Packing::Gzip => Packer::Gzip(GzEncoder::new(file, Compression::default())),
            Packing::Zstd => Packer::Zstd(zstd::Encoder::new(file, zstd::DEFAULT_COMPRESSION_LEVEL)?),
        };
        let packer = Shared(Rc::new(RefCell::new(Some(packer))));
        let records = format.sink_with(packer.clone(), &path.display().to_string(), keys);
        Ok(Self { records, packer, place })
    }

    fn put_in_place(&mut self) -> io::Result<()> {
        let packer = self.packer.0.take();
        let file = match packer {
            None => return Ok(()),
            Some(Packer::None(file)) => file,
            Some(Packer::Gzip(encoder)) => encoder.finish()?,
            Some(Packer::Zstd(encoder)) => encoder.finish()?,
        };
        self.place.put(&file.into_inner().map_err(io::IntoInnerError::into_error)?)
    }
}

impl Sink for FileSink {
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        self.records.write(outcome)
    }

    fn finish(&mut self) -> Result<(), SinkError> {
        self.records.finish()?;
        self.put_in_place()
            .map_err(|cause| SinkError::Write { target: self.place.path().display().to_string(), cause })
    }
}

enum Packer {
    None(BufWriter<File>),
    Gzip(GzEncoder<BufWriter<File>>),
    Zstd(zstd::Encoder<'static, BufWriter<File>>),
}

/// A packer that the format writes to and the file closes.
#[derive(Clone)]
struct Shared(Rc<RefCell<Option<Packer>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut *self.0.borrow_mut() {
            Some(Packer::None(out)) => out.write(bytes),
            Some(Packer::Gzip(out)) => out.write(bytes),
            Some(Packer::Zstd(out)) => out.write(bytes),
            None => Err(io::Error::other("the file is finished")),
        }
    }

    /// Bytes are flushed when the file is closed; before, that would only pack them worse.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A record that was read, or why it could not be. Only a [`SinkError::Record`] costs no other record.
pub type ReadRecord = Result<Outcome, SinkError>;

/// Reads the records of a place that holds them exactly: JSON Lines (also packed), a JSON array, Parquet or a
/// folder of it, a database.
pub fn records(place: impl Into<Place>) -> Result<Box<dyn Iterator<Item = ReadRecord>>, SinkError> {
    match place.into().found()? {
        Found::File(path) => records_of_file(path),
        #[cfg(feature = "postgres")]
        Found::Postgres(address) => Ok(Box::new(super::PostgresRecords::open(&address)?)),
    }
}

fn records_of_file(path: &Path) -> Result<Box<dyn Iterator<Item = ReadRecord>>, SinkError> {
    let target = path.display().to_string();
    let wrong = |cause| SinkError::Read { target: target.clone(), cause };
    match FileKind::of(path).filter(|kind| kind.is_exact()) {
        None => Err(SinkError::Inexact { target }),
        Some(FileKind::Sqlite) => Ok(Box::new(SqliteRecords::open(path)?)),
        #[cfg(feature = "parquet")]
        Some(FileKind::Parquet) => Ok(Box::new(super::ParquetRecords::open(path)?)),
        #[cfg(not(feature = "parquet"))]
        Some(FileKind::Parquet) => Err(SinkError::NoParquet { target }),
        Some(FileKind::Text(format, packing)) => {
            let file = BufReader::new(File::open(path).map_err(wrong)?);
            let reader: Box<dyn Read> = match packing {
                Packing::None => Box::new(file),
                Packing::Gzip => Box::new(MultiGzDecoder::new(file)),
                Packing::Zstd => Box::new(zstd::Decoder::with_buffer(file).map_err(wrong)?),
            };
            if format == Format::Json { array(reader, target) } else { Ok(lines(reader, target)) }
        }
    }
}

/// The records of JSON Lines; blank lines are passed over. `target` is what messages call the place.
pub fn lines(reader: impl Read + 'static, target: String) -> Box<dyn Iterator<Item = ReadRecord>> {
    parsed_lines(reader, target, |line, place| {
        parse(line).map_err(|cause| SinkError::Record { place: place(), cause })
    })
}

/// The lines of a crawl's [`OUTCOMES`](super::OUTCOMES). Only a [`SinkError::OutcomeLine`] costs no other line.
pub fn outcome_lines(
    path: &Path,
) -> Result<Box<dyn Iterator<Item = Result<OutcomeLine, SinkError>>>, SinkError> {
    let target = path.display().to_string();
    let file = File::open(path).map_err(|cause| SinkError::Read { target: target.clone(), cause })?;
    Ok(parsed_lines(file, target, |line, place| {
        serde_json::from_slice(line).map_err(|cause| SinkError::OutcomeLine { place: place(), cause })
    }))
}

/// Every line that is not blank, parsed; `parse` gets what messages call the line's place too.
fn parsed_lines<T: 'static>(
    reader: impl Read + 'static,
    target: String,
    parse: impl Fn(&[u8], &dyn Fn() -> String) -> Result<T, SinkError> + 'static,
) -> Box<dyn Iterator<Item = Result<T, SinkError>>> {
    let mut reader = BufReader::new(reader);
    let (mut number, mut ended) = (0_u64, false);
    Box::new(std::iter::from_fn(move || {
        let mut line = Vec::new();
        while !ended {
            line.clear();
            number += 1;
            match reader.read_until(b'\n', &mut line) {
                Ok(0) => ended = true,
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => {
                    let record = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&line);
                    return Some(parse(record, &|| format!("{target}, line {number}")));
                }
                Err(cause) => {
                    ended = true;
                    return Some(Err(SinkError::Read { target: target.clone(), cause }));
                }
            }
        }
        None
    }))
}

/// The records of one JSON array, which must fit into memory.
fn array(mut reader: impl Read, target: String) -> Result<Box<dyn Iterator<Item = ReadRecord>>, SinkError> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).map_err(|cause| SinkError::Read { target: target.clone(), cause })?;
    let records: Vec<serde_json::Value> =
        serde_json::from_slice(&bytes).map_err(|cause| SinkError::Record { place: target.clone(), cause })?;
    Ok(Box::new((1_u64..).zip(records).map(move |(number, record)| {
        let place = || format!("{target}, record {number}");
        parse(record.to_string().as_bytes()).map_err(|cause| SinkError::Record { place: place(), cause })
    })))
}

/// A record by what its `status` says it is, so that the error is of that kind.
pub(super) fn parse(bytes: &[u8]) -> Result<Outcome, serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Kind<'a> {
        status: std::borrow::Cow<'a, str>,
    }
    let kind: Kind<'_> = serde_json::from_slice(bytes)?;
    if kind.status == "article" {
        serde_json::from_slice(bytes).map(|article| Outcome::Article(Box::new(article)))
    } else {
        serde_json::from_slice(bytes).map(Outcome::NoArticle)
    }
}
