//! Seeds → one outcome for every URL that entered: frontier, discovery, engine.

pub mod discover;
pub mod frontier;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::fetch::Fetcher;
use crate::outcome::Reason;
use crate::profile::Profiles;

/// What to crawl, and how far.
#[derive(Clone, Debug)]
pub struct CrawlOptions {
    /// Folder for `articles.jsonl`, `outcomes.jsonl` and the crawl's state; an earlier run in it is resumed.
    pub output: PathBuf,
    /// Where to begin, as given.
    pub seeds: Vec<String>,
    /// Which URLs belong to the crawl.
    pub scope: Scope,
    /// Hosts fetched from at the same time.
    pub hosts_at_once: usize,
    /// Most pages to fetch in all runs.
    pub max_pages: Option<u64>,
    /// Most links between a seed and a page.
    pub max_depth: Option<u32>,
    /// Leave out articles published before this day.
    pub since: Option<Date>,
}

/// Which URLs belong to the crawl.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The seeds' hosts, and hosts that share a profile with one.
    #[default]
    Host,
    /// The seeds' registrable domains.
    Domain,
    /// Only the seeds themselves and what their feeds and sitemaps list on the same hosts.
    Seeds,
}

/// What a crawl did; `articles` and `outcomes` add up to the URLs that entered and were finished.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// URLs that entered.
    pub entered: u64,
    /// Articles written, by this run and those it resumed.
    pub articles: u64,
    /// URLs that gave no article, by reason.
    pub no_article: BTreeMap<Reason, u64>,
    /// URLs still waiting, because the run was interrupted.
    pub waiting: u64,
    /// Whether the run was interrupted.
    pub interrupted: bool,
}

/// Why a crawl cannot run or go on.
#[derive(Debug, thiserror::Error)]
pub enum CrawlError {
    /// The output folder cannot be written.
    #[error("cannot write to {}", path.display())]
    Output {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
}

/// Crawls until nothing waits or `stop` turns true, telling `watch` what happens.
///
/// # Panics
/// Not yet written.
pub async fn run(
    _options: CrawlOptions,
    _fetcher: Fetcher,
    _profiles: Arc<Profiles>,
    _watch: Arc<dyn Watch>,
    _stop: tokio::sync::watch::Receiver<bool>,
) -> Result<Summary, CrawlError> {
    std::future::ready(()).await;
    todo!("crawl")
}

/// Is told what a crawl does; for progress displays and logs.
pub trait Watch: Send + Sync {
    /// A URL is finished; `waiting` more are queued.
    fn finished(&self, summary: &Summary, waiting: u64);
}
