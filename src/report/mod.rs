//! What a crawl gave, as one HTML file for people: `copydesk report`.
//!
//! `reading` goes over a crawl's files once and counts: outcomes by reason and host (`outcomes`), pages by time (`timeline`),
//! what the records say (`records`), who is quoted (`speakers`). The latest articles are kept for the page's list (`listing`),
//! their texts cut at the quotes (`marked`). [`Report::write`] makes the page: `section/` has a file for each part of it, made of
//! escaped text (`markup`) and of plain SVG (`chart`); `assets/` holds its style and its script, which draws only the list of
//! articles and the one that is opened.
//!
//! Everything in records comes from strangers. It enters the page as escaped text, or as JSON in which no `<` is left; the
//! script makes elements of it without a line of HTML; and the page's policy allows our own script and style, by their hashes,
//! and no request at all.

mod chart;
mod listing;
mod marked;
mod markup;
mod outcomes;
mod page;
mod reading;
mod records;
mod run;
mod section;
mod speakers;
mod timeline;

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use self::listing::Listing;
use self::outcomes::Outcomes;
use self::records::Records;
use self::run::LastRun;
pub use self::speakers::{Quoted, Speakers};
use self::timeline::Timeline;
use crate::crawl::HostStatus;
use crate::drift::{History, HistoryError};
use crate::sink::SinkError;

/// What a report is made with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The most articles that are listed with their texts: the last ones of the file.
    pub articles: usize,
    /// When the report is made; said on the page.
    pub made_at: Timestamp,
    /// What `copydesk crawl --report` wrote; otherwise `report.json` in the crawl's folder, if there is one.
    pub run: Option<PathBuf>,
}

/// What a crawl gave.
#[derive(Debug)]
pub struct Report {
    /// The crawl's or the file's name.
    name: String,
    made_at: Timestamp,
    outcomes: Outcomes,
    timeline: Timeline,
    records: Records,
    speakers: Vec<Quoted>,
    listing: Listing,
    /// `None` without the crawl's state.
    hosts: Option<Vec<HostStatus>>,
    history: Option<History>,
    run: Option<LastRun>,
    parts: Vec<Part>,
    broken_lines: u64,
}

/// A file that a report is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub file: String,
    /// Whether it was read.
    pub state: PartState,
}

/// Whether a file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartState {
    /// It was.
    Read,
    /// There is none; what it tells is not on the page.
    Missing,
    /// It is broken, in the way the text says.
    Unreadable(String),
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The folder is none of a crawl.
    #[error(
        "{}: there is neither articles.jsonl nor outcomes.jsonl: expected the folder of a crawl, or a file of records",
        folder.display()
    )]
    NoCrawl {
        /// The folder.
        folder: PathBuf,
    },
    /// Records or outcomes cannot be read.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// A record cannot be written as JSON.
    #[error("cannot write a record as JSON")]
    Json(#[from] serde_json::Error),
    /// A file beside the records cannot be read; the report does without.
    #[error("cannot read {}", path.display())]
    Part {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// What should be the history of profiles is none; the report does without.
    #[error("{}", path.display())]
    History {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: HistoryError,
    },
    /// What should be the report of a run is none; the report does without.
    #[error("{}: expected what `copydesk crawl --report FILE` writes", path.display())]
    Run {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: serde_json::Error,
    },
}

/// Is told of what could not be read and costs nothing else: a line, a file beside the records.
pub type Complain<'a> = &'a mut dyn FnMut(&(dyn Error + 'static));

/// Reads the folder of a crawl, at work or not, or a file of records: JSON Lines (also packed), JSON, a database.
///
/// A broken line costs only itself, a broken file beside the records only what it would tell; `complain` is told of each.
pub fn read(from: &Path, options: &Options, complain: Complain<'_>) -> Result<Report, ReportError> {
    reading::read(from, options, complain)
}

/// Whether a file that begins like this is a report that [`Report::write`] wrote.
#[must_use]
pub fn is_report(start: &[u8]) -> bool {
    start.starts_with(page::START.as_bytes())
}

impl Report {
    fn empty(from: &Path, options: &Options) -> Self {
        // `output/.` and `.` have a name too.
        let path = from.canonicalize().unwrap_or_else(|_| from.to_owned());
        Self {
            name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            made_at: options.made_at,
            outcomes: Outcomes::default(),
            timeline: Timeline::default(),
            records: Records::default(),
            speakers: Vec::new(),
            listing: Listing::default(),
            hosts: None,
            history: None,
            run: None,
            parts: Vec::new(),
            broken_lines: 0,
        }
    }

    /// Articles, further revisions not counted.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.records.articles.max(self.outcomes.articles)
    }

    /// Records on the page's list of articles, revisions included.
    #[must_use]
    pub fn listed(&self) -> u64 {
        self.listing.len()
    }

    /// The files it is made of, and those it does without.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Lines that could not be read.
    #[must_use]
    pub fn broken_lines(&self) -> u64 {
        self.broken_lines
    }

    /// Writes the page: one HTML file that loads nothing.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        page::write(self, out)
    }
}
