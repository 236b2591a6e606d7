//! Many pages, on all cores, in the order they came.
//!
//! Pages are taken from Python where the next article is asked for, so whatever Python raises, a generator's mistake or an
//! interrupt, is raised there.

use std::sync::{Mutex, TryLockError};

use pyo3::exceptions::{PyException, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyTuple};

use crate::errors::not_an_article;
use crate::pool::{Done, Given, LISTEN, Pool, Read, Waited, gone};
use crate::profiles::Profiles;
use crate::reader::Reader;
use crate::record::Article;
use crate::text::{Html, Text, wrong_type};

/// A page as Python has it.
struct Item {
    html: Html,
    url: Option<Text>,
}

impl Given for Item {
    fn read(&self, reader: &Reader) -> Read {
        let (bytes, content_type) = self.html.bytes();
        reader.read(bytes, content_type, self.url.as_ref().map(Text::as_str))
    }
}

/// An iterator over what became of each page.
#[pyclass(frozen, module = "copydesk")]
pub struct ExtractMany(Mutex<Pages>);

struct Pages {
    given: Py<PyIterator>,
    pool: Pool<Item>,
    /// The oldest page's result, once it is there.
    done: Option<Done<Item>>,
    /// How many pages were taken.
    taken: usize,
    /// What the iterable of pages raised; told after the pages before it.
    raised: Option<PyErr>,
}

/// The articles of many pages.
#[pyfunction]
#[pyo3(signature = (pages, *, profiles=None, focus="balanced", captions=false, quotes=true, threads=None))]
pub fn extract_many(
    pages: &Bound<'_, PyAny>,
    profiles: Option<&Bound<'_, Profiles>>,
    focus: &str,
    captions: bool,
    quotes: bool,
    threads: Option<usize>,
) -> PyResult<ExtractMany> {
    let reader = Reader::new(profiles.map(Bound::get), focus, captions, quotes)?;
    if Html::extract(pages.as_borrowed()).is_ok() {
        return Err(wrong_type("an iterable of pages or of (page, url) pairs", pages));
    }
    let given = pages.try_iter()?.unbind();
    let pool = Pool::start(&reader, threads)?;
    Ok(ExtractMany(Mutex::new(Pages { given, pool, done: None, taken: 0, raised: None })))
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
        while self.pool.has_room() {
            let page = self.given.bind(py).clone().next();
            match page.map(|page| page.and_then(|page| item(&page, self.taken))) {
                Some(Ok(item)) => {
                    self.taken += 1;
                    self.pool.send(item);
                }
                // A mistake is told in its turn. An interrupt is nobody's mistake, and is told at once.
                Some(Err(error)) if error.is_instance_of::<PyException>(py) => {
                    self.raised = Some(error);
                    self.pool.close();
                }
                Some(Err(interrupt)) => return Err(interrupt),
                None => self.pool.close(),
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
            let pool = &mut self.pool;
            match py.detach(move || pool.wait(LISTEN)) {
                Waited::Done(done) => self.done = Some(*done),
                Waited::NotYet => {}
                Waited::Nothing => return self.raised.take().map_or(Ok(None), Err),
                Waited::Gone => return Err(gone()),
            }
        };
        match done.read {
            Ok(article) => Ok(Some(Bound::new(py, Article::new(article))?.into_any())),
            Err(none) => not_an_article(py, &none).map(Some),
        }
    }
}

/// A page, or a page and its address.
fn item(item: &Bound<'_, PyAny>, number: usize) -> PyResult<Item> {
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
    Ok(Item { html, url })
}
