//! `copydesk crawl`.

mod dry_run;
mod follow;
mod interrupt;
mod metrics;
mod output;
mod progress;
mod report;
mod run_report;
mod seeds;
#[cfg(feature = "postgres")]
mod shared;
mod status;
mod stream;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use clap::ValueEnum as _;
use copydesk::Profiles;
use copydesk::crawl::{self, CrawlOptions, HostStatus, Limits, Scope, Summary};
use copydesk::drift::Observer;
use copydesk::fetch::Fetcher;
use copydesk::sink::{Format, Place};
use jiff::civil::Date;
use tokio::sync::watch;

use self::follow::{Follow, FollowFlags, Following};
use self::metrics::Metrics;
use self::progress::Progress;
use self::run_report::RunReport;
use self::seeds::Seeds;
use self::stream::Stream;
use super::config::Config;
use super::drift_flags::{self, DriftFlags, Watched};
use super::exit::Exit;
use super::extraction_flags::ExtractionFlags;
use super::fetch_flags::{FetchFlags, parse_size, size};
use super::log::{self, LogFormat};
use super::profile_flags::ProfileFlags;
use super::watch_flags::WatchFlags;

/// How many hosts are fetched from at the same time, if nobody says otherwise.
const HOSTS_AT_ONCE: usize = 32;

/// How many pages of one shape may lead nowhere, if nobody says otherwise.
pub const TRAP_AFTER: u64 = 200;

/// How large an archive's file may grow, if nobody says otherwise: what most archives do.
const ARCHIVE_SIZE: u64 = 1_000_000_000;

