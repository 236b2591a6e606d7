//! Records as Arrow tables, for what reads columns: a row for each record, a column for each of its keys, in its order.
//!
//! What is a list in the record is a list, what is an object a struct; times and the words of enumerations are text. `id`, which
//! may be a number or a text, is text. `schema` says which columns there are, `columns` builds them, `row` makes records of
//! rows again.

mod columns;
mod row;
mod schema;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;

use crate::article::Article;
use crate::outcome::Outcome;

use self::columns::Columns;

pub use row::{holds_outcomes, outcome};

/// Articles, a row each.
pub fn articles(articles: &[&Article]) -> Result<RecordBatch, ArrowError> {
    let rows: Vec<Option<&Article>> = articles.iter().copied().map(Some).collect();
    Ok(Columns::of(&rows, schema::article)?.into_objects(&rows)?.into())
}

/// Outcomes, a row each, which [`outcome`] makes outcomes again.
///
/// The columns are those of [`articles`], then `id_number`, which has the ids that are numbers, and `stage`, `reason`,
/// `message`, `http_status`, `retryable` and `attempts` of pages that gave no article.
pub fn outcomes(outcomes: &[&Outcome]) -> Result<RecordBatch, ArrowError> {
    let rows: Vec<Option<&Outcome>> = outcomes.iter().copied().map(Some).collect();
    Ok(Columns::of(&rows, schema::outcome)?.into_objects(&rows)?.into())
}
