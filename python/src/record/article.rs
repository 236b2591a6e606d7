//! The class of whole records.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList};

use super::attributes::ToPython;
use super::json;

/// One article.
#[pyclass(frozen, eq, module = "copydesk")]
pub struct Article {
    record: copydesk::Article,
    /// Its quotes as objects, made once.
    quotes: PyOnceLock<Vec<Py<PyAny>>>,
    attributions: PyOnceLock<Vec<Py<PyAny>>>,
    blocks: PyOnceLock<Vec<Py<PyAny>>>,
}

impl Article {
    /// Of the library's record.
    pub fn new(record: copydesk::Article) -> Self {
        let (quotes, attributions, blocks) = (PyOnceLock::new(), PyOnceLock::new(), PyOnceLock::new());
        Self { record, quotes, attributions, blocks }
    }

    /// The library's record.
    pub fn record(&self) -> &copydesk::Article {
        &self.record
    }
}

impl PartialEq for Article {
    fn eq(&self, other: &Self) -> bool {
        json::same(&self.record, &other.record)
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

/// The class, with these attributes besides the three lists.
macro_rules! article {
    ($($field:ident),* $(,)?) => {
        #[pymethods]
        impl Article {
            $(
                #[getter]
                fn $field<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    self.record.$field.to_python(py)
                }
            )*

            #[getter]
            fn quotes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
                list(py, &self.quotes, &self.record.quotes)
            }

            #[getter]
            fn attributions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
                list(py, &self.attributions, &self.record.attributions)
            }

            #[getter]
            fn blocks<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
                list(py, &self.blocks, &self.record.blocks)
            }

            /// The record as `copydesk extract` writes it, on one line.
            fn to_json(&self) -> PyResult<String> {
                json::line(&self.record)
            }

            /// The same as Python's objects.
            fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
                json::to_dict(py, &self.record)
            }

            /// A record from its JSON, such as a line of a crawl's `articles.jsonl`.
            #[staticmethod]
            fn from_json(text: &str) -> PyResult<Self> {
                json::read(text).map(Self::new)
            }

            /// The article as Markdown, its headline first.
            fn to_markdown(&self) -> PyResult<String> {
                json::written(&self.record, copydesk::sink::Format::Markdown)
            }

            fn __repr__(&self) -> String {
                let headline = self.record.headline.as_deref().unwrap_or_default();
                format!("<Article {headline:?} {} ({} quotes)>", self.record.url, self.record.quotes.len())
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
                Ok((slf.getattr("from_json")?, (json::line(&slf.get().record)?,)))
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
    speakers,
    extractor,
    provenance,
    warnings,
);
