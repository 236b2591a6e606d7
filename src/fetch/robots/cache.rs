//! How long a robots.txt is good for, and what holds while there is none (RFC 9309, 2.3.1 and 2.4).

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::Robots;
use crate::canonical::HostKey;
use crate::fetch::error::FetchError;

/// How long a robots.txt is used before it is fetched again.
const FRESH: Duration = Duration::from_hours(24);

/// How long before one that could not be had is asked for again.
const AGAIN: Duration = Duration::from_mins(10);

/// After how long an unreachable robots.txt counts as a missing one.
const GIVEN_UP: Duration = Duration::from_hours(30 * 24);

/// Files kept at once; beyond this the oldest is forgotten, and fetched again when needed.
const MOST: usize = 10_000;

/// What is known of each origin's robots.txt. Whoever holds an origin's lock may fetch it.
#[derive(Debug, Default)]
pub(in crate::fetch) struct RobotsCache {
    /// Whether the files themselves are kept, for other processes.
    keeps: AtomicBool,
    origins: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Known>>>>,
}

/// What is known of one robots.txt.
#[derive(Debug, Default)]
pub(in crate::fetch) struct Known {
    /// The last one read.
    copy: Option<Arc<Robots>>,
    /// Its text, if that is kept.
    body: Option<Bytes>,
    /// Why the last try failed, and when the first did since the last success.
    failure: Option<(FetchError, Instant)>,
    /// When to ask again.
    until: Option<Instant>,
}

/// A host's robots.txt, to be used by another process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RobotsCopy {
    /// The scheme it was asked for by.
    pub scheme: String,
    /// The file; empty where there is none.
    pub body: Bytes,
    /// How long it is good for.
    pub fresh_for: Duration,
}

impl RobotsCache {
    /// From now on the files are kept.
    pub(in crate::fetch) fn keep(&self) {
        self.keeps.store(true, Ordering::Relaxed);
    }

    /// The files of a host that are kept and still good.
    pub(in crate::fetch) fn copies(&self, host: &HostKey) -> Vec<RobotsCopy> {
        let copy = |scheme: &str| {
            let known = self.of(&origin(scheme, host));
            let known = known.try_lock().ok()?;
            let fresh_for = known.until?.checked_duration_since(Instant::now())?;
            if known.failure.is_some() {
                return None;
            }
            Some(RobotsCopy { scheme: scheme.to_owned(), body: known.body.clone()?, fresh_for })
        };
        ["https", "http"].into_iter().filter_map(copy).collect()
    }

    /// Takes over what another process was given, unless we were given something that still holds.
    pub(in crate::fetch) fn take_over(&self, host: &HostKey, copy: &RobotsCopy) {
        let known = self.of(&origin(&copy.scheme, host));
        if let Ok(mut known) = known.try_lock()
            && !known.holds()
        {
            let until = Instant::now() + copy.fresh_for.min(FRESH);
            *known = Known {
                copy: Some(Arc::new(Robots::parse(&copy.body))),
                body: Some(copy.body.clone()),
                failure: None,
                until: Some(until),
            };
        }
    }

    /// Takes in the result of a fetch.
    pub(in crate::fetch) fn learn(&self, known: &mut Known, result: Result<(Robots, Bytes), FetchError>) {
        known.learn(result, self.keeps.load(Ordering::Relaxed));
    }

    /// What is known of an origin's robots.txt.
    pub(in crate::fetch) fn of(&self, origin: &str) -> Arc<tokio::sync::Mutex<Known>> {
        let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = origins.get(origin) {
            return Arc::clone(known);
        }
        if origins.len() >= MOST {
            // Those being fetched are locked, and stay.
            let age = |known: &Arc<tokio::sync::Mutex<Known>>| known.try_lock().ok().map(|known| known.until);
            let oldest =
                origins.iter().filter_map(|(origin, known)| Some((age(known)?, origin.clone()))).min();
            if let Some((_, oldest)) = oldest {
                origins.remove(&oldest);
            }
        }
        Arc::clone(origins.entry(origin.to_owned()).or_default())
    }
}

impl Known {
    /// Whether what is known still holds, so that nothing need be fetched.
    pub(in crate::fetch) fn holds(&self) -> bool {
        self.until.is_some_and(|until| Instant::now() < until)
    }

    fn learn(&mut self, result: Result<(Robots, Bytes), FetchError>, keeps: bool) {
        let now = Instant::now();
        match result {
            Ok((robots, body)) => {
                let (copy, body) = (Some(Arc::new(robots)), Some(body).filter(|_| keeps));
                *self = Self { copy, body, failure: None, until: Some(now + FRESH) };
            }
            Err(error) => {
                let since = self.failure.take().map_or(now, |(_, since)| since);
                let again = if let FetchError::RetryLater { after, .. } = error { after } else { AGAIN };
                self.failure = Some((error, since));
                self.until = Some(now + again.min(FRESH));
            }
        }
    }

    /// The rules to go by: the last copy even if it could not be renewed, none where there has been none to be
    /// had for long, and otherwise the failure, which allows nothing.
    pub(in crate::fetch) fn rules(&self) -> Result<Arc<Robots>, FetchError> {
        match (&self.copy, &self.failure) {
            (Some(copy), _) => Ok(Arc::clone(copy)),
            (None, Some((error, since))) if since.elapsed() < GIVEN_UP => Err(self.as_of_now(error)),
            (None, _) => Ok(Arc::default()),
        }
    }

    /// A kept "come back in a minute" is half a minute later a "come back in half a minute".
    fn as_of_now(&self, error: &FetchError) -> FetchError {
        let mut error = error.clone();
        if let (FetchError::RetryLater { after, .. }, Some(until)) = (&mut error, self.until) {
            *after = until.saturating_duration_since(Instant::now());
        }
        error
    }
}

/// As URLs write it.
fn origin(scheme: &str, host: &HostKey) -> String {
    format!("{scheme}://{host}")
}
