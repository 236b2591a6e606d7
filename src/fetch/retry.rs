//! What is worth trying again, and when.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

use super::error::FetchError;

/// Most pause before the first try again; doubled for each one after.
const FIRST: Duration = Duration::from_secs(2);

/// Most pause before any.
const LONGEST: Duration = Duration::from_mins(1);

/// Longest that a server is left alone because it asks for it: more is taken as this, as of a robots.txt.
const LONGEST_REST: Duration = Duration::from_hours(24);

/// Tries again after a timeout, however many are allowed: each has already cost its full time.
const TIMEOUTS: u32 = 1;

/// How often the fetch of one URL may still be tried again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    most: u32,
    spent: u32,
    timeouts: u32,
}

impl Budget {
    pub(super) fn new(retries: u32) -> Self {
        Self { most: retries, spent: 0, timeouts: 0 }
    }

    /// The pause before the next try, if there is one after this failure.
    pub(super) fn next(&mut self, failure: &FetchError) -> Option<Duration> {
        let passes = match failure {
            FetchError::Timeout { .. } => self.timeouts < TIMEOUTS,
            FetchError::Connect { .. } | FetchError::ConnectionLost { .. } | FetchError::Status { .. } => {
                failure.is_retryable()
            }
            _ => false,
        };
        if !passes || self.spent >= self.most {
            return None;
        }
        self.timeouts += u32::from(matches!(failure, FetchError::Timeout { .. }));
        self.spent += 1;
        Some(jittered(FIRST.saturating_mul(1 << (self.spent - 1).min(16)).min(LONGEST)))
    }
}

/// A random part of a pause, "full jitter": those who failed together don't come back together.
/// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>
fn jittered(most: Duration) -> Duration {
    // The standard library seeds each of these differently.
    let random = RandomState::new().build_hasher().finish();
    let milliseconds = u64::try_from(most.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(random % milliseconds.saturating_add(1))
}

/// How long the server asks to be left alone, a day at most: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3).
/// A date is counted from the answer's own `Date`, so that it does not matter whose clock is wrong.
#[must_use]
pub fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let asked = if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that are no such number are too many of them.
        value.parse().map_or(LONGEST_REST, Duration::from_secs)
    } else {
        until_date(value, headers)?
    };
    Some(asked.min(LONGEST_REST))
}

fn until_date(value: &str, headers: &HeaderMap) -> Option<Duration> {
    let until = httpdate::parse_http_date(value).ok()?;
    let now = date(headers, &DATE).unwrap_or_else(SystemTime::now);
    Some(until.duration_since(now).unwrap_or_default())
}

fn date(headers: &HeaderMap, name: &HeaderName) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(name)?.to_str().ok()?.trim()).ok()
}
