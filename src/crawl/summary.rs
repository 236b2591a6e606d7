//! What a crawl did, in numbers that add up.

use std::collections::BTreeMap;

use super::CrawlError;
use super::frontier::{KeptBack, Limits, Store, Tally};
use crate::outcome::Reason;

/// What a crawl did, in all its runs: `entered = articles + no_article + waiting`. Feeds and sitemaps are counted
/// apart, since they lead to pages but are none; so is what was asked again, since it entered before.
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
    /// Feeds and sitemaps read.
    pub sources_read: u64,
    /// Feeds and sitemaps that could not be read.
    pub sources_failed: u64,
    /// Articles written again, as a further revision, because their pages had changed.
    pub revisions: u64,
    /// What is true of this run alone.
    pub run: Run,
    /// URLs fetched again because the output files had lost their lines.
    pub rewound: u64,
    /// Whether the run was interrupted.
    pub interrupted: bool,
}

/// What one run did, or met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Pages finished by earlier runs in the same folder.
    pub before: u64,
    /// URLs that seeds, feeds, sitemaps and watched pages named although they were known: skipped, each time.
    pub seen_before: u64,
    /// Visits of URLs that were fetched before.
    pub revisits: u64,
    /// Those of them that found nothing new or changed.
    pub unchanged: u64,
    /// Those of the unchanged whose servers said so with status 304.
    pub not_modified: u64,
    /// Those that failed.
    pub revisits_failed: u64,
}

/// What the counts say.
pub(super) fn counted(tally: &Tally, run: Run) -> Summary {
    Summary {
        entered: tally.finished() + tally.waiting,
        articles: tally.articles,
        no_article: tally.no_article.clone(),
        failed: tally.failed,
        waiting: tally.waiting,
        sources_read: tally.sources_read,
        sources_failed: tally.sources_failed,
        revisions: tally.revisions,
        run,
        ..Summary::default()
    }
}

/// What the counts say, and why pages still wait.
pub(super) fn of(store: &dyn Store, limits: Limits, run: Run) -> Result<Summary, CrawlError> {
    let KeptBack { too_deep, host_limit, page_limit } = store.kept_back(limits)?;
    let counts =
        [(Reason::TooDeep, too_deep), (Reason::HostLimit, host_limit), (Reason::PageLimit, page_limit)];
    let kept_back = counts.into_iter().filter(|&(_, count)| count > 0).collect();
    Ok(Summary { kept_back, ..counted(store.tally(), run) })
}
