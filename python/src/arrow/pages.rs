//! The columns of a batch that pages are in.

use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::{
    Array, BinaryArray, BinaryViewArray, LargeBinaryArray, LargeStringArray, RecordBatch, StringArray,
    StringViewArray,
};
use arrow_schema::{ArrowError, DataType, Schema};
use copydesk::outcome::{NoArticle, NoArticleStatus, Reason, Stage};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

use crate::pool::{Given, Read};
use crate::reader::{Reader, UNKNOWN};
use crate::text::TEXT;

/// Where in a batch the pages are.
pub struct Columns {
    html: usize,
    url: Option<usize>,
}

impl Columns {
    /// The columns of these names.
    pub fn find(schema: &Schema, html: &str, url: Option<&str>) -> PyResult<Self> {
        let html = find(schema, "html", html, "text or binary", |kind| is_text(kind) || is_binary(kind))?;
        let url = url.map(|url| find(schema, "url", url, "text", is_text)).transpose()?;
        Ok(Self { html, url })
    }

    /// The pages of a batch. The error is data that is not what its type says.
    pub fn pages(&self, batch: &RecordBatch) -> Result<Pages, ArrowError> {
        let html = Html::of(batch.column(self.html))?;
        let url = self.url.map(|url| Urls::of(batch.column(url))).transpose()?;
        Ok(Pages { html, url, rows: batch.num_rows() })
    }
}

fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

fn is_binary(kind: &DataType) -> bool {
    matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

fn find(
    schema: &Schema,
    argument: &str,
    name: &str,
    expected: &str,
    fits: impl Fn(&DataType) -> bool,
) -> PyResult<usize> {
    let mut found = schema.fields().iter().enumerate().filter(|(_, field)| field.name() == name);
    let Some((index, field)) = found.next() else {
        let names: Vec<_> = schema.fields().iter().map(|field| format!("{:?}", field.name())).collect();
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let or_none = if argument == "url" { " (or None)" } else { "" };
        return Err(PyValueError::new_err(format!(
            "no column {name:?}, of the columns {names}: say which it is by {argument}=…{or_none}"
        )));
    };
    if found.next().is_some() {
        return Err(PyValueError::new_err(format!("more than one column {name:?}")));
    }
    let kind = field.data_type();
    if fits(kind) {
        return Ok(index);
    }
    let cast = if matches!(kind, DataType::Dictionary(..)) { ": cast it" } else { "" };
    Err(PyTypeError::new_err(format!("expected {expected} in the column {name:?}, got {kind}{cast}")))
}

/// The pages of one batch, where they lie in somebody else's memory.
pub struct Pages {
    html: Html,
    url: Option<Urls>,
    /// How many there are.
    pub rows: usize,
}

/// A column of HTML. Text is read as bytes too, so that it does no harm if it is no UTF-8.
struct Html {
    bytes: Bytes,
    /// Text already, whatever its `<meta>` says.
    is_text: bool,
}

enum Bytes {
    Short(BinaryArray),
    Long(LargeBinaryArray),
    View(BinaryViewArray),
}

impl Html {
    fn of(column: &dyn Array) -> Result<Self, ArrowError> {
        let short = |array: BinaryArray| array.to_data().validate_full().map(|()| Bytes::Short(array));
        let long = |array: LargeBinaryArray| array.to_data().validate_full().map(|()| Bytes::Long(array));
        let view = |array: BinaryViewArray| array.to_data().validate_full().map(|()| Bytes::View(array));
        let bytes = match column.data_type() {
            DataType::Binary => short(column.as_binary::<i32>().clone()),
            DataType::LargeBinary => long(column.as_binary::<i64>().clone()),
            DataType::BinaryView => view(column.as_binary_view().clone()),
            DataType::Utf8 => short(column.as_string::<i32>().clone().into()),
            DataType::LargeUtf8 => long(column.as_string::<i64>().clone().into()),
            DataType::Utf8View => view(column.as_string_view().clone().to_binary_view()),
            other => Err(unexpected(other)),
        };
        Ok(Self { bytes: bytes?, is_text: is_text(column.data_type()) })
    }

    fn get(&self, row: usize) -> Option<&[u8]> {
        match &self.bytes {
            Bytes::Short(array) => array.is_valid(row).then(|| array.value(row)),
            Bytes::Long(array) => array.is_valid(row).then(|| array.value(row)),
            Bytes::View(array) => array.is_valid(row).then(|| array.value(row)),
        }
    }
}

/// A column of addresses.
enum Urls {
    Short(StringArray),
    Long(LargeStringArray),
    View(StringViewArray),
}

impl Urls {
    fn of(column: &dyn Array) -> Result<Self, ArrowError> {
        column.to_data().validate_full()?;
        Ok(match column.data_type() {
            DataType::Utf8 => Self::Short(column.as_string::<i32>().clone()),
            DataType::LargeUtf8 => Self::Long(column.as_string::<i64>().clone()),
            DataType::Utf8View => Self::View(column.as_string_view().clone()),
            other => return Err(unexpected(other)),
        })
    }

    fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Short(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Long(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
        }
    }
}

/// A batch whose types are not those of its stream's schema.
fn unexpected(kind: &DataType) -> ArrowError {
    ArrowError::SchemaError(format!("a batch has {kind} where its stream promised something else"))
}

/// One row of a batch.
pub struct Row {
    /// All its pages.
    pub pages: Arc<Pages>,
    /// Which of them.
    pub row: usize,
}

impl Given for Row {
    fn read(&self, reader: &Reader) -> Read {
        let url = self.pages.url.as_ref().and_then(|url| url.get(self.row));
        let content_type = self.pages.html.is_text.then_some(TEXT);
        match self.pages.html.get(self.row) {
            Some(bytes) => reader.read(bytes, content_type, url),
            None => Err(Box::new(no_page(url))),
        }
    }
}

/// What became of a row without a page.
fn no_page(url: Option<&str>) -> NoArticle {
    NoArticle {
        url: url.unwrap_or(UNKNOWN).to_owned(),
        id: None,
        status: NoArticleStatus::Failed,
        stage: Stage::Input,
        reason: Reason::EmptyPage,
        message: "there is no page: its html is null".to_owned(),
        http_status: None,
        retryable: false,
        attempts: 0,
    }
}
