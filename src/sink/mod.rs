//! Where outcomes go: one format or file kind per module, behind one trait.

mod columns;
mod crawl_files;
mod csv;
mod file;
mod follow;
mod json;
mod json_lines;
mod keys;
mod markdown;
#[cfg(feature = "parquet")]
mod parquet;
mod place;
pub mod placed;
#[cfg(feature = "postgres")]
mod postgres;
mod sqlite;
mod text;

use std::io::{self, Write};

use crate::outcome::Outcome;

#[cfg(feature = "postgres")]
pub use self::postgres::{Postgres, PostgresRecords};
pub use crawl_files::{ARTICLES, CrawlFiles, Lengths, OUTCOMES};
pub use csv::Csv;
pub use file::{ENDINGS, FileKind, Packing, create, lines, outcome_lines, records};
pub use follow::Follower;
pub use json::Json;
pub use json_lines::JsonLines;
pub use keys::Keys;
pub use markdown::Markdown;
#[cfg(feature = "parquet")]
pub use parquet::{Parquet, ParquetRecords};
pub use place::Place;
pub use sqlite::{Sqlite, SqliteRecords};
pub use text::Text;

/// Takes outcomes, in order.
pub trait Sink {
    /// Writes one outcome.
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError>;

    /// Completes the output: closes brackets, flushes.
    fn finish(&mut self) -> Result<(), SinkError>;
}

/// Why an outcome could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// The operating system refused.
    #[error("cannot write to {target}")]
    Write {
        /// The file, or `standard output`.
        target: String,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// Records, or what was written before, cannot be read.
    #[error("cannot read {target}")]
    Read {
        /// The file.
        target: String,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The record cannot be written as JSON.
    #[error("cannot write a record as JSON")]
    Json(#[from] serde_json::Error),
    /// A record that was read is none. The records after it are not touched by that.
    #[error("{place}: expected a record as `copydesk extract` writes it")]
    Record {
        /// The file, and where in it.
        place: String,
        /// Why.
        #[source]
        cause: serde_json::Error,
    },
    /// A line of a crawl's outcomes is none. The lines after it are not touched by that.
    #[error("{place}: expected an outcome as `copydesk crawl` writes it")]
    OutcomeLine {
        /// The file, and where in it.
        place: String,
        /// Why.
        #[source]
        cause: serde_json::Error,
    },
    /// A file's name does not say what to write.
    #[error(
        "{target}: cannot tell what kind of file this is to be: known are {ENDINGS}, and postgres://… for a database"
    )]
    Ending {
        /// The file.
        target: String,
    },
    /// Records cannot be read from such a file.
    #[error(
        "{target}: whole records are read from .jsonl and .json (also with .gz or .zst), .parquet, .sqlite, .db and postgres://… only"
    )]
    Inexact {
        /// The file.
        target: String,
    },
    /// Only JSON is written under other keys.
    #[error("{target}: only .jsonl and .json (also with .gz or .zst) are written under other keys")]
    Keys {
        /// The file.
        target: String,
    },
    /// There is such a file already.
    #[error("{target} exists already: name another file, or overwrite it with --overwrite")]
    Exists {
        /// The file.
        target: String,
    },
    /// Built without what reads and writes Parquet.
    #[error("{target}: this copydesk was built without Parquet: build it with `--features parquet`")]
    NoParquet {
        /// The file.
        target: String,
    },
    /// A Parquet file cannot be read, or not be written for another reason than the operating system's.
    #[error("{target}: no use as Parquet")]
    Parquet {
        /// The file.
        target: String,
        /// Why.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The end of a Parquet file is missing, and with it the directory of all that is in it.
    #[error("{target} is half a Parquet file: what wrote or copied it broke off, so make it again")]
    Half {
        /// The file.
        target: String,
    },
    /// Another file than its name says, or a table of something else.
    #[error(
        "{target} has no records: expected Parquet with the columns `status` and `url`, as `copydesk convert` writes it"
    )]
    NoRecords {
        /// The file.
        target: String,
    },
    /// A crawl cannot be followed by such a file.
    #[error(
        "{target} cannot follow a crawl, since such a file has no place for how far it is: expected .sqlite, .db, .parquet or \
         postgres://…; `copydesk convert` makes other files of a crawl's folder"
    )]
    CannotFollow {
        /// The file.
        target: String,
    },
    /// A file stands where a crawl's parts are to go.
    #[error("{target} is a file: what follows a crawl is a folder of Parquet files, so name another one")]
    NoFolder {
        /// The file.
        target: String,
    },
    /// A part of a crawl is missing from the folder that follows it.
    #[error(
        "{target} lacks the crawl's bytes {end} to {start}: put the missing part back, or remove those behind it"
    )]
    Gap {
        /// The folder.
        target: String,
        /// Where the last part before the gap ends.
        end: u64,
        /// Where the next one begins.
        start: u64,
    },
    /// A crawl's file is shorter than what the folder that follows it took of it.
    #[error("{target} has more articles than {file}, from which they were: name another folder")]
    Shortened {
        /// The folder.
        target: String,
        /// The crawl's file.
        file: String,
    },
    /// The database refused.
    #[error("{target}: SQLite refused")]
    Sqlite {
        /// The file.
        target: String,
        /// Why.
        #[source]
        cause: rusqlite::Error,
    },
    /// A database server, or the way there.
    #[cfg(feature = "postgres")]
    #[error(transparent)]
    Database(#[from] crate::database::DatabaseError),
    /// Built without what talks to PostgreSQL.
    #[error("{target}: this copydesk was built without PostgreSQL: build it with `--features postgres`")]
    NoPostgres {
        /// The database.
        target: String,
    },
    /// A URL of something else.
    #[error("expected a file or postgres://…, not {scheme}://…")]
    Scheme {
        /// Its scheme.
        scheme: String,
    },
    /// A database without records.
    #[error(
        "{target} holds no records: `copydesk convert` and `crawl --to` put some there, maybe under another ?schema="
    )]
    NoTables {
        /// The database.
        target: String,
    },
    /// Tables that somebody else made.
    #[error("{target} has a table `articles` that is not copydesk's: name another schema with ?schema=NAME")]
    ForeignTables {
        /// The database.
        target: String,
    },
    /// Tables of another version of the program.
    #[error(
        "{target} was written by another copydesk (tables of version {found}, this one knows {known}): use that one, or name \
         another schema with ?schema=NAME"
    )]
    Version {
        /// The database.
        target: String,
        /// The tables' version.
        found: i32,
        /// The version this program knows.
        known: i32,
    },
    /// A database that cannot hold every text.
    #[error(
        "{target} has texts as {encoding}, which not every text can be: make a database with ENCODING 'UTF8'"
    )]
    Encoding {
        /// The database.
        target: String,
        /// What its texts are.
        encoding: String,
    },
    /// A database that somebody else made.
    #[error("{target} is no SQLite database of copydesk's: name another file")]
    Foreign {
        /// The file.
        target: String,
    },
    /// A database with tables this version does not know.
    #[error("{target} was written by a newer copydesk: use that one, or name another file")]
    Newer {
        /// The file.
        target: String,
    },
}

