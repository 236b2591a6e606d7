//! A copy of a crawl's state to try things on.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;

use super::rows::url;
use super::{FILE_NAME, FolderLock, FrontierError, SqliteStore, open};
use crate::canonical::CanonicalUrl;
use crate::scratch::Scratch;

/// A frontier like that of a crawl, which may be at work on its own; gone when it is dropped.
#[derive(Debug)]
pub struct Rehearsal {
    /// Dropped before its folder is.
    store: SqliteStore,
    _folder: Scratch,
}

impl Rehearsal {
    /// Copies the state in a folder, if there is one, to the system's folder for temporary files.
    pub fn of(folder: &Path) -> Result<Self, FrontierError> {
        let scratch = Scratch::new("rehearsal")
            .map_err(|cause| FrontierError::Io { path: std::env::temp_dir(), cause })?;
        let (from, to) = (folder.join(FILE_NAME), scratch.path().join(FILE_NAME));
        if from.exists() {
            let copied = open::look(&from)?.execute("VACUUM INTO ?1", [to.to_string_lossy()]);
            copied.map_err(|error| open::classify(&from, error))?;
        }
        let lock = FolderLock::take(scratch.path())?;
        let connection = open::open(&to)?.connection;
        // Its output files are not copied, so there is nothing to compare it with.
        let store = SqliteStore::over(to, connection, 0, lock, Timestamp::UNIX_EPOCH)?;
        Ok(Self { store, _folder: scratch })
    }

    /// The store.
    pub fn store(&mut self) -> &mut SqliteStore {
        &mut self.store
    }

    /// What waits: each URL, how deep it is, and how many pages of its host were fetched.
    pub fn waiting(&self, mut tell: impl FnMut(&CanonicalUrl, u32, u64)) -> Result<(), FrontierError> {
        each_waiting(&self.store.connection, &mut tell).map_err(|error| self.store.wrong(error))
    }
}

fn each_waiting(
    connection: &Connection,
    tell: &mut impl FnMut(&CanonicalUrl, u32, u64),
) -> rusqlite::Result<()> {
    let mut query = connection.prepare(
        "SELECT url, depth + (kind <> 0), fetched FROM waiting JOIN link USING (ordinal) JOIN host ON host.id = link.host
         ORDER BY link.host, link.priority, ordinal",
    )?;
    let mut links = query.query([])?;
    while let Some(row) = links.next()? {
        tell(&url(row, 0)?, row.get(1)?, row.get(2)?);
    }
    Ok(())
}
