//! When a host may be asked next: one request at a time, a pause between two, and none while it asks for rest.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, Reference as _};
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::sync::OwnedMutexGuard;
use tokio::time::{Instant, sleep, sleep_until};

use crate::canonical::HostKey;

/// The pace of every host met; a few hundred bytes each.
#[derive(Debug, Default)]
pub(super) struct Paces {
    hosts: Mutex<HashMap<HostKey, Arc<tokio::sync::Mutex<Pace>>>>,
}

/// How one host is paced. Whoever holds its lock may ask the host; tokio's lock is first come, first served.
#[derive(Debug, Default)]
struct Pace {
    limit: Option<Limit>,
    answered: Option<Instant>,
    rest_until: Option<Instant>,
}

/// One request per period, from start to start.
#[derive(Debug)]
struct Limit {
    period: Duration,
    limiter: RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>,
}

/// What a request is prepared to wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    /// Pause since the host's last request.
    pub(super) delay: Duration,
    /// Longest wait to sit out once it is our turn.
    pub(super) most: Duration,
}

/// The right to ask a host, until dropped.
#[derive(Debug)]
pub(super) struct Turn {
    pace: OwnedMutexGuard<Pace>,
}

/// The host may not be asked before this long a time has passed, which is more than was to be waited.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooLong(pub(super) Duration);

impl Paces {
    /// Waits for the right to ask a host.
    pub(super) async fn turn(&self, host: &HostKey, wait: Wait) -> Result<Turn, TooLong> {
        let mut pace = self.of(host).lock_owned().await;
        pace.wait(wait).await?;
        Ok(Turn { pace })
    }

    fn of(&self, host: &HostKey) -> Arc<tokio::sync::Mutex<Pace>> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pace) = hosts.get(host) {
            return Arc::clone(pace);
        }
        Arc::clone(hosts.entry(host.clone()).or_default())
    }
}

impl Pace {
    async fn wait(&mut self, wait: Wait) -> Result<(), TooLong> {
        // Counted from the answer: a first request reaches its server late, after connecting, and a second one at
        // once, so that a pause counted from start to start is shorter where it matters, at the server.
        let rested = self.answered.map(|answered| answered + wait.delay).max(self.rest_until);
        if let Some(rested) = rested {
            let long = rested.saturating_duration_since(Instant::now());
            if long > wait.most {
                return Err(TooLong(long));
            }
            sleep_until(rested).await;
        }
        // Counted from the start: holds also after a request that was dropped half-way, whose end nobody saw.
        if self.limit.as_ref().is_none_or(|limit| limit.period != wait.delay) {
            self.limit = Limit::new(wait.delay);
        }
        if let Some(limit) = &self.limit {
            limit.wait().await;
        }
        Ok(())
    }
}

impl Turn {
    /// The host answered, or failed to.
    pub(super) fn answered(&mut self) {
        self.pace.answered = Some(Instant::now());
    }

    /// Leaves the host alone for a while; the longest such wish wins.
    pub(super) fn rest(&mut self, time: Duration) {
        self.pace.rest_until = self.pace.rest_until.max(Instant::now().checked_add(time));
    }
}

impl Limit {
    /// `None` for no pause at all.
    fn new(period: Duration) -> Option<Self> {
        let quota = Quota::with_period(period)?;
        let clock = TokioClock { epoch: Instant::now() };
        Some(Self { period, limiter: RateLimiter::direct_with_clock(quota, clock) })
    }

    async fn wait(&self) {
        while let Err(early) = self.limiter.check() {
            let now = self.limiter.clock().now();
            sleep(early.earliest_possible().duration_since(now).into()).await;
        }
    }
}

/// Tokio's clock, which tests can pause, for governor.
#[derive(Clone, Debug)]
struct TokioClock {
    epoch: Instant,
}

impl Clock for TokioClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.epoch.elapsed()
    }
}
