//! What happened to single incidents, and how many there are of each outcome.

use pyo3::{
    prelude::*,
    types::{PyDict, PyString},
};

/// An incident that failed, with the vendor's reason.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct Failed {
    /// The incident's number or id, as it was asked for.
    #[pyo3(get)]
    pub(crate) id: Py<PyString>,
    /// The vendor's reason.
    #[pyo3(get)]
    pub(crate) reason: Py<PyString>,
}

impl Failed {
    fn parts<'py>(&self, py: Python<'py>) -> (Bound<'py, PyString>, Bound<'py, PyString>) {
        (self.id.bind(py).clone(), self.reason.bind(py).clone())
    }
}

#[pymethods]
impl Failed {
    #[new]
    fn new(id: Py<PyString>, reason: Py<PyString>) -> Self {
        Failed { id, reason }
    }

    /// `{"id", "reason"}`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("id", &self.id)?;
        dict.set_item("reason", &self.reason)?;
        Ok(dict)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<Failed>() else { return Ok(false) };
        self.parts(py).into_pyobject(py)?.eq(other.get().parts(py))
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.parts(py).into_pyobject(py)?.hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (id, reason) = self.parts(py);
        Ok(format!("Failed(id={}, reason={})", id.repr()?, reason.repr()?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (Bound<'py, PyString>, Bound<'py, PyString>)) {
        (slf.get_type().into_any(), slf.get().parts(slf.py()))
    }
}

/// How many incidents of each outcome a report has; the others add up to `asked`.
#[pyclass(frozen, eq, module = "soarwire")]
#[derive(PartialEq)]
pub(crate) struct Counts(pub(crate) soarwire::Counts);

#[pymethods]
impl Counts {
    /// How many incidents were asked for.
    #[getter]
    fn asked(&self) -> usize {
        self.0.asked
    }

    /// How many succeeded, as the answer states.
    #[getter]
    fn succeeded(&self) -> usize {
        self.0.succeeded
    }

    /// How many failed, as the answer states.
    #[getter]
    fn failed(&self) -> usize {
        self.0.failed
    }

    /// How many the answer does not mention.
    #[getter]
    fn unreported(&self) -> usize {
        self.0.unreported
    }

    /// How many may have been carried out, with an unknown outcome.
    #[getter]
    fn unknown(&self) -> usize {
        self.0.unknown
    }

    /// The counts by name.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        let counts = &self.0;
        dict.set_item("asked", counts.asked)?;
        dict.set_item("succeeded", counts.succeeded)?;
        dict.set_item("failed", counts.failed)?;
        dict.set_item("unreported", counts.unreported)?;
        dict.set_item("unknown", counts.unknown)?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        let soarwire::Counts { asked, succeeded, failed, unreported, unknown, .. } = self.0;
        format!(
            "Counts(asked={asked}, succeeded={succeeded}, failed={failed}, unreported={unreported}, unknown={unknown})"
        )
    }
}

/// What happened to one incident: `status` is `succeeded`, `failed` (with the vendor's `reason`, or, in the outcomes of an error,
/// its kind), `unreported`, or `unknown` (with `why`, the kind of error behind it).
#[pyclass(frozen, eq, get_all, module = "soarwire")]
#[derive(PartialEq)]
pub(crate) struct Outcome {
    /// The incident's number or id, as it was asked for.
    id: String,
    /// `succeeded`, `failed`, `unreported` or `unknown`.
    status: &'static str,
    /// The vendor's reason, if it failed; in the outcomes of an error its kind.
    reason: Option<String>,
    /// The kind of error behind an unknown outcome.
    why: Option<&'static str>,
}

impl Outcome {
    pub(crate) fn of(id: &str, outcome: soarwire::Outcome<'_>) -> Self {
        let (status, reason, why) = match outcome {
            soarwire::Outcome::Succeeded => ("succeeded", None, None),
            soarwire::Outcome::Failed { reason } => ("failed", Some(reason.into_owned()), None),
            soarwire::Outcome::Unreported => ("unreported", None, None),
            soarwire::Outcome::Unknown { why } => ("unknown", None, Some(why.as_str())),
        };
        Outcome { id: id.to_owned(), status, reason, why }
    }
}

#[pymethods]
impl Outcome {
    /// `{"id", "status", "reason", "why"}`.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("id", &self.id)?;
        dict.set_item("status", self.status)?;
        dict.set_item("reason", self.reason.as_deref())?;
        dict.set_item("why", self.why)?;
        Ok(dict)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let id = self.id.as_str().into_pyobject(py)?.repr()?;
        let detail = match (&self.reason, self.why) {
            (Some(reason), _) => format!(", reason={}", reason.into_pyobject(py)?.repr()?),
            (None, Some(why)) => format!(", why='{why}'"),
            (None, None) => String::new(),
        };
        Ok(format!("Outcome(id={id}, status='{}'{detail})", self.status))
    }
}
