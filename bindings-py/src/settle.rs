//! What is in effect after a call whose outcome is unknown.

use std::{
    borrow::Cow,
    sync::{Mutex, MutexGuard, PoisonError},
};

use pyo3::{
    exceptions::{PyKeyError, PyTypeError},
    intern,
    prelude::*,
    types::PyDict,
};
use soarwire::Error;

use crate::{
    canonical,
    errors::{guard, invalid, raise},
    json,
    operation::Operation,
    page::Page,
    report::Report,
};

/// Finds out, by reading, what is in effect of an operation whose outcome is unknown or was not reported, before anybody sends it
/// again. It is a state machine without I/O, for transports of your own; `Client.settle` is a loop around it: send `operation`,
/// hand the page that answers it to `take`, and go on until `operation` is `None`; then `finish` gives the `Settlement`.
///
/// `outcome` is the report of the call, or the error that ended it. Raises `InvalidRequest` if it is about another operation.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct Settle(Mutex<soarwire::Settle>);

impl Settle {
    pub(crate) fn of(settle: soarwire::Settle) -> Self {
        Settle(Mutex::new(settle))
    }

    pub(crate) fn settlement(&self) -> soarwire::Settlement {
        self.settle().clone().finish()
    }

    fn settle(&self) -> MutexGuard<'_, soarwire::Settle> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Settle {
    #[new]
    fn new(operation: &Bound<'_, PyAny>, outcome: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = operation.py();
        let operation = &Operation::of(operation)?.get().0;
        let about = |id: Option<&str>| match id {
            Some(id) if id != operation.id() => {
                Err(invalid(py, "outcome", &format!("is about {id}, not {}", operation.id())))
            }
            _ => Ok(()),
        };
        let errors = py.import(intern!(py, "soarwire.errors"))?;
        let report = match outcome {
            incomplete if incomplete.is_instance(&errors.getattr(intern!(py, "Incomplete"))?)? => {
                incomplete.getattr(intern!(py, "report"))?
            }
            other => other.clone(),
        };
        if let Ok(report) = report.cast::<Report>() {
            let report = &report.get().0;
            about(Some(report.operation()))?;
            return Ok(Settle(Mutex::new(guard(|| soarwire::Settle::new(operation.clone(), report))?)));
        }
        if !outcome.is_instance(&errors.getattr(intern!(py, "SoarwireError"))?)? {
            return Err(PyTypeError::new_err("outcome must be the report of the call, or the error that ended it"));
        }
        let text = outcome.call_method0(intern!(py, "to_json"))?;
        let text: Cow<'_, str> = text.extract()?;
        let error = guard(|| Error::from_json(&text))?.map_err(|error| raise(py, &error, None))?;
        about(error.operation())?;
        Ok(Settle(Mutex::new(guard(|| soarwire::Settle::after_error(operation.clone(), &error))?)))
    }

    /// What reads next; `None` when all is read. It can be sent again after an error.
    #[getter]
    fn operation<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let operation = self.settle().operation().cloned();
        operation.map(|operation| Operation::object(py, Ok(operation))).transpose()
    }

    /// Takes the page that answers `operation`.
    fn take(&self, page: &Bound<'_, Page>) -> PyResult<()> {
        guard(|| self.settle().take(&page.get().0))
    }

    /// What is in effect. Incidents that were not read yet are `cannot_tell`.
    fn finish(&self) -> Settlement {
        Settlement(self.settlement())
    }
}

/// What is in effect now, after a call of which that was not known. It never says that the call did it. Lists are in the order in
/// which the incidents were asked for.
#[pyclass(frozen, eq, module = "soarwire")]
#[derive(PartialEq, Clone)]
pub(crate) struct Settlement(soarwire::Settlement);

impl Settlement {
    fn rebuilt(py: Python<'_>, text: &str) -> PyResult<Self> {
        guard(|| soarwire::Settlement::from_json(text))?.map(Settlement).map_err(|error| raise(py, &error, None))
    }
}

#[pymethods]
impl Settlement {
    /// The incidents for which all that was asked for is in effect.
    #[getter]
    fn in_effect(&self) -> Vec<&str> {
        self.0.in_effect().collect()
    }

