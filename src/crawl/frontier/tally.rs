//! Counts of what waits and what is finished.

use std::collections::BTreeMap;

use super::{UrlKind, Verdict};
use crate::outcome::{NoArticleStatus, Reason};

/// Counts over all runs of a crawl. `articles + no_article + waiting` are the pages that entered; feeds and
/// sitemaps are counted apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Pages that wait, those being fetched included.
    pub waiting: u64,
    /// Feeds and sitemaps that wait.
    pub waiting_sources: u64,
    /// Pages that gave an article.
    pub articles: u64,
    /// Pages that gave none, by reason.
    pub no_article: BTreeMap<Reason, u64>,
    /// How many of those failed.
    pub failed: u64,
    /// Pages asked for at least once.
    pub fetched: u64,
    /// Feeds and sitemaps read.
    pub sources_read: u64,
    /// Feeds and sitemaps that could not be read.
    pub sources_failed: u64,
}

impl Tally {
    /// Pages finished.
    #[must_use]
    pub fn finished(&self) -> u64 {
        self.articles + self.no_article.values().sum::<u64>()
    }

    pub(super) fn wait(&mut self, kind: UrlKind) {
        *self.queue_of(kind) += 1;
    }

    pub(super) fn leave(&mut self, kind: UrlKind) {
        let queue = self.queue_of(kind);
        *queue = queue.saturating_sub(1);
    }

    pub(super) fn finish(&mut self, verdict: Verdict, attempts: u32, count: u64) {
        match verdict {
            Verdict::Article => self.articles += count,
            Verdict::NoArticle(status, reason) => {
                *self.no_article.entry(reason).or_default() += count;
                if status == NoArticleStatus::Failed {
                    self.failed += count;
                }
            }
            Verdict::SourceRead => self.sources_read += count,
            Verdict::SourceFailed => self.sources_failed += count,
        }
        if attempts > 0 && matches!(verdict, Verdict::Article | Verdict::NoArticle(..)) {
            self.fetched += count;
        }
    }

    fn queue_of(&mut self, kind: UrlKind) -> &mut u64 {
        match kind {
            UrlKind::Page => &mut self.waiting,
            UrlKind::Feed | UrlKind::Sitemap => &mut self.waiting_sources,
        }
    }
}