/// Crawl sites politely, starting from SEED URLs, and write one record per article.
///
/// The folder given by -o gets articles.jsonl (the records), outcomes.jsonl (one line for every page that was
/// finished, with the reason where it gave no article), crawl.db (what is known and what still waits) and drift.json (what
/// profiles gave, run by run). Run the
/// same command again to go on with what is left; new seeds are added. An interrupted run loses nothing.
///
/// Feeds and sitemaps named by robots.txt, by a seed's page or by a profile are read for URLs and dates. Links
/// marked nofollow are not followed, and pages marked noindex are not stored.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Args {
    #[command(subcommand)]
    look: Option<Look>,

    /// Where to begin: pages, feeds or sitemaps.
    #[arg(value_name = "SEED")]
    seeds: Vec<String>,

    /// Read seeds from FILE (`-`: standard input), one a line; empty lines and lines that begin with `#` are left
    /// out.
    #[arg(long, short, value_name = "FILE")]
    input: Option<PathBuf>,

    /// Write to DIR [default: output/HOST of the first seed, or output/ and the name of the --input file].
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Which URLs belong to the crawl [default: host].
    #[arg(long, value_name = "SCOPE", env = "COPYDESK_SCOPE")]
    scope: Option<ScopeFlag>,

    /// Fetch from N hosts at the same time, each with one request at a time [default: 32].
    #[arg(long, value_name = "N", env = "COPYDESK_HOSTS_AT_ONCE")]
    hosts_at_once: Option<usize>,

    /// Fetch at most N pages, those of earlier runs into the same folder included. The rest stays queued for a run
    /// with a higher limit. robots.txt, feeds and sitemaps don't count.
    #[arg(long, value_name = "N", env = "COPYDESK_MAX_PAGES")]
    max_pages: Option<u64>,

    /// Fetch at most N pages of one host, those of earlier runs included. The rest stays queued for a run with a
    /// higher limit.
    #[arg(long, value_name = "N", env = "COPYDESK_MAX_PAGES_PER_HOST")]
    max_pages_per_host: Option<u64>,

    /// Give up on pages of a host whose addresses differ in numbers or titles alone, such as /calendar/2026/1 and
    /// /calendar/2031/12, once N of them gave no article and linked to none; they end as `trap`. Each article grants
    /// N more. What feeds and sitemaps list is fetched all the same; 0 never gives up [default: 200].
    #[arg(long, value_name = "N", env = "COPYDESK_TRAP_AFTER")]
    trap_after: Option<u64>,

    /// Follow at most N links in a row from a seed; 0 fetches only the seeds. What lies deeper stays queued for a
    /// run with a higher limit. An entry of a feed or sitemap counts as linked from where that was announced.
    #[arg(long, value_name = "N", env = "COPYDESK_MAX_DEPTH")]
    max_depth: Option<u32>,

    /// Leave out articles published before DATE, such as 2026-01-31, by the page or by the feed or sitemap that
    /// lists it. Articles without a date are kept.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    since: Option<Date>,

    /// Leave out articles whose publisher reserves them against AI or text mining: `noai` and its like in robots tags,
    /// tdm-reservation, as meta tags or headers. They end as `ai-opt-out`; without this, records only tell of it.
    #[arg(long, env = "COPYDESK_RESPECT_AI_OPTOUT")]
    respect_ai_optout: bool,

    /// Archive everything that is fetched (pages, robots.txt, feeds, sitemaps, redirects, errors) in DIR/archive, as WARC
    /// 1.1 files, each record compressed for itself. Read them again with `copydesk extract`. Cookies that hosts set are in
    /// them, as in every such archive; what we send of cookies and --header is not.
    #[arg(long, env = "COPYDESK_ARCHIVE")]
    archive: bool,

    /// Begin a new file of the archive before one grows larger than SIZE [default: 1GB].
    #[arg(long, value_name = "SIZE", value_parser = parse_size, env = "COPYDESK_ARCHIVE_SIZE")]
    archive_size: Option<u64>,

    /// Write a report of the run to FILE when it ends: a JSON object with counts by outcome and reason, requests, bytes,
    /// latencies, and each host's pace and last error. - is standard output.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// Tell what would be fetched, in which order, and what would not and why, as a JSON object a line on standard output:
    /// `url`, `would` (fetch, leave), `reason` (null, seen, robots, too-old, trap, too-deep, …) and `message`. Fetches
    /// robots.txt and nothing else, and writes nothing into DIR. What pages, feeds and sitemaps lead to is not known before
    /// they are read.
    #[arg(long, conflicts_with_all = ["report", "metrics", "format", "to", "explain"])]
    dry_run: bool,

    /// Serve the crawl's numbers to Prometheus while it runs, under /metrics. A PORT alone is one of this machine's
    /// loopback address; nobody else can reach it unless you give an ADDR:PORT.
    #[arg(long, value_name = "[ADDR:]PORT", value_parser = metrics::parse_address, env = "COPYDESK_METRICS")]
    metrics: Option<SocketAddr>,

    /// Tell what happens on standard error as FORMAT. json: an object a line with `time`, `level` and `event` (page, source,
    /// notice, explained, summary, error, panic), one for every finished page too [default: text].
    #[arg(long, value_name = "FORMAT", env = "COPYDESK_LOG_FORMAT")]
    log_format: Option<LogFormat>,

    /// Write every new article to standard output too, as FORMAT, as soon as it is stored.
    #[arg(long, value_name = "FORMAT", value_parser = super::format_flag::parser())]
    format: Option<Format>,

    #[command(flatten)]
    follow: FollowFlags,

    /// Tell on standard error, for every article, which rule gave each field and what was stripped.
    #[arg(long)]
    explain: bool,

    #[command(flatten)]
    watch: WatchFlags,

    #[cfg(feature = "postgres")]
    #[command(flatten)]
    shared: shared::SharedFlags,

    #[cfg(feature = "render")]
    #[command(flatten)]
    render: super::render_flags::RenderFlags,

    #[command(flatten)]
    extraction: ExtractionFlags,

    #[command(flatten)]
    fetch: FetchFlags,

    #[command(flatten)]
    profiles: ProfileFlags,

    #[command(flatten)]
    drift: DriftFlags,
}

