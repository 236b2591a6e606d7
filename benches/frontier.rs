//! The frontier's cost as it grows: `cargo bench --bench frontier -- 100000 1000000 10000000`.
//!
//! For each number of URLs, a hundred on each host, a line: new links/s added a thousand at a time, links/s that are known
//! already, claims/s, finished pages/s with their transaction, what a URL costs on its whole way (added, claimed, finished)
//! in microseconds, seconds to open the state again, and the process's memory. The links of one addition are all of different
//! hosts, which is the worst order there is: nothing that is written together belongs together. Costs are compared within
//! one run; the figures depend on the machine, above all on its disk (the state is kept in `TMPDIR`).

use std::error::Error;
use std::time::{Duration, Instant};

use copydesk::CanonicalUrl;
use copydesk::crawl::frontier::{Claim, Finish, Found, Limits, SqliteStore, Store as _, UrlKind, Verdict};
use copydesk::outcome::{NoArticleStatus, Reason};
use copydesk::sink::CrawlFiles;
use jiff::Timestamp;

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
        "{:>10} {:>9} {:>10} {:>10} {:>11} {:>7} {:>8} {:>7}",
        "URLs", "new/s", "known/s", "claims/s", "finished/s", "us/URL", "open s", "RSS MB"
    );
    for size in sizes {
        measure(size)?;
    }
    Ok(())
}

fn measure(size: usize) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut store = SqliteStore::open(folder.path(), Timestamp::UNIX_EPOCH)?;
    let (mut fresh, mut known) = (Duration::ZERO, Duration::ZERO);
    for start in (0..size).step_by(BATCH) {
        let links =
            (start..size.min(start + BATCH)).map(|n| found(n, size)).collect::<Result<Vec<_>, _>>()?;
        fresh += time(|| store.add(&links))?;
        // Links repeat themselves: every tenth addition once more stands for the nine of ten that are known.
        if (start / BATCH).is_multiple_of(10) {
            known += time(|| store.add(&links))?;
        }
    }
    let began = Instant::now();
    let claims = store.claim_hosts(Timestamp::UNIX_EPOCH, Limits::default(), TAKEN)?.claims;
    let (taken, claiming) = (claims.len(), began.elapsed());
    let mut files = CrawlFiles::open(folder.path(), store.lengths())?;
    let began = Instant::now();
    for claim in claims {
        finish(&mut store, &mut files, claim)?;
    }
    let finishing = began.elapsed();
    let memory = resident_mb();
    drop((store, files));
    let opening = time(|| SqliteStore::open(folder.path(), Timestamp::UNIX_EPOCH).map(drop))?;
    let way = [rate(size, fresh), rate(taken, claiming), rate(taken, finishing)];
    println!(
        "{size:>10} {:>9.0} {:>10.0} {:>10.0} {:>11.0} {:>7.1} {:>8.2} {memory:>7}",
        rate(size, fresh),
        rate(size / 10, known),
        rate(taken, claiming),
        rate(taken, finishing),
        way.iter().map(|rate| 1e6 / rate).sum::<f64>(),
        opening.as_secs_f64()
    );
    Ok(())
}

/// The nth link: hosts take turns, as links of a crawl of many sites do.
fn found(number: usize, size: usize) -> Result<Found, Box<dyn Error>> {
    let hosts = (size / PER_HOST).max(1);
    let (host, page) = (number % hosts, number / hosts);
    let url =
        format!("https://site-{host}.example/news/2026/11/{page}/what-the-council-decided-about-the-bridge");
    Ok(Found { url: CanonicalUrl::parse(&url)?, kind: UrlKind::Page, depth: 1, published: None })
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
        pace: None,
        error: None,
        archived: None,
    };
    Ok(store.complete(claim, &finish)?)
}

fn time<T, E: Error + 'static>(work: impl FnOnce() -> Result<T, E>) -> Result<Duration, Box<dyn Error>> {
    let began = Instant::now();
    work()?;
    Ok(began.elapsed())
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64().max(1e-9)
}

/// What the process holds in memory now, where the system tells.
fn resident_mb() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.map_or_else(|| "?".to_owned(), |kilobytes| (kilobytes / 1024).to_string())
}
