//! One article, handed over as a struct array of length 1.

use arrow_array::ffi::{FFI_ArrowArray, to_ffi};
use arrow_array::{Array as _, StructArray};
use arrow_schema::ffi::FFI_ArrowSchema;
use copydesk::{Article, table};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::{failed, schema_capsule};

/// What an article's keys are.
pub fn schema(py: Python<'_>) -> PyResult<Bound<'_, PyCapsule>> {
    let none = table::articles(&[]).map_err(|error| failed(&error))?;
    schema_capsule(py, FFI_ArrowSchema::try_from(none.schema().as_ref()))
}

/// The same, and the article.
pub fn array<'py>(
    py: Python<'py>,
    article: &Article,
) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
    let made = table::articles(&[article]).map(StructArray::from);
    let (array, schema): (FFI_ArrowArray, _) =
        made.and_then(|array| to_ffi(&array.to_data())).map_err(|error| failed(&error))?;
    Ok((schema_capsule(py, Ok(schema))?, PyCapsule::new_with_value(py, array, c"arrow_array")?))
}
