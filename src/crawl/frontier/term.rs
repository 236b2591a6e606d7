//! How long a claim on a host lasts, where other processes may get it afterwards.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::time::Instant;

/// The time for which a host is this process's, by its own clock, which nobody sets. Clones share it.
#[derive(Clone, Debug)]
pub struct Term {
    /// Which of the host's leases it is.
    epoch: i64,
    end: Arc<Mutex<Instant>>,
}

impl Term {
    /// A term with its number, up to that time.
    #[must_use]
    pub fn new(epoch: i64, end: Instant) -> Self {
        Self { epoch, end: Arc::new(Mutex::new(end)) }
    }

    /// Its number.
    #[must_use]
    pub fn epoch(&self) -> i64 {
        self.epoch
    }

    /// When it ends, as far as is known now.
    #[must_use]
    pub fn end(&self) -> Instant {
        *self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It ends then instead.
    pub fn set_end(&self, end: Instant) {
        *self.end.lock().unwrap_or_else(PoisonError::into_inner) = end;
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_over(&self) -> bool {
        Instant::now() >= self.end()
    }
}
