//! Simulated tenants on a loopback port, in this process.

use std::net::{Ipv4Addr, SocketAddr};

use pyo3::{
    exceptions::{PyOSError, PyValueError},
    prelude::*,
};
use serde::Deserialize;
use serde_json::json;
use soarwire::{
    ffi::sha256_hex,
    sandbox::{self, Config, Fault},
    transport::serve::{ServeOptions, Server},
};

use crate::convert;

/// The sandbox behind `soarwire.testing.Sandbox`.
#[pyclass(frozen, module = "soarwire._soarwire")]
pub(crate) struct Sandbox(Server);

#[pymethods]
impl Sandbox {
    /// Serves the tenants of `config` on a port of this machine, 0 for any free one.
    ///
    /// Raises `ValueError` for an invalid config, `OSError` for a port that cannot be listened on.
    #[new]
    #[pyo3(signature = (config=None, port=0))]
    fn new(py: Python<'_>, config: Option<&Bound<'_, PyAny>>, port: u16) -> PyResult<Self> {
        let config = match config {
            Some(config) => Config::deserialize(convert::json(config)?)
                .map_err(|error| PyValueError::new_err(format!("the sandbox's config is invalid: {error}")))?,
            None => Config::default(),
        };
        let sandbox = sandbox::Sandbox::new(config).with_sha256(sha256_hex);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let server = py.detach(|| Server::start(sandbox, ServeOptions { address, ..ServeOptions::default() }));
        server.map(Sandbox).map_err(|error| PyOSError::new_err(error.to_string()))
    }

    /// Whether this process is a forked child of the one that serves. Then only `url` and `stop`, which does nothing, are
    /// of use.
    #[getter]
    fn is_inherited(&self) -> bool {
        self.0.is_inherited()
    }

    /// `http://127.0.0.1:PORT`.
    #[getter]
    fn url(&self) -> String {
        self.0.url()
    }

    /// One way into each tenant, as arguments of their `Tenant` classes, and the admin route.
    fn credentials<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::python(py, &self.0.credentials())
    }

    /// Appends faults to the script: a fault or a list of them, as dicts. Raises `ValueError`.
    fn script(&self, faults: &Bound<'_, PyAny>) -> PyResult<()> {
        let text = convert::json(faults)?.to_string();
        let faults = Fault::list_from_json(text.as_bytes()).map_err(PyValueError::new_err)?;
        self.0.sandbox().script(faults);
        Ok(())
    }

    /// Drops the faults that are still to strike.
    fn clear_faults(&self) {
        self.0.sandbox().clear_faults();
    }

    /// How many faults are not used up.
    #[getter]
    fn pending_faults(&self) -> usize {
        self.0.sandbox().pending_faults()
    }

    /// What was really done.
    fn effects<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let effects = self.0.sandbox().effects().to_json();
        convert::python(py, &effects)
    }

    /// The incidents as they are now.
    fn incidents<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let snapshot = self.0.sandbox().snapshot();
        convert::python(py, &json!(snapshot))
    }

    /// The latest requests, without their secrets.
    fn requests<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let records: Vec<_> = self.0.sandbox().requests().cloned().collect();
        convert::python(py, &json!(records))
    }

    /// Back to the start.
    fn reset(&self) {
        self.0.sandbox().reset();
    }

    /// Closes all connections and the port.
    fn stop(&self, py: Python<'_>) {
        py.detach(|| self.0.stop());
    }
}
