//! Records as Arrow tables, handed over by the `PyCapsule` interface: pyarrow, polars, `DuckDB` and pandas take them as they are,
//! without a copy and without JSON.
//!
//! The interface: <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, SchemaRef};
use copydesk::outcome::{NoArticle, Outcome};
use copydesk::table;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::errors::{is_not_an_article, no_article};
use crate::record::Article;
use crate::text::wrong_type;

/// Records in one batch: its columns are one piece of memory each.
const BATCH: usize = 1024;

/// Records as columns.
#[pyclass(frozen, module = "copydesk")]
pub struct ArrowTable {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

/// Articles as an Arrow table; with `misses` also the pages that gave none, a row each.
#[pyfunction]
#[pyo3(signature = (articles, *, misses=false))]
pub fn to_arrow(articles: &Bound<'_, PyAny>, misses: bool) -> PyResult<ArrowTable> {
    let py = articles.py();
    let batch = if misses { outcomes } else { only_articles };
    let mut table = ArrowTable { schema: batch(py, &[])?.schema(), batches: Vec::new() };
    let mut waiting = Vec::new();
    for (number, given) in articles.try_iter()?.enumerate() {
        let given = given?;
        match given.cast::<Article>() {
            Ok(article) => waiting.push(Row::Article(article.clone().unbind())),
            Err(_) if !is_not_an_article(&given)? => {
                return Err(wrong_type(&format!("an Article or a NotAnArticle as item {number}"), &given));
            }
            Err(_) if misses => waiting.push(Row::Miss(no_article(&given)?)),
            Err(_) => {}
        }
        if waiting.len() == BATCH {
            table.batches.push(batch(py, &waiting)?);
            waiting.clear();
        }
    }
    if !waiting.is_empty() {
        table.batches.push(batch(py, &waiting)?);
    }
    Ok(table)
}

/// One page's result.
enum Row {
    Article(Py<Article>),
    Miss(NoArticle),
}

/// The articles among the rows, with the columns of an article.
fn only_articles(py: Python<'_>, rows: &[Row]) -> PyResult<RecordBatch> {
    let records = rows.iter().filter_map(|row| match row {
        Row::Article(article) => Some(article.get().record()),
        Row::Miss(_) => None,
    });
    let records: Vec<_> = records.collect();
    py.detach(|| table::articles(&records)).map_err(|error| failed(&error))
}

/// All rows, with the columns of an article and those that say why there is none.
fn outcomes(py: Python<'_>, rows: &[Row]) -> PyResult<RecordBatch> {
    py.detach(|| {
        let outcomes = rows.iter().map(|row| match row {
            Row::Article(article) => Outcome::Article(Box::new(article.get().record().clone())),
            Row::Miss(none) => Outcome::NoArticle(none.clone()),
        });
        let outcomes: Vec<_> = outcomes.collect();
        table::outcomes(&outcomes.iter().collect::<Vec<_>>())
    })
    .map_err(|error| failed(&error))
}

fn failed(error: &ArrowError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

#[pymethods]
impl ArrowTable {
    /// The records as a stream of batches.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface leaves it to us whether to cast; whoever asked casts what we give.
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, SchemaRef::clone(&self.schema));
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }

    /// The columns' names and types.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(|error| failed(&error))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!("<ArrowTable of {} records>", self.__len__())
    }
}
