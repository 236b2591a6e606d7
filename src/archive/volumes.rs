//! The files of an archive: records are added to the last one, and a full one is followed by another.
//!
//! Where the last whole record ends is the caller's to remember ([`Position`]): opening the archive cuts off what lies beyond
//! it, which a kill may have left half-written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::capture::warcinfo;

/// How file names end.
const EXTENSION: &str = ".warc.gz";

/// How far an archive is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The number of the last file, from 1; 0 before the first.
    pub file: u64,
    /// Its length in bytes.
    pub length: u64,
}

/// Why an archive cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the archive {}", path.display())]
pub struct ArchiveError {
    path: PathBuf,
    #[source]
    cause: io::Error,
}

/// An archive that records are added to.
#[derive(Debug)]
pub struct Volumes {
    folder: PathBuf,
    /// The size a file is not to exceed, unless one answer is larger.
    most: u64,
    /// How the fetcher introduces itself.
    agent: String,
    /// The number of the last file made, by this run or another.
    last: u64,
    open: Option<Volume>,
}

#[derive(Debug)]
struct Volume {
    path: PathBuf,
    file: File,
    length: u64,
}

impl Volumes {
    /// Opens the archive in a folder, making that if need be, and takes away whatever lies beyond `end`. What is added
    /// goes into new files of at most `most` bytes; one answer's records are never parted. `agent` is how the fetcher
    /// introduces itself.
    pub fn open(folder: &Path, end: Position, most: u64, agent: &str) -> Result<Self, ArchiveError> {
        let wrong = |path: &Path| {
            let path = path.to_owned();
            move |cause| ArchiveError { path, cause }
        };
        fs::create_dir_all(folder).map_err(wrong(folder))?;
        let mut last = end.file;
        for (number, path) in list(folder).map_err(wrong(folder))? {
            if number > end.file {
                // Nothing in it was ever counted: a kill came between making it and that.
                fs::remove_file(&path).map_err(wrong(&path))?;
            } else if number == end.file {
                let cut =
                    OpenOptions::new().write(true).open(&path).and_then(|file| file.set_len(end.length));
                cut.map_err(wrong(&path))?;
            }
            last = last.max(number.min(end.file));
        }
        Ok(Self { folder: folder.to_owned(), most, agent: agent.to_owned(), last, open: None })
    }

    /// Adds the records of one answer, all the way to the operating system; says how far the archive reaches then.
    pub fn add(&mut self, records: &[u8]) -> Result<Position, ArchiveError> {
        let length = records.len() as u64;
        let full = |volume: &Volume| volume.length.saturating_add(length) > self.most;
        if self.open.as_ref().is_none_or(full) {
            self.begin()?;
        }
        let number = self.last;
        match &mut self.open {
            Some(volume) => {
                volume.add(records)?;
                Ok(Position { file: number, length: volume.length })
            }
            None => Ok(Position { file: number, length: 0 }),
        }
    }

    /// Begins the next file.
    fn begin(&mut self) -> Result<(), ArchiveError> {
        let now = Timestamp::now();
        self.last += 1;
        let name = format!("copydesk-{}-{:05}{EXTENSION}", now.strftime("%Y%m%d%H%M%S"), self.last);
        let path = self.folder.join(&name);
        let file = OpenOptions::new().create_new(true).write(true).open(&path);
        let file = file.map_err(|cause| ArchiveError { path: path.clone(), cause })?;
        let mut volume = Volume { path, file, length: 0 };
        volume.add(&warcinfo(&name, &self.agent, now))?;
        self.open = Some(volume);
        Ok(())
    }
}

impl Volume {
    fn add(&mut self, records: &[u8]) -> Result<(), ArchiveError> {
        if let Err(cause) = self.file.write_all(records) {
            // Readers of the file should not meet half a record; the next run would cut it off in any case.
            let _ = self.file.set_len(self.length);
            return Err(ArchiveError { path: self.path.clone(), cause });
        }
        self.length += records.len() as u64;
        Ok(())
    }
}

/// How much of an archive that was written up to `end` is still there. A last file that is gone was moved away by
/// somebody who wanted that; one that is shorter has lost records.
pub fn intact(folder: &Path, end: Position) -> io::Result<Position> {
    if end.file == 0 || !folder.exists() {
        return Ok(end);
    }
    let last = list(folder)?.into_iter().find(|&(number, _)| number == end.file);
    let Some((_, path)) = last else { return Ok(end) };
    Ok(Position { length: end.length.min(path.metadata()?.len()), ..end })
}

/// Our files in a folder, with their numbers.
fn list(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let numbered = name.strip_prefix("copydesk-").and_then(|name| name.strip_suffix(EXTENSION));
        let number = numbered.and_then(|name| name.split_once('-')?.1.parse().ok());
        found.extend(number.map(|number| (number, path.clone())));
    }
    found.sort();
    Ok(found)
}
