//! What a crawl did, in numbers that add up.

use std::collections::BTreeMap;

use super::CrawlError;
use super::frontier::{KeptBack, Limits, Store, Tally};
use crate::outcome::Reason;

/// What a crawl did, in all its runs: `entered = articles + no_article + waiting`. Feeds and sitemaps are counted
/// apart, since they lead to pages but are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Pages that entered.
    pub entered: u64,
    /// Articles written.
    pub articles: u64,
    /// Pages that gave no article, by reason.
    pub no_article: BTreeMap<Reason, u64>,
    /// How many of those failed; the others were skipped on purpose.
    pub failed: u64,
    /// Pages still waiting: the run was interrupted, or a limit keeps them back (see `kept_back`).
    pub waiting: u64,
    /// Pages among those that a run with a higher limit would fetch, by the limit: `too-deep`, `host-limit`, `page-limit`. They
    /// have not left the crawl, so they have no outcome yet.
    pub kept_back: BTreeMap<Reason, u64>,
    /// Pages finished by earlier runs in the same folder.
    pub before: u64,
    /// Feeds and sitemaps read.
    pub sources_read: u64,
    /// Feeds and sitemaps that could not be read.
    pub sources_failed: u64,
    /// URLs fetched again because the output files had lost their lines.
    pub rewound: u64,
    /// Whether the run was interrupted.
    pub interrupted: bool,
}

/// What the counts say.
pub(super) fn counted(tally: &Tally, before: u64) -> Summary {
    Summary {
        entered: tally.finished() + tally.waiting,
        articles: tally.articles,
        no_article: tally.no_article.clone(),
        failed: tally.failed,
        waiting: tally.waiting,
        before,
        sources_read: tally.sources_read,
        sources_failed: tally.sources_failed,
        ..Summary::default()
    }
}

/// What the counts say, and why pages still wait.
pub(super) fn of(store: &dyn Store, limits: Limits, before: u64) -> Result<Summary, CrawlError> {
    let KeptBack { too_deep, host_limit, page_limit } = store.kept_back(limits)?;
    let counts =
        [(Reason::TooDeep, too_deep), (Reason::HostLimit, host_limit), (Reason::PageLimit, page_limit)];
    let kept_back = counts.into_iter().filter(|&(_, count)| count > 0).collect();
    Ok(Summary { kept_back, ..counted(store.tally(), before) })
}
