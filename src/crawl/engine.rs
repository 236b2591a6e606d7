//! The loop: hosts whose turn it is → visits, at most so many at a time.
//!
//! One visit holds one host, from claiming a URL to its outcome in the books, so a host has one request in flight
//! at most. It goes on with the next URL where the host may be asked again at once. The pause between two requests to a host is the fetcher's business; what it is goes into the books with
//! every outcome, so that a host is claimed again only when its pause has mostly passed, and other hosts get the slot.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::frontier::Claims;
use super::recorder::{Closed, Recorder};
use super::visit::{Context, PATIENCE, visit};

/// How long an interrupted crawl waits for the pages in flight; what is not finished then stays queued.
const GRACE: Duration = Duration::from_secs(10);

pub(super) struct Engine {
    pub context: Arc<Context>,
    pub recorder: Recorder,
    pub hosts_at_once: usize,
    pub stop: watch::Receiver<bool>,
    /// When to end although there is more to do.
    pub until: Option<Instant>,
    /// How often to say that claimed hosts are still wanted, where others might get them.
    pub keep_every: Option<Duration>,
}

/// What woke the loop.
enum Wake {
    /// A visit ended, or could not write down what it saw.
    Visited(Result<(), Closed>),
    /// A host's time has come.
    Due,
    /// Others are to hear that we are still here.
    Keep,
    /// The run is to stop.
    Stop,
    /// The run's own time is up.
    TimeUp,
    /// The time for what was in flight is over.
    GraceOver,
}

impl Engine {
    /// Visits until nothing waits, or until told to stop; says whether it was told.
    pub async fn run(mut self) -> Result<bool, Closed> {
        let mut visits = JoinSet::new();
        let (mut grace, mut stopped) = (None, false);
        let mut keep = self.next_keep();
        if *self.stop.borrow_and_update() {
            return Ok(true);
        }
        loop {
            let next_due = match grace {
                None => self.fill(&mut visits).await?,
                Some(_) => None,
            };
            if visits.is_empty() && next_due.is_none_or(|due| self.is_too_late(due)) {
                return Ok(stopped);
            }
            match self.wait(&mut visits, next_due, grace, keep).await {
                Wake::Visited(visited) => {
                    visited?;
                    // Those that ended with it: one claim serves them all.
                    while let Some(visited) = visits.try_join_next() {
                        visited.unwrap_or(Err(Closed))?;
                    }
                }
                Wake::Due => {}
                Wake::Keep => {
                    self.recorder.keep().await?;
                    keep = self.next_keep();
                }
                Wake::Stop => (grace, stopped) = (Some(self.end()), true),
                Wake::TimeUp => grace = Some(self.end()),
                Wake::GraceOver => return Ok(stopped),
            }
        }
    }

    /// Starts visits while there are slots and due hosts; says when the next host is due.
    async fn fill(&self, visits: &mut JoinSet<Result<(), Closed>>) -> Result<Option<Instant>, Closed> {
        let free = self.hosts_at_once.saturating_sub(visits.len());
        if free == 0 {
            return Ok(None);
        }
        let Claims { claims, next_due, seeds } = self.recorder.claim(self.context.clock.now(), free).await?;
        self.context.bounds.widen(&seeds, &self.context.profiles);
        for claim in claims {
            visits.spawn(visit(Arc::clone(&self.context), self.recorder.clone(), claim));
        }
        let all_taken = visits.len() >= self.hosts_at_once;
        self.context.stays.store(all_taken, Ordering::Relaxed);
        Ok(next_due.filter(|_| !all_taken).map(|time| self.context.clock.instant(time)))
    }

    /// Whether nobody waits so long for a host: a run that does not watch ends, and what waits there is for the next one. In a
    /// shared crawl others may bring work before.
    fn is_too_late(&self, due: Instant) -> bool {
        let lasts = self.context.revisits || self.keep_every.is_some();
        !lasts && due > Instant::now() + PATIENCE
    }

    /// Begins nothing more; says how long to wait for what is in flight.
    fn end(&self) -> Instant {
        self.context.stays.store(false, Ordering::Relaxed);
        Instant::now() + GRACE
    }

    fn next_keep(&self) -> Option<Instant> {
        self.keep_every.map(|pause| Instant::now() + pause)
    }

    async fn wait(
        &mut self,
        visits: &mut JoinSet<Result<(), Closed>>,
        next_due: Option<Instant>,
        grace: Option<Instant>,
        keep: Option<Instant>,
    ) -> Wake {
        let far = Instant::now() + Duration::from_hours(24);
        tokio::select! {
            Some(visited) = visits.join_next() => Wake::Visited(visited.unwrap_or(Err(Closed))),
            () = sleep_until(next_due.unwrap_or(far)), if next_due.is_some() => Wake::Due,
            () = sleep_until(keep.unwrap_or(far)), if keep.is_some() => Wake::Keep,
            () = sleep_until(grace.unwrap_or(far)), if grace.is_some() => Wake::GraceOver,
            () = stopped(&mut self.stop), if grace.is_none() => Wake::Stop,
            () = sleep_until(self.until.unwrap_or(far)), if grace.is_none() && self.until.is_some() => Wake::TimeUp,
        }
    }
}

/// Returns when the run is to stop; never, if nobody can say so any more.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}
