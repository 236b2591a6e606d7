//! Seeds → one outcome for every URL that entered.
//!
//! `frontier` keeps what is known on disk; `discover` finds URLs in what was fetched. A run claims a URL of every
//! host whose turn it is (`engine`), fetches and reads it (`visit`, `reading`), and writes down what became of it and
//! where it leads (`recorder`), so that a run that ends at any moment can be resumed by the same call.

pub mod discover;
pub mod frontier;
mod further;

mod clock;
mod engine;
mod fingerprint;
mod finishing;
mod outage;
mod plan;
mod reading;
mod recorder;
mod revisiting;
mod schedule;
mod scope;
#[cfg(feature = "postgres")]
pub mod sharing;
mod summary;
mod taping;
mod tenancy;
mod visit;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread::available_parallelism;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::{Semaphore, watch};

use self::clock::Clock;
use self::engine::Engine;
use self::frontier::{FrontierError, SqliteStore, Store, UrlKind};
use self::recorder::Books;
use self::scope::Bounds;
use self::visit::{Context, profile_sources};
use crate::archive::{ArchiveError, Volumes};
use crate::article::Article;
use crate::canonical::{CanonicalUrl, UrlError};
use crate::drift::Observer;
use crate::extract::{self, Explanation};
use crate::fetch::{FetchOptions, Fetcher};
use crate::outcome::{NoArticle, NoArticleStatus, Outcome, Stage, one_line};
use crate::profile::Profiles;
use crate::sink::{CrawlFiles, SinkError};

pub use self::fingerprint::Fingerprint;
pub use self::frontier::{HostStatus, Limits, status};
pub use self::plan::{Intent, Planned, plan};
pub use self::revisiting::{RevisitReport, Revisited};
pub use self::schedule::Revisiting;
pub use self::summary::{Run, Summary};

/// What to crawl, and how far.
#[derive(Clone, Debug)]
pub struct CrawlOptions {
    /// Folder for `articles.jsonl`, `outcomes.jsonl` and the crawl's state; an earlier run in it is resumed.
    pub output: PathBuf,
    /// Where to begin, as given. A resumed crawl goes on without any; new ones are added to it.
    pub seeds: Vec<String>,
    /// Which URLs belong to the crawl.
    pub scope: Scope,
    /// Hosts fetched from at the same time.
    pub hosts_at_once: usize,
    /// How far to go.
    pub limits: Limits,
    /// Leave out articles published before this day.
    pub since: Option<Date>,
    /// Leave out articles that are reserved against AI or text mining.
    pub respect_ai_optout: bool,
    /// Archive what is fetched, in WARC files of at most so many bytes in the folder `archive` of the output.
    pub archive: Option<u64>,
    /// Go on once everything is fetched, and look for what is new or changed.
    pub revisit: Option<Revisiting>,
    /// Sees every article that a profile reads, and notes in it what drifts.
    pub observer: Observer,
    /// How pages are read.
    pub extraction: extract::Options,
    /// Tell [`Watch::explained`] which rule gave each field.
    pub explain: bool,
    /// Crawl together with other workers, which have folders of their own; the state is not in the folder then.
    #[cfg(feature = "postgres")]
    pub sharing: Option<frontier::shared::Sharing>,
}

/// Which URLs belong to the crawl.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The seeds' hosts, with and without `www.`, and hosts that share a profile with one.
    #[default]
    Host,
    /// The seeds' registrable domains.
    Domain,
    /// Only the seeds themselves and what their feeds and sitemaps list on the same hosts.
    Seeds,
}

