//! JSON text as Python values.

use std::borrow::Cow;

use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    types::{PyDict, PyInt, PyList, PyString},
};
use soarwire::ffi::{Build, Part, build};

/// Any JSON text as a Python value; `None` for text that is not JSON.
pub(crate) fn value<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    let built = build(text, &mut Values(py))?;
    Ok(built.unwrap_or_else(|| py.None().into_bound(py)))
}

/// One JSON value as a Python value.
pub(crate) fn python<'py>(py: Python<'py>, part: Part<'_>) -> PyResult<Bound<'py, PyAny>> {
    match part {
        Part::Null => Ok(py.None().into_bound(py)),
        Part::Bool(value) => value.into_bound_py_any(py),
        Part::Number(text) => number(py, text),
        Part::String(text) => Ok(PyString::new(py, &text).into_any()),
        Part::Array(text) | Part::Object(text) => value(py, text),
    }
}

/// As Python's own JSON reader has it: an integer of any size, else a float.
pub(crate) fn number<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    if let Ok(small) = text.parse::<i64>() {
        return small.into_bound_py_any(py);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        && let Ok(large) = py.get_type::<PyInt>().call1((text,))
    {
        return Ok(large);
    }
    // More digits than Python is willing to read as an integer become a float.
    text.parse::<f64>().unwrap_or(f64::NAN).into_bound_py_any(py)
}

/// Makes Python values.
struct Values<'py>(Python<'py>);

impl<'a, 'py> Build<'a> for Values<'py> {
    type Value = Bound<'py, PyAny>;
    type Array = Bound<'py, PyList>;
    type Object = Bound<'py, PyDict>;
    type Error = PyErr;

    fn scalar(&mut self, part: Part<'a>) -> PyResult<Self::Value> {
        python(self.0, part)
    }

    fn array(&mut self) -> PyResult<Self::Array> {
        Ok(PyList::empty(self.0))
    }

    fn element(&mut self, array: &mut Self::Array, value: Self::Value) -> PyResult<()> {
        array.append(value)
    }

    fn array_end(&mut self, array: Self::Array) -> Self::Value {
        array.into_any()
    }

    fn object(&mut self) -> PyResult<Self::Object> {
        Ok(PyDict::new(self.0))
    }

    fn member(&mut self, object: &mut Self::Object, key: Cow<'a, str>, value: Self::Value) -> PyResult<()> {
        object.set_item(PyString::new(self.0, &key), value)
    }

    fn object_end(&mut self, object: Self::Object) -> Self::Value {
        object.into_any()
    }
}

/// The text of a JSON object as a dict.
pub(crate) fn object<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyDict>> {
    let built = value(py, text)?;
    Ok(built.cast_into().unwrap_or_else(|_| PyDict::new(py)))
}
