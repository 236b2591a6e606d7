//! The class of whole records.

use std::panic::{AssertUnwindSafe, catch_unwind};

use copydesk::extract::add_quotes;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyCapsule, PyDict, PyList};

use super::attributes::ToPython;
use super::json;
use crate::arrow::record as arrow;

/// One article.
#[pyclass(frozen, eq, module = "copydesk")]
pub struct Article {
    /// As it was read.
    read: copydesk::Article,
    /// Of a record that was read without its quotes, the same with them, made when somebody asks: they are a third of what a page
    /// costs.
    whole: Option<PyOnceLock<Box<copydesk::Article>>>,
    /// Its quotes as objects, made once.
    quotes: PyOnceLock<Vec<Py<PyAny>>>,
    attributions: PyOnceLock<Vec<Py<PyAny>>>,
    blocks: PyOnceLock<Vec<Py<PyAny>>>,
}

impl Article {
    /// Of the library's record.
    pub fn new(record: copydesk::Article) -> Self {
        Self::of(record, None)
    }

    /// Of a record that was read without its quotes, which it is to have all the same.
    pub fn with_quotes_later(record: copydesk::Article) -> Self {
        Self::of(record, Some(PyOnceLock::new()))
    }

    fn of(read: copydesk::Article, whole: Option<PyOnceLock<Box<copydesk::Article>>>) -> Self {
        let (quotes, attributions, blocks) = (PyOnceLock::new(), PyOnceLock::new(), PyOnceLock::new());
        Self { read, whole, quotes, attributions, blocks }
    }

    /// The library's record.
    pub fn record(&self, py: Python<'_>) -> PyResult<&copydesk::Article> {
        let Some(whole) = &self.whole else { return Ok(&self.read) };
        let made = whole.get_or_try_init(py, || {
            let quoted = || {
                let mut record = Box::new(self.read.clone());
                add_quotes(&mut record);
                record
            };
            let told = "a mistake in copydesk broke off the search for quotes, please report it";
            py.detach(|| catch_unwind(AssertUnwindSafe(quoted))).map_err(|_| PyRuntimeError::new_err(told))
        });
        made.map(Box::as_ref)
    }
}

impl PartialEq for Article {
    fn eq(&self, other: &Self) -> bool {
        Python::attach(|py| -> PyResult<bool> { Ok(json::same(self.record(py)?, other.record(py)?)) })
            .unwrap_or_default()
    }
}

/// A list of objects that are made once.
fn list<'py, T: ToPython>(
    py: Python<'py>,
    made: &PyOnceLock<Vec<Py<PyAny>>>,
    values: &[T],
) -> PyResult<Bound<'py, PyList>> {
    let all = || values.iter().map(|value| Ok(value.to_python(py)?.unbind())).collect::<PyResult<_>>();
    PyList::new(py, made.get_or_try_init(py, all)?)
}

/// The class, with these attributes besides the lists that are read out of the body.
macro_rules! article {
    ($($field:ident),* $(,)?) => {
        #[pymethods]
        impl Article {
            $(
                #[getter]
                fn $field<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    self.read.$field.to_python(py)
                }
            )*

            #[getter]
            fn quotes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
                list(py, &self.quotes, &self.record(py)?.quotes)
            }

            #[getter]
            fn attributions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
                list(py, &self.attributions, &self.record(py)?.attributions)
            }

            #[getter]
            fn blocks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
                list(py, &self.blocks, &self.read.blocks)
            }

            #[getter]
            fn speakers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                self.record(py)?.speakers.to_python(py)
            }

            #[getter]
            fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                self.record(py)?.warnings.to_python(py)
            }

            /// The record as `copydesk extract` writes it, on one line.
            fn to_json(&self, py: Python<'_>) -> PyResult<String> {
                json::line(self.record(py)?)
            }

            /// The same as Python's objects.
            fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
                json::to_dict(py, self.record(py)?)
            }

            /// A record from its JSON, such as a line of a crawl's `articles.jsonl`.
            #[staticmethod]
            fn from_json(text: &str) -> PyResult<Self> {
                json::read(text).map(Self::new)
            }

            /// The article as Markdown, its headline first.
            fn to_markdown(&self, py: Python<'_>) -> PyResult<String> {
                json::written(self.record(py)?, copydesk::sink::Format::Markdown)
            }

            /// The columns' names and types.
            #[staticmethod]
            fn __arrow_c_schema__(py: Python<'_>) -> PyResult<Bound<'_, PyCapsule>> {
                arrow::schema(py)
            }

            /// The record as an array of one struct.
            #[pyo3(signature = (requested_schema=None))]
            fn __arrow_c_array__<'py>(
                &self,
                py: Python<'py>,
                requested_schema: Option<&Bound<'py, PyAny>>,
            ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
                // The interface leaves it to us whether to cast; whoever asked casts what we give.
                let _ = requested_schema;
                arrow::array(py, self.record(py)?)
            }

            fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
                let record = self.record(py)?;
                let headline = record.headline.as_deref().unwrap_or_default();
                Ok(format!("<Article {headline:?} {} ({} quotes)>", record.url, record.quotes.len()))
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
                Ok((slf.getattr("from_json")?, (json::line(slf.get().record(slf.py())?)?,)))
            }
        }
    };
}

article!(
    schema_version,
    status,
    id,
    url,
    final_url,
    canonical_url,
    pages,
    duplicate_of,
    revision,
    changed,
    similarity,
    domain,
    site_name,
    fetched_at,
    headline,
    description,
    authors,
    section,
    keywords,
    date_published,
    date_modified,
    language,
    image,
    images,
    is_accessible_for_free,
    confidence,
    reservations,
    body,
    entries,
    extractor,
    provenance,
);
