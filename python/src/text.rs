//! `str` and `bytes` as Python has them.
//!
//! A Python string may hold halves of surrogate pairs, which no UTF-8 can (file names and broken JSON bring them). Each is
//! read as U+FFFD, as browsers do, so that every offset stays what it is in the string.

use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyByteArray, PyBytes, PyString};

/// A text, borrowed from Python where it can be.
pub enum Text {
    /// Python's own UTF-8.
    Given(PyBackedStr),
    /// Without its lone surrogates.
    Mended(String),
}

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Given(text) => text,
            Self::Mended(text) => text,
        }
    }

    fn of(string: &Bound<'_, PyString>) -> PyResult<Self> {
        match PyBackedStr::try_from(string.clone()) {
            Ok(text) => Ok(Self::Given(text)),
            Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(string.py()) => {
                let encoded = string.call_method1("encode", ("utf-8", "surrogatepass"))?;
                Ok(Self::Mended(mended(encoded.cast::<PyBytes>()?.as_bytes())))
            }
            Err(error) => Err(error),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Text {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.cast::<PyString>() {
            Ok(string) => Self::of(&string),
            Err(_) => Err(wrong_type("str", &object)),
        }
    }
}

/// UTF-8 in which surrogates are written like any other code point, as UTF-8 with a U+FFFD for each: both take three bytes.
fn mended(bytes: &[u8]) -> String {
    let mut bytes = bytes.to_vec();
    for at in 0..bytes.len() {
        if let Some(code @ &mut [0xED, 0xA0..=0xBF, _]) = bytes.get_mut(at..at + 3) {
            code.copy_from_slice("\u{fffd}".as_bytes());
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The content type of HTML that is text already, whatever its `<meta>` says.
pub const TEXT: &str = "text/html; charset=utf-8";

/// A page as it was handed over.
pub enum Html {
    /// Text already, whatever its `<meta>` says.
    Text(Text),
    /// Bytes in an encoding yet to be found out.
    Bytes(PyBackedBytes),
}

impl Html {
    /// The bytes, and the content type that says what they are, where that is known.
    pub fn bytes(&self) -> (&[u8], Option<&'static str>) {
        match self {
            Self::Text(text) => (text.as_str().as_bytes(), Some(TEXT)),
            Self::Bytes(bytes) => (bytes, None),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Html {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(string) = object.cast::<PyString>() {
            return Text::of(&string).map(Self::Text);
        }
        if let Ok(bytes) = object.cast::<PyBytes>() {
            return Ok(Self::Bytes(PyBackedBytes::from(bytes.to_owned())));
        }
        if let Ok(bytes) = object.cast::<PyByteArray>() {
            return Ok(Self::Bytes(PyBackedBytes::from(bytes.to_owned())));
        }
        Err(wrong_type("str or bytes", &object))
    }
}

/// The `TypeError` of a value that is something else.
pub fn wrong_type(expected: &str, found: &Bound<'_, PyAny>) -> PyErr {
    let name = found.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!("expected {expected}, got {name}"))
}
