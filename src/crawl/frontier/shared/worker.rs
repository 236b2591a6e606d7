//! This worker among others: which folder is its, how far its files reach, and that nobody else goes on as it.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher as _, Hasher as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::session::{Ending, Session, Stop, Work};
use super::{SharedError, turns};
use crate::archive::Position;
use crate::crawl::frontier::FrontierError;
use crate::sink::Lengths;

/// The file by which a folder is a worker's.
pub const WORKER_FILE: &str = "worker.json";

/// What it says.
#[derive(Serialize, Deserialize)]
struct Identity {
    /// The crawl's name.
    crawl: String,
    worker: i64,
}

/// What the database knows of this worker.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub worker: i64,
    pub incarnation: i64,
    pub turn: i64,
    pub seq: i64,
    pub lengths: Lengths,
    pub archive: Position,
    pub counts: Counts,
}

/// What a folder says of its worker, if it has one.
pub(super) fn of_folder(folder: &Path, crawl: &str) -> Result<Option<i64>, FrontierError> {
    let path = folder.join(WORKER_FILE);
    if !path.exists() {
        return Ok(None);
    }
    let read = || serde_json::from_slice::<Identity>(&fs::read(&path)?).map_err(std::io::Error::other);
    let identity = read().map_err(|cause| FrontierError::Io { path: path.clone(), cause })?;
    if identity.crawl == crawl {
        Ok(Some(identity.worker))
    } else {
        Err(SharedError::OtherCrawl { path }.into())
    }
}

/// Makes a new worker, for a folder that has none.
pub(super) fn enlist(session: &mut Session, folder: &Path, crawl: &str) -> Result<i64, FrontierError> {
    // Any number will do that no other worker has.
    let worker = i64::try_from(RandomState::new().build_hasher().finish() >> 1).unwrap_or(1).max(1);
    let label = label(folder);
    session.transact(|work| {
        work.execute(
            "INSERT INTO worker (id, label) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            &[&worker, &label],
        )?;
        Ok(Ending::Commit(()))
    })?;
    let path = folder.join(WORKER_FILE);
    let write = |path: &PathBuf| {
        let new = path.with_extension("new");
        fs::write(&new, serde_json::to_vec(&Identity { crawl: crawl.to_owned(), worker })?)?;
        fs::File::open(&new)?.sync_all()?;
        fs::rename(&new, path)
    };
    write(&path).map_err(|cause| FrontierError::Io { path, cause })?;
    Ok(worker)
}

/// What people know the worker by.
fn label(folder: &Path) -> String {
    let machine = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    format!("{}:{}", machine.trim(), folder.display())
}

/// Begins a new run of a worker; `None` if there is none of that number.
pub(super) fn begin(session: &mut Session, worker: i64) -> Result<Option<Standing>, SharedError> {
    let rows = session.query(
        "UPDATE worker SET incarnation = incarnation + 1, seen_at = now() WHERE id = $1
         RETURNING incarnation, turn, seq, articles_end, outcomes_end, archive_file, archive_end, counts",
        &[&worker],
    )?;
    let read = |row: &postgres::Row| -> Result<Standing, Stop> {
        let number = |column: usize| -> Result<u64, Stop> {
            let number: i64 = row.try_get(column)?;
            u64::try_from(number).map_err(|_| Stop::Misread(format!("a length is {number}")))
        };
        Ok(Standing {
            worker,
            incarnation: row.try_get(0)?,
            turn: row.try_get(1)?,
            seq: row.try_get(2)?,
            lengths: Lengths { articles: number(3)?, outcomes: number(4)? },
            archive: Position { file: number(5)?, length: number(6)? },
            counts: Counts::read(row.try_get(7)?)?,
        })
    };
    rows.first().map(read).transpose().map_err(|stop| turns::wrong(session, stop))
}

/// Where a transaction of this worker stands.
pub(super) enum Turn {
    /// It is to be done.
    Now,
    /// It was done before, and its end was not heard of; with what it gave.
    Done(i64),
}

impl Standing {
    /// Begins a transaction: nobody else writes as this worker until it ends.
    pub(super) fn begin_turn(&self, work: &mut Work<'_>) -> Result<Turn, Stop> {
        let rows = work
            .query("SELECT incarnation, turn, gave FROM worker WHERE id = $1 FOR UPDATE", &[&self.worker])?;
        let row = rows.first().ok_or(Stop::Failed(SharedError::Replaced))?;
        if row.try_get::<_, i64>(0)? != self.incarnation {
            return Err(Stop::Failed(SharedError::Replaced));
        }
        let turn: i64 = row.try_get(1)?;
        if turn == self.turn {
            return Ok(Turn::Now);
        }
        Ok(Turn::Done(row.try_get(2)?))
    }

    /// Writes down where the worker stands once the transaction ends.
    pub(super) fn save(&self, work: &mut Work<'_>, gave: usize) -> Result<(), Stop> {
        let gave = i64::try_from(gave).unwrap_or(i64::MAX);
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        work.execute(
            "UPDATE worker SET turn = $2, gave = $3, seq = $4, articles_end = $5, outcomes_end = $6, archive_file = $7,
                 archive_end = $8, counts = $9, seen_at = now() WHERE id = $1",
            &[
                &self.worker,
                &self.turn,
                &gave,
                &self.seq,
                &number(self.lengths.articles),
                &number(self.lengths.outcomes),
                &number(self.archive.file),
                &number(self.archive.length),
                &self.counts.text(),
            ],
        )?;
        Ok(())
    }

    /// The standing after one more transaction.
    pub(super) fn next(&self) -> Self {
        Self { turn: self.turn + 1, ..self.clone() }
    }
}
