//! How long a robots.txt is good for, and what holds while there is none (RFC 9309, 2.3.1 and 2.4).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Robots;
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
    origins: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Known>>>>,
}

/// What is known of one robots.txt.
#[derive(Debug, Default)]
pub(in crate::fetch) struct Known {
    /// The last one read.
    copy: Option<Arc<Robots>>,
    /// Why the last try failed, and when the first did since the last success.
    failure: Option<(FetchError, Instant)>,
    /// When to ask again.
    until: Option<Instant>,
}

impl RobotsCache {
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

    /// Takes in the result of a fetch.
    pub(in crate::fetch) fn learn(&mut self, result: Result<Robots, FetchError>) {
        let now = Instant::now();
        match result {
            Ok(robots) => {
                *self = Self { copy: Some(Arc::new(robots)), failure: None, until: Some(now + FRESH) };
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
