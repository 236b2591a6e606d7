//! When a host may be asked next: one request at a time, a pause between two, a longer one while it labours, and none
//! while it asks for rest. Hosts of one address can be held to one pace.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, Reference as _};
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::sync::OwnedMutexGuard;
use tokio::time::{Instant, sleep, sleep_until};

use super::strain::{Sign, Strain};
use crate::canonical::HostKey;

/// The pace of every host and address met; a few hundred bytes each.
#[derive(Debug, Default)]
pub(super) struct Paces {
    hosts: Shared<HostKey>,
    addresses: Shared<IpAddr>,
}

/// Paces by what they are kept for.
type Shared<K> = Mutex<HashMap<K, Arc<tokio::sync::Mutex<Pace>>>>;

/// How one host or address is paced. Whoever holds its lock may ask it; tokio's lock is first come, first served.
#[derive(Debug, Default)]
struct Pace {
    /// The pause asked for last, before strain.
    delay: Duration,
    /// Holds the delay from start to start whatever else is made of answers and strain.
    limit: Option<Limit>,
    /// When the last request began: a request that was dropped half-way has no end that anybody saw.
    began: Option<Instant>,
    answered: Option<Instant>,
    rest_until: Option<Instant>,
    strain: Strain,
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
    /// Longest wait to sit out once it is our turn; what strain adds is sat out in any case.
    pub(super) most: Duration,
}

/// How a host is paced at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HostPace {
    /// The pause between two requests.
    pub pause: Duration,
    /// How long until it may be asked again.
    pub ready_in: Duration,
    /// How much of the pause is because it labours.
    pub strain: Duration,
}

/// The right to ask a host, and perhaps its address, until dropped.
#[derive(Debug)]
pub(super) struct Turn {
    paces: Vec<OwnedMutexGuard<Pace>>,
}

/// The host may not be asked before this long a time has passed, which is more than was to be waited.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooLong(pub(super) Duration);

impl Paces {
    /// Waits for the right to ask a host, and then for that to ask the address, if there is one to share. The order is
    /// the same for everybody, so nobody waits in a circle.
    pub(super) async fn turn(
        &self,
        host: &HostKey,
        address: Option<IpAddr>,
        wait: Wait,
    ) -> Result<Turn, TooLong> {
        let mut paces = vec![taken(&self.hosts, host, wait).await?];
        if let Some(address) = address {
            paces.push(taken(&self.addresses, &address, wait).await?);
        }
        let now = Instant::now();
        for pace in &mut paces {
            pace.began = Some(now);
        }
        Ok(Turn { paces })
    }

    /// How a host is paced; nothing while it is being asked.
    pub(super) fn of(&self, host: &HostKey) -> Option<HostPace> {
        let pace = find(&self.hosts, host);
        let pace = pace.try_lock().ok()?;
        let ready_in = pace.ready(pace.delay).saturating_duration_since(Instant::now());
        let strain = pace.strain.pause();
        Some(HostPace { pause: pace.delay + strain, ready_in, strain })
    }

    /// The host laboured when another process asked it.
    pub(super) fn slow_down(&self, host: &HostKey, strain: Duration) {
        // Whoever is asking it now knows better.
        if let Ok(mut pace) = find(&self.hosts, host).try_lock() {
            pace.strain.take_over(strain);
        }
    }
}

async fn taken<K: Clone + Eq + Hash>(
    paces: &Shared<K>,
    key: &K,
    wait: Wait,
) -> Result<OwnedMutexGuard<Pace>, TooLong> {
    let mut pace = find(paces, key).lock_owned().await;
    pace.wait(wait).await?;
    Ok(pace)
}

fn find<K: Clone + Eq + Hash>(paces: &Shared<K>, key: &K) -> Arc<tokio::sync::Mutex<Pace>> {
    let mut paces = paces.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pace) = paces.get(key) {
        return Arc::clone(pace);
    }
    Arc::clone(paces.entry(key.clone()).or_default())
}

impl Pace {
    async fn wait(&mut self, wait: Wait) -> Result<(), TooLong> {
        self.delay = wait.delay;
        let asked_for = self.paused(wait.delay).max(self.rest_until);
        let long = asked_for.map_or(Duration::ZERO, |time| time.saturating_duration_since(Instant::now()));
        if long > wait.most {
            return Err(TooLong(long));
        }
        sleep_until(self.ready(wait.delay)).await;
        if self.limit.as_ref().is_none_or(|limit| limit.period != wait.delay) {
            self.limit = Limit::new(wait.delay);
        }
        if let Some(limit) = &self.limit {
            limit.wait().await;
        }
        Ok(())
    }

    /// When the next request may go out.
    fn ready(&self, delay: Duration) -> Instant {
        let times = self.paused(delay + self.strain.pause()).max(self.rest_until);
        times.unwrap_or_else(Instant::now)
    }

    /// When the pause since the last request is over. It is counted from the answer: a first request reaches its
    /// server late, after connecting, and a second one at once, so that a pause counted from start to start is
    /// shorter where it matters, at the server.
    fn paused(&self, pause: Duration) -> Option<Instant> {
        self.began.max(self.answered).map(|time| time + pause)
    }
}

impl Turn {
    /// The host answered, or failed to; which is a sign of how it bears the pace.
    pub(super) fn answered(&mut self, sign: Sign) {
        let now = Instant::now();
        for pace in &mut self.paces {
            pace.answered = Some(now);
            let delay = pace.delay;
            pace.strain.feel(sign, delay);
        }
    }

    /// Leaves the host alone for a while; the longest such wish wins.
    pub(super) fn rest(&mut self, time: Duration) {
        if let Some(host) = self.paces.first_mut() {
            host.rest_until = host.rest_until.max(Instant::now().checked_add(time));
        }
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
