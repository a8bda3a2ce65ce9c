//! Arguments: Python values become parameters, which the core checks, and parameters Python values.

use std::borrow::Cow;

use pyo3::{
    IntoPyObjectExt,
    exceptions::{PyOverflowError, PyRuntimeError},
    intern,
    prelude::*,
    types::{PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple},
};
use soarwire::ffi::{Param, Params};

use crate::{assignee::Assignee, errors::invalid, json};

/// How deep arguments may nest.
const MAX_DEPTH: u32 = 16;

/// The argument `name` as a parameter.
///
/// # Errors
/// `InvalidRequest` for a value that JSON does not have, and what the value itself raises, such as a generator that fails.
pub(crate) fn param(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Param> {
    param_within(value, MAX_DEPTH).map_err(|refused| match refused {
        Refused::Raised(error) => error,
        Refused::NotJson { place, reason } => invalid(value.py(), &format!("{name}{place}"), &reason),
    })
}

/// A mapping of parameters.
///
/// # Errors
/// As [`param`], which names the parameter.
pub(crate) fn params(mapping: &Bound<'_, PyMapping>) -> PyResult<Params> {
    let mut params = Params::default();
    for pair in mapping.items()? {
        let (name, value): (String, Bound<'_, PyAny>) = pair.extract()?;
        let param = param(&name, &value)?;
        params = params.set(name, param);
    }
    Ok(params)
}

/// Why a value is no parameter.
enum Refused {
    /// It raised this while it was read.
    Raised(PyErr),
    /// JSON does not have it.
    NotJson {
        /// Where it stands below the argument, such as `[1].value`.
        place: String,
        reason: String,
    },
}

impl From<PyErr> for Refused {
    fn from(error: PyErr) -> Self {
        Refused::Raised(error)
    }
}

impl Refused {
    #[cold]
    fn because(reason: &str) -> Self {
        Refused::NotJson { place: String::new(), reason: reason.to_owned() }
    }

    #[cold]
    fn type_of(value: &Bound<'_, PyAny>) -> Self {
        let of = value.get_type().name().map_or_else(|_| String::new(), |name| format!(", not {name}"));
        Refused::because(&format!(
            "must be what JSON can hold{of}: text, a number, True, False, None, a list or a dict"
        ))
    }

    #[cold]
    fn below(self, step: &str) -> Self {
        match self {
            Refused::NotJson { place, reason } => Refused::NotJson { place: format!("{step}{place}"), reason },
            raised => raised,
        }
    }
}

fn param_within(value: &Bound<'_, PyAny>, depth: u32) -> Result<Param, Refused> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Param::Text(utf8(text)?.into_owned()));
    }
    if let Ok(list) = value.cast::<PyList>() {
        return elements(list.iter().map(Ok), list.len(), depth);
    }
    if value.is_none() {
        return Ok(Param::Null);
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(Param::Bool(flag.is_true()));
    }
    if let Ok(tuple) = value.cast::<PyTuple>() {
        return elements(tuple.iter().map(Ok), tuple.len(), depth);
    }
    if let Ok(assignee) = value.cast::<Assignee>() {
        return Ok(assignee.get().to_param());
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        return members(dict.iter().map(Ok), depth);
    }
    if value.is_instance_of::<PyInt>() {
        return integer(value);
    }
    if let Ok(number) = value.cast::<PyFloat>() {
        let finite = number.value().is_finite();
        return if finite {
            Ok(Param::Number(number.repr()?.to_string()))
        } else {
            Err(Refused::because("is not finite"))
        };
    }
    if value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>() {
        return Err(Refused::type_of(value));
    }
    if let Ok(mapping) = value.cast::<PyMapping>() {
        return members(mapping.items()?.iter().map(|pair| pair.extract()), depth);
    }
    match value.try_iter() {
        Ok(iterator) => elements(iterator, 0, depth),
        // Integers of other libraries, such as those of numpy.
        Err(_) if value.hasattr(intern!(value.py(), "__index__"))? => integer(value),
        Err(_) => Err(Refused::type_of(value)),
    }
}

fn integer(value: &Bound<'_, PyAny>) -> Result<Param, Refused> {
    match value.extract::<i64>() {
        Ok(number) => Ok(Param::Number(number.to_string())),
        Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => Err(Refused::because("is too large")),
        Err(error) => Err(error.into()),
    }
}

fn utf8<'a>(text: &'a Bound<'_, PyString>) -> Result<Cow<'a, str>, Refused> {
    text.to_cow().map_err(|_| Refused::because("holds half a surrogate pair, which UTF-8 does not have"))
}

fn deeper(depth: u32) -> Result<u32, Refused> {
    depth.checked_sub(1).ok_or_else(|| Refused::because("is nested too deep"))
}

fn elements<'py>(
    elements: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
    count: usize,
    depth: u32,
) -> Result<Param, Refused> {
    let depth = deeper(depth)?;
    let mut list = Vec::with_capacity(count);
    for element in elements {
        let param = param_within(&element?, depth).map_err(|refused| refused.below(&format!("[{}]", list.len())))?;
        list.push(param);
    }
    Ok(Param::List(list))
}

fn members<'py>(
    members: impl Iterator<Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>>,
    depth: u32,
) -> Result<Param, Refused> {
    let depth = deeper(depth)?;
    let mut params = Params::default();
    for member in members {
        let (key, value) = member?;
        let key = key.cast::<PyString>().map_err(|_| Refused::because("has a key that is not text"))?;
        let key = utf8(key)?.into_owned();
        let param = param_within(&value, depth).map_err(|refused| refused.below(&format!(".{key}")))?;
        params = params.set(key, param);
    }
    Ok(Param::Object(params))
}

/// A parameter as a Python value.
pub(crate) fn python<'py>(py: Python<'py>, param: &Param) -> PyResult<Bound<'py, PyAny>> {
    match param {
        Param::Null => Ok(py.None().into_bound(py)),
        Param::Bool(value) => value.into_bound_py_any(py),
        Param::Number(text) => json::number(py, text),
        Param::Text(text) => text.into_bound_py_any(py),
        Param::List(elements) => {
            let elements = elements.iter().map(|element| python(py, element)).collect::<PyResult<Vec<_>>>()?;
            elements.into_bound_py_any(py)
        }
        Param::Object(params) => Ok(dict(py, params)?.into_any()),
        _ => Err(PyRuntimeError::new_err("a kind of parameter that this binding does not know")),
    }
}

/// Parameters as a dict.
pub(crate) fn dict<'py>(py: Python<'py>, params: &Params) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, param) in params.iter() {
        dict.set_item(name, python(py, param)?)?;
    }
    Ok(dict)
}
