//! Hosts that are down: after some failures in a row their other URLs are left for a later run instead of failing one by one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::visit::PATIENCE;
use crate::canonical::HostKey;
use crate::fetch::FetchError;

/// How many URLs in a row may fail because there is no host to talk to; and because its robots.txt cannot be had, which says
/// the same of every other.
const FAILURES: u32 = 3;
const FAILURES_OF_ROBOTS: u32 = 1;

/// How long a host that is down is left alone: longer than a run waits for one.
const REST: Duration = PATIENCE.saturating_add(Duration::from_secs(1));

/// Which hosts are down, by how many URLs in a row could not be had from them.
#[derive(Debug, Default)]
pub(super) struct Outages(Mutex<HashMap<HostKey, u32>>);

impl Outages {
    /// Notes what a request for a URL of a host came to; says how long to leave the host alone instead of giving the URL up.
    pub(super) fn note(&self, host: HostKey, error: Option<&FetchError>) -> Option<Duration> {
        let most = match error {
            Some(FetchError::RobotsUnreachable { .. }) => Some(FAILURES_OF_ROBOTS),
            Some(FetchError::Dns { .. } | FetchError::Connect { .. }) => Some(FAILURES),
            _ => None,
        };
        let mut down = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(most) = most else {
            down.remove(&host);
            return None;
        };
        let failures = down.entry(host).or_default();
        *failures += 1;
        (*failures > most).then_some(REST)
    }
}
