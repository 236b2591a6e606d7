//! What a shared frontier bears: `cargo bench --features postgres --bench shared_frontier -- postgres://USER@HOST/SCRATCH`.
//!
//! Four workers, each a thread with a connection, on 10,000 hosts of 100 URLs (or as many hosts and URLs as are given after
//! the address). A line each: links added a thousand at a time, new ones and then the same ones again by workers that do not
//! remember them; URLs claimed, ten with each host; and pages finished, each in a transaction of its own, with what they
//! take to claim. Everything is in a schema `copydesk_bench`, which is dropped first. All by the clock: the figures depend on
//! the server, its disk and what else the machine does.

use std::error::Error;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use copydesk::CanonicalUrl;
use copydesk::crawl::frontier::shared::{Address, SharedStore, Sharing};
use copydesk::crawl::frontier::{Finish, Found, Limits, Store as _, UrlKind, Verdict};
use copydesk::outcome::{NoArticleStatus, Reason};
use jiff::Timestamp;

type Failure = Box<dyn Error + Send + Sync>;

/// How many work at the same time.
const WORKERS: usize = 4;

/// Links in one addition.
const BATCH: usize = 1_000;

/// Hosts that a worker has room for at a time.
const ROOM: usize = 100;

/// How long pages are finished.
const FINISHING: Duration = Duration::from_secs(10);

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let address = arguments.next().ok_or("give the address of a scratch database: postgres://…")?;
    let mut number = |fallback| arguments.next().map_or(Ok(fallback), |text| text.parse());
    let (hosts, each): (usize, usize) = (number(10_000)?, number(100)?);
    postgres::Client::connect(&address, postgres::NoTls)?
        .batch_execute("DROP SCHEMA IF EXISTS copydesk_bench CASCADE")?;
    let schema = if address.contains('?') { "&schema=copydesk_bench" } else { "?schema=copydesk_bench" };
    let sharing = Sharing::at(Address::parse(&format!("{address}{schema}"))?);
    let folder = tempfile::tempdir()?;

    let links = hosts * each;
    let new = at_once(folder.path(), &sharing, |store, worker| add(store, worker, hosts, links))?;
    tell("new links", &new);
    let known = at_once(folder.path(), &sharing, |store, worker| add(store, worker, hosts, links / 4))?;
    tell("known links", &known);
    let claimed = at_once(folder.path(), &sharing, |store, _| claim(store, hosts))?;
    tell("hosts claimed", &claimed);
    tell("URLs claimed", &Work { done: claimed.done * 10, ..claimed });
    let finished = at_once(folder.path(), &sharing, |store, _| finish(store))?;
    tell("pages finished", &finished);
    Ok(())
}

/// What all workers did, and in which time.
struct Work {
    done: usize,
    took: Duration,
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
fn tell(what: &str, work: &Work) {
    let seconds = work.took.as_secs_f64();
    println!("{what:>15}: {:>9.0}/s ({} in {seconds:.1} s)", work.done as f64 / seconds, work.done);
}

/// Lets every worker do something, all at the same time.
fn at_once(
    folder: &Path,
    sharing: &Sharing,
    work: impl Fn(&mut SharedStore, usize) -> Result<usize, Failure> + Sync,
) -> Result<Work, Failure> {
    let mut stores = Vec::new();
    for worker in 0..WORKERS {
        let folder = folder.join(worker.to_string());
        std::fs::create_dir_all(&folder)?;
        stores.push(SharedStore::open(&folder, sharing, Duration::ZERO)?);
    }
    let began = Instant::now();
    let work = &work;
    let (done, took) = thread::scope(|scope| {
        let workers: Vec<_> = stores
            .iter_mut()
            .enumerate()
            .map(|(worker, store)| scope.spawn(move || work(store, worker)))
            .collect();
        let done: Result<Vec<usize>, Failure> =
            workers.into_iter().map(|worker| worker.join().map_err(|_| "a worker broke off")?).collect();
        (done, began.elapsed())
    });
    Ok(Work { done: done?.into_iter().sum(), took })
}

/// Adds every fourth batch of the first so many links.
fn add(store: &mut SharedStore, worker: usize, hosts: usize, links: usize) -> Result<usize, Failure> {
    let mut added = 0;
    for start in (0..links).step_by(BATCH).skip(worker).step_by(WORKERS) {
        let batch =
            (start..links.min(start + BATCH)).map(|n| found(n, hosts)).collect::<Result<Vec<_>, _>>()?;
        store.add(&batch)?;
        added += batch.len();
    }
    Ok(added)
}

/// Claims hosts until there are no more.
fn claim(store: &mut SharedStore, hosts: usize) -> Result<usize, Failure> {
    let (mut claimed, mut second) = (0, 0);
    while claimed < hosts {
        second += 1;
        let claims = store.claim_hosts(Timestamp::from_second(second)?, Limits::default(), ROOM)?.claims;
        if claims.is_empty() {
            break;
        }
        claimed += claims.len();
    }
    Ok(claimed)
}

/// Claims and finishes pages for a while.
fn finish(store: &mut SharedStore) -> Result<usize, Failure> {
    let (began, mut finished, mut second) = (Instant::now(), 0, 0);
    while began.elapsed() < FINISHING {
        second += 1;
        for claim in store.claim_hosts(Timestamp::from_second(second)?, Limits::default(), ROOM)?.claims {
            let finish = Finish {
                kind: UrlKind::Page,
                verdict: Verdict::NoArticle(NoArticleStatus::Skipped, Reason::NotArticle),
                attempts: 1,
                found: &[],
                identities: &[],
                lengths: store.lengths(),
                print: None,
                watched: None,
                relisted: &[],
                pace: None,
                error: None,
                archived: None,
            };
            store.complete(claim, &finish)?;
            finished += 1;
        }
    }
    Ok(finished)
}

/// The nth link: hosts take turns, so the links of one addition are all of different ones.
fn found(number: usize, hosts: usize) -> Result<Found, Failure> {
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
