//! How the values of a record look in Python, and the macro that makes a class of one of its types.

use copydesk::article::{PageTime, RecordId};
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;
use pyo3::types::PyList;

/// A value as Python has it: the same as in the JSON record, but for the objects in it, which are of our classes.
pub trait ToPython {
    /// The value.
    fn to_python<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>;
}

macro_rules! plain {
    ($($name:ty),*) => {
        $(impl ToPython for $name {
            fn to_python<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                self.into_bound_py_any(py)
            }
        })*
    };
}

plain!(String, bool, f64, u8, u32, usize);

impl ToPython for f32 {
    /// A confidence, which has two decimals in the record.
    fn to_python<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        two_decimals(*self).into_bound_py_any(py)
    }
}

/// A confidence with two decimals, as the record has it.
fn two_decimals(confidence: f32) -> f64 {
    f64::from((confidence * 100.0).round()) / 100.0
}

impl ToPython for PageTime {
    fn to_python<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.to_string().into_bound_py_any(py)
    }
}

impl ToPython for RecordId {
    fn to_python<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::Number(number) => number.into_bound_py_any(py),
            Self::Text(text) => text.into_bound_py_any(py),
        }
    }
}

impl<T: ToPython> ToPython for Option<T> {
    fn to_python<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.as_ref().map_or_else(|| Ok(py.None().into_bound(py)), |value| value.to_python(py))
    }
}

impl<T: ToPython> ToPython for Vec<T> {
    fn to_python<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let values = self.iter().map(|value| value.to_python(py)).collect::<PyResult<Vec<_>>>()?;
        Ok(PyList::new(py, values)?.into_any())
    }
}

/// Enumerations are the words that the record has for them.
macro_rules! slugs {
    ($($name:ident),* $(,)?) => {
        $(impl ToPython for copydesk::article::$name {
            fn to_python<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                let word = json::word(self)?;
                Ok(PyString::intern(py, &word).into_any())
            }
        })*
    };
}

/// A class for the record's type of that name, with these attributes.
macro_rules! record {
    ($name:ident { $($field:ident),* $(,)? }) => {
        #[doc = concat!("The record's `", stringify!($name), "`.")]
        #[pyclass(frozen, eq, module = "copydesk")]
        pub struct $name(copydesk::article::$name);

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                json::same(&self.0, &other.0)
            }
        }

        #[pymethods]
        impl $name {
            $(
                #[getter]
                fn $field<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    self.0.$field.to_python(py)
                }
            )*

            fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
                json::to_dict(py, &self.0)
            }

            fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
                let mut fields = Vec::new();
                $(
                    let value = self.0.$field.to_python(py)?.repr()?;
                    fields.push(format!("{}={value}", stringify!($field)));
                )*
                Ok(format!("{}({})", stringify!($name), fields.join(", ")))
            }

            #[staticmethod]
            fn _from_json(text: &str) -> PyResult<Self> {
                json::read(text).map(Self)
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
                Ok((slf.getattr("_from_json")?, (json::line(&slf.get().0)?,)))
            }
        }

        impl ToPython for copydesk::article::$name {
            fn to_python<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                Ok(Bound::new(py, $name(self.clone()))?.into_any())
            }
        }
    };
}

pub(super) use record;
pub(super) use slugs;
