//! What went over the network: requests, bytes, and how long answers took.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Steps in which latencies are counted; four of them double the time. From 1 ms to more than an hour.
const STEPS: usize = 96;

/// Counts of everything a fetcher did.
#[derive(Debug)]
pub(super) struct Counters {
    requests: AtomicU64,
    bytes: AtomicU64,
    answers: AtomicU64,
    /// How long all answers took to begin, in microseconds.
    waited: AtomicU64,
    latencies: [AtomicU64; STEPS],
}

impl Default for Counters {
    fn default() -> Self {
        Self {
            requests: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            answers: AtomicU64::new(0),
            waited: AtomicU64::new(0),
            latencies: std::array::from_fn(|_| AtomicU64::new(0)),
        }
    }
}

/// What went over the network so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Requests sent: pages, robots.txt, feeds, sitemaps, redirects and retries.
    pub requests: u64,
    /// Bytes of bodies, after content decoding.
    pub bytes: u64,
    /// Answers that came whole.
    pub answers: u64,
    /// How long they all took to begin, connecting included.
    pub waited: Duration,
    /// How long answers took to begin, connecting included; within a fifth.
    pub latency: Latency,
}

/// How long so many of all answers took at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Latency {
    /// Half of them.
    pub p50: Duration,
    /// Nine of ten.
    pub p90: Duration,
    /// 99 of a hundred.
    pub p99: Duration,
}

impl Counters {
    /// A request goes out.
    pub(super) fn asked(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    /// An answer came: when it began, and how large its body was.
    pub(super) fn answered(&self, waited: Duration, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        self.answers.fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(waited.as_micros()).unwrap_or(u64::MAX);
        self.waited.fetch_add(micros, Ordering::Relaxed);
        if let Some(count) = self.latencies.get(step(waited)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn sum(&self) -> Traffic {
        let counts: Vec<u64> = self.latencies.iter().map(|count| count.load(Ordering::Relaxed)).collect();
        Traffic {
            requests: self.requests.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            answers: self.answers.load(Ordering::Relaxed),
            waited: Duration::from_micros(self.waited.load(Ordering::Relaxed)),
            latency: Latency { p50: share(&counts, 50), p90: share(&counts, 90), p99: share(&counts, 99) },
        }
    }
}

/// The step a latency falls into: the first that is not shorter.
fn step(time: Duration) -> usize {
    (0..STEPS - 1).find(|&step| time <= length(step)).unwrap_or(STEPS - 1)
}

/// How long a step stands for: 1 ms, and from step to step the fourth root of two more.
fn length(step: usize) -> Duration {
    let quarter = i32::try_from(step).unwrap_or(i32::MAX);
    Duration::from_secs_f64(0.001 * 2_f64.powf(f64::from(quarter) / 4.0))
}

/// The step up to which so many percent of the counts lie.
fn share(counts: &[u64], percent: u64) -> Duration {
    let all: u64 = counts.iter().sum();
    let mut left = (all * percent).div_ceil(100);
    for (step, count) in counts.iter().enumerate() {
        if left <= *count {
            return if all == 0 { Duration::ZERO } else { length(step) };
        }
        left -= count;
    }
    Duration::ZERO
}
