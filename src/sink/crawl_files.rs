//! The two files a crawl writes: `articles.jsonl`, whole records, and `outcomes.jsonl`, one short line for every
//! URL that is finished.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::SinkError;
use crate::article::Article;
use crate::outcome::{Outcome, OutcomeLine};

/// The file of articles.
pub const ARTICLES: &str = "articles.jsonl";

/// The file of outcomes.
pub const OUTCOMES: &str = "outcomes.jsonl";

/// Bytes of whole lines in the two files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lengths {
    /// Of [`ARTICLES`].
    pub articles: u64,
    /// Of [`OUTCOMES`].
    pub outcomes: u64,
}

/// Both files, open for adding whole lines.
#[derive(Debug)]
pub struct CrawlFiles {
    articles: LineFile,
    outcomes: LineFile,
}

impl CrawlFiles {
    /// Opens or creates the files, and cuts off what lies beyond the lengths: a line that was being written when
    /// an earlier run died.
    pub fn open(folder: &Path, lengths: Lengths) -> Result<Self, SinkError> {
        Ok(Self {
            articles: LineFile::open(folder.join(ARTICLES), lengths.articles)?,
            outcomes: LineFile::open(folder.join(OUTCOMES), lengths.outcomes)?,
        })
    }

    /// Writes an outcome's lines, all the way to the operating system; says how long the files are then.
    /// `attempts` is the number of requests an article took.
    pub fn write(&mut self, outcome: &Outcome, attempts: u32) -> Result<Lengths, SinkError> {
        let line = match outcome {
            Outcome::Article(article) => {
                self.articles.add(article)?;
                OutcomeLine::article(&article.url, attempts)
            }
            Outcome::NoArticle(none) => OutcomeLine::from(none),
        };
        self.outcomes.add(&line)?;
        Ok(self.lengths())
    }

    /// Writes an article that was written before, in another form then: to the file of articles only, since its URL has
    /// ended long ago. Says how long the files are then.
    pub fn write_revision(&mut self, article: &Article) -> Result<Lengths, SinkError> {
        self.articles.add(article)?;
        Ok(self.lengths())
    }

    /// Reads the article whose line begins and ends there; `None` if there is none, which is somebody else's doing.
    pub fn read_article(&mut self, (start, end): (u64, u64)) -> Result<Option<Article>, SinkError> {
        let line = self.articles.read(start, end)?;
        Ok(serde_json::from_slice(&line).ok())
    }

    /// Takes back the lines beyond these lengths: they count for nothing after all.
    pub fn cut_back(&mut self, lengths: Lengths) -> Result<(), SinkError> {
        self.articles.cut_back(lengths.articles)?;
        self.outcomes.cut_back(lengths.outcomes)
    }

    /// Bytes of whole lines.
    #[must_use]
    pub fn lengths(&self) -> Lengths {
        Lengths { articles: self.articles.length, outcomes: self.outcomes.length }
    }
}

/// A file that ends with a whole line.
#[derive(Debug)]
struct LineFile {
    path: PathBuf,
    file: File,
    length: u64,
    line: Vec<u8>,
}

impl LineFile {
    fn open(path: PathBuf, length: u64) -> Result<Self, SinkError> {
        let open = || {
            let mut file =
                OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path)?;
            file.set_len(length)?;
            file.seek(SeekFrom::Start(length))?;
            Ok(file)
        };
        let file = open().map_err(|cause| wrong(&path, cause))?;
        Ok(Self { path, file, length, line: Vec::new() })
    }

    fn cut_back(&mut self, length: u64) -> Result<(), SinkError> {
        if length >= self.length {
            return Ok(());
        }
        let cut = self.file.set_len(length).and_then(|()| self.file.seek(SeekFrom::Start(length)));
        cut.map_err(|cause| wrong(&self.path, cause))?;
        self.length = length;
        Ok(())
    }

    fn read(&mut self, start: u64, end: u64) -> Result<Vec<u8>, SinkError> {
        let length = end.min(self.length).saturating_sub(start);
        let mut bytes = Vec::new();
        let read = |file: &mut File, bytes: &mut Vec<u8>| {
            file.seek(SeekFrom::Start(start))?;
            io::Read::by_ref(file).take(length).read_to_end(bytes)?;
            file.seek(SeekFrom::Start(self.length))
        };
        match read(&mut self.file, &mut bytes) {
            Ok(_) => Ok(bytes),
            Err(cause) => Err(SinkError::Read { target: self.path.display().to_string(), cause }),
        }
    }

    fn add(&mut self, record: &impl Serialize) -> Result<(), SinkError> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, record)?;
        self.line.push(b'\n');
        if let Err(cause) = self.file.write_all(&self.line) {
            // Readers of the file should not meet half a line; the next run would cut it off in any case.
            let _ = self.file.set_len(self.length);
            return Err(wrong(&self.path, cause));
        }
        self.length += self.line.len() as u64;
        Ok(())
    }
}

fn wrong(path: &Path, cause: io::Error) -> SinkError {
    SinkError::Write { target: path.display().to_string(), cause }
}
