//! Records as the JSON that the command line writes, and as the Python objects that JSON stands for.

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One line, as `copydesk extract` writes it.
pub fn line(record: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(record).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}

/// What Python's own `json` reads from that line: so it equals the command line's record by construction, to the last digit.
pub fn to_python<'py>(py: Python<'py>, record: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    LOADS.import(py, "json", "loads")?.call1((line(record)?,))
}

/// The same of a record that is an object.
pub fn to_dict<'py>(py: Python<'py>, record: &impl Serialize) -> PyResult<Bound<'py, PyDict>> {
    Ok(to_python(py, record)?.cast_into()?)
}

/// A record from its line.
pub fn read<T: DeserializeOwned>(text: &str) -> PyResult<T> {
    serde_json::from_str(text).map_err(|error| PyValueError::new_err(format!("no such record: {error}")))
}

/// Whether two records say the same.
pub fn same(one: &impl Serialize, other: &impl Serialize) -> bool {
    serde_json::to_string(one).is_ok_and(|one| serde_json::to_string(other).is_ok_and(|other| one == other))
}

/// The word that stands for a value of an enumeration.
pub fn word(value: &impl Serialize) -> PyResult<String> {
    Ok(line(value)?.trim_matches('"').to_owned())
}

/// A record in another of the command line's formats.
pub fn written(record: &copydesk::Article, format: copydesk::sink::Format) -> PyResult<String> {
    let mut bytes = Vec::new();
    {
        let mut sink = format.sink(&mut bytes, "memory");
        let written = sink.write(&record.clone().into()).and_then(|()| sink.finish());
        written.map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
