//! The time of day, as the runtime's clock counts it on.

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// The system's time at the start, plus what the runtime's clock says has passed since: so a clock that is set in
/// between changes no pause, and a paused clock pauses this one too.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    start: Timestamp,
    since: Instant,
}

impl Clock {
    pub fn start() -> Self {
        Self { start: Timestamp::now(), since: Instant::now() }
    }

    pub fn now(&self) -> Timestamp {
        self.after(self.since.elapsed())
    }

    /// When the runtime's clock will show that time.
    pub fn instant(&self, time: Timestamp) -> Instant {
        let ahead = time.duration_since(self.start);
        self.since + std::time::Duration::try_from(ahead).unwrap_or_default()
    }

    /// The time of day after so long.
    pub fn in_time(&self, wait: std::time::Duration) -> Timestamp {
        self.after(self.since.elapsed().saturating_add(wait))
    }

    fn after(&self, passed: std::time::Duration) -> Timestamp {
        let passed = SignedDuration::try_from(passed).unwrap_or(SignedDuration::MAX);
        self.start.checked_add(passed).unwrap_or(Timestamp::MAX)
    }
}
