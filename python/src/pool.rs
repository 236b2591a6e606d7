//! Threads that read pages; their results come in the order of the pages.
//!
//! Whoever asks for the next result sends pages ahead, a few for each thread, and waits for the oldest; the threads only read
//! pages and never touch Python. So no more than those few pages are in memory.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use copydesk::outcome::NoArticle;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;

use crate::reader::Reader;

/// How many pages may wait for each thread: enough to keep it busy while Python does something else.
const WAITING_PER_THREAD: usize = 4;

/// How often a wait is broken off to see whether somebody pressed Ctrl-C.
pub const LISTEN: Duration = Duration::from_millis(50);

/// What became of a page.
pub type Read = Result<copydesk::Article, Box<NoArticle>>;

/// A page to read, wherever its bytes are.
pub trait Given: Send + 'static {
    /// Reads it.
    fn read(&self, reader: &Reader) -> Read;
}

/// The threads, and what they were given.
pub struct Pool<P> {
    /// `None` once all is sent.
    jobs: Option<Sender<Job<P>>>,
    promised: VecDeque<Receiver<Done<P>>>,
    /// How many may be promised.
    room: usize,
}

/// One page to read.
struct Job<P> {
    page: P,
    done: SyncSender<Done<P>>,
}

/// What became of it. The page comes back too, so that it is freed where it came from: by who holds Python's lock.
pub struct Done<P> {
    /// The article, or why there is none.
    pub read: Read,
    _page: P,
}

/// What a wait for the oldest page gave.
pub enum Waited<P> {
    /// Its result.
    Done(Box<Done<P>>),
    /// It is being read.
    NotYet,
    /// There is no page to wait for.
    Nothing,
    /// Its thread is gone: a mistake of ours.
    Gone,
}

impl<P: Given> Pool<P> {
    /// As many threads as asked for, or one for each core. They end when nobody has pages for them any more.
    pub fn start(reader: &Reader, threads: Option<usize>) -> PyResult<Self> {
        let all_cores = || thread::available_parallelism().map_or(1, NonZero::get);
        let threads = threads.unwrap_or_else(all_cores);
        if threads == 0 {
            return Err(PyValueError::new_err("threads is at least 1"));
        }
        let (jobs, inbox) = channel::<Job<P>>();
        let inbox = Arc::new(Mutex::new(inbox));
        for _ in 0..threads {
            let (inbox, reader) = (Arc::clone(&inbox), reader.clone());
            let next = move || inbox.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let work = move || {
                while let Ok(Job { page, done }) = next() {
                    let read = page.read(&reader);
                    // Nobody waits for the result of an iterator that was thrown away.
                    let _ = done.send(Done { read, _page: page });
                }
            };
            let started = thread::Builder::new().name("copydesk".to_owned()).spawn(work);
            started.map_err(|error| PyRuntimeError::new_err(format!("cannot start a thread: {error}")))?;
        }
        let room = threads.saturating_mul(WAITING_PER_THREAD);
        Ok(Self { jobs: Some(jobs), promised: VecDeque::new(), room })
    }

    /// Whether one more page is wanted now.
    pub fn has_room(&self) -> bool {
        self.jobs.is_some() && self.promised.len() < self.room
    }

    /// Gives a page to the threads.
    pub fn send(&mut self, page: P) {
        let (done, promise) = sync_channel(1);
        // Should the threads be gone, waiting tells.
        let _ = self.jobs.as_ref().map(|jobs| jobs.send(Job { page, done }));
        self.promised.push_back(promise);
    }

    /// There are no more pages.
    pub fn close(&mut self) {
        self.jobs = None;
    }

    /// Waits for the oldest page, at most so long.
    pub fn wait(&mut self, most: Duration) -> Waited<P> {
        let Some(promise) = self.promised.front() else { return Waited::Nothing };
        let waited = match promise.recv_timeout(most) {
            Ok(done) => Waited::Done(Box::new(done)),
            Err(RecvTimeoutError::Timeout) => return Waited::NotYet,
            Err(RecvTimeoutError::Disconnected) => Waited::Gone,
        };
        self.promised.pop_front();
        waited
    }
}

/// The exception for [`Waited::Gone`].
pub fn gone() -> PyErr {
    PyRuntimeError::new_err("a thread is gone: a mistake in copydesk, please report it")
}
