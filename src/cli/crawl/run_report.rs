//! `--report`: the run as one JSON object, for programs that watch over crawls.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;
use copydesk::crawl::{HostStatus, Summary};
use copydesk::fetch::Traffic;
use copydesk::outcome::Reason;
use copydesk::sink::placed::Placed;
use serde::Serialize;

use super::super::stdout::{json_line, stdout};
use super::status::Line;

/// Where the report goes, opened before the crawl: one that cannot be written should not be found out after days. An earlier
/// report stays until the new one is whole.
pub struct RunReport {
    /// None for standard output, which articles may go to meanwhile.
    file: Option<(File, Option<Placed>)>,
    target: String,
    start: Instant,
}

/// The report. Counts are of all runs into the folder; requests, bytes, latencies and visits of known URLs of this one.
#[derive(Serialize)]
struct Report<'a> {
    interrupted: bool,
    seconds: f64,
    entered: u64,
    articles: u64,
    failed: u64,
    /// By reason; those that failed included.
    no_article: &'a BTreeMap<Reason, u64>,
    waiting: u64,
    /// Those of the waiting that a higher limit would let go, by limit.
    kept_back: &'a BTreeMap<Reason, u64>,
    finished_before: u64,
    sources_read: u64,
    sources_failed: u64,
    /// URLs named again in this run that were known, and skipped.
    seen_before: u64,
    /// Articles written again because their pages had changed, in all runs.
    revisions: u64,
    /// Visits of known URLs in this run, and how many of those found nothing, by status 304 or not, or failed.
    revisits: u64,
    unchanged: u64,
    not_modified: u64,
    revisits_failed: u64,
    requests: u64,
    bytes: u64,
    latency_ms: LatencyMs,
    hosts: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct LatencyMs {
    p50: u128,
    p90: u128,
    p99: u128,
}

impl RunReport {
    /// Opens the file. Its folder may be the crawl's own, `output`, which is made then.
    pub fn create(path: &Path, output: &Path) -> anyhow::Result<Self> {
        let target = path.display().to_string();
        let standard = path == Path::new("-");
        let file = if standard {
            None
        } else {
            Some(open(path, output).with_context(|| format!("cannot write to {target}"))?)
        };
        Ok(Self { file, target, start: Instant::now() })
    }

    /// Writes what the crawl of these hosts did.
    pub fn write(self, summary: &Summary, traffic: Traffic, hosts: &[HostStatus]) -> anyhow::Result<()> {
        let latency = traffic.latency;
        let report = Report {
            interrupted: summary.interrupted,
            seconds: self.start.elapsed().as_secs_f64(),
            entered: summary.entered,
            articles: summary.articles,
            failed: summary.failed,
            no_article: &summary.no_article,
            waiting: summary.waiting,
            kept_back: &summary.kept_back,
            finished_before: summary.run.before,
            sources_read: summary.sources_read,
            sources_failed: summary.sources_failed,
            seen_before: summary.run.seen_before,
            revisions: summary.revisions,
            revisits: summary.run.revisits,
            unchanged: summary.run.unchanged,
            not_modified: summary.run.not_modified,
            revisits_failed: summary.run.revisits_failed,
            requests: traffic.requests,
            bytes: traffic.bytes,
            latency_ms: LatencyMs {
                p50: latency.p50.as_millis(),
                p90: latency.p90.as_millis(),
                p99: latency.p99.as_millis(),
            },
            hosts: Line::all(hosts),
        };
        if let Some((mut file, placed)) = self.file {
            let written = json_line(&mut file, &report);
            let put = |()| placed.map_or(Ok(()), |mut placed| placed.put(&file));
            return written.and_then(put).with_context(|| format!("cannot write to {}", self.target));
        }
        let mut out = stdout();
        json_line(&mut out, &report)?;
        Ok(out.flush()?)
    }
}

/// A file beside that place; or the place itself, if it is a device or a pipe.
fn open(path: &Path, output: &Path) -> io::Result<(File, Option<Placed>)> {
    if path.metadata().is_ok_and(|there| !there.is_file()) {
        return Ok((File::create(path)?, None));
    }
    if path.parent() == Some(output) {
        fs::create_dir_all(output)?;
    }
    let (placed, file) = Placed::create(path)?;
    Ok((file, Some(placed)))
}
