//! Which hosts' connections are kept open between requests.
//!
//! An open connection costs some 150 kB, most of it the buffer it last read a page with, and a file descriptor. A crawl of
//! thousands of hosts visits each of them within seconds and would keep one to every one, so beyond a number of hosts the
//! request says `Connection: close` (RFC 9112, section 9.6).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use url::{Origin, Url};

/// How long a connection is kept that nobody uses.
pub(super) const UNUSED: Duration = Duration::from_secs(30);

/// The origins whose connections may be open, and when each was last used. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    most: usize,
    used: Arc<Mutex<HashMap<Origin, Instant>>>,
}

impl Kept {
    /// At most so many.
    pub(super) fn at_most(most: usize) -> Self {
        Self { most, used: Arc::default() }
    }

    /// Whether the connection for a request that is sent now may be kept.
    pub(super) fn may_keep(&self, url: &Url) -> bool {
        let (origin, now) = (url.origin(), Instant::now());
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() >= self.most && !used.contains_key(&origin) {
            used.retain(|_, last| now.duration_since(*last) < UNUSED);
        }
        let may = used.len() < self.most || used.contains_key(&origin);
        if may {
            used.insert(origin, now);
        }
        may
    }
}