/// The formats records can be read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// One record a line: for pipelines.
    #[default]
    Jsonl,
    /// One array of records, indented.
    Json,
    /// One row a record, for spreadsheets: flat fields only, names of a list joined by "; ".
    Csv,
    /// Headline, byline and body: for reading.
    Text,
    /// The same with structure, and who said what: for reading and publishing.
    Markdown,
}

impl Format {
    /// Every format there is.
    pub const ALL: &'static [Self] = &[Self::Jsonl, Self::Json, Self::Csv, Self::Text, Self::Markdown];

    /// Its name on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Text => "text",
            Self::Markdown => "markdown",
        }
    }

    /// Whether pages that gave no article stand in the output as records of their own; the formats for reading leave
    /// them out, so whoever writes one should tell of them elsewhere.
    #[must_use]
    pub fn holds_all_outcomes(self) -> bool {
        matches!(self, Self::Jsonl | Self::Json | Self::Csv)
    }

    /// Whether records can be written under other keys than our own.
    #[must_use]
    pub fn has_keys(self) -> bool {
        matches!(self, Self::Jsonl | Self::Json)
    }

    /// A sink of this format; `target` is what messages call the place the bytes go to.
    pub fn sink<'a>(self, out: impl Write + 'a, target: &str) -> Box<dyn Sink + 'a> {
        self.sink_with(out, target, Keys::default())
    }

    /// A sink of this format that writes records under these keys, where the format [has any](Self::has_keys).
    pub fn sink_with<'a>(self, out: impl Write + 'a, target: &str, keys: Keys) -> Box<dyn Sink + 'a> {
        let out = Target { out, name: target.to_owned() };
        match self {
            Self::Jsonl => Box::new(JsonLines::new(out, keys)),
            Self::Json => Box::new(Json::new(out, keys)),
            Self::Csv => Box::new(Csv::new(out)),
            Self::Text => Box::new(Text::new(out)),
            Self::Markdown => Box::new(Markdown::new(out)),
        }
    }
}

/// A writer with the name its errors give it.
pub struct Target<W> {
    out: W,
    name: String,
}

impl<W: Write> Target<W> {
    /// A writer that messages call `name`.
    pub fn new(out: W, name: &str) -> Self {
        Self { out, name: name.to_owned() }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), SinkError> {
        self.out.write_all(bytes).map_err(|cause| self.refused(cause))
    }

    fn flush(&mut self) -> Result<(), SinkError> {
        self.out.flush().map_err(|cause| self.refused(cause))
    }

    fn refused(&self, cause: io::Error) -> SinkError {
        SinkError::Write { target: self.name.clone(), cause }
    }
}
