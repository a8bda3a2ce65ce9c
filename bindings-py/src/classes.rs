//! The Python class of each operation: which declaration it stands for, and how its constructor is called.
//!
//! The classes themselves are in the generated modules `soarwire.d3` and `soarwire.xpanse`, and have no code of their own.

use std::borrow::Cow;

use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyString, PyTuple, PyType},
};
use soarwire::{
    catalogue::{OPERATIONS, OperationInfo, ParamInfo, Presence},
    ffi::Params,
};

use crate::{
    param::{Times, param},
    unset::Unset,
};

/// A class, and the names of its parameters as Python has them in calls: one object for all that are equal.
struct Class {
    class: Py<PyType>,
    names: Vec<Py<PyString>>,
}

/// The classes in the order of the catalogue.
static CLASSES: [PyOnceLock<Class>; OPERATIONS.len()] = [const { PyOnceLock::new() }; OPERATIONS.len()];

/// What a class stands for.
#[derive(Clone, Copy)]
pub(crate) struct Declared {
    pub(crate) info: &'static OperationInfo,
    slot: &'static PyOnceLock<Class>,
}

impl Declared {
    fn find(is_it: impl Fn(&Declared) -> bool) -> Option<Self> {
        OPERATIONS.iter().zip(&CLASSES).map(|(info, slot)| Declared { info, slot }).find(is_it)
    }

    fn of(id: &str) -> Option<Self> {
        Declared::find(|declared| declared.info.id == id)
    }

    /// The parameter of this name.
    fn param(self, name: &Bound<'_, PyString>) -> Option<&'static ParamInfo> {
        let names = self.slot.get(name.py()).map_or(&[][..], |class| &class.names);
        // To compare objects takes no time; strings that were put together by a program are others.
        let place = names.iter().position(|known| known.is(name));
        let params = self.info.params;
        place.and_then(|place| params.get(place)).or_else(|| params.iter().find(|param| name == param.name))
    }
}

/// Registers a new class as that of the operation with its `id`.
pub(crate) fn register(class: &Bound<'_, PyType>, base: &Bound<'_, PyType>) -> PyResult<()> {
    let py = class.py();
    if !class.getattr(intern!(py, "__base__"))?.is(base) {
        return Err(PyTypeError::new_err("the class of an operation cannot be subclassed"));
    }
    let id = class.getattr(intern!(py, "id"))?;
    if let Some(Declared { info, slot }) = id.extract::<Cow<'_, str>>().ok().and_then(|id| Declared::of(&id)) {
        let names = info.params.iter().map(|param| PyString::intern(py, param.name).unbind()).collect();
        // A module that is loaded again has classes of its own; what is read from JSON stays of the first.
        slot.get_or_init(py, || Class { class: class.clone().unbind(), names });
    }
    Ok(())
}

/// The class of an operation.
pub(crate) fn class_of<'py>(py: Python<'py>, id: &str) -> PyResult<Bound<'py, PyType>> {
    Declared::of(id)
        .and_then(|declared| declared.slot.get(py))
        .map(|known| known.class.bind(py).clone())
        .ok_or_else(|| PyValueError::new_err(format!("`import soarwire` has not made a class of {id} yet")))
}

/// What a class stands for; `None` for the base of all.
pub(crate) fn declaration(class: &Bound<'_, PyType>) -> Option<Declared> {
    let py = class.py();
    Declared::find(|declared| declared.slot.get(py).is_some_and(|known| known.class.is(class))).or_else(|| {
        let id = class.getattr(intern!(py, "id")).ok()?;
        Declared::of(&id.extract::<Cow<'_, str>>().ok()?)
    })
}

/// `d3.CloseIncidents`.
pub(crate) fn name(info: &OperationInfo) -> String {
    format!("{}.{}", info.vendor(), info.name)
}

/// The parameters as the constructor has them: those by position first.
pub(crate) fn in_call_order(info: &OperationInfo) -> impl Iterator<Item = &'static ParamInfo> {
    let named = info.params.iter().filter(|param| !param.is_positional());
    info.params.iter().filter(|param| param.is_positional()).chain(named)
}

/// The parameters of a constructor's call.
///
/// # Errors
/// `TypeError` for arguments that do not fit the signature, as Python has it; see also [`param`].
pub(crate) fn bind(
    operation: Declared,
    positional: &Bound<'_, PyTuple>,
    named: Option<&Bound<'_, PyDict>>,
) -> PyResult<Params> {
    let info = operation.info;
    let wrong = |problem: String| PyTypeError::new_err(format!("{}() {problem}", name(info)));
    let mut params = Params::default();
    let mut given = 0;
    for (declared, value) in info.params.iter().filter(|param| param.is_positional()).zip(positional) {
        params = put(params, declared, &value)?;
        given += 1;
    }
    if given < positional.len() {
        return Err(wrong(format!("takes {given} positional argument(s) but {} were given", positional.len())));
    }
    for (key, value) in named.into_iter().flatten() {
        let key = key.cast_into::<PyString>()?;
        let Some(declared) = operation.param(&key) else {
            return Err(wrong(format!("got an unexpected keyword argument '{}'", key.to_cow()?)));
        };
        if params.contains(declared.name) {
            return Err(wrong(format!("got multiple values for argument '{}'", declared.name)));
        }
        params = put(params, declared, &value)?;
    }
    let required = info.params.iter().filter(|param| param.presence == Presence::Required);
    match required.clone().find(|param| !params.contains(param.name)) {
        Some(missing) => Err(wrong(format!("missing required argument: '{}'", missing.name))),
        None => Ok(params),
    }
}

fn put(params: Params, declared: &ParamInfo, value: &Bound<'_, PyAny>) -> PyResult<Params> {
    if value.is_exact_instance_of::<Unset>() {
        return Ok(params);
    }
    Ok(params.set(declared.name, param(declared.name, value, Times::of(declared.of))?))
}

/// Gives a class of operations the signature of its constructor, when somebody asks for it.
#[pyclass(frozen, module = "soarwire._soarwire")]
pub(crate) struct Signature;

#[pymethods]
impl Signature {
    fn __get__<'py>(
        &self,
        py: Python<'py>,
        _instance: &Bound<'py, PyAny>,
        class: Option<&Bound<'py, PyType>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(info) = class.and_then(declaration).map(|declared| declared.info) else {
            return Ok(None);
        };
        let inspect = py.import("inspect")?;
        let parameter = inspect.getattr("Parameter")?;
        let parameters = in_call_order(info).map(|param| {
            let kind = if param.is_positional() { "POSITIONAL_OR_KEYWORD" } else { "KEYWORD_ONLY" };
            let options = PyDict::new(py);
            match param.presence {
                Presence::Required => {}
                Presence::Optional => options.set_item("default", py.None())?,
                Presence::Clearable => {
                    options.set_item("default", py.import("soarwire._soarwire")?.getattr("UNSET")?)?;
                }
            }
            parameter.call((param.name, parameter.getattr(kind)?), Some(&options))
        });
        let parameters = parameters.collect::<PyResult<Vec<_>>>()?;
        inspect.getattr("Signature")?.call1((parameters,)).map(Some)
    }
}
