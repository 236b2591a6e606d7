//! Plain text → quotes.

use copydesk::quotes::{Context, annotate};
use pyo3::prelude::*;
use serde::Serialize;

use crate::record::{ToPython, json};
use crate::text::Text;

/// Who said what in one text.
#[pyclass(frozen, module = "copydesk")]
#[derive(Serialize)]
pub struct Annotation {
    /// As the command line has it, whose lines may have one.
    id: Option<()>,
    quotes: Vec<copydesk::article::Quote>,
    attributions: Vec<copydesk::article::Attribution>,
    speakers: Vec<copydesk::article::SpeakerSummary>,
    warnings: Vec<copydesk::article::Warning>,
}

#[pymethods]
impl Annotation {
    #[getter]
    fn quotes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.quotes.to_python(py)
    }

    #[getter]
    fn attributions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.attributions.to_python(py)
    }

    #[getter]
    fn speakers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.speakers.to_python(py)
    }

    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.warnings.to_python(py)
    }

    /// The object that `copydesk quotes` prints.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::to_python(py, self)
    }

    fn __repr__(&self) -> String {
        format!("<Annotation: {} quotes, {} attributions>", self.quotes.len(), self.attributions.len())
    }
}

/// The quotes and attributions of a plain text; all offsets are into that text.
#[pyfunction]
#[pyo3(signature = (text, language=None))]
pub fn quotes(py: Python<'_>, text: Text, language: Option<Text>) -> Annotation {
    let language = language.as_ref().map(Text::as_str);
    let found = py.detach(|| annotate(text.as_str(), &Context { language, blocks: &[] }));
    let copydesk::quotes::Annotation { quotes, attributions, speakers, warnings, .. } = found;
    Annotation { id: None, quotes, attributions, speakers, warnings }
}
