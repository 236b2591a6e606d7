//! `--to`: the crawl's articles in a database or in Parquet too.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use copydesk::sink::{Follower, Place, SinkError};
use tokio::sync::watch;

use super::super::fetch_flags::parse_duration;

/// How many articles it may lag behind; then the crawl waits.
const LAG: usize = 256;

/// Where a crawl's articles go besides its folder.
#[derive(Debug, clap::Args)]
pub struct FollowFlags {
    /// Keep every article in TO as well, by the name's ending. Each is there once, whatever ends the crawl; articles of earlier
    /// runs into DIR that TO lacks come first. Crawls may share one.
    ///
    /// .sqlite and .db are a database that has them at once: tables `articles`, `blocks`, `quotes`, `attributions` and
    /// `speakers` and a full-text index, as `copydesk convert` makes them. .parquet is a folder that gets a finished file for
    /// each 64 MB of articles.jsonl, for what has waited for --to-every, and for what is left when the crawl ends. Other kinds
    /// have no place for how far they are: articles.jsonl has all at once, and `copydesk convert` makes the others of it.
    ///
    /// postgres://USER:PASSWORD@HOST:PORT/DATABASE is a PostgreSQL database with these tables (cargo feature `postgres`; the
    /// password may be in PGPASSWORD instead), which crawls on any machines may share. If it does not answer, the crawl waits
    /// for it, three minutes long. See docs/postgres.md.
    #[arg(long, value_name = "TO")]
    to: Option<Place>,

    /// Finish a Parquet file of --to once its first article has waited so long. The shorter, the more files; a database has
    /// every article at once
    #[arg(long, value_name = "DURATION", default_value = "1h", value_parser = parse_duration, requires = "to")]
    to_every: Duration,
}

impl FollowFlags {
    /// Opens what follows the crawl into `folder`, if anything does.
    pub fn open(&self, folder: &Path) -> Result<Option<Following>, SinkError> {
        let Some(to) = &self.to else { return Ok(None) };
        let follower = Follower::open(folder, to.clone())?;
        Ok(Some(Following { follower, folder: folder.to_owned(), every: self.to_every }))
    }
}

/// What follows a crawl, before the crawl begins.
pub struct Following {
    follower: Follower,
    /// The crawl's.
    folder: PathBuf,
    /// How long articles may wait until they are there for good.
    every: Duration,
}

/// A thread that keeps what follows up to date. Should it fail, it stops the crawl: somebody wanted them there.
pub struct Follow {
    folder: PathBuf,
    open: Mutex<Option<Open>>,
}

struct Open {
    /// How long the file of articles is.
    lengths: SyncSender<u64>,
    thread: JoinHandle<Result<(), SinkError>>,
}

impl Follow {
    /// Begins to follow the crawl.
    pub fn start(following: Following, stop: watch::Sender<bool>) -> Self {
        let Following { mut follower, folder, every } = following;
        let (lengths, inbox) = sync_channel::<u64>(LAG);
        let thread = thread::spawn(move || {
            let ended = follow(&mut follower, &inbox, every);
            if matches!(ended, Err(ref error) if !matches!(error, SinkError::Record { .. })) {
                let _ = stop.send(true);
            }
            ended
        });
        Self { folder, open: Mutex::new(Some(Open { lengths, thread })) }
    }

    /// An article was stored. Called by the thread that stores them, so that the file is not longer than what is
    /// committed.
    pub fn stored(&self) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = &*open {
            // A thread that failed takes no more; `end` says why.
            let _ = open.lengths.send(Follower::length(&self.folder));
        }
    }

    /// Waits until all is there that the crawl stored; after a crawl that could not run, only what it was told of.
    pub fn end(&self, has_run: bool) -> Result<(), SinkError> {
        if has_run {
            self.stored();
        }
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Open { lengths, thread }) = open else { return Ok(()) };
        drop(lengths);
        thread.join().unwrap_or(Ok(()))
    }
}

/// Adds what is stored, until the crawl has ended. A line that is no record is the error once all others are there.
fn follow(follower: &mut Follower, lengths: &Receiver<u64>, every: Duration) -> Result<(), SinkError> {
    let mut broken = None;
    // When the first article was added that waits.
    let mut waiting: Option<Instant> = None;
    loop {
        match next(lengths, waiting.map(|since| every.saturating_sub(since.elapsed()))) {
            Ok(first) => {
                waiting.get_or_insert_with(Instant::now);
                let latest = lengths.try_iter().last().unwrap_or(first);
                match follower.catch_up(latest) {
                    Err(error @ SinkError::Record { .. }) => broken = broken.or(Some(error)),
                    caught_up => caught_up?,
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        // Also while there is always a next one.
        if waiting.is_some_and(|since| since.elapsed() >= every) {
            follower.settle()?;
            waiting = None;
        }
    }
    follower.settle()?;
    broken.map_or(Ok(()), Err)
}

/// The next length, for which only articles that wait set a limit.
fn next(lengths: &Receiver<u64>, limit: Option<Duration>) -> Result<u64, RecvTimeoutError> {
    match limit {
        Some(limit) => lengths.recv_timeout(limit),
        None => lengths.recv().map_err(|_| RecvTimeoutError::Disconnected),
    }
}

#[cfg(test)]
#[cfg(feature = "parquet")]
mod tests {
    use std::fs;

    use copydesk::sink::ARTICLES;

    use super::*;

    const PAGE: &str = "<html><head><title>Bridge opens</title></head><body><article><h1>Bridge opens</h1>\
        <p>The new bridge over the river opened on Monday after four years of work, the town said in a long statement.</p>\
        <p>Some two thousand people walked over it before the first bus was let through at noon, and many of them stayed.</p>\
        </article></body></html>";

    /// Follows a crawl that has stored one article and goes on, until `enough` says so of the number of finished files.
    fn while_the_crawl_goes_on(every: Duration, enough: impl Fn(usize) -> bool) {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("news.parquet");
        let article = copydesk::extract(PAGE, "https://example.com/bridge").unwrap();
        let line = serde_json::to_string(&article).unwrap() + "\n";
        fs::write(folder.path().join(ARTICLES), &line).unwrap();
        let mut follower = Follower::open(folder.path(), &to).unwrap();
        let (lengths, inbox) = sync_channel(0);
        let thread = thread::spawn(move || follow(&mut follower, &inbox, every));
        lengths.send(line.len() as u64).unwrap();
        let finished = || {
            let files = fs::read_dir(&to).unwrap().map(|file| file.unwrap().path());
            files.filter(|file| file.extension().is_some_and(|ending| ending == "parquet")).count()
        };
        while !enough(finished()) {
            assert!(!thread.is_finished(), "it ended before the crawl");
            thread::yield_now();
        }
        drop(lengths);
        thread.join().unwrap().unwrap();
        assert_eq!(finished(), 1);
        assert_eq!(copydesk::sink::records(&to).unwrap().flatten().count(), 1);
    }

    #[test]
    fn articles_wait_for_a_finished_file_no_longer_than_asked() {
        while_the_crawl_goes_on(Duration::ZERO, |finished| finished == 1);
        while_the_crawl_goes_on(Duration::from_millis(1), |finished| finished == 1);
        while_the_crawl_goes_on(Duration::from_hours(1), |finished| {
            assert_eq!(finished, 0);
            true
        });
    }
}
