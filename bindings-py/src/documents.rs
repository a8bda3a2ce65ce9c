//! The smaller answers: each is what one or two operations answer with.

use std::borrow::Cow;

use pyo3::{
    prelude::*,
    types::{PyDict, PyList},
};
use soarwire::AnyAnswer;

use crate::{
    canonical,
    errors::{guard, raise},
    items, json, pickle,
};

/// Gives a class of answers what all of them have, beside the methods of its own.
macro_rules! document {
    ($name:ident $what:literal { $($own:tt)* }) => {
        impl $name {
            fn rebuilt(py: Python<'_>, text: &str) -> PyResult<Self> {
                guard(|| soarwire::$name::from_json(text))?.map($name).map_err(|error| raise(py, &error, None))
            }
        }

        #[pymethods]
        impl $name {
            $($own)*

            /// The id of the operation, such as `d3.create_incident`.
            #[getter]
            fn operation(&self) -> &'static str {
                self.0.operation()
            }

            /// How often the request was sent; 1 for an answer that was only parsed.
            #[getter]
            fn attempts(&self) -> u32 {
                self.0.attempts()
            }

            /// How many seconds the call took, waits included; `None` for an answer that was only parsed.
            #[getter]
            fn elapsed(&self) -> Option<f64> {
                self.0.elapsed().map(|elapsed| elapsed.as_secs_f64())
            }

            /// The id by which the vendor, or a proxy before it, names this answer in its own logs, as `Report.request_id`.
            #[getter]
            fn request_id(&self) -> Option<&str> {
                self.0.request_id()
            }

            /// The body of the answer; empty in one that comes from JSON.
            #[getter]
            fn body(&self) -> &str {
                self.0.body()
            }

            /// The answer of a JSON text from `to_json`: it is equal, but for its `body`, which is empty. Raises
            /// `InvalidRequest`, naming the member.
            #[staticmethod]
            fn from_json(text: &Bound<'_, PyAny>) -> PyResult<Self> {
                Self::rebuilt(text.py(), &canonical::text($what, text)?)
            }

            /// The same from the dict that `to_dict` gives.
            #[staticmethod]
            fn from_dict(value: &Bound<'_, PyDict>) -> PyResult<Self> {
                Self::rebuilt(value.py(), &canonical::text_of_dict(value)?)
            }

            /// The canonical JSON: what the answer says, then `operation, attempts, elapsed_ms, request_id`, with the vendor's
            /// values as they came. The body as a whole is left out.
            fn to_json(&self) -> String {
                self.0.to_json()
            }

            /// The same as a dict.
            fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                json::value(py, &self.0.to_json())
            }

            fn __repr__(&self) -> String {
                format!("<{} {}>", stringify!($name), self.0)
            }

            fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
                pickle::reduce(py, &AnyAnswer::$name(self.0.clone()))
            }

            fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
                slf
            }

            fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
                slf
            }
        }
    };
}

/// One Xpanse incident with its alerts and artifacts. Lists are in the order of the answer; every access builds a new list.
#[pyclass(frozen, eq, module = "soarwire")]
#[derive(PartialEq, Clone)]
pub(crate) struct Details(pub(crate) soarwire::Details);

document!(Details "details" {
    /// The vendor's own incident, as a dict.
    #[getter]
    fn incident<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        items::one(py, self.0.incident())
    }

    /// The vendor's own alerts, at most as many as `alerts_limit`: a list of dicts.
    #[getter]
    fn alerts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        items::all(py, self.0.alerts())
    }

    /// The number of alerts that the incident has, as the vendor counts them; `None` when the answer has no count.
    #[getter]
    fn alerts_total(&self) -> Option<u64> {
        self.0.alerts_total()
    }

    /// The vendor's own network artifacts, such as addresses and domains.
    #[getter]
    fn network_artifacts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        values(py, self.0.network_artifacts())
    }

    /// The vendor's own file artifacts.
    #[getter]
    fn file_artifacts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        values(py, self.0.file_artifacts())
    }
});

/// What a call created.
#[pyclass(frozen, eq, module = "soarwire")]
#[derive(PartialEq, Clone)]
pub(crate) struct Created(pub(crate) soarwire::Created);

document!(Created "created" {
    /// The number of the incident or case that was created; `None` when the answer states success and names none.
    #[getter]
    fn id(&self) -> Option<Cow<'_, str>> {
        self.0.id()
    }

    /// The vendor's own items, unknown fields included: a list of dicts.
    #[getter]
    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        items::all(py, self.0.items())
    }
});

/// Whether the tenant's key is valid; true where it is. A key that the vendor refuses is an error, `Unauthenticated`.
#[pyclass(frozen, eq, module = "soarwire")]
#[derive(PartialEq, Clone)]
pub(crate) struct Validity(pub(crate) soarwire::Validity);

document!(Validity "validity" {
    /// Whether the key is valid.
    #[getter]
    fn valid(&self) -> bool {
        self.0.valid()
    }

    fn __bool__(&self) -> bool {
        self.0.valid()
    }
});

/// What a D3 command says that names no incidents.
#[pyclass(frozen, eq, module = "soarwire")]
#[derive(PartialEq, Clone)]
pub(crate) struct Reply(pub(crate) soarwire::Reply);

document!(Reply "reply" {
    /// The status text of the envelope, such as `Successful`; `None` when it has none.
    #[getter]
    fn status_text(&self) -> Option<Cow<'_, str>> {
        self.0.status_text()
    }

    /// The vendor's own items, of `contextData` and of `returnData`: a list of dicts.
    #[getter]
    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        items::all(py, self.0.items())
    }

    /// The vendor's `returnData`: any JSON value.
    #[getter]
    fn return_data<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        value(py, self.0.return_data())
    }

    /// The vendor's `rawData`: any JSON value.
    #[getter]
    fn raw_data<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        value(py, self.0.raw_data())
    }

    /// The vendor's `keyFields`: any JSON value.
    #[getter]
    fn key_fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        value(py, self.0.key_fields())
    }

    /// The vendor's `outputData`: any JSON value.
    #[getter]
    fn output_data<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        value(py, self.0.output_data())
    }
});

/// A value that the answer may lack.
fn value(py: Python<'_>, text: Option<String>) -> PyResult<Bound<'_, PyAny>> {
    json::value(py, text.as_deref().unwrap_or("null"))
}

/// A list of JSON values.
fn values<'py, 'a>(
    py: Python<'py>,
    texts: impl ExactSizeIterator<Item = Cow<'a, str>>,
) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for text in texts {
        list.append(json::value(py, &text)?)?;
    }
    Ok(list)
}
