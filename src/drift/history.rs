//! What earlier runs saw, in one JSON file that can be moved and read anywhere.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::good::Good;
use super::judge::Drift;
use super::tally::Tally;

/// The version of the file's meaning.
const VERSION: u32 = 1;
/// How many runs of a profile are kept; a year of weekly ones.
const MOST_RUNS: usize = 52;

/// Earlier runs, by profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    version: u32,
    /// By main host.
    pub profiles: BTreeMap<String, ProfileHistory>,
}

/// The runs of one profile since it was last changed, and what it gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileHistory {
    /// The hash of the profile's file: other rules have another history.
    pub profile_version: String,
    /// Oldest first.
    pub runs: Vec<Run>,
    /// What the last pages gave that were read while nothing drifted, whatever the profile was then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub good: Vec<Good>,
}

/// One run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// When, RFC 3339.
    pub at: Option<String>,
    /// Fields that were seen to drift, whose counts are no measure for later runs.
    pub drifting: Vec<String>,
    /// What was counted.
    pub fields: Tally,
}

/// Why a text is no history.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// It is no JSON, or not of this form.
    #[error("is no history of profiles")]
    Form(#[from] serde_json::Error),
    /// A later program wrote it.
    #[error("is a history of version {0}, which this program does not know: the last it knows is {VERSION}")]
    Version(u32),
}

impl Default for History {
    fn default() -> Self {
        Self { version: VERSION, profiles: BTreeMap::new() }
    }
}

impl History {
    /// Reads a file's text.
    pub fn parse(text: &str) -> Result<Self, HistoryError> {
        let history: Self = serde_json::from_str(text)?;
        if history.version == VERSION { Ok(history) } else { Err(HistoryError::Version(history.version)) }
    }

    /// The file's text.
    pub fn to_json(&self) -> Result<String, HistoryError> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// The runs of a profile as it is now.
    pub(super) fn of(&self, host: &str, version: &str) -> Option<&ProfileHistory> {
        self.profiles.get(host).filter(|profile| profile.profile_version == version)
    }

    /// Adds a run; a profile that was changed begins anew.
    pub(super) fn add(&mut self, host: &str, version: &str, run: Run, good: Vec<Good>) {
        let profile = self.profiles.entry(host.to_owned()).or_default();
        if profile.profile_version != version {
            version.clone_into(&mut profile.profile_version);
            profile.runs.clear();
        }
        if !good.is_empty() {
            profile.good = good;
        }
        profile.runs.push(run);
        let excess = profile.runs.len().saturating_sub(MOST_RUNS);
        profile.runs.drain(..excess);
    }
}

impl ProfileHistory {
    /// All counts that are a measure for later runs.
    #[must_use]
    pub fn baseline(&self) -> Tally {
        sum(&self.runs)
    }

    /// What the last run was measured by.
    #[must_use]
    pub fn before_last(&self) -> Tally {
        sum(self.runs.split_last().map_or(&[], |(_, earlier)| earlier))
    }
}

fn sum(runs: &[Run]) -> Tally {
    let mut sum = Tally::default();
    for run in runs {
        sum.merge(&run.fields, &run.drifting);
    }
    sum
}

impl Run {
    pub(super) fn new(at: Option<&str>, fields: Tally, drifts: &[Drift]) -> Self {
        let mut drifting: Vec<String> = drifts.iter().map(|drift| drift.field.clone()).collect();
        drifting.dedup();
        Self { at: at.map(str::to_owned), drifting, fields }
    }
}
