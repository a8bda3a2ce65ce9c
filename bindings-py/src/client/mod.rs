//! The blocking client. The class stands alone, since bulk runs are made with it and its methods run them.

mod methods;

use std::sync::{Mutex, PoisonError};

use pyo3::{exceptions::PyRuntimeError, intern, prelude::*, sync::PyOnceLock};
use soarwire::Driver;

use crate::{
    errors::{defect, invalid},
    events::{self, Listeners},
    tenant::Tenant,
};

/// How many idle connections a client keeps, and how many requests of an `AsyncClient` are out at once.
pub(crate) const MOST_AT_ONCE: usize = 64;

/// Runs calls of one tenant over HTTP and waits for their reports. Threads may share a client; the GIL is released
/// while it works.
///
/// `timeout` is for a whole call, waits and repetitions included; `attempt_timeout` for one attempt, `connect_timeout`
/// for a connection to be made: all in seconds. `max_attempts` is how often a request may be sent; one that appends (a
/// conclusion, a note, a comment) is never sent again once it may have been carried out. `requests_per_second` is the
/// pace, by default the one that the vendor documents, 0 for none. `body_limit` is the largest answer, in bytes.
/// `ca_file` is a PEM file of authorities to trust beside the system's. `proxy` is a URL, `None`, or `"environment"`
/// (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`); this machine is always called directly. With
/// `reuse_connections=False` every attempt makes a connection of its own and closes it: use it where something in between
/// may answer twice, since a copy that arrives after the next request cannot be distinguished from its answer. Redirects are not
/// followed.
///
/// A client has a pace of its own, whatever other clients of the tenant do: `pacer`, a `soarwire.Pacer`, is one that they
/// share, instead of `requests_per_second`.
///
/// `on_event` is called with an `Event` for everything that happens to a call: its beginning, attempts, waits, answers and
/// end. What it raises is reported by `sys.unraisablehook` and changes nothing. The logger `soarwire` writes one line a call
/// at INFO and the other events at DEBUG; with `log_bodies=True` also the beginnings of bodies, which may hold personal data.
///
/// A forked child may go on using a client: it begins anew there, with connections and a pace of its own.
///
/// Raises `InvalidRequest`, naming the argument.
#[pyclass(frozen, module = "soarwire")]
pub(crate) struct Client {
    tenant: Py<Tenant>,
    /// `None` once closed. Locked only while attached to Python, which forks attached: no child finds it locked.
    driver: Mutex<Option<Driver>>,
    on_event: Option<Py<PyAny>>,
    log_bodies: bool,
    /// The name of the profile that made it.
    profile: PyOnceLock<String>,
}

impl Client {
    /// Who is told what happens to a call, which may have a listener of its own.
    pub(crate) fn listeners(&self, py: Python<'_>, on_event: Option<&Py<PyAny>>) -> PyResult<Option<Listeners>> {
        events::check(py, on_event)?;
        Listeners::of(py, [self.on_event.as_ref(), on_event], self.log_bodies)
    }

    /// Refuses a plan for the profile of another name. A client that no profile made knows of no names.
    pub(crate) fn check_profile(&self, py: Python<'_>, plan: &soarwire::bulk::Plan) -> PyResult<()> {
        let named = plan.tenant_name().filter(|name| !name.contains('/'));
        match (named, self.profile.get(py)) {
            (Some(named), Some(own)) if named != own => {
                let reason = format!("does not match: the plan is for {named}, and this client is of {own}");
                Err(invalid(py, "tenant", &reason))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn driver(&self) -> PyResult<Driver> {
        let driver = self.driver.lock().unwrap_or_else(PoisonError::into_inner);
        driver.clone().ok_or_else(|| PyRuntimeError::new_err("the client is closed: make a new one"))
    }
}

/// Python runs signal handlers on this thread alone.
pub(crate) fn is_main_thread(py: Python<'_>) -> PyResult<bool> {
    static THREADING: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    if THREADING.get(py).is_none() {
        // Imported before the cell is locked: another thread may fork meanwhile, and its child must not find it locked.
        let threading = py.import("threading")?.unbind();
        let _ = THREADING.set(py, threading);
    }
    let threading = THREADING.get(py).ok_or_else(defect)?.bind(py);
    let here: u64 = threading.call_method0(intern!(py, "get_ident"))?.extract()?;
    let main = threading.call_method0(intern!(py, "main_thread"))?.getattr(intern!(py, "ident"))?;
    let main: Option<u64> = main.extract()?;
    Ok(main == Some(here))
}
