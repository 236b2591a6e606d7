//! `copydesk extract`: articles from files, URLs or a batch.
//!
//! Every input becomes a [`Job`](input::Job), every job exactly one outcome, in the order of the inputs: `input` finds
//! out what to read, `archives` takes web archives apart, `read` reads and extracts, `explain` renders what `--explain` shows.

pub mod archives;
pub(super) mod explain;
pub mod input;
pub mod read;

use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use copydesk::Profiles;
use copydesk::outcome::{NoArticle, Outcome, Stage};
use copydesk::sink::{self, FileKind, Format, Keys, Place, Sink};

use self::archives::{Besides, is_archive_file, opened, opened_line};
use self::input::{Job, PageToRead};
use self::read::{Done, Network, Reader};
use super::config::Config;
use super::drift_flags::{DriftFlags, Watched};
use super::exit::Exit;
use super::extraction_flags::ExtractionFlags;
use super::fetch_flags::FetchFlags;
use super::ordered::{all_cores, ordered_map};
use super::profile_flags::ProfileFlags;

/// Extract articles from files, URLs or a batch, as records on standard output.
///
/// One record for each page. Pages that give no article become a record that says why; none costs another.
///
/// A page's address decides its profile and makes its links absolute. For a file without --url it is the one the page
/// itself names (canonical link, og:url), else the file's own file: address, or about:blank for standard input.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file (.gz is unpacked; each answer in a web archive, .warc or .warc.gz, is a page), an http or https URL, or - for standard input. Files are never looked up on the
    /// network; URLs are fetched politely.
    #[arg(value_name = "PATH|URL|-", required_unless_present = "input", conflicts_with = "input")]
    pages: Vec<String>,

    /// The address of the one page that is read from a file or standard input.
    #[arg(long, value_name = "URL", conflicts_with = "input")]
    url: Option<String>,

    /// Read many pages from FILE (- is standard input), one JSON object a line: {"id", "url", "path"} or {"id", "url",
    /// "html"}; "id" and "url" may be left out, and a path is relative to the current folder. Writes one record for each
    /// line, in the same order and with the same id, using all cores. A path to a web archive is the page with that "url" in
    /// it, or without a "url" all of its answers, a record each with the line's id.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,

    /// How to write: jsonl is one record a line, json one array of all records, text and markdown are for reading and
    /// leave out pages without an article (those are told on standard error).
    #[arg(long, value_name = "FORMAT", default_value = "jsonl", value_parser = super::format_flag::parser())]
    format: Format,

    /// Write to OUT: a file whose name says its kind, which is there once it is whole, or a database, which is added to; see
    /// `copydesk convert` for both. - is standard output.
    #[arg(long, short, value_name = "OUT", conflicts_with = "format")]
    output: Option<Place>,

    /// Write OUT even if there is such a file.
    #[arg(long, requires = "output")]
    overwrite: bool,

    /// Write records under the keys that other tools' readers expect: schemaorg is JSON-LD of a `NewsArticle` with its
    /// quotes, trafilatura and newspaper (newspaper4k) are what these tools write. For JSON only; pages that gave no article
    /// are left out and told on standard error.
    #[arg(long, value_name = "KEYS", default_value = "copydesk", value_parser = super::format_flag::keys_parser())]
    keys: Keys,

    /// Tell on standard error what was tried for every field, what won, and what was stripped by which rule.
    #[arg(long)]
    explain: bool,

    #[command(flatten)]
    extraction: ExtractionFlags,

    #[command(flatten)]
    profiles: ProfileFlags,

    #[command(flatten)]
    drift: DriftFlags,

    #[command(flatten)]
    fetch: FetchFlags,
}

impl Args {
    /// Refuses flags that make no sense together.
    fn check(&self) -> anyhow::Result<()> {
        if self.url.is_some() && self.pages.len() != 1 {
            bail!("--url names one page: expected exactly one file or -, got {}", self.pages.len());
        }
        if self.keys != Keys::default() && self.place().is_none() && !self.format.has_keys() {
            bail!(
                "--keys names the keys of JSON: expected --format jsonl or json, got {}",
                self.format.as_str()
            );
        }
        Ok(())
    }

    fn is_batch(&self) -> bool {
        self.input.is_some()
    }

    /// Where the records go, if not to standard output.
    fn place(&self) -> Option<&Place> {
        self.output.as_ref().filter(|place| place.file() != Some(Path::new("-")))
    }

    fn sink(&self) -> anyhow::Result<Box<dyn Sink>> {
        if let Some(place) = self.place() {
            return Ok(sink::create(place.clone(), self.overwrite, self.keys)?);
        }
        let out = BufWriter::new(io::stdout().lock());
        Ok(self.format.sink_with(out, "standard output", self.keys))
    }

