//! Requests, ready to be sent by any HTTP client.

use pyo3::{
    IntoPyObjectExt, intern,
    prelude::*,
    types::{PyBytes, PyDict, PyString},
};
use soarwire::ffi;

use crate::{json, pickle};

/// One HTTP request, always a `POST` with a JSON body. It prints and serialises credentials as `***`; to send it, read
/// `headers`.
#[pyclass(frozen, eq, module = "soarwire")]
#[derive(PartialEq)]
pub(crate) struct Request(pub(crate) soarwire::Request);

impl Request {
    fn json(&self) -> String {
        // The body of a built request is JSON.
        serde_json::to_string(&self.0).unwrap_or_default()
    }
}

/// A Python string; those that are in every request are made once.
fn known<'py>(py: Python<'py>, text: &str) -> Bound<'py, PyString> {
    match text {
        "content-type" => intern!(py, "content-type").clone(),
        "accept" => intern!(py, "accept").clone(),
        "application/json" => intern!(py, "application/json").clone(),
        "d3key" => intern!(py, "d3key").clone(),
        "authorization" => intern!(py, "authorization").clone(),
        "x-xdr-auth-id" => intern!(py, "x-xdr-auth-id").clone(),
        other => PyString::new(py, other),
    }
}

#[pymethods]
impl Request {
    /// `POST`.
    #[getter]
    fn method(&self) -> &'static str {
        self.0.method()
    }

    /// The absolute URL, or for a tenant behind a same-origin gateway an absolute path.
    #[getter]
    fn url(&self) -> &str {
        self.0.url()
    }

    /// The headers to send, credentials included, as a new dict; names are in lower case.
    #[getter]
    fn headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let headers = PyDict::new(py);
        for (name, value) in self.0.headers() {
            headers.set_item(known(py, name), known(py, value.expose()))?;
        }
        Ok(headers)
    }

    /// The JSON body, UTF-8.
    #[getter]
    fn body<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.body())
    }

    /// Whether the request carries credentials.
    #[getter]
    fn signed(&self) -> bool {
        self.0.is_signed()
    }

    /// `{"method", "url", "headers", "body"}`, with `***` for credentials and the body as JSON.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::value(py, &self.json())
    }

    /// The same as JSON text.
    fn to_json(&self) -> String {
        self.json()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let headers = PyDict::new(py);
        for (name, value) in self.0.headers() {
            headers.set_item(name, value.to_string())?;
        }
        let url = PyString::new(py, self.0.url()).repr()?;
        Ok(format!("<Request POST {url}, headers={}, body={} bytes>", headers.repr()?, self.0.body().len()))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let request = slf.get();
        if request.0.is_signed() {
            return Err(pickle::refused(
                "a signed request",
                "it carries credentials; pickle the operation and sign it where it is sent",
            ));
        }
        let parts = (request.url(), request.body(slf.py()));
        (slf.get_type().getattr("_unsigned")?, parts).into_bound_py_any(slf.py())
    }

    #[staticmethod]
    fn _unsigned(url: String, body: Vec<u8>) -> Self {
        Request(ffi::unsigned_request(url, body))
    }
}
