//! Arguments: Python values become parameters, which the core checks, and parameters Python values.

use std::borrow::Cow;

use pyo3::{
    IntoPyObjectExt,
    exceptions::{PyOverflowError, PyRuntimeError, PyTypeError},
    intern,
    prelude::*,
    types::{PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple},
};
use soarwire::{
    catalogue::ParamType,
    ffi::{Param, Params},
};

use crate::{assignee::Assignee, errors::invalid, json};

/// How deep arguments may nest: what is stored as JSON and read again may nest 128 levels deep, some of which are ours.
const MAX_DEPTH: u32 = 100;

/// What a `datetime` becomes, which JSON does not have.
#[derive(Clone, Copy)]
pub(crate) enum Times {
    /// It is refused.
    None,
    /// `yyyy-MM-dd HH:mm:ss` in UTC.
    Text,
    /// Milliseconds since 1970.
    Milliseconds,
}

impl Times {
    /// What it becomes as, or in, a parameter of this type.
    pub(crate) fn of(declared: ParamType) -> Self {
        match declared {
            ParamType::Time => Times::Text,
            ParamType::Filters => Times::Milliseconds,
            _ => Times::None,
        }
    }
}

/// The argument `name` as a parameter.
///
/// # Errors
/// `InvalidRequest` for a value that JSON does not have, `TypeError` for a `datetime` without a time zone, and what the value
/// itself raises, such as a generator that fails.
pub(crate) fn param(name: &str, value: &Bound<'_, PyAny>, times: Times) -> PyResult<Param> {
    param_within(value, Within { depth: MAX_DEPTH, times }).map_err(|refused| match refused {
        Refused::Raised(error) => error,
        Refused::NotJson { place, reason } => invalid(value.py(), &format!("{name}{place}"), &reason),
        Refused::Naive { place } => PyTypeError::new_err(format!(
            "{name}{place} must be a datetime with a time zone, such as datetime.now(timezone.utc): without one it is not a definite point in time"
        )),
    })
}

/// Where a value stands in an argument.
#[derive(Clone, Copy)]
struct Within {
    /// How deep it may nest.
    depth: u32,
    times: Times,
}

impl Within {
    fn deeper(self) -> Result<Self, Refused> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| Refused::because("is nested too deep"))?;
        Ok(Within { depth, ..self })
    }
}

/// A mapping of parameters.
///
/// # Errors
/// As [`param`], which names the parameter.
pub(crate) fn params(mapping: &Bound<'_, PyMapping>) -> PyResult<Params> {
    let mut params = Params::default();
    for pair in mapping.items()? {
        let (name, value): (String, Bound<'_, PyAny>) = pair.extract()?;
        let param = param(&name, &value, Times::None)?;
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
    /// It is a `datetime` without a time zone.
    Naive { place: String },
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
            Refused::Naive { place } => Refused::Naive { place: format!("{step}{place}") },
            raised => raised,
        }
    }
}

fn param_within(value: &Bound<'_, PyAny>, within: Within) -> Result<Param, Refused> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Param::Text(utf8(text)?.into_owned()));
    }
    if let Ok(list) = value.cast::<PyList>() {
        return elements(list.iter().map(Ok), list.len(), within);
    }
    if value.is_none() {
        return Ok(Param::Null);
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(Param::Bool(flag.is_true()));
    }
    if let Ok(tuple) = value.cast::<PyTuple>() {
        return elements(tuple.iter().map(Ok), tuple.len(), within);
    }
    if let Ok(assignee) = value.cast::<Assignee>() {
        return Ok(assignee.get().to_param());
    }
    if let Ok(dict) = value.cast::<PyDict>() {
        return members(dict.iter().map(Ok), within);
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
        return members(mapping.items()?.iter().map(|pair| pair.extract()), within);
    }
    match value.try_iter() {
        // It would give the names of its columns.
        Ok(_) if value.hasattr(intern!(value.py(), "columns"))? => {
            Err(Refused::because("is a frame: pass one of its columns"))
        }
        Ok(iterator) => elements(iterator, 0, within),
        // Integers of other libraries, such as those of numpy.
        Err(_) if value.hasattr(intern!(value.py(), "__index__"))? => integer(value),
        Err(_) => match within.times {
            Times::None => Err(Refused::type_of(value)),
            times => time(value, times),
        },
    }
}

/// A `datetime` as this API has times; whatever is smaller than its unit is dropped.
fn time(value: &Bound<'_, PyAny>, times: Times) -> Result<Param, Refused> {
    let py = value.py();
    let module = py.import(intern!(py, "datetime"))?;
    if !value.is_instance(&module.getattr(intern!(py, "datetime"))?)? {
        return Err(Refused::type_of(value));
    }
    if value.call_method0(intern!(py, "utcoffset"))?.is_none() {
        return Err(Refused::Naive { place: String::new() });
    }
    let utc = module.getattr(intern!(py, "timezone"))?.getattr(intern!(py, "utc"))?;
    let time = value.call_method1(intern!(py, "astimezone"), (&utc,)).map_err(|error| match error {
        error if error.is_instance_of::<PyOverflowError>(py) => {
            Refused::because("is before the year 1 or after 9999 in UTC")
        }
        error => error.into(),
    })?;
    if let Times::Milliseconds = times {
        let epoch = module.getattr(intern!(py, "datetime"))?.call1((1970, 1, 1, 0, 0, 0, 0, utc))?;
        let unit = module.getattr(intern!(py, "timedelta"))?.call1((0, 0, 0, 1))?;
        return integer(&time.sub(epoch)?.floor_div(unit)?);
    }
    let text = time.call_method1(intern!(py, "isoformat"), (" ", "seconds"))?.to_string();
    Ok(Param::Text(text.trim_end_matches("+00:00").to_owned()))
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

fn elements<'py>(
    elements: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
    count: usize,
    within: Within,
) -> Result<Param, Refused> {
    let within = within.deeper()?;
    let mut list = Vec::with_capacity(count);
    for element in elements {
        let param = param_within(&element?, within).map_err(|refused| refused.below(&format!("[{}]", list.len())))?;
        list.push(param);
    }
    Ok(Param::List(list))
}

fn members<'py>(
    members: impl Iterator<Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>>,
    within: Within,
) -> Result<Param, Refused> {
    let within = within.deeper()?;
    let mut params = Params::default();
    for member in members {
        let (key, value) = member?;
        let key = key.cast::<PyString>().map_err(|_| Refused::because("has a key that is not text"))?;
        let key = utf8(key)?.into_owned();
        let param = param_within(&value, within).map_err(|refused| refused.below(&format!(".{key}")))?;
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