    /// The incidents for which something that was asked for is not in effect; `operation()` is for them.
    #[getter]
    fn not_in_effect(&self) -> Vec<&str> {
        self.0.not_in_effect().collect()
    }

    /// The incidents whose state cannot be determined, and why: a list of `Settled`.
    #[getter]
    fn cannot_tell(&self) -> Vec<Settled> {
        let rows = self.0.rows().filter(|(_, settled)| matches!(settled, soarwire::Settled::CannotTell { .. }));
        rows.map(|(id, settled)| Settled::of(id, settled)).collect()
    }

    /// What is known about each incident: a list of `Settled`.
    #[getter]
    fn rows(&self) -> Vec<Settled> {
        self.0.rows().map(|(id, settled)| Settled::of(id, settled)).collect()
    }

    /// What is known about each incident, for tables: a list of dicts `{"id", "status", "why"}`.
    fn to_rows<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        self.rows().iter().map(|settled| settled.to_dict(py)).collect()
    }

    /// What is known about the incident `id`. Raises `KeyError` when it was not settled.
    fn row(&self, id: &str) -> PyResult<Settled> {
        let settled = self.0.get(id).ok_or_else(|| PyKeyError::new_err(id.to_owned()))?;
        Ok(Settled::of(id, settled))
    }

    /// How many incidents there are of each status, by its name.
    #[getter]
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(py);
        counts.set_item(intern!(py, "in_effect"), self.0.in_effect().count())?;
        counts.set_item(intern!(py, "not_in_effect"), self.0.not_in_effect().count())?;
        counts.set_item(intern!(py, "cannot_tell"), self.0.cannot_tell().count())?;
        Ok(counts)
    }

    /// The operation for the incidents for which it is not in effect, to be sent again; `None` if there are none.
    fn operation<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.operation().map(|operation| Operation::object(py, Ok(operation))).transpose()
    }

    /// The settlement of a JSON text from `to_json`: it is equal. Raises `InvalidRequest`, naming the member.
    #[staticmethod]
    fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        Self::rebuilt(text.py(), &canonical::text("settlement", text)?)
    }

    /// The same from the dict that `to_dict` gives.
    #[staticmethod]
    fn from_dict(value: &Bound<'_, PyDict>) -> PyResult<Self> {
        Self::rebuilt(value.py(), &canonical::text_of_dict(value)?)
    }

    /// The canonical JSON: `{in_effect, not_in_effect, cannot_tell: [{id, why}], operation, params, asked}`: the id and the
    /// parameters of the operation, and the incidents in the order in which they were asked for.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The same as a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::value(py, &self.0.to_json())
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// A settlement is true even when there was nothing to settle.
    fn __bool__(&self) -> bool {
        true
    }

    fn __repr__(&self) -> String {
        format!("<Settlement {}>", self.0)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().to_json(),)))
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }
}

/// What a reading says about one incident: `status` is `in_effect`, `not_in_effect`, or `cannot_tell` (with `why`).
#[pyclass(frozen, eq, get_all, module = "soarwire")]
#[derive(PartialEq, Clone)]
pub(crate) struct Settled {
    /// The incident's number or id, as it was asked for.
    id: String,
    /// `in_effect`, `not_in_effect` or `cannot_tell`.
    status: &'static str,
    /// Why it cannot be determined, in words.
    why: Option<String>,
}

impl Settled {
    fn of(id: &str, settled: &soarwire::Settled) -> Self {
        let why = match settled {
            soarwire::Settled::CannotTell { why } => Some(why.to_string()),
            _ => None,
        };
        Settled { id: id.to_owned(), status: settled.as_str(), why }
    }
}

#[pymethods]
impl Settled {
    /// `{"id", "status", "why"}`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item(intern!(py, "id"), &self.id)?;
        dict.set_item(intern!(py, "status"), self.status)?;
        dict.set_item(intern!(py, "why"), &self.why)?;
        Ok(dict)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let id = self.id.as_str().into_pyobject(py)?.repr()?;
        let why = match &self.why {
            Some(why) => format!(", why={}", why.into_pyobject(py)?.repr()?),
            None => String::new(),
        };
        Ok(format!("Settled(id={id}, status='{}'{why})", self.status))
    }
}
