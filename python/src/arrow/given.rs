//! Somebody else's Arrow data, taken over as it lies in memory.
//!
//! That what a capsule points to is what its name says is the interface's contract, which no Rust can check: this is the one
//! file with `unsafe` of our own. What the data says is not believed without a look (`pages`).

#![expect(unsafe_code, reason = "taking over a C struct means to read it through a pointer")]

use arrow_array::ffi::{FFI_ArrowArray, from_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{RecordBatch, RecordBatchIterator, RecordBatchReader, StructArray};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, DataType};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple, PyType};

use crate::text::wrong_type;

/// Batches of rows, as they come.
pub type Batches = Box<dyn RecordBatchReader + Send>;

/// Takes over a table, a batch or a stream of batches.
pub fn batches(value: &Bound<'_, PyAny>) -> PyResult<Batches> {
    // A class has the methods too, but no data.
    if !value.is_instance_of::<PyType>() {
        if let Some(method) = value.getattr_opt("__arrow_c_stream__")? {
            return stream(&method.call0()?);
        }
        if let Some(method) = value.getattr_opt("__arrow_c_array__")? {
            return array(&method.call0()?);
        }
    }
    let expected = "Arrow data (a table, a record batch or a stream of them, with `__arrow_c_stream__` or `__arrow_c_array__`)";
    Err(wrong_type(expected, value))
}

fn stream(capsule: &Bound<'_, PyAny>) -> PyResult<Batches> {
    let pointer = capsule.cast::<PyCapsule>()?.pointer_checked(Some(c"arrow_array_stream"))?;
    // SAFETY: A capsule of that name holds such a struct, which is moved out here; what stays behind says that it is released.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr().cast()) };
    let reader = RecordBatchStreamReader::try_new(stream).map_err(|error| not_a_table(&error))?;
    Ok(Box::new(reader))
}

fn array(capsules: &Bound<'_, PyAny>) -> PyResult<Batches> {
    let capsules = capsules.cast::<PyTuple>()?;
    let (schema, array) = (capsules.get_item(0)?, capsules.get_item(1)?);
    let schema = schema.cast::<PyCapsule>()?.pointer_checked(Some(c"arrow_schema"))?;
    let array = array.cast::<PyCapsule>()?.pointer_checked(Some(c"arrow_array"))?;
    // SAFETY: Capsules of these names hold such structs. The array is moved out, as above; the schema belongs to its capsule, which
    // lives longer than this call, and is only read.
    let data = unsafe {
        let schema = schema.cast::<FFI_ArrowSchema>().as_ref();
        from_ffi(FFI_ArrowArray::from_raw(array.as_ptr().cast()), schema)
    };
    let data = data.map_err(|error| not_a_table(&error))?;
    if !matches!(data.data_type(), DataType::Struct(_)) {
        let kind = data.data_type();
        return Err(PyTypeError::new_err(format!("expected an array of structs, a column each, got {kind}")));
    }
    if data.null_count() > 0 {
        return Err(PyValueError::new_err("expected an array of structs, one of which is null"));
    }
    let batch = RecordBatch::from(StructArray::from(data));
    let schema = batch.schema();
    Ok(Box::new(RecordBatchIterator::new([Ok(batch)], schema)))
}

fn not_a_table(error: &ArrowError) -> PyErr {
    PyTypeError::new_err(format!("the Arrow data is no table of columns: {error}"))
}
