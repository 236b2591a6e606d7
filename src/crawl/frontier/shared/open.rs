//! Joining the crawl with a folder: as its worker, from where its files end.

use std::cell::RefCell;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::control::Mode;
use super::counts::Counts;
use super::leases::Leases;
use super::links::Remembered;
use super::session;
use super::{SharedError, SharedStore, Sharing, WORKER_FILE, Workers, rewind, schema, worker};
use crate::crawl::frontier::rewind::{intact, intact_archive, refuse_output_without_state};
use crate::crawl::frontier::{FILE_NAME, FolderLock, FrontierError, Tally};

impl SharedStore {
    /// Joins, or goes on, with the worker of a folder, for this process alone. `delay` is the pause of hosts whose own is not
    /// known.
    pub fn open(folder: &Path, sharing: &Sharing, delay: Duration) -> Result<Self, FrontierError> {
        let lock = FolderLock::take(folder)?;
        if folder.join(FILE_NAME).exists() {
            return Err(SharedError::OtherCrawl { path: folder.join(FILE_NAME) }.into());
        }
        let mut session = session::at(&sharing.address);
        let crawl = schema::prepare(&mut session)?;
        let number = if let Some(number) = worker::of_folder(folder, &crawl)? {
            number
        } else {
            refuse_output_without_state(folder)?;
            worker::enlist(&mut session, folder, &crawl)?
        };
        let mut standing = worker::begin(&mut session, number)?.ok_or_else(|| {
            SharedError::UnknownWorker { path: folder.join(WORKER_FILE), at: sharing.address.to_string() }
        })?;
        let held = intact(folder, standing.lengths)?;
        let archive = intact_archive(folder, standing.archive)?;
        let rewound = if held == standing.lengths && archive == standing.archive {
            0
        } else {
            rewind::rewind(&mut session, &mut standing, held, archive)?
        };
        let us = Workers { worker: number, lease: sharing.lease, delay };
        take_up(&mut session, &us)?;
        session.be_patient(sharing.patience);
        let mut store = Self {
            session: RefCell::new(session),
            us,
            standing,
            leases: Leases::default(),
            remembered: Remembered::default(),
            sum: Counts::default(),
            tally: Tally::default(),
            mode: Mode::Running,
            seeds: 0,
            new_seeds: Vec::new(),
            looked: None,
            notice: sharing.notice,
            not_before: Timestamp::MIN,
            heard: (Timestamp::UNIX_EPOCH, Instant::now()),
            rewound,
            _lock: lock,
        };
        store.count_again()?;
        store.look_around()?;
        if store.mode == Mode::Draining {
            return Err(SharedError::Draining { at: sharing.address.to_string() }.into());
        }
        Ok(store)
    }
}

/// Hosts that an earlier run of this worker had are anybody's after a pause; and what waited beyond its limits may be within
/// those of this run.
fn take_up(session: &mut session::Session, us: &Workers) -> Result<(), SharedError> {
    session.query(
        "WITH ours AS (
             SELECT id FROM host WHERE standing = 0 AND due > now() AND worker = $1 ORDER BY id FOR UPDATE)
         UPDATE host SET worker = NULL, epoch = epoch + 1, due = least(due, now() + coalesce(pause, $2) * interval '1 second')
         FROM ours WHERE host.id = ours.id RETURNING host.id",
        &[&us.worker, &us.delay.as_secs_f64()],
    )?;
    session.query(
        "WITH beyond AS (SELECT id FROM host WHERE standing = 2 ORDER BY id FOR UPDATE)
         UPDATE host SET standing = 0 FROM beyond WHERE host.id = beyond.id RETURNING host.id",
        &[],
    )?;
    Ok(())
}
