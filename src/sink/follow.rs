//! A database that follows a crawl: it gets every article the crawl stored, once, whatever ends either of them.
//!
//! The crawl's own file is the queue. How much of it the database has is written in the database, in the transaction that
//! adds the articles, so nothing is lost and nothing is there twice after a kill of either.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::file::parse;
use super::{ARTICLES, SinkError, Sqlite};

/// Bytes of lines that are added in one transaction, at most; a longer line is one of its own.
const AT_ONCE: u64 = 4 << 20;

/// Adds the articles of one crawl's folder to a database.
pub struct Follower {
    articles: PathBuf,
    /// What the database knows the file by.
    name: String,
    database: Sqlite,
    /// How many bytes of the file the database has; `None` before that was looked up.
    mark: Option<u64>,
}

impl Follower {
    /// Opens or makes the database for the crawl into `folder`, which need not be there yet.
    pub fn open(folder: &Path, database: &Path) -> Result<Self, SinkError> {
        let articles = folder.join(ARTICLES);
        let absolute = std::path::absolute(&articles).unwrap_or_else(|_| articles.clone());
        let name = absolute.to_string_lossy().into_owned();
        Ok(Self { articles, name, database: Sqlite::open(database)?, mark: None })
    }

    /// How long the crawl's file of articles is, in bytes.
    #[must_use]
    pub fn length(folder: &Path) -> u64 {
        std::fs::metadata(folder.join(ARTICLES)).map_or(0, |file| file.len())
    }

    /// Adds the articles up to that byte, which is the end of a line the crawl has committed. A line that is no record is
    /// passed over, and the first such is the error, once all others are added.
    pub fn catch_up(&mut self, end: u64) -> Result<(), SinkError> {
        let mut mark = self.mark()?;
        if mark >= end {
            return Ok(());
        }
        let wrong = |cause| SinkError::Read { target: self.articles.display().to_string(), cause };
        let mut file = File::open(&self.articles).map_err(wrong)?;
        file.seek(SeekFrom::Start(mark)).map_err(wrong)?;
        let mut file = BufReader::new(file.take(end - mark));
        let (mut line, mut broken) = (Vec::new(), None);
        while mark < end {
            let (start, mut records) = (mark, Vec::new());
            while mark < end && mark - start < AT_ONCE {
                line.clear();
                let read = file.read_until(b'\n', &mut line).map_err(wrong)?;
                if read == 0 {
                    // Somebody made the file shorter.
                    self.database.follow(&self.name, &records, mark)?;
                    self.mark = None;
                    return Ok(());
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
            self.database.follow(&self.name, &records, mark)?;
            self.mark = Some(mark);
        }
        broken.map_or(Ok(()), Err)
    }

    /// How far the database is; at the beginning again if the file is another one than it was, which costs time and changes
    /// nothing.
    fn mark(&mut self) -> Result<u64, SinkError> {
        if let Some(mark) = self.mark {
            return Ok(mark);
        }
        let mark = self.database.followed(&self.name)?;
        let mark = if mark == 0 || self.ends_a_line(mark) { mark } else { 0 };
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
