//! The frontier's cost as it grows: `cargo bench --bench frontier -- 100000 1000000 10000000`.
//!
//! For each number of URLs, a hundred on each host, a line. By the clock: new links/s added a thousand at a time, links/s that
//! are known already, claims/s, finished pages/s with their transaction. In microseconds of processor time, which says more
//! on a machine that has other work: what a URL costs to add, to claim, to finish, and in all. Then the seconds it takes to
//! open the state again, and the process's memory. The links of one addition are all of different hosts, which is the worst
//! order there is: nothing that is written together belongs together. Costs are compared within one run; the figures depend
//! on the machine, above all on its disk (the state is kept in `TMPDIR`).

use std::error::Error;
use std::time::{Duration, Instant};

use copydesk::CanonicalUrl;
use copydesk::crawl::frontier::{Claim, Finish, Found, Limits, SqliteStore, Store as _, UrlKind, Verdict};
use copydesk::outcome::{NoArticleStatus, Reason};
use copydesk::sink::CrawlFiles;
use jiff::Timestamp;
use rustix::time::{ClockId, clock_gettime};

/// URLs of one host.
const PER_HOST: usize = 100;

/// Links in one addition: what a feed or a page gives.
const BATCH: usize = 1_000;

/// Claims taken, and pages finished, at each size.
const TAKEN: usize = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![100_000, 1_000_000] } else { sizes };
    println!(
        "{:>10} {:>9} {:>9} {:>9} {:>10} | {:>6} {:>6} {:>6} {:>6} | {:>6} {:>6}",
        "URLs",
        "new/s",
        "known/s",
        "claims/s",
        "finished/s",
        "add",
        "claim",
        "finish",
        "CPU us",
        "open s",
        "RSS MB"
    );
    for size in sizes {
        measure(size)?;
    }
    Ok(())
}

fn measure(size: usize) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut store = SqliteStore::open(folder.path(), Timestamp::UNIX_EPOCH)?;
    let (mut fresh, mut known) = (Cost::default(), Cost::default());
    for start in (0..size).step_by(BATCH) {
        let links =
            (start..size.min(start + BATCH)).map(|n| found(n, size)).collect::<Result<Vec<_>, _>>()?;
        fresh.of(links.len(), || store.add(&links))?;
        // Links repeat themselves: every tenth addition once more.
        if (start / BATCH).is_multiple_of(10) {
            known.of(links.len(), || store.add(&links))?;
        }
    }
    let (mut claiming, mut finishing, mut opening) = (Cost::default(), Cost::default(), Cost::default());
    let taken = TAKEN.min(size / PER_HOST);
    let claims =
        claiming.of(taken, || store.claim_hosts(Timestamp::UNIX_EPOCH, Limits::default(), TAKEN))?.claims;
    let mut files = CrawlFiles::open(folder.path(), store.lengths())?;
    for claim in claims {
        finishing.of(1, || finish(&mut store, &mut files, claim))?;
    }
    let memory = resident_mb();
    drop((store, files));
    opening.of(1, || SqliteStore::open(folder.path(), Timestamp::UNIX_EPOCH).map(drop))?;
    let rates = [&fresh, &known, &claiming, &finishing].map(Cost::rate);
    let [add, claim, end] = [&fresh, &claiming, &finishing].map(Cost::processor);
    println!(
        "{size:>10} {:>9.0} {:>9.0} {:>9.0} {:>10.0} | {add:>6.1} {claim:>6.1} {end:>6.1} {:>6.1} | {:>6.2} {memory:>6}",
        rates[0],
        rates[1],
        rates[2],
        rates[3],
        add + claim + end,
        opening.clock.as_secs_f64()
    );
    Ok(())
}

/// What something cost, so many times.
#[derive(Default)]
struct Cost {
    times: usize,
    clock: Duration,
    processor: Duration,
}

impl Cost {
    /// Does it, for so many at once.
    fn of<T, E>(&mut self, times: usize, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let (began, busy) = (Instant::now(), processor_time());
        let done = work()?;
        self.clock += began.elapsed();
        self.processor += processor_time().saturating_sub(busy);
        self.times += times;
        Ok(done)
    }

    /// How many a second.
    #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
    fn rate(&self) -> f64 {
        self.times as f64 / self.clock.as_secs_f64().max(1e-9)
    }

    /// Microseconds of processor time for each.
    #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
    fn processor(&self) -> f64 {
        self.processor.as_secs_f64() * 1e6 / self.times.max(1) as f64
    }
}

fn processor_time() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap_or_default()
}

/// The nth link: hosts take turns, as links of a crawl of many sites do.
fn found(number: usize, size: usize) -> Result<Found, Box<dyn Error>> {
    let hosts = (size / PER_HOST).max(1);
    let (host, page) = (number % hosts, number / hosts);
    let url =
        format!("https://site-{host}.example/news/2026/11/{page}/what-the-council-decided-about-the-bridge");
    Ok(Found {
        url: CanonicalUrl::parse(&url)?,
        kind: UrlKind::Page,
        depth: 1,
        published: None,
        modified: None,
    })
}

fn finish(store: &mut SqliteStore, files: &mut CrawlFiles, claim: Claim) -> Result<(), Box<dyn Error>> {
    let finish = Finish {
        kind: UrlKind::Page,
        verdict: Verdict::NoArticle(NoArticleStatus::Skipped, Reason::NotArticle),
        attempts: 1,
        found: &[],
        identities: &[],
        lengths: files.lengths(),
        print: None,
        watched: None,
        relisted: &[],
        pace: None,
        error: None,
        archived: None,
    };
    store.complete(claim, &finish)?;
    Ok(())
}

/// What the process holds in memory now, where the system tells.
fn resident_mb() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.map_or_else(|| "?".to_owned(), |kilobytes| (kilobytes / 1024).to_string())
}