    /// Whether pages that gave no article have records too.
    fn tells_of_all(&self) -> bool {
        let holds_all = match self.place() {
            None => self.format.holds_all_outcomes(),
            Some(place) => match place.file().and_then(FileKind::of) {
                Some(FileKind::Text(format, _)) => format.holds_all_outcomes(),
                _ => true,
            },
        };
        holds_all && self.keys == Keys::default()
    }
}

/// Runs the verb.
pub fn run(args: &Args, config: &Config) -> anyhow::Result<Exit> {
    args.check()?;
    let profiles = args.profiles.load(config)?;
    let options = args.fetch.options(config)?;
    let mut network = None;
    let besides = Arc::new(Besides::default());
    let jobs: Box<dyn Iterator<Item = anyhow::Result<Job>> + Send> = if let Some(path) = &args.input {
        let besides = Arc::clone(&besides);
        Box::new(input::lines(path)?.flat_map(
            move |line| -> Box<dyn Iterator<Item = anyhow::Result<Job>> + Send> {
                match line {
                    Ok(job) => Box::new(opened_line(job, &besides).map(Ok)),
                    Err(error) => Box::new(std::iter::once(Err(error))),
                }
            },
        ))
    } else {
        let jobs = input::arguments(&args.pages, args.url.as_deref())?;
        // Files never come near the network.
        if jobs.iter().any(|job| matches!(job.page, Ok(PageToRead::Url(_)))) {
            network = Some(Network::new(options)?);
        }
        if let (Some(_), [Job { page: Ok(PageToRead::File(path, _)), .. }]) = (&args.url, jobs.as_slice())
            && is_archive_file(path)
        {
            bail!("--url names one page, but {} is a web archive: it names its own", path.display());
        }
        let besides = Arc::clone(&besides);
        Box::new(jobs.into_iter().flat_map(move |job| opened(job, &besides)).map(Ok))
    };
    let watched = args.drift.begin(None)?;
    let observed = watched.is_some();
    let options = args.extraction.options();
    let reader = Reader { profiles: &profiles, options, explain: args.explain, observed, network };
    let mut report = Report {
        args,
        archives: false,
        seen: 0,
        missed: 0,
        failed: false,
        watched: watched.as_ref(),
        profiles: &profiles,
    };
    let mut sink = args.sink()?;
    ordered_map(
        jobs,
        all_cores(),
        |job| job.map(|job| reader.read(job)),
        |done| report.take(done?, &mut *sink),
    )?;
    sink.finish()?;
    report.end();
    if let Some(told) = besides.told() {
        tell!("copydesk: {told}");
    }
    let failed = report.failed;
    let drifted = watched.map(Watched::end).transpose()?.unwrap_or_default();
    Ok(if failed || drifted { Exit::Failures } else { Exit::Success })
}

/// Writes what is done, and counts.
struct Report<'a> {
    args: &'a Args,
    /// Whether some of what was read came out of web archives.
    archives: bool,
    seen: usize,
    missed: usize,
    failed: bool,
    watched: Option<&'a Watched>,
    profiles: &'a Profiles,
}

impl Report<'_> {
    fn take(&mut self, mut done: Done, sink: &mut dyn Sink) -> anyhow::Result<()> {
        self.seen += 1;
        self.archives |= done.archived;
        self.observe(&mut done);
        if let Some(explanation) = &done.told.explanation {
            // Whoever reads it wants it; whoever doesn't has closed the pipe, and the records matter more.
            let _ = std::io::stderr().write_all(explanation.as_bytes());
        }
        if let Outcome::NoArticle(none) = &done.outcome {
            self.missed += 1;
            self.failed |= done.outcome.is_failure() || (unread(none) && !done.archived);
            if (!self.args.is_batch() && !done.archived) || !self.args.tells_of_all() {
                tell!("copydesk: {}", none.message);
            }
        }
        Ok(sink.write(&done.outcome)?)
    }

    /// Pages are seen in the order of the input, so that the same batch gives the same warnings.
    fn observe(&self, done: &mut Done) {
        let (Outcome::Article(article), Some(why), Some(watched)) =
            (&mut done.outcome, &done.told.why, self.watched)
        else {
            return;
        };
        let profile = article.extractor.profile.as_deref().and_then(|host| self.profiles.of_host(host));
        if let Some(profile) = profile {
            watched.observer.see(article, profile, why);
        }
    }

    fn end(&self) {
        if (self.args.is_batch() || self.archives) && self.missed > 0 {
            tell!("copydesk: {} of {} pages gave no article", self.missed, self.seen);
        }
    }
}

/// Whether a named page could not even be read as one. A crawl rightly skips a PDF it meets; somebody who names one here
/// should hear of it.
fn unread(none: &NoArticle) -> bool {
    none.stage != Stage::Extract
}
