//! What became of the URLs, counted by reason and by host.

use std::collections::{BTreeMap, HashMap};

use url::Url;

use crate::canonical::HostKey;
use crate::outcome::{OutcomeLine, OutcomeStatus, Reason};

/// The most examples kept for each reason.
const MOST_EXAMPLES: usize = 5;

/// Counts of outcomes.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    /// URLs that gave an article.
    pub articles: u64,
    /// Pages without an article, by reason.
    pub reasons: BTreeMap<Reason, Reasoned>,
    /// By host; URLs that are none are in no host.
    pub hosts: HashMap<String, HostCounts>,
}

/// Pages without an article, for one reason.
#[derive(Debug, Default)]
pub(super) struct Reasoned {
    pub skipped: u64,
    pub failed: u64,
    /// The first ones: address, and what was said of it.
    pub examples: Vec<(String, String)>,
}

impl Reasoned {
    /// Pages.
    pub fn pages(&self) -> u64 {
        self.skipped + self.failed
    }
}

/// What became of one host's pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct HostCounts {
    pub articles: u64,
    pub skipped: u64,
    pub failed: u64,
}

impl HostCounts {
    /// Pages.
    pub fn pages(self) -> u64 {
        self.articles + self.skipped + self.failed
    }
}

impl Outcomes {
    /// Counts one URL.
    pub fn add(&mut self, line: &OutcomeLine) {
        if let Ok(url) = Url::parse(&line.url) {
            let host = self.hosts.entry(HostKey::of(&url).as_str().to_owned()).or_default();
            match line.status {
                OutcomeStatus::Article => host.articles += 1,
                OutcomeStatus::Skipped => host.skipped += 1,
                OutcomeStatus::Failed => host.failed += 1,
            }
        }
        if line.status == OutcomeStatus::Article {
            self.articles += 1;
            return;
        }
        let Some(reason) = line.reason else { return };
        let reasoned = self.reasons.entry(reason).or_default();
        reasoned.skipped += u64::from(line.status == OutcomeStatus::Skipped);
        reasoned.failed += u64::from(line.status == OutcomeStatus::Failed);
        if reasoned.examples.len() < MOST_EXAMPLES {
            reasoned.examples.push((line.url.clone(), line.message.clone().unwrap_or_default()));
        }
    }

    /// Pages skipped on purpose.
    pub fn skipped(&self) -> u64 {
        self.reasons.values().map(|reasoned| reasoned.skipped).sum()
    }

    /// Pages that failed.
    pub fn failed(&self) -> u64 {
        self.reasons.values().map(|reasoned| reasoned.failed).sum()
    }

    /// All URLs that left.
    pub fn pages(&self) -> u64 {
        self.articles + self.skipped() + self.failed()
    }
}
