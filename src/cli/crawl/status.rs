//! `copydesk crawl status`.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use copydesk::crawl::{HostStatus, status};
use jiff::Timestamp;
use serde::Serialize;

use super::super::exit::Exit;
use super::super::stdout::{json_line, stdout};

/// Show where the hosts of a crawl stand: what waits, how they are paced, what went wrong last.
///
/// Reads the state in DIR, where a crawl may be at work or not, and prints a line for each host, those with most waiting
/// first: URLs that wait, URLs that --watch asks again when their time comes and time until the first is due, pages fetched,
/// pause between requests, time until it may be asked again, host, and why a page of it failed or was put off, the last time
/// that happened.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The output folder of the crawl.
    #[arg(value_name = "DIR")]
    #[cfg_attr(feature = "postgres", arg(required_unless_present = "frontier"))]
    #[cfg_attr(not(feature = "postgres"), arg(required = true))]
    folder: Option<PathBuf>,

    /// A crawl that workers share, in the PostgreSQL database at URL; tells on standard error what they are told, how far the
    /// crawl is and which workers there are.
    #[cfg(feature = "postgres")]
    #[arg(long, value_name = "URL", env = "COPYDESK_FRONTIER", hide_env_values = true)]
    frontier: Option<super::shared::AddressText>,

    /// tsv: a table with a line of headings. json: an object a line.
    #[arg(long, value_name = "FORMAT", default_value = "tsv")]
    format: Format,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Tsv,
    Json,
}

/// One host as it is printed. Times are seconds.
#[derive(Serialize)]
pub struct Line<'a> {
    host: &'a str,
    waiting: u64,
    watched: u64,
    next_visit_in: Option<f64>,
    fetched: u64,
    pause: Option<f64>,
    rests_for: f64,
    last_error: Option<&'a str>,
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let hosts = args.hosts()?;
    let mut out = stdout();
    if matches!(args.format, Format::Tsv) {
        writeln!(out, "waiting\twatched\tnext in\tfetched\tpause\trests for\thost\tlast error")?;
    }
    for line in Line::all(&hosts) {
        match args.format {
            Format::Json => json_line(&mut out, &line)?,
            Format::Tsv => {
                let pause = line.pause.map_or_else(|| "-".to_owned(), |pause| format!("{pause:.1}s"));
                let next = line.next_visit_in.map_or_else(|| "-".to_owned(), |next| format!("{next:.0}s"));
                writeln!(
                    out,
                    "{}\t{}\t{next}\t{}\t{pause}\t{:.0}s\t{}\t{}",
                    line.waiting,
                    line.watched,
                    line.fetched,
                    line.rests_for,
                    line.host,
                    line.last_error.unwrap_or("-")
                )?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Success)
}

impl Args {
    /// The hosts, those of a folder if one is given.
    fn hosts(&self) -> anyhow::Result<Vec<HostStatus>> {
        if let Some(folder) = &self.folder {
            return Ok(status(folder)?);
        }
        #[cfg(feature = "postgres")]
        if let Some(address) = &self.frontier {
            let address = address.read()?;
            let crawl = copydesk::crawl::frontier::shared::Control::find(&address)?.overview()?;
            tell!("{address}: {}", overview(&crawl));
            for worker in &crawl.workers {
                let (silent, hosts) = (worker.silent_for.as_secs(), worker.hosts);
                tell!(
                    "{}: {} finished, {hosts} hosts, heard of {silent} s ago",
                    worker.label,
                    worker.finished
                );
            }
            return Ok(crawl.hosts);
        }
        Ok(Vec::new())
    }
}

#[cfg(feature = "postgres")]
fn overview(crawl: &copydesk::crawl::frontier::shared::Overview) -> String {
    let tally = &crawl.tally;
    let none = tally.finished() - tally.articles;
    format!("{}; {} articles, {none} without, {} waiting", crawl.mode, tally.articles, tally.waiting)
}

impl<'a> Line<'a> {
    /// The lines of all hosts, as of now.
    pub fn all(hosts: &'a [HostStatus]) -> Vec<Self> {
        let now = Timestamp::now();
        hosts.iter().map(|host| Self::of(host, now)).collect()
    }

    fn of(host: &'a HostStatus, now: Timestamp) -> Self {
        let until = |time: Timestamp| Duration::try_from(time.duration_since(now)).unwrap_or_default();
        Self {
            host: &host.host,
            waiting: host.waiting,
            watched: host.watched,
            next_visit_in: host.next_visit.map(|visit| until(visit).as_secs_f64()),
            fetched: host.fetched,
            pause: host.pause.map(|pause| pause.as_secs_f64()),
            rests_for: until(host.next_allowed).as_secs_f64(),
            last_error: host.last_error.as_deref(),
        }
    }
}
