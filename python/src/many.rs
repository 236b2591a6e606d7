//! Many pages, on all cores, in the order they came.
//!
//! Whoever asks for the next article reads the pages ahead, a few for each thread, and waits for the oldest; the threads
//! only read pages and never touch Python. So no more than those few pages are in memory, and whatever Python raises, a
//! generator's mistake or an interrupt, is raised where it was asked.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use copydesk::outcome::NoArticle;
use pyo3::exceptions::{PyException, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyTuple};

use crate::errors::not_an_article;
use crate::profiles::Profiles;
use crate::reader::Reader;
use crate::record::Article;
use crate::text::{Html, Text, wrong_type};

/// How many pages may wait for each thread: enough to keep it busy while Python does something else.
const WAITING_PER_THREAD: usize = 4;

/// How often a wait is broken off to see whether somebody pressed Ctrl-C.
pub const LISTEN: Duration = Duration::from_millis(50);

/// One page to read.
struct Job {
    html: Html,
    url: Option<Text>,
    done: SyncSender<Done>,
}

/// What became of it. The page comes back too, so that Python's memory is freed by who holds Python's lock.
struct Done {
    read: Result<copydesk::Article, Box<NoArticle>>,
    _page: (Html, Option<Text>),
}

/// An iterator over what became of each page.
#[pyclass(frozen, module = "copydesk")]
pub struct ExtractMany(Mutex<Pages>);

struct Pages {
    given: Py<PyIterator>,
    /// `None` once all is read ahead.
    jobs: Option<Sender<Job>>,
    promised: VecDeque<Receiver<Done>>,
    /// The oldest page's result, once it is there.
    done: Option<Done>,
    /// How many may be promised.
    room: usize,
    /// How many pages were taken.
    taken: usize,
    /// What the iterable of pages raised; told after the pages before it.
    raised: Option<PyErr>,
}

/// The articles of many pages.
#[pyfunction]
#[pyo3(signature = (pages, *, profiles=None, focus="balanced", captions=false, threads=None))]
pub fn extract_many(
    pages: &Bound<'_, PyAny>,
    profiles: Option<&Bound<'_, Profiles>>,
    focus: &str,
    captions: bool,
    threads: Option<usize>,
) -> PyResult<ExtractMany> {
    let reader = Reader::new(profiles.map(Bound::get), focus, captions)?;
    let all_cores = || thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.unwrap_or_else(all_cores);
    if threads == 0 {
        return Err(PyValueError::new_err("threads is at least 1"));
    }
    if Html::extract(pages.as_borrowed()).is_ok() {
        return Err(wrong_type("an iterable of pages or of (page, url) pairs", pages));
    }
    let given = pages.try_iter()?.unbind();
    let jobs = start(&reader, threads)?;
    let room = threads.saturating_mul(WAITING_PER_THREAD);
    let promised = VecDeque::new();
    Ok(ExtractMany(Mutex::new(Pages {
        given,
        jobs: Some(jobs),
        promised,
        done: None,
        room,
        taken: 0,
        raised: None,
    })))
}

/// Starts the threads, which end when nobody has jobs for them any more.
fn start(reader: &Reader, threads: usize) -> PyResult<Sender<Job>> {
    let (jobs, inbox) = channel::<Job>();
    let inbox = Arc::new(Mutex::new(inbox));
    for _ in 0..threads {
        let (inbox, reader) = (Arc::clone(&inbox), reader.clone());
        let next = move || inbox.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let work = move || {
            while let Ok(Job { html, url, done }) = next() {
                let read = reader.read(&html, url.as_ref().map(Text::as_str), None);
                // Nobody waits for the result of an iterator that was thrown away.
                let _ = done.send(Done { read, _page: (html, url) });
            }
        };
        let started = thread::Builder::new().name("copydesk".to_owned()).spawn(work);
        started.map_err(|error| PyRuntimeError::new_err(format!("cannot start a thread: {error}")))?;
    }
    Ok(jobs)
}

#[pymethods]
impl ExtractMany {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let mut pages = match self.0.try_lock() {
            Ok(pages) => pages,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                return Err(PyValueError::new_err("the iterator is being asked by somebody else"));
            }
        };
        pages.read_ahead(py)?;
        pages.next(py)
    }
}

impl Pages {
    /// Takes pages while there is room for them.
    fn read_ahead(&mut self, py: Python<'_>) -> PyResult<()> {
        while let Some(jobs) = &self.jobs
            && self.promised.len() < self.room
        {
            let (done, promise) = sync_channel(1);
            let page = self.given.bind(py).clone().next();
            let job = page.map(|page| page.and_then(|page| job(&page, self.taken, done)));
            match job {
                Some(Ok(job)) => {
                    self.taken += 1;
                    jobs.send(job).map_err(|_| PyRuntimeError::new_err("the threads are gone"))?;
                    self.promised.push_back(promise);
                }
                // A mistake is told in its turn. An interrupt is nobody's mistake, and is told at once.
                Some(Err(error)) if error.is_instance_of::<PyException>(py) => {
                    self.raised = Some(error);
                    self.jobs = None;
                }
                Some(Err(interrupt)) => return Err(interrupt),
                None => self.jobs = None,
            }
        }
        Ok(())
    }

    /// Waits for the oldest page.
    fn next<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let done = loop {
            // An interrupt that came meanwhile is told before the result, which waits for the next call.
            py.check_signals()?;
            if let Some(done) = self.done.take() {
                break done;
            }
            let Some(promise) = self.promised.front_mut() else {
                return self.raised.take().map_or(Ok(None), Err);
            };
            match py.detach(move || promise.recv_timeout(LISTEN)) {
                Ok(done) => {
                    self.done = Some(done);
                    self.promised.pop_front();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.promised.pop_front();
                    let told = "a thread is gone: a mistake in copydesk, please report it";
                    return Err(PyRuntimeError::new_err(told));
                }
            }
        };
        match done.read {
            Ok(article) => Ok(Some(Bound::new(py, Article::new(article))?.into_any())),
            Err(none) => not_an_article(py, &none).map(Some),
        }
    }
}

/// The job of one item: a page, or a page and its address.
fn job(item: &Bound<'_, PyAny>, number: usize, done: SyncSender<Done>) -> PyResult<Job> {
    let pair = item.cast::<PyTuple>().ok().filter(|pair| pair.len() == 2);
    let parts = match pair {
        Some(pair) => pair.get_item(0)?.extract().and_then(|html| Ok((html, pair.get_item(1)?.extract()?))),
        None => item.extract().map(|html| (html, None)),
    };
    let told = |error: PyErr| {
        let py = item.py();
        if !error.is_instance_of::<pyo3::exceptions::PyTypeError>(py) {
            return error;
        }
        let expected = "a page (str or bytes) or a pair of a page and its URL (str or None)";
        let told = wrong_type(&format!("{expected} as item {number}"), item);
        told.set_cause(py, Some(error));
        told
    };
    let (html, url) = parts.map_err(told)?;
    Ok(Job { html, url, done })
}
