//! The library's errors as the exceptions of `copydesk.errors`, which are written in Python.

use copydesk::crawl::CrawlError;
use copydesk::outcome::{NoArticle, one_line};
use copydesk::profile::{ProfileError, ProfileErrors};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

use crate::record::json;

static NOT_AN_ARTICLE: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// The exception of a page that gave no article, not raised yet.
pub fn not_an_article<'py>(py: Python<'py>, none: &NoArticle) -> PyResult<Bound<'py, PyAny>> {
    let record = json::to_python(py, none)?.cast_into::<PyDict>()?;
    record.del_item("message")?;
    NOT_AN_ARTICLE.import(py, "copydesk.errors", "NotAnArticle")?.call((&none.message,), Some(&record))
}

/// Whether a value is such an exception.
pub fn is_not_an_article(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    value.is_instance(NOT_AN_ARTICLE.import(value.py(), "copydesk.errors", "NotAnArticle")?)
}

/// What such an exception says, as the library's record.
pub fn no_article(value: &Bound<'_, PyAny>) -> PyResult<NoArticle> {
    let record = value.call_method0("to_dict")?;
    let line: String = value.py().import("json")?.call_method1("dumps", (record,))?.extract()?;
    json::read(&line)
}

/// Such an exception, to be raised.
pub fn raise_not_an_article(py: Python<'_>, none: &NoArticle) -> PyErr {
    not_an_article(py, none).map_or_else(|error| error, PyErr::from_value)
}

/// The exception of profiles that cannot be used.
pub fn raise_profile_error(py: Python<'_>, errors: &ProfileErrors) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let unreadable = errors.iter().all(|error| matches!(error, ProfileError::Unreadable { .. }));
    let reason = if unreadable { "unreadable-profile" } else { "malformed-profile" };
    let problems: Vec<String> = errors.iter().map(|error| one_line(error)).collect();
    let made =
        CLASS.import(py, "copydesk.errors", "ProfileError").and_then(|class| class.call1((reason, problems)));
    made.map_or_else(|error| error, PyErr::from_value)
}

/// The exception of a crawl that cannot run or go on.
pub fn raise_crawl_error(py: Python<'_>, error: &CrawlError) -> PyErr {
    let reason = match error {
        CrawlError::Output { .. } => "output",
        CrawlError::NoSeeds => "no-seeds",
        CrawlError::Frontier(_) => "state",
        CrawlError::Sink(_) => "write",
        CrawlError::Archive(_) => "archive",
        CrawlError::BrokenOff(_) => "broken-off",
    };
    crawl_error(py, reason, &one_line(error))
}

/// The same, of this reason.
pub fn crawl_error(py: Python<'_>, reason: &str, message: &str) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let made =
        CLASS.import(py, "copydesk.errors", "CrawlError").and_then(|class| class.call1((message, reason)));
    made.map_or_else(|error| error, PyErr::from_value)
}
