//! `crawl`: the library's crawl in a thread of its own, its outcomes one by one.
//!
//! Everything goes through the library's crawl and its fetcher, so robots.txt, pace and address guard hold as they do on the
//! command line. The crawl waits for whoever reads the outcomes, and stops in order at the first Ctrl-C.

pub mod options;
mod summary;

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::thread::{self, JoinHandle};

use copydesk::Outcome;
use copydesk::crawl::{self, CrawlError, CrawlOptions, RevisitReport, Revisited, Summary, Watch};
use copydesk::fetch::Fetcher;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokio::sync::watch;

use crate::errors::{not_an_article, raise_crawl_error};
use crate::pool::LISTEN;
use crate::record::Article;

/// Outcomes that may wait for a slow reader; then the crawl waits.
const BACKLOG: usize = 16;

/// A crawl that runs, as an iterator over what became of each page.
#[pyclass(frozen, module = "copydesk")]
pub struct Crawl {
    stop: watch::Sender<bool>,
    running: Mutex<Running>,
    summary: Mutex<Option<Summary>>,
}

struct Running {
    /// `None` once nobody reads them.
    outcomes: Option<Receiver<Outcome>>,
    /// `None` once it has ended.
    thread: Option<JoinHandle<Result<Summary, CrawlError>>>,
    /// The interrupt that stopped it, to be told when it has.
    interrupt: Option<PyErr>,
}

/// Hands outcomes over.
struct Inbox(SyncSender<Outcome>);

impl Watch for Inbox {
    fn finished(&self, _: &Summary, _: u64) {}

    fn outcome(&self, outcome: &Outcome) {
        // Whoever closed the iterator wants no more of them; they are in the crawl's files all the same.
        let _ = self.0.send(outcome.clone());
    }

    fn revisited(&self, report: &RevisitReport<'_>) {
        if let Revisited::Revised(article) = report.gave {
            let _ = self.0.send(Outcome::Article(Box::new(article.clone())));
        }
    }
}

impl Crawl {
    fn start(options: CrawlOptions, fetcher: Fetcher, profiles: Arc<copydesk::Profiles>) -> PyResult<Self> {
        let (stop, stopped) = watch::channel(false);
        let (inbox, outcomes) = sync_channel(BACKLOG);
        let cannot =
            |error: std::io::Error| PyRuntimeError::new_err(format!("cannot start a thread: {error}"));
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(cannot)?;
        let work =
            move || runtime.block_on(crawl::run(options, fetcher, profiles, Arc::new(Inbox(inbox)), stopped));
        let thread = thread::Builder::new().name("copydesk-crawl".to_owned()).spawn(work).map_err(cannot)?;
        let running = Running { outcomes: Some(outcomes), thread: Some(thread), interrupt: None };
        Ok(Self { stop, running: Mutex::new(running), summary: Mutex::new(None) })
    }

    /// Waits for the thread, which is at its end, and takes its word.
    fn end(&self, py: Python<'_>, running: &mut Running) -> PyResult<()> {
        running.outcomes = None;
        let Some(thread) = running.thread.take() else { return Ok(()) };
        let ended = py.detach(|| thread.join());
        let ended = ended.map_err(|_| {
            PyRuntimeError::new_err("a mistake in copydesk ended the crawl, please report it")
        })?;
        let summary = ended.map_err(|error| raise_crawl_error(py, &error))?;
        *self.summary.lock().unwrap_or_else(PoisonError::into_inner) = Some(summary);
        Ok(())
    }
}

#[pymethods]
impl Crawl {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let mut running = match self.running.try_lock() {
            Ok(running) => running,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                return Err(PyValueError::new_err("the iterator is being asked by somebody else"));
            }
        };
        let running = &mut *running;
        while let Some(outcomes) = &mut running.outcomes {
            let received = py.detach(move || outcomes.recv_timeout(LISTEN));
            match py.check_signals() {
                Err(interrupt) if running.interrupt.is_none() => {
                    self.stop.send_replace(true);
                    running.interrupt = Some(interrupt);
                }
                checked => checked?,
            }
            match received {
                Ok(Outcome::Article(article)) => {
                    return Ok(Some(Bound::new(py, Article::new(*article))?.into_any()));
                }
                Ok(Outcome::NoArticle(none)) => return not_an_article(py, &none).map(Some),
                Err(RecvTimeoutError::Disconnected) => self.end(py, running)?,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
        running.interrupt.take().map_or(Ok(None), Err)
    }

    /// Stops in order: what is in flight is finished and still yielded.
    fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Stops in order and waits for the end; what is not read by then is only in the crawl's files.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        self.stop.send_replace(true);
        let mut running = loop {
            match self.running.try_lock() {
                Ok(running) => break running,
                Err(TryLockError::Poisoned(poisoned)) => break poisoned.into_inner(),
                // Another thread waits for an outcome, and gets the last one soon.
                Err(TryLockError::WouldBlock) => py.detach(|| thread::sleep(LISTEN)),
            }
        };
        self.end(py, &mut running)
    }

    fn __enter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[pyo3(signature = (*_raised))]
    fn __exit__(&self, py: Python<'_>, _raised: &Bound<'_, pyo3::types::PyTuple>) -> PyResult<()> {
        self.close(py)
    }

    /// What the crawl did, in numbers; `None` before it has ended.
    #[getter]
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let summary = self.summary.lock().unwrap_or_else(PoisonError::into_inner);
        summary.as_ref().map(|summary| summary::to_dict(py, summary)).transpose()
    }
}

impl Drop for Crawl {
    /// Nobody reads on: the crawl ends in order by itself.
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}
