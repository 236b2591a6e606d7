//! What follows a crawl: it gets every article the crawl stored, once, whatever ends either of them.
//!
//! The crawl's own file is the queue. How much of it was taken is known by what took it, together with the articles: a database
//! has it in the transaction that adds them, a folder of Parquet in the names of its finished parts. So nothing is lost and
//! nothing is there twice after a kill of either.

mod database;

use std::fs::File;
#[cfg(any(feature = "parquet", feature = "postgres"))]
use std::io;
use std::io::{BufRead, BufReader, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

#[cfg(any(feature = "parquet", feature = "postgres"))]
use sha2::{Digest as _, Sha256};

use super::file::{FileKind, parse};
use super::place::{Found, Place};
use super::{ARTICLES, SinkError, Sqlite};
use crate::outcome::Outcome;

/// Bytes of lines that are added at once, at most; a longer line is added for itself.
const AT_ONCE: u64 = 4 << 20;

/// What keeps a crawl's articles, and how far it is.
pub(super) trait Keeper: Send {
    /// Up to which byte of the file it has the articles for good.
    fn kept(&mut self, file: &Path) -> Result<u64, SinkError>;

    /// The file is none of which it can have kept so much; a keeper that knows records again takes all from the beginning.
    fn begin_again(&mut self, file: &Path) -> Result<(), SinkError>;

    /// Adds the records between these bytes of the file, behind all others.
    fn add(&mut self, file: &Path, records: Vec<Outcome>, bytes: Range<u64>) -> Result<(), SinkError>;

    /// Has all that was added for good, since no more is to come.
    fn settle(&mut self) -> Result<(), SinkError>;
}

/// Adds the articles of one crawl's folder to a database or to a folder of Parquet files.
pub struct Follower {
    articles: PathBuf,
    keeper: Box<dyn Keeper>,
    /// How many bytes of the file were added; `None` before that was looked up.
    mark: Option<u64>,
}

impl Follower {
    /// Opens or makes what its name says, `.sqlite`, `.db`, `.parquet` or `postgres://…`, for the crawl into `folder`, which
    /// need not be there yet. Other kinds cannot follow: they have no place for how far they are.
    pub fn open(folder: &Path, place: impl Into<Place>) -> Result<Self, SinkError> {
        let place = place.into();
        let keeper: Box<dyn Keeper> = match place.found()? {
            Found::File(path) => keeper_of_file(path)?,
            #[cfg(feature = "postgres")]
            Found::Postgres(address) => Box::new(super::Postgres::open(&address)?),
        };
        Ok(Self { articles: folder.join(ARTICLES), keeper, mark: None })
    }

    /// How long the crawl's file of articles is, in bytes.
    #[must_use]
    pub fn length(folder: &Path) -> u64 {
        std::fs::metadata(folder.join(ARTICLES)).map_or(0, |file| file.len())
    }

    /// Adds the articles up to that byte, which is the end of a line the crawl has committed. A line that is no record is
    /// passed over, and the first such is the error, once all others are added.
    pub fn catch_up(&mut self, end: u64) -> Result<(), SinkError> {
        let mut mark = self.mark(end)?;
        if mark >= end {
            return Ok(());
        }
        let wrong = |cause| SinkError::Read { target: self.articles.display().to_string(), cause };
        let mut file = File::open(&self.articles).map_err(wrong)?;
        file.seek(SeekFrom::Start(mark)).map_err(wrong)?;
        let mut file = BufReader::new(file.take(end - mark));
        let (mut line, mut broken) = (Vec::new(), None);
        while mark < end {
            let (start, mut records, mut shorter) = (mark, Vec::new(), false);
            while mark < end && mark - start < AT_ONCE {
                line.clear();
                let read = file.read_until(b'\n', &mut line).map_err(wrong)?;
                if read == 0 {
                    // Somebody made the file shorter.
                    shorter = true;
                    break;
                }
                match parse(&line) {
                    Ok(record) => records.push(record),
                    Err(cause) => {
                        let place = format!("{}, the line at byte {mark}", self.articles.display());
                        broken.get_or_insert(SinkError::Record { place, cause });
                    }
                }
                mark += read as u64;
            }
            self.keeper.add(&self.articles, records, start..mark)?;
            self.mark = Some(mark);
            if shorter {
                self.settle()?;
                self.mark = None;
                break;
            }
        }
        broken.map_or(Ok(()), Err)
    }

    /// Has all for good that was added. To be called when the crawl has ended; parts of a file that is only taken in large
    /// pieces wait for that.
    pub fn settle(&mut self) -> Result<(), SinkError> {
        self.keeper.settle()
    }

    /// How far it is.
    fn mark(&mut self, end: u64) -> Result<u64, SinkError> {
        if let Some(mark) = self.mark {
            return Ok(mark);
        }
        let mut mark = self.keeper.kept(&self.articles)?;
        if mark > end || (mark > 0 && !self.ends_a_line(mark)) {
            self.keeper.begin_again(&self.articles)?;
            mark = 0;
        }
        self.mark = Some(mark);
        Ok(mark)
    }

    fn ends_a_line(&self, mark: u64) -> bool {
        let last = || {
            let mut file = File::open(&self.articles).ok()?;
            file.seek(SeekFrom::Start(mark.checked_sub(1)?)).ok()?;
            let mut last = [0];
            file.read_exact(&mut last).ok()?;
            Some(last == *b"\n")
        };
        last().unwrap_or_default()
    }
}

fn keeper_of_file(path: &Path) -> Result<Box<dyn Keeper>, SinkError> {
    let target = path.display().to_string();
    match FileKind::of(path) {
        None => Err(SinkError::Ending { target }),
        Some(FileKind::Text(..)) => Err(SinkError::CannotFollow { target }),
        Some(FileKind::Sqlite) => Ok(Box::new(Sqlite::open(path)?)),
        #[cfg(feature = "parquet")]
        Some(FileKind::Parquet) => Ok(Box::new(super::parquet::Parts::open(path)?)),
        #[cfg(not(feature = "parquet"))]
        Some(FileKind::Parquet) => Err(SinkError::NoParquet { target }),
    }
}

/// What a crawl is known by: a hash of the first line of its file, which no other crawl has and which stays when folders are
/// moved. `None` before it has an article.
#[cfg(any(feature = "parquet", feature = "postgres"))]
pub(super) fn crawl(file: &Path) -> Result<Option<String>, SinkError> {
    let mut first = Vec::new();
    let mut read = || match File::open(file) {
        Ok(open) => BufReader::new(open).read_until(b'\n', &mut first),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error),
    };
    read().map_err(|cause| SinkError::Read { target: file.display().to_string(), cause })?;
    let hash = Sha256::digest(&first);
    let name = hash.iter().take(6).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    Ok(first.ends_with(b"\n").then_some(name))
}
