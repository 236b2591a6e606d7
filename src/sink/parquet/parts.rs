//! A folder of Parquet files that follows a crawl.
//!
//! A file of columns cannot be added to, so that the folder gets one finished part after another, each with the articles
//! between two bytes of the crawl's own file. Their names say which: `CRAWL-START-END.parquet`, where CRAWL is made of the first
//! line of that file, which no other crawl has and which stays the same when folders are moved. What no part has is taken by
//! the next run; what a kill leaves of one has another ending than `.parquet`.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::Parquet;
use crate::outcome::Outcome;
use crate::sink::follow::{Keeper, crawl};
use crate::sink::{Sink as _, SinkError};

/// Bytes of a crawl's lines that make a part; some thousand articles.
const PART: u64 = 64 << 20;

/// The parts of one crawl in a folder that several may share.
pub struct Parts {
    folder: PathBuf,
    part: u64,
    open: Option<Part>,
}

/// A part that is not finished.
struct Part {
    file: Parquet,
    crawl: String,
    bytes: Range<u64>,
}

impl Parts {
    /// Opens or makes the folder.
    pub fn open(folder: &Path) -> Result<Self, SinkError> {
        let wrong = |cause| SinkError::Write { target: folder.display().to_string(), cause };
        if folder.is_file() {
            return Err(SinkError::NoFolder { target: folder.display().to_string() });
        }
        fs::create_dir_all(folder).map_err(wrong)?;
        Ok(Self { folder: folder.to_owned(), part: PART, open: None })
    }

    /// What lies in the folder of that crawl, in order.
    fn finished(&self, crawl: &str) -> io::Result<Vec<Range<u64>>> {
        let mut finished = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            finished.extend(name.to_str().and_then(|name| bytes_of(name, crawl)));
        }
        finished.sort_by_key(|bytes| (bytes.start, bytes.end));
        Ok(finished)
    }

    fn unreadable(&self, cause: io::Error) -> SinkError {
        SinkError::Read { target: self.folder.display().to_string(), cause }
    }
}

impl Keeper for Parts {
    fn kept(&mut self, file: &Path) -> Result<u64, SinkError> {
        let Some(crawl) = crawl(file)? else { return Ok(0) };
        let mut end = 0;
        for bytes in self.finished(&crawl).map_err(|cause| self.unreadable(cause))? {
            if bytes.start != end {
                let target = self.folder.display().to_string();
                return Err(SinkError::Gap { target, end, start: bytes.start });
            }
            end = bytes.end;
        }
        Ok(end)
    }

    /// Rows would be there twice.
    fn begin_again(&mut self, file: &Path) -> Result<(), SinkError> {
        let target = self.folder.display().to_string();
        Err(SinkError::Shortened { target, file: file.display().to_string() })
    }

    fn add(&mut self, file: &Path, records: Vec<Outcome>, bytes: Range<u64>) -> Result<(), SinkError> {
        let mut part = match self.open.take() {
            Some(part) => part,
            None => match crawl(file)? {
                Some(crawl) => Part::begin(&self.folder, crawl, bytes.start)?,
                None => return Ok(()),
            },
        };
        for record in &records {
            part.file.write(record)?;
        }
        part.bytes.end = bytes.end;
        let is_full = part.bytes.end - part.bytes.start >= self.part;
        self.open = Some(part);
        if is_full { self.settle() } else { Ok(()) }
    }

    fn settle(&mut self) -> Result<(), SinkError> {
        self.open.take().map_or(Ok(()), |part| part.finish(&self.folder))
    }
}

impl Part {
    /// Begins a part under a name that has no end yet.
    fn begin(folder: &Path, crawl: String, start: u64) -> Result<Self, SinkError> {
        let file = Parquet::create(&folder.join(format!("{crawl}-{start:015}.parquet")))?;
        Ok(Self { file, crawl, bytes: start..start })
    }

    fn finish(mut self, folder: &Path) -> Result<(), SinkError> {
        let Range { start, end } = self.bytes;
        let name = format!("{}-{start:015}-{end:015}.parquet", self.crawl);
        self.file.replace(folder.join(name));
        self.file.finish()
    }
}

/// Which bytes of that crawl a part has, by its name.
fn bytes_of(name: &str, crawl: &str) -> Option<Range<u64>> {
    let bytes = name.strip_suffix(".parquet")?.strip_prefix(crawl)?.strip_prefix('-')?;
    let (start, end) = bytes.split_once('-')?;
    Some(start.parse().ok()?..end.parse().ok()?)
}
