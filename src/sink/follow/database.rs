//! Databases as what follows a crawl: they know each file by its full path, and a record they have already by its key.

use std::ops::Range;
use std::path::Path;

use super::Keeper;
use crate::outcome::Outcome;
#[cfg(feature = "postgres")]
use crate::sink::Postgres;
use crate::sink::{SinkError, Sqlite};

impl Keeper for Sqlite {
    fn kept(&mut self, file: &Path) -> Result<u64, SinkError> {
        self.followed(&name(file))
    }

    /// Which costs time and changes nothing.
    fn begin_again(&mut self, _: &Path) -> Result<(), SinkError> {
        Ok(())
    }

    fn add(&mut self, file: &Path, records: Vec<Outcome>, bytes: Range<u64>) -> Result<(), SinkError> {
        self.follow(&name(file), &records, bytes.end)
    }

    fn settle(&mut self) -> Result<(), SinkError> {
        Ok(())
    }
}

/// A server may get files of the same path from several machines, so that the crawl is part of a file's name there.
#[cfg(feature = "postgres")]
impl Keeper for Postgres {
    fn kept(&mut self, file: &Path) -> Result<u64, SinkError> {
        match super::crawl(file)? {
            Some(crawl) => self.followed(&format!("{crawl} {}", name(file))),
            None => Ok(0),
        }
    }

    /// Which costs time and changes nothing.
    fn begin_again(&mut self, _: &Path) -> Result<(), SinkError> {
        Ok(())
    }

    fn add(&mut self, file: &Path, records: Vec<Outcome>, bytes: Range<u64>) -> Result<(), SinkError> {
        match super::crawl(file)? {
            Some(crawl) => self.follow(&format!("{crawl} {}", name(file)), &records, bytes.end),
            None => Ok(()),
        }
    }

    fn settle(&mut self) -> Result<(), SinkError> {
        Ok(())
    }
}

fn name(file: &Path) -> String {
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned()).to_string_lossy().into_owned()
}
