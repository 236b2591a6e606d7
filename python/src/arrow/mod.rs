//! Arrow, handed over and taken by the `PyCapsule` interface: pyarrow, polars, `DuckDB` and pandas take what is given and give
//! what is taken, without a copy and without JSON.
//!
//! `table` and `record` hand records over; `given` takes pages, `pages` finds them in its columns, and `extract` reads them
//! without making a Python object for any.
//!
//! The interface: <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>

mod extract;
mod given;
mod pages;
pub mod record;
mod table;

pub use self::extract::{ExtractArrow, extract_arrow};
pub use self::table::{ArrowTable, to_arrow};

use arrow_schema::ArrowError;
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// The exception of a table that cannot be made, which no record is known to bring about.
fn failed(error: &ArrowError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

/// A schema, handed over.
fn schema_capsule(
    py: Python<'_>,
    schema: Result<FFI_ArrowSchema, ArrowError>,
) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, schema.map_err(|error| failed(&error))?, c"arrow_schema")
}
