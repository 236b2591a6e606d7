//! When a site changes its layout: what a profile's rules gave on each page, counted and compared with earlier runs.
//!
//! An [`Observer`] sees every article of a run that a profile read. Field by field it counts how often the profile gave the
//! value, which rule did, whether the page's metadata says the same, and how long bodies are. [`History`] keeps these
//! counts of earlier runs; `judge` says when the present ones are too low to be chance, and an [`Observer`] notes it in
//! the records that follow. The records themselves fall back to metadata and the generic extractor, as everywhere.

mod good;
mod history;
mod judge;
mod tally;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use self::good::Good;
pub use self::history::{History, HistoryError, ProfileHistory, Run};
pub use self::judge::{Drift, Kind, Rate, of_last_run};
pub use self::tally::{FieldTally, Tally};
use crate::article::{Article, Warning};
use crate::extract::Explanation;
use crate::profile::Profile;

/// The history's file in a crawl's folder.
pub const FILE_NAME: &str = "drift.json";

/// Sees the articles of one run. Clones share one state.
#[derive(Clone, Debug, Default)]
pub struct Observer(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    history: History,
    /// This run's counts, by main host.
    now: std::collections::BTreeMap<String, Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    version: String,
    tally: Tally,
    /// What the last pages gave.
    good: Vec<Good>,
}

impl Observer {
    /// Begins a run, with what earlier ones saw.
    #[must_use]
    pub fn new(history: History) -> Self {
        Self(Arc::new(Mutex::new(State { history, ..State::default() })))
    }

    /// Counts an article. Where it is one of those by which a field is seen to drift, the record gets a warning `drift`.
    ///
    /// Pages of older layouts are left out: they don't change any more.
    pub fn see(&self, article: &mut Article, profile: &Profile, explanation: &Explanation) {
        if explanation.layout.is_some() {
            return;
        }
        let mut state = self.state();
        let State { history, now } = &mut *state;
        let seen = now
            .entry(profile.host.clone())
            .or_insert_with(|| Seen { version: profile.version.clone(), ..Seen::default() });
        if let Some(good) = Good::of(article) {
            seen.good.retain(|known| known.url != good.url);
            seen.good.push(good);
            let excess = seen.good.len().saturating_sub(good::MOST);
            seen.good.drain(..excess);
        }
        let missed = seen.tally.add(article, profile, explanation);
        if missed.is_empty() {
            return;
        }
        let Some(before) = history.of(&profile.host, &profile.version) else { return };
        let drifts = judge::drifts(&profile.host, &before.baseline(), &seen.tally);
        let concerned =
            drifts.iter().filter(|drift| missed.iter().any(|(field, kind)| drift.is_of(field, *kind)));
        article.warnings.extend(concerned.map(|drift| Warning {
            code: "drift".to_owned(),
            field: Some(drift.field.clone()),
            message: drift.to_string(),
        }));
    }

    /// Ends the run, begun at that time (RFC 3339): what drifts, and the history with this run in it.
    #[must_use]
    pub fn finish(&self, at: Option<&str>) -> (Vec<Drift>, History) {
        let mut state = self.state();
        let State { history, now } = &mut *state;
        let mut all = Vec::new();
        for (host, seen) in std::mem::take(now) {
            let before = history.of(&host, &seen.version);
            let drifts = before
                .map(|before| judge::drifts(&host, &before.baseline(), &seen.tally))
                .unwrap_or_default();
            // What was right before stays right, whatever the pages give now.
            let good = if drifts.is_empty() { seen.good } else { Vec::new() };
            history.add(&host, &seen.version, Run::new(at, seen.tally, &drifts), good);
            all.extend(drifts);
        }
        (all, history.clone())
    }

    /// Whether no article was seen that a profile read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.state().now.is_empty()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Counts are whole after every statement, so those of a thread that panicked are good.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
