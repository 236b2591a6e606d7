//! Counts of what waits and what is finished.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::queue::Queued;
use super::rows::misread;
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
    /// Articles written again because their pages had changed.
    pub revisions: u64,
}

impl Tally {
    /// Pages finished.
    #[must_use]
    pub fn finished(&self) -> u64 {
        self.articles + self.no_article.values().sum::<u64>()
    }

    pub(super) fn wait_all(&mut self, queued: &[Queued]) {
        for new in queued {
            *self.queue_of(new.kind) += 1;
        }
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
            Verdict::Revised => self.revisions += count,
            Verdict::Revisited => {}
        }
        if attempts > 0 && matches!(verdict, Verdict::Article | Verdict::NoArticle(..)) {
            self.fetched += count;
        }
    }

    /// The counts as kept.
    pub(super) fn load(connection: &Connection) -> rusqlite::Result<Self> {
        let mut tally = Self::default();
        let mut query =
            connection.prepare("SELECT what, n FROM count WHERE what NOT IN ('sorted', 'gone_over')")?;
        let mut counts = query.query([])?;
        while let Some(row) = counts.next()? {
            let what: String = row.get(0)?;
            let Some(count) = tally.named(&what) else {
                return Err(misread(0, format!("`{what}` is nothing that is counted")));
            };
            *count = row.get(1)?;
        }
        Ok(tally)
    }

    /// Keeps the counts, where those kept so far were others.
    pub(super) fn save(&self, connection: &Connection, kept: &Self) -> rusqlite::Result<()> {
        if self == kept {
            return Ok(());
        }
        let mut upsert = connection
            .prepare_cached("INSERT INTO count (what, n) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET n = ?2")?;
        let kept: BTreeMap<_, _> = kept.counts().collect();
        let counts: BTreeMap<_, _> = self.counts().collect();
        for (what, count) in &counts {
            if kept.get(what) != Some(count) {
                upsert.execute((what, count))?;
            }
        }
        for what in kept.keys().filter(|what| !counts.contains_key(*what)) {
            upsert.execute((what, 0))?;
        }
        Ok(())
    }

    /// Every count under the name it is kept by: that of its field, or the reason's slug.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let fields = [
            ("waiting", self.waiting),
            ("waiting_sources", self.waiting_sources),
            ("articles", self.articles),
            ("failed", self.failed),
            ("fetched", self.fetched),
            ("sources_read", self.sources_read),
            ("sources_failed", self.sources_failed),
            ("revisions", self.revisions),
        ];
        let reasons = self.no_article.iter().map(|(reason, count)| (reason.as_str(), *count));
        fields.into_iter().chain(reasons)
    }

    pub(super) fn named(&mut self, what: &str) -> Option<&mut u64> {
        Some(match what {
            "waiting" => &mut self.waiting,
            "waiting_sources" => &mut self.waiting_sources,
            "articles" => &mut self.articles,
            "failed" => &mut self.failed,
            "fetched" => &mut self.fetched,
            "sources_read" => &mut self.sources_read,
            "sources_failed" => &mut self.sources_failed,
            "revisions" => &mut self.revisions,
            slug => {
                let reason = Reason::ALL.iter().find(|reason| reason.as_str() == slug)?;
                self.no_article.entry(*reason).or_default()
            }
        })
    }

    fn queue_of(&mut self, kind: UrlKind) -> &mut u64 {
        match kind {
            UrlKind::Page => &mut self.waiting,
            UrlKind::Feed | UrlKind::Sitemap => &mut self.waiting_sources,
        }
    }
}