/// Why a crawl cannot run or go on.
#[derive(Debug, thiserror::Error)]
pub enum CrawlError {
    /// The output folder cannot be made.
    #[error("cannot write to {}", path.display())]
    Output {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// Nothing to begin with, and nothing to resume.
    #[error("no seeds: give at least one URL to begin with")]
    NoSeeds,
    /// What is asked again is compared with the record its worker wrote, and a host has another worker every time.
    #[cfg(feature = "postgres")]
    #[error(
        "a shared crawl asks for nothing again, since what a page was is in the folder of the worker that had its host then: leave \
         out --watch, or crawl without --frontier"
    )]
    SharedWatch,
    /// A browser loads parts of a page from any host, and in a shared crawl those are other workers'.
    #[cfg(feature = "postgres")]
    #[error(
        "a shared crawl renders no pages, since their parts come from hosts that other workers have: leave out --render, or crawl \
         without --frontier"
    )]
    SharedRender,
    /// A plan asks hosts for robots.txt, and in a shared crawl only the worker that has a host may.
    #[cfg(feature = "postgres")]
    #[error(
        "a shared crawl makes no plan, since that asks for robots.txt of hosts that other workers have: leave out --dry-run, or \
         plan without --frontier; `copydesk crawl status --frontier` tells what waits"
    )]
    SharedPlan,
    /// The state cannot be used.
    #[error(transparent)]
    Frontier(#[from] FrontierError),
    /// An outcome cannot be written.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// What was fetched cannot be archived.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Whoever writes is gone without saying why: a mistake in this program.
    #[error("the crawl broke off; run the same command again to go on")]
    BrokenOff(#[source] tokio::task::JoinError),
}

/// Is told what a crawl does; for progress displays and logs. Called one at a time, and the crawl waits for it.
pub trait Watch: Send + Sync {
    /// A page is finished and written down; `waiting` more are queued.
    fn finished(&self, summary: &Summary, waiting: u64);

    /// What became of that page; comes before `finished`.
    fn outcome(&self, outcome: &Outcome) {
        let _ = outcome;
    }

    /// A feed or sitemap was read for the first time, or could not be.
    fn source(&self, source: &SourceReport<'_>) {
        let _ = source;
    }

    /// A URL was asked again, where [`CrawlOptions::revisit`] asked for it; comes before `finished`.
    fn revisited(&self, report: &RevisitReport<'_>) {
        let _ = report;
    }

    /// Which rule gave each field of an article, where [`CrawlOptions::explain`] asked for it; comes before
    /// `outcome`.
    fn explained(&self, article: &Article, explanation: &Explanation) {
        let _ = (article, explanation);
    }
}

/// What became of a feed or sitemap.
#[derive(Clone, Copy, Debug)]
pub struct SourceReport<'a> {
    /// Its URL.
    pub url: &'a str,
    /// What it is.
    pub kind: UrlKind,
    /// How many URLs it lists, or why it could not be read.
    pub listed: Result<&'a u64, &'a String>,
    /// How many URLs of the crawl's scope it lists that were not known before.
    pub new: u64,
}

/// Crawls until nothing waits or `stop` turns true, telling `watch` what happens. What is in flight then is
/// finished, if that takes no longer than a few seconds.
pub async fn run(
    options: CrawlOptions,
    fetcher: Fetcher,
    profiles: Arc<Profiles>,
    watch: Arc<dyn Watch>,
    stop: watch::Receiver<bool>,
) -> Result<Summary, CrawlError> {
    let clock = Clock::start();
    let (since, extraction, explain) = (options.since, options.extraction, options.explain);
    let respect_ai_optout = options.respect_ai_optout;
    let observer = options.observer.clone();
    let hosts_at_once = options.hosts_at_once.max(1);
    let archives = options.archive.is_some();
    let revisit = options.revisit;
    #[cfg(feature = "postgres")]
    prepare_to_share(&options, &fetcher)?;
    let until =
        revisit.and_then(|revisit| revisit.stop_after).map(|after| clock.instant(clock.in_time(after)));
    let opening = {
        let (profiles, fetching) = (Arc::clone(&profiles), fetcher.options().clone());
        tokio::task::spawn_blocking(move || open(&options, &profiles, watch, &fetching, clock))
    };
    let (books, bounds) = opening.await.map_err(CrawlError::BrokenOff)??;
    let (rewound, keep_every) = (books.store.rewound(), books.store.keep_every());
    let readers = available_parallelism().map_or(1, usize::from);
    let context = Context {
        agent: fetcher.options().product_token().to_owned(),
        fetcher,
        profiles,
        bounds,
        since,
        respect_ai_optout,
        observer,
        extraction,
        explain,
        archives,
        revisits: revisit.is_some(),
        clock,
        outages: outage::Outages::default(),
        stays: AtomicBool::new(false),
        readers: Arc::new(Semaphore::new(readers)),
    };
    let (recorder, recording) = books.start();
    let engine = Engine { context: Arc::new(context), recorder, hosts_at_once, stop, until, keep_every };
    let stopped = engine.run().await;
    let summary = recording.await.map_err(CrawlError::BrokenOff)??;
    Ok(Summary { rewound, interrupted: stopped.unwrap_or(false), ..summary })
}

