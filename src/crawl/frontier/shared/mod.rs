//! A frontier on PostgreSQL that several workers share: together they are one crawl.
//!
//! A worker takes hosts, not URLs: a host is one worker's for a term (`turns`), with its next ten URLs (`leases`), its pace
//! and its robots.txt. The worker lets go of it by its own clock before the database's says that the term is over, and what
//! it writes down counts only while the host's epoch is that of its lease (`finish`). The set of what was seen is the
//! database's (`links`). Times go to and fro as durations, so that nobody's time of day matters but the database's.
//!
//! Each worker writes files of its own. How far they reach is in its own row (`worker`), written in the transaction that
//! finishes a URL: so a URL is in the files of exactly one worker, whoever is killed when.

mod control;
mod counts;
mod error;
mod finish;
mod leases;
mod links;
mod offer;
mod open;
mod rewind;
mod robots;
mod schema;
mod session;
mod store;
mod turns;
mod worker;

use std::cell::RefCell;
use std::fmt;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use self::counts::Counts;
use self::leases::Leases;
use self::links::Remembered;
use self::session::Session;
use self::turns::Back;
use self::worker::Standing;
use super::{FolderLock, Tally};
use crate::canonical::CanonicalUrl;

pub use self::control::{Control, Mode, Overview, WorkerStatus};
pub use self::error::SharedError;
pub use self::worker::WORKER_FILE;
pub use crate::database::{Address, DatabaseError, DatabaseFault};

/// How a worker shares a frontier.
#[derive(Clone, Debug)]
pub struct Sharing {
    /// Where the frontier is.
    pub address: Address,
    /// How long a host stays a worker's that is not heard of.
    pub lease: Duration,
    /// How long until a worker notices what others do.
    pub notice: Duration,
    /// How long a lost connection is tried for.
    pub patience: Duration,
}

impl Sharing {
    /// With a minute's lease, a second's notice and three minutes' patience.
    #[must_use]
    pub fn at(address: Address) -> Self {
        let (lease, notice) = (Duration::from_mins(1), Duration::from_secs(1));
        Self { address, lease, notice, patience: session::PATIENCE }
    }
}

/// Who takes hosts, and for how long.
#[derive(Clone, Copy, Debug)]
struct Workers {
    /// This one's number.
    worker: i64,
    lease: Duration,
    /// The pause of a host whose own is not known.
    delay: Duration,
}

impl Workers {
    /// When a term that was asked for then ends for us. That is before it ends for the database, which heard of it later, by
    /// enough for a clock that is slow and a request that is on its way.
    fn end_of_term(&self, asked: Instant) -> Instant {
        asked + self.lease * 4 / 5
    }
}

/// A worker's view of a shared frontier.
pub struct SharedStore {
    session: RefCell<Session>,
    us: Workers,
    standing: Standing,
    leases: Leases,
    remembered: Remembered,
    /// What all workers counted, as of the last look, and what this one has since.
    sum: Counts,
    tally: Tally,
    mode: Mode,
    /// How many additions of seeds this worker knows of.
    seeds: i64,
    /// All seeds, where there are more than it was told of.
    new_seeds: Vec<CanonicalUrl>,
    /// When it looked around last.
    looked: Option<Instant>,
    notice: Duration,
    /// The database had no further host, and is not asked again before.
    not_before: Timestamp,
    /// What time the caller said it was, and when.
    heard: (Timestamp, Instant),
    rewound: u64,
    _lock: FolderLock,
}

impl SharedStore {
    /// What time it is for the caller.
    fn now(&self) -> Timestamp {
        let passed = SignedDuration::try_from(self.heard.1.elapsed()).unwrap_or(SignedDuration::ZERO);
        self.heard.0.checked_add(passed).unwrap_or(Timestamp::MAX)
    }

    /// How many seconds that is ahead.
    fn ahead(&self, time: Timestamp) -> f64 {
        time.duration_since(self.now()).as_secs_f64().max(0.0)
    }

    /// The time in so many seconds.
    fn in_seconds(&self, seconds: f64) -> Timestamp {
        let ahead = SignedDuration::try_from_secs_f64(seconds).unwrap_or(SignedDuration::MAX);
        self.now().checked_add(ahead).unwrap_or(Timestamp::MAX)
    }

    /// The database may have a host for us at once.
    fn ask_again(&mut self) {
        self.not_before = Timestamp::MIN;
    }

    /// Gives back every host of which nothing is being fetched; all, if the run is over.
    fn let_go(&mut self, is_over: bool) -> Result<(), SharedError> {
        let now = self.now();
        let delay = self.us.delay.as_secs_f64();
        let mut back = Vec::new();
        for (host, lease) in self.leases.iter().filter(|(_, lease)| is_over || lease.out.is_none()) {
            let rest = lease.next_allowed.duration_since(now).as_secs_f64().max(0.0);
            // What was being fetched may have been asked for just now.
            let rest = if lease.out.is_some() { rest.max(delay) } else { rest };
            back.push(Back { host, epoch: lease.term.epoch(), rest, is_beyond: false });
        }
        turns::give_back(&mut self.session.borrow_mut(), &self.us, &back)?;
        for back in back {
            self.leases.remove(back.host);
        }
        Ok(())
    }
}

impl Drop for SharedStore {
    /// Others need not wait for the terms to end.
    fn drop(&mut self) {
        self.session.borrow_mut().be_patient(Duration::ZERO);
        let _ = self.let_go(true);
    }
}

impl fmt::Debug for SharedStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedStore").field("worker", &self.us.worker).finish_non_exhaustive()
    }
}
