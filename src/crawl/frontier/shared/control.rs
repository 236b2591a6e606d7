//! Looking at a shared crawl and steering it, from anywhere.

use std::fmt;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use postgres::Row;

use super::counts::Counts;
use super::links::{Batch, Remembered};
use super::session::{self, Ending, Session, Stop, Work};
use super::{Address, SharedError, schema, turns};
use crate::canonical::CanonicalUrl;
use crate::crawl::frontier::{Found, HostStatus, Tally};

/// What workers are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To crawl.
    Running,
    /// To finish what they are fetching, and wait.
    Paused,
    /// To finish what they are fetching, and end.
    Draining,
}

impl Mode {
    /// The word it is stored as.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Draining => "draining",
        }
    }

    pub(super) fn read(text: &str) -> Result<Self, Stop> {
        let known =
            [Self::Running, Self::Paused, Self::Draining].into_iter().find(|mode| mode.as_str() == text);
        known.ok_or_else(|| Stop::Misread(format!("`{text}` is no mode")))
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A whole crawl.
#[derive(Clone, Debug)]
pub struct Overview {
    /// What workers are told.
    pub mode: Mode,
    /// Counts over all workers.
    pub tally: Tally,
    /// Everybody who ever wrote, those heard of last first.
    pub workers: Vec<WorkerStatus>,
    /// Every host, those with most waiting first.
    pub hosts: Vec<HostStatus>,
}

/// One worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerStatus {
    /// Its machine and folder.
    pub label: String,
    /// How long ago it finished something last.
    pub silent_for: Duration,
    /// URLs it finished.
    pub finished: u64,
    /// Hosts it has.
    pub hosts: u64,
}

/// Steers a shared crawl without being a worker of it.
pub struct Control {
    session: Session,
}

impl Control {
    /// Finds the crawl there is.
    pub fn find(address: &Address) -> Result<Self, SharedError> {
        let mut session = session::at(address);
        match schema::find(&mut session)? {
            Some(_) => Ok(Self { session }),
            None => Err(SharedError::NoCrawl { at: address.to_string() }),
        }
    }

    /// Finds the crawl, or begins one.
    pub fn begin(address: &Address) -> Result<Self, SharedError> {
        let mut session = session::at(address);
        schema::prepare(&mut session)?;
        Ok(Self { session })
    }

    /// Tells all workers. They notice within a second or so.
    pub fn set_mode(&mut self, mode: Mode) -> Result<(), SharedError> {
        self.session.query("UPDATE crawl SET mode = $1 RETURNING mode", &[&mode.as_str()]).map(drop)
    }

    /// Adds seeds and what goes with them; says how many URLs are new.
    pub(in crate::crawl) fn add(
        &mut self,
        seeds: &[CanonicalUrl],
        found: &[Found],
    ) -> Result<u64, SharedError> {
        let batch = Batch::of(found, &Remembered::default());
        let new = self.session.transact(|work| {
            let rows = work.query("SELECT counts FROM worker WHERE id = 0 FOR UPDATE", &[])?;
            let mut counts = Counts::sum(&rows)?;
            let inserted = batch.insert(work, &Remembered::default(), None)?;
            add_seeds(work, seeds)?;
            turns::lock(work, &inserted.hosts)?;
            turns::wake(work, &inserted.hosts)?;
            counts.add(&inserted.counts);
            work.execute("UPDATE worker SET counts = $1, seen_at = now() WHERE id = 0", &[&counts.text()])?;
            Ok(Ending::Commit(inserted.new))
        })?;
        Ok(new as u64)
    }

    /// The crawl as it stands.
    pub fn overview(&mut self) -> Result<Overview, SharedError> {
        let mode = self.session.query("SELECT mode FROM crawl", &[])?;
        let counts = self.session.query("SELECT counts FROM worker", &[])?;
        let workers = self.session.query(WORKERS, &[])?;
        let hosts = self.session.query(HOSTS, &[])?;
        let read = || -> Result<Overview, Stop> {
            let mode = mode.first().ok_or_else(|| Stop::Misread("its table `crawl` is empty".to_owned()))?;
            Ok(Overview {
                mode: Mode::read(mode.try_get(0)?)?,
                tally: Counts::sum(&counts)?.tally(),
                workers: workers.iter().map(worker).collect::<Result<_, _>>()?,
                hosts: hosts.iter().map(host).collect::<Result<_, _>>()?,
            })
        };
        read().map_err(|stop| turns::wrong(&self.session, stop))
    }
}

/// Remembers seeds. Workers look again if there are new ones.
pub(super) fn add_seeds(work: &mut Work<'_>, seeds: &[CanonicalUrl]) -> Result<(), Stop> {
    let mut urls: Vec<&str> = seeds.iter().map(CanonicalUrl::as_str).collect();
    urls.sort_unstable();
    urls.dedup();
    let new = work.execute(
        "INSERT INTO seed (url) SELECT * FROM unnest($1::text[]) ON CONFLICT DO NOTHING",
        &[&urls],
    )?;
    if new > 0 {
        work.execute("UPDATE crawl SET seeds = seeds + 1", &[])?;
    }
    Ok(())
}

fn worker(row: &Row) -> Result<WorkerStatus, Stop> {
    let silent: f64 = row.try_get(1)?;
    let count = |column: usize| -> Result<u64, Stop> {
        Ok(u64::try_from(row.try_get::<_, i64>(column)?).unwrap_or_default())
    };
    Ok(WorkerStatus {
        label: row.try_get(0)?,
        silent_for: Duration::try_from_secs_f64(silent).unwrap_or_default(),
        finished: count(2)?,
        hosts: count(3)?,
    })
}

fn host(row: &Row) -> Result<HostStatus, Stop> {
    let count = |column: usize| -> Result<u64, Stop> {
        Ok(u64::try_from(row.try_get::<_, i64>(column)?).unwrap_or_default())
    };
    let pause: Option<f64> = row.try_get(3)?;
    let rests: f64 = row.try_get(4)?;
    let rests = SignedDuration::try_from_secs_f64(rests.max(0.0)).unwrap_or(SignedDuration::MAX);
    Ok(HostStatus {
        host: row.try_get(0)?,
        waiting: count(1)?,
        watched: 0,
        next_visit: None,
        fetched: count(2)?,
        pause: pause.and_then(|pause| Duration::try_from_secs_f64(pause).ok()),
        next_allowed: Timestamp::now().checked_add(rests).unwrap_or(Timestamp::MAX),
        last_error: row.try_get(5)?,
    })
}

const WORKERS: &str = "
    SELECT label, extract(epoch FROM now() - seen_at)::double precision, seq,
           (SELECT count(*) FROM host WHERE host.worker = worker.id AND standing = 0 AND due > now())
    FROM worker WHERE id <> 0 ORDER BY 2, 1";

const HOSTS: &str = "
    SELECT name, coalesce(waiting, 0), fetched, pause,
           CASE WHEN worker IS NULL THEN extract(epoch FROM due - now()) ELSE 0 END::double precision, last_error
    FROM host LEFT JOIN (SELECT host AS waits, count(*) AS waiting FROM link WHERE waiting GROUP BY host) AS w ON waits = id
    ORDER BY 2 DESC, name";
