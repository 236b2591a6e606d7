//! Records as a table in memory.

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::SchemaRef;
use arrow_schema::ffi::FFI_ArrowSchema;
use copydesk::outcome::{NoArticle, Outcome};
use copydesk::table;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::{failed, schema_capsule};
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

impl ArrowTable {
    /// Of one batch.
    pub fn of(batch: RecordBatch) -> Self {
        Self { schema: batch.schema(), batches: vec![batch] }
    }
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
        Row::Article(article) => Some(article.get().record(py)),
        Row::Miss(_) => None,
    });
    let records = records.collect::<PyResult<Vec<_>>>()?;
    py.detach(|| table::articles(&records)).map_err(|error| failed(&error))
}

/// All rows, with the columns of an article and those that say why there is none.
fn outcomes(py: Python<'_>, rows: &[Row]) -> PyResult<RecordBatch> {
    let outcomes = rows.iter().map(|row| {
        Ok(match row {
            Row::Article(article) => Outcome::Article(Box::new(article.get().record(py)?.clone())),
            Row::Miss(none) => Outcome::NoArticle(none.clone()),
        })
    });
    let outcomes = outcomes.collect::<PyResult<Vec<_>>>()?;
    py.detach(|| table::outcomes(&outcomes.iter().collect::<Vec<_>>())).map_err(|error| failed(&error))
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
        schema_capsule(py, FFI_ArrowSchema::try_from(self.schema.as_ref()))
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!("<ArrowTable of {} records>", self.__len__())
    }
}
