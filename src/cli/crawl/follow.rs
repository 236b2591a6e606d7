//! `--to`: the crawl's articles in a database or in Parquet too.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use copydesk::sink::{Follower, SinkError};
use tokio::sync::watch;

/// How many articles it may lag behind; then the crawl waits.
const LAG: usize = 256;

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
    /// Begins to follow the crawl into `folder`.
    pub fn start(folder: &Path, mut follower: Follower, stop: watch::Sender<bool>) -> Self {
        let (lengths, inbox) = sync_channel::<u64>(LAG);
        let thread = thread::spawn(move || {
            let ended = follow(&mut follower, &inbox);
            if matches!(ended, Err(ref error) if !matches!(error, SinkError::Record { .. })) {
                let _ = stop.send(true);
            }
            ended
        });
        Self { folder: folder.to_owned(), open: Mutex::new(Some(Open { lengths, thread })) }
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
fn follow(follower: &mut Follower, lengths: &Receiver<u64>) -> Result<(), SinkError> {
    let mut broken = None;
    while let Ok(first) = lengths.recv() {
        let latest = lengths.try_iter().last().unwrap_or(first);
        match follower.catch_up(latest) {
            Err(error @ SinkError::Record { .. }) => broken = broken.or(Some(error)),
            caught_up => caught_up?,
        }
    }
    follower.settle()?;
    broken.map_or(Ok(()), Err)
}