/// Opens the state: that of the folder, or one that is shared.
fn open_store(
    options: &CrawlOptions,
    delay: Duration,
    resume_at: Timestamp,
) -> Result<Box<dyn Store>, CrawlError> {
    #[cfg(feature = "postgres")]
    if let Some(sharing) = &options.sharing {
        return Ok(Box::new(frontier::shared::SharedStore::open(&options.output, sharing, delay)?));
    }
    let _ = delay;
    Ok(Box::new(SqliteStore::open(&options.output, resume_at)?))
}

/// Whether there is nothing to begin with and no state of an earlier run; whoever shares a crawl finds out later.
fn has_nothing(options: &CrawlOptions) -> bool {
    #[cfg(feature = "postgres")]
    if options.sharing.is_some() {
        return false;
    }
    options.seeds.is_empty() && !options.output.join(frontier::FILE_NAME).exists()
}

/// Refuses what cannot be shared.
#[cfg(feature = "postgres")]
fn prepare_to_share(options: &CrawlOptions, fetcher: &Fetcher) -> Result<(), CrawlError> {
    match options.sharing {
        Some(_) if options.revisit.is_some() => Err(CrawlError::SharedWatch),
        Some(_) if fetcher.renders() => Err(CrawlError::SharedRender),
        Some(_) => {
            fetcher.keep_robots();
            Ok(())
        }
        None => Ok(()),
    }
}

/// Opens the folder and adds the seeds.
fn open(
    options: &CrawlOptions,
    profiles: &Profiles,
    watch: Arc<dyn Watch>,
    fetching: &FetchOptions,
    clock: Clock,
) -> Result<(Books, Bounds), CrawlError> {
    if has_nothing(options) {
        return Err(CrawlError::NoSeeds);
    }
    std::fs::create_dir_all(&options.output)
        .map_err(|cause| CrawlError::Output { path: options.output.clone(), cause })?;
    let resume_at = clock.in_time(fetching.delay);
    let mut store = open_store(options, fetching.delay, resume_at)?;
    let files = CrawlFiles::open(&options.output, store.lengths())?;
    let folder = options.output.join(frontier::ARCHIVE);
    let volumes = |most| Volumes::open(&folder, store.archive_end(), most, &fetching.user_agent);
    let archive = options.archive.map(volumes).transpose()?;
    let (good, bad) = sort(&options.seeds);
    store.add_seeds(&good)?;
    let seeds = store.seeds()?;
    if seeds.is_empty() && bad.is_empty() {
        return Err(CrawlError::NoSeeds);
    }
    let begin = seeds_found(&good, profiles);
    let new = store.add(&begin)?;
    if let Some(revisit) = options.revisit {
        store.watch_sources(resume_at, revisit.first())?;
    }
    let run = Run {
        before: store.tally().finished(),
        seen_before: (begin.len() as u64).saturating_sub(new),
        ..Run::default()
    };
    let limits = Limits { revisit: options.revisit.is_some(), ..options.limits };
    let mut books = Books { store, files, archive, limits, revisit: options.revisit, watch, run, clock };
    for none in bad {
        books.reject(none)?;
    }
    Ok((books, Bounds::around(options.scope, &seeds, profiles)))
}

/// Seeds that are URLs, and the records of those that are none.
fn sort(seeds: &[String]) -> (Vec<CanonicalUrl>, Vec<NoArticle>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for seed in seeds {
        match CanonicalUrl::parse(seed) {
            Ok(url) => good.push(url),
            Err(error) => bad.push(rejected(seed, &error)),
        }
    }
    (good, bad)
}

fn rejected(seed: &str, error: &UrlError) -> NoArticle {
    NoArticle {
        url: seed.to_owned(),
        id: None,
        status: NoArticleStatus::Failed,
        stage: Stage::Input,
        reason: error.reason(),
        message: one_line(error),
        http_status: None,
        retryable: false,
        attempts: 0,
    }
}

/// The seeds, and what the profiles of their sites list.
fn seeds_found(seeds: &[CanonicalUrl], profiles: &Profiles) -> Vec<frontier::Found> {
    let mut found = Vec::new();
    for seed in seeds {
        let url = seed.clone();
        found.push(frontier::Found { url, kind: UrlKind::Page, depth: 0, published: None, modified: None });
        found
            .extend(profiles.find(seed.as_url()).into_iter().flat_map(|profile| profile_sources(profile, 0)));
    }
    found
}
