//! Arguments: Python values become JSON values, which the core checks.

use pyo3::{
    Borrowed, IntoPyObjectExt,
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple},
};
use serde_json::{Map, Number, Value};

use crate::operation::Assignee;

/// The type of `UNSET`, which leaves a parameter as it is on the server, where `None` clears it.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct Unset;

#[pymethods]
impl Unset {
    fn __repr__(&self) -> &'static str {
        "UNSET"
    }

    fn __bool__(&self) -> bool {
        false
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }

    /// Pickles as the global `soarwire.UNSET`, so that there is only one.
    fn __reduce__(&self) -> &'static str {
        "UNSET"
    }
}

/// An argument of any type: whether it does is for the core to say.
pub(crate) enum Given<'py> {
    Unset,
    Value(Bound<'py, PyAny>),
}

impl<'py> FromPyObject<'_, 'py> for Given<'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(if object.is_instance_of::<Unset>() { Given::Unset } else { Given::Value(object.to_owned()) })
    }
}

/// Puts a parameter among the others, unless it is `UNSET`.
pub(crate) fn put(params: &mut Map<String, Value>, name: &str, given: Given<'_>) -> PyResult<()> {
    if let Given::Value(value) = given {
        params.insert(name.to_owned(), json(&value)?);
    }
    Ok(())
}

/// How deep arguments may nest; nothing that the core takes is deeper than two.
const MAX_DEPTH: u32 = 16;

/// A Python value as JSON.
///
/// # Errors
/// Only what the value itself raises, such as a generator that fails.
pub(crate) fn json(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    json_within(value, MAX_DEPTH)
}

/// What has no JSON form becomes a number that is no integer, which the core refuses for every parameter there is, in
/// the words it has for that parameter.
fn wrong() -> Value {
    Number::from_f64(0.5).map_or(Value::Null, Value::Number)
}

fn json_within(value: &Bound<'_, PyAny>, depth: u32) -> PyResult<Value> {
    if let Ok(text) = value.cast::<PyString>() {
        // Half a surrogate pair has no UTF-8.
        return Ok(text.to_str().map_or_else(|_| wrong(), |text| Value::String(text.to_owned())));
    }
    if let Ok(list) = value.cast::<PyList>() {
        return array(list.iter(), list.len(), depth);
    }
    if value.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(Value::Bool(flag.is_true()));
    }
    if let Ok(tuple) = value.cast::<PyTuple>() {
        return array(tuple.iter(), tuple.len(), depth);
    }
    if let Ok(assignee) = value.cast::<Assignee>() {
        return Ok(assignee.get().to_value());
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        return object(dict.iter().map(Ok), depth);
    }
    if let Ok(number) = value.cast::<PyInt>() {
        return Ok(number.extract::<i64>().map_or_else(|_| wrong(), Value::from));
    }
    if value.is_instance_of::<PyFloat>() || value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>() {
        return Ok(wrong());
    }
    if let Ok(mapping) = value.cast::<PyMapping>() {
        return object(mapping.items()?.iter().map(|pair| pair.extract()), depth);
    }
    match value.try_iter() {
        Ok(elements) => {
            let elements: Vec<Bound<'_, PyAny>> = elements.collect::<PyResult<_>>()?;
            let count = elements.len();
            array(elements.into_iter(), count, depth)
        }
        Err(_) => Ok(wrong()),
    }
}

fn array<'py>(elements: impl Iterator<Item = Bound<'py, PyAny>>, count: usize, depth: u32) -> PyResult<Value> {
    let Some(depth) = depth.checked_sub(1) else { return Ok(wrong()) };
    let mut array = Vec::with_capacity(count);
    for element in elements {
        array.push(json_within(&element, depth)?);
    }
    Ok(Value::Array(array))
}

fn object<'py>(
    members: impl Iterator<Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>>,
    depth: u32,
) -> PyResult<Value> {
    let Some(depth) = depth.checked_sub(1) else { return Ok(wrong()) };
    let mut object = Map::new();
    for member in members {
        let (key, value) = member?;
        let Ok(key) = key.extract::<String>() else { return Ok(wrong()) };
        object.insert(key, json_within(&value, depth)?);
    }
    Ok(Value::Object(object))
}

/// A JSON value as a Python value.
pub(crate) fn python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Value::Null => Ok(py.None().into_bound(py)),
        Value::Bool(value) => value.into_bound_py_any(py),
        Value::Number(number) => match number.as_i64() {
            Some(number) => number.into_bound_py_any(py),
            None => number.as_f64().into_bound_py_any(py),
        },
        Value::String(text) => text.into_bound_py_any(py),
        Value::Array(elements) => {
            let elements: Vec<_> = elements.iter().map(|element| python(py, element)).collect::<PyResult<_>>()?;
            elements.into_bound_py_any(py)
        }
        Value::Object(members) => {
            let dict = PyDict::new(py);
            for (key, member) in members {
                dict.set_item(key, python(py, member)?)?;
            }
            Ok(dict.into_any())
        }
    }
}

/// The error for a class that must not be pickled.
pub(crate) fn no_pickle(what: &str, instead: &str) -> PyErr {
    PyTypeError::new_err(format!("{what} cannot be pickled: {instead}"))
}
