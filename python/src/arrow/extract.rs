//! Pages in Arrow → records in Arrow, batch by batch, without a Python object for any page.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::time::Instant;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, SchemaRef};
use copydesk::{Outcome, table};
use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::given::{Batches, batches};
use super::pages::{Columns, Pages, Row};
use super::{ArrowTable, failed, schema_capsule};
use crate::pool::{LISTEN, Pool, Read, Waited, gone};
use crate::profiles::Profiles;
use crate::reader::Reader;

/// Records in one batch: some megabytes.
const BATCH: usize = 256;

/// Records as they come, in batches.
#[pyclass(frozen, module = "copydesk")]
pub struct ExtractArrow {
    schema: SchemaRef,
    /// `None` once it was handed over as a stream.
    work: Mutex<Option<Work>>,
}

/// The articles of the pages in a table, a batch or a stream of batches.
#[pyfunction]
#[pyo3(
    signature = (
        pages, *, html="html", url=Some("url"), misses=false, profiles=None, focus="balanced", captions=false, quotes=true,
        threads=None,
    ),
    text_signature = "(pages, *, html='html', url='url', misses=False, profiles=None, focus='balanced', captions=False, \
                      quotes=True, threads=None)",
)]
#[expect(clippy::too_many_arguments, reason = "each is a keyword")]
pub fn extract_arrow(
    pages: &Bound<'_, PyAny>,
    html: &str,
    url: Option<&str>,
    misses: bool,
    profiles: Option<&Bound<'_, Profiles>>,
    focus: &str,
    captions: bool,
    quotes: bool,
    threads: Option<usize>,
) -> PyResult<ExtractArrow> {
    let reader = Reader::new(profiles.map(Bound::get), focus, captions, quotes)?;
    let given = batches(pages)?;
    let columns = Columns::find(&given.schema(), html, url)?;
    let pool = Pool::start(&reader, threads)?;
    let work = Work { given, columns, pages: None, broken: None, pool, done: Vec::new(), misses };
    let schema = work.table(&[]).map_err(|error| failed(&error))?.schema();
    Ok(ExtractArrow { schema, work: Mutex::new(Some(work)) })
}

#[pymethods]
impl ExtractArrow {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<ArrowTable>> {
        let mut work = match self.work.try_lock() {
            Ok(work) => work,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                return Err(PyValueError::new_err("the iterator is being asked by somebody else"));
            }
        };
        let batch = work.as_mut().ok_or_else(handed_over)?.next(py)?;
        Ok(batch.map(ArrowTable::of))
    }

    /// The records that are still to come, as a stream of batches.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface leaves it to us whether to cast; whoever asked casts what we give.
        let _ = requested_schema;
        let work = self.work.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or_else(handed_over)?;
        let stream = Stream { schema: SchemaRef::clone(&self.schema), work };
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(stream)), c"arrow_array_stream")
    }

    /// The columns' names and types.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, FFI_ArrowSchema::try_from(self.schema.as_ref()))
    }
}

fn handed_over() -> PyErr {
    PyValueError::new_err("the records were handed over already: they come once")
}

/// Pages being read.
struct Work {
    given: Batches,
    columns: Columns,
    /// The batch that pages are taken from, and how many of it are.
    pages: Option<(Arc<Pages>, usize)>,
    /// What is wrong with the batches; told after the records of those before it.
    broken: Option<ArrowError>,
    pool: Pool<Row>,
    /// What became of the pages of the batch in the making.
    done: Vec<Outcome>,
    /// Whether pages that give no article are rows.
    misses: bool,
}

/// What came of working for a while.
enum Came {
    Batch(RecordBatch),
    NotYet,
    End,
    Broken(ArrowError),
    Gone,
}

impl Work {
    /// The next batch of records; Python runs on meanwhile.
    fn next(&mut self, py: Python<'_>) -> PyResult<Option<RecordBatch>> {
        loop {
            py.check_signals()?;
            match py.detach(|| self.advance()) {
                Came::Batch(batch) => return Ok(Some(batch)),
                Came::NotYet => {}
                Came::End => return Ok(None),
                Came::Broken(error) => return Err(PyRuntimeError::new_err(error.to_string())),
                Came::Gone => return Err(gone()),
            }
        }
    }

    /// Works until a batch is full, or it is time to look for interrupts.
    fn advance(&mut self) -> Came {
        let until = Instant::now() + LISTEN;
        loop {
            self.read_ahead();
            match self.pool.wait(until.saturating_duration_since(Instant::now())) {
                Waited::Done(done) => self.add(done.read),
                Waited::NotYet => return Came::NotYet,
                Waited::Nothing if !self.done.is_empty() => return self.batch(),
                Waited::Nothing => return self.broken.take().map_or(Came::End, Came::Broken),
                Waited::Gone => return Came::Gone,
            }
            if self.done.len() >= BATCH {
                return self.batch();
            }
        }
    }

    /// Gives pages to the threads while there is room for them.
    fn read_ahead(&mut self) {
        while self.pool.has_room() {
            match &mut self.pages {
                Some((pages, row)) if *row < pages.rows => {
                    self.pool.send(Row { pages: Arc::clone(pages), row: *row });
                    *row += 1;
                }
                _ => self.next_pages(),
            }
        }
    }

    fn next_pages(&mut self) {
        self.pages = match self.given.next().map(|batch| batch.and_then(|batch| self.columns.pages(&batch))) {
            Some(Ok(pages)) => Some((Arc::new(pages), 0)),
            ended => {
                self.broken = ended.and_then(Result::err);
                self.pool.close();
                None
            }
        };
    }

    fn add(&mut self, read: Read) {
        match read {
            Ok(article) => self.done.push(Outcome::Article(Box::new(article))),
            Err(none) if self.misses => self.done.push(Outcome::NoArticle(*none)),
            Err(_) => {}
        }
    }

    fn batch(&mut self) -> Came {
        let done = mem::take(&mut self.done);
        self.table(&done).map_or_else(Came::Broken, Came::Batch)
    }

    fn table(&self, outcomes: &[Outcome]) -> Result<RecordBatch, ArrowError> {
        if self.misses {
            return table::outcomes(&outcomes.iter().collect::<Vec<_>>());
        }
        let articles = outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Article(article) => Some(&**article),
            Outcome::NoArticle(_) => None,
        });
        table::articles(&articles.collect::<Vec<_>>())
    }
}

/// The same work, for who asks without Python.
struct Stream {
    schema: SchemaRef,
    work: Work,
}

impl Iterator for Stream {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let asked = Python::try_attach(|py| {
            self.work.next(py).map_err(|error| {
                // All that passes through the interface is a text.
                ArrowError::CDataInterface(if error.is_instance_of::<PyKeyboardInterrupt>(py) {
                    "interrupted (KeyboardInterrupt)".to_owned()
                } else {
                    error.value(py).to_string()
                })
            })
        });
        let ended = || Err(ArrowError::CDataInterface("Python is at its end".to_owned()));
        asked.unwrap_or_else(ended).transpose()
    }
}

impl RecordBatchReader for Stream {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }
}