/// What can be done with a crawl besides crawling.
#[derive(Debug, clap::Subcommand)]
enum Look {
    Status(status::Args),
    #[cfg(feature = "postgres")]
    Add(shared::Add),
    #[cfg(feature = "postgres")]
    Pause(shared::Pause),
    #[cfg(feature = "postgres")]
    Resume(shared::Resume),
    #[cfg(feature = "postgres")]
    Drain(shared::Drain),
}

/// Which URLs belong to the crawl.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum ScopeFlag {
    /// The seeds' hosts, with and without www., and hosts that share a profile with one
    Host,
    /// Everything under the seeds' registrable domains
    Domain,
    /// The seeds, and what their feeds and sitemaps list; no links are followed
    Seeds,
}

impl From<ScopeFlag> for Scope {
    fn from(flag: ScopeFlag) -> Self {
        match flag {
            ScopeFlag::Host => Self::Host,
            ScopeFlag::Domain => Self::Domain,
            ScopeFlag::Seeds => Self::Seeds,
        }
    }
}

fn parse_day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "expected a day such as 2026-01-31".to_owned())
}

/// Runs the verb.
pub fn run(args: &Args, config: &Config) -> anyhow::Result<Exit> {
    match &args.look {
        None => {}
        Some(Look::Status(args)) => return status::run(args),
        #[cfg(feature = "postgres")]
        Some(Look::Add(add)) => return add.run(config),
        #[cfg(feature = "postgres")]
        Some(Look::Pause(pause)) => return pause.run(),
        #[cfg(feature = "postgres")]
        Some(Look::Resume(resume)) => return resume.run(),
        #[cfg(feature = "postgres")]
        Some(Look::Drain(drain)) => return drain.run(),
    }
    log::choose(args.log_format.unwrap_or_default());
    let profiles = args.profiles.load(config)?;
    let fetcher = Fetcher::new(args.fetch.options(config)?)?;
    let mut options = args.options(config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    #[cfg(all(feature = "render", feature = "postgres"))]
    if options.sharing.is_some() && args.render.is_wanted(&config.crawl) {
        // Before there is a browser.
        return Err(crawl::CrawlError::SharedRender.into());
    }
    #[cfg(feature = "render")]
    let fetcher = runtime.block_on(args.render.add_to(fetcher, &config.crawl))?;
    if args.dry_run {
        return runtime.block_on(dry_run::run(&options, &fetcher, &profiles));
    }
    let output = options.output.clone();
    let watched = args.drift.begin(Some(output.join(drift_flags::FILE)))?;
    options.observer = watched.as_ref().map(|watched| watched.observer.clone()).unwrap_or_default();
    let report = args.report.as_deref().map(|path| RunReport::create(path, &output)).transpose()?;
    let metrics = args.metrics.map(|address| runtime.block_on(Metrics::serve(address, fetcher.clone())));
    let following = args.follow.open(&output)?;
    let beside = Beside { format: args.format, following, metrics: metrics.transpose()? };
    let summary = runtime.block_on(crawl(options, fetcher.clone(), profiles, beside))?;
    report::print(&summary, &output);
    if let Some(report) = report {
        report.write(&summary, fetcher.traffic(), &hosts(args, &output)?)?;
    }
    let drifted = watched.map(Watched::end).transpose()?.unwrap_or_default();
    Ok(match exit(&summary) {
        Exit::Success if drifted => Exit::Failures,
        exit => exit,
    })
}

/// Where a crawl's results and numbers go besides its folder.
#[derive(Default)]
pub struct Beside {
    /// Articles to standard output, as this.
    format: Option<Format>,
    /// Articles to a database or Parquet.
    following: Option<Following>,
    metrics: Option<Arc<Metrics>>,
}

/// Crawls, showing progress, listening for interrupts and, where asked, streaming the articles in a format.
pub async fn crawl(
    options: CrawlOptions,
    fetcher: Fetcher,
    profiles: Profiles,
    beside: Beside,
) -> anyhow::Result<Summary> {
    let (stop, stopped) = watch::channel(false);
    let stream = beside.format.map(|format| Stream::start(format, stop.clone()));
    let follow = beside.following.map(|following| Follow::start(following, stop.clone()));
    let profiles = Arc::new(profiles);
    let progress = Arc::new(Progress::start(Arc::clone(&profiles), stream, follow, beside.metrics));
    let interrupt = tokio::spawn(interrupt::listen(stop, Arc::clone(&progress)));
    let watch = Arc::clone(&progress);
    let crawled = crawl::run(options, fetcher, profiles, watch, stopped).await;
    interrupt.abort();
    progress.end(crawled.is_ok())?;
    Ok(crawled?)
}

/// Where the crawl's hosts stand.
fn hosts(args: &Args, folder: &Path) -> anyhow::Result<Vec<HostStatus>> {
    #[cfg(feature = "postgres")]
    if let Some(address) = args.shared.address()? {
        return Ok(crawl::frontier::shared::Control::find(&address)?.overview()?.hosts);
    }
    let _ = args;
    Ok(crawl::status(folder)?)
}

fn exit(summary: &Summary) -> Exit {
    match summary {
        Summary { interrupted: true, .. } => Exit::Interrupted,
        // The only feed or sitemap cannot be read. Among others it is told, and costs what it lists.
        Summary { failed: 1.., .. } | Summary { entered: 0, sources_failed: 1.., .. } => Exit::Failures,
        _ => Exit::Success,
    }
}

impl Args {
    /// Flags and environment over settings over what is built in.
    fn options(&self, config: &Config) -> anyhow::Result<CrawlOptions> {
        let seeds = Seeds::read(&self.seeds, self.input.as_deref())?;
        let output = match &self.output {
            Some(output) if Place::from(output).file().is_none() => {
                bail!("-o names the crawl's folder: --to keeps its articles in a database too")
            }
            Some(output) => output.clone(),
            None => output::default_folder(&seeds).ok_or_else(|| {
                anyhow!("no seeds: give at least one URL, or the folder of an earlier crawl with -o to go on with it")
            })?,
        };
        let settings = &config.crawl;
        Ok(CrawlOptions {
            output,
            seeds: seeds.urls,
            scope: self.scope(settings.scope.as_deref())?,
            hosts_at_once: self.hosts_at_once.or(settings.hosts_at_once).unwrap_or(HOSTS_AT_ONCE),
            limits: Limits {
                max_depth: self.max_depth.or(settings.max_depth),
                max_pages: self.max_pages.or(settings.max_pages),
                max_pages_per_host: self.max_pages_per_host.or(settings.max_pages_per_host),
                trap_after: Some(self.trap_after.or(settings.trap_after).unwrap_or(TRAP_AFTER))
                    .filter(|&most| most > 0),
                ..Limits::default()
            },
            since: self.since,
            respect_ai_optout: self.respect_ai_optout || settings.respect_ai_optout.unwrap_or_default(),
            archive: self.archive(config)?,
            revisit: self.watch.revisiting(settings)?,
            observer: Observer::default(),
            extraction: self.extraction.options(),
            explain: self.explain,
            #[cfg(feature = "postgres")]
            sharing: self.shared.sharing()?,
        })
    }

    /// How large the archive's files may grow, if there is to be one.
    fn archive(&self, config: &Config) -> anyhow::Result<Option<u64>> {
        let settings = &config.crawl;
        let size = size("archive-size", self.archive_size, settings.archive_size.as_deref())?;
        let size = size.unwrap_or(ARCHIVE_SIZE);
        Ok((self.archive || settings.archive.unwrap_or_default()).then_some(size))
    }

    fn scope(&self, setting: Option<&str>) -> anyhow::Result<Scope> {
        let flag = match (self.scope, setting) {
            (None, Some(text)) => {
                let parsed = ScopeFlag::from_str(text, false).map_err(|error| anyhow!(error));
                let context = "`scope` in the settings: expected host, domain or seeds";
                Some(parsed.context(context)?)
            }
            (flag, _) => flag,
        };
        Ok(flag.map(Scope::from).unwrap_or_default())
    }
}
