//! `--format`: every new article on standard output too.

use std::io;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use copydesk::Outcome;
use copydesk::sink::{Format, SinkError};
use tokio::sync::watch;

/// Articles that may wait for a slow reader; then the crawl waits.
const BACKLOG: usize = 16;

/// A thread that writes articles. Should it fail, it stops the crawl: somebody wanted them here.
pub struct Stream {
    open: Mutex<Option<Open>>,
}

struct Open {
    articles: SyncSender<Outcome>,
    writer: JoinHandle<Result<(), SinkError>>,
}

impl Stream {
    /// Starts to write to standard output.
    pub fn start(format: Format, stop: watch::Sender<bool>) -> Self {
        let (articles, inbox) = sync_channel::<Outcome>(BACKLOG);
        let writer = thread::spawn(move || {
            let mut sink = format.sink(io::stdout(), "standard output");
            let written = inbox.iter().try_for_each(|outcome| sink.write(&outcome));
            let written = written.and_then(|()| sink.finish());
            if written.is_err() {
                let _ = stop.send(true);
            }
            written
        });
        Self { open: Mutex::new(Some(Open { articles, writer })) }
    }

    /// Passes an article on.
    pub fn send(&self, outcome: &Outcome) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = &*open {
            // A writer that failed takes no more; `end` says why.
            let _ = open.articles.send(outcome.clone());
        }
    }

    /// Waits until all is written.
    pub fn end(&self) -> Result<(), SinkError> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Open { articles, writer }) = open else { return Ok(()) };
        drop(articles);
        writer.join().unwrap_or(Ok(()))
    }
}
