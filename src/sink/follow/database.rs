//! `SQLite` as what follows a crawl: it knows each file by its full path, and a record it has already by its key.

use std::ops::Range;
use std::path::Path;

use super::Keeper;
use crate::outcome::Outcome;
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

fn name(file: &Path) -> String {
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned()).to_string_lossy().into_owned()
}
