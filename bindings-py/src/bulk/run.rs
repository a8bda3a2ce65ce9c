//! Runs plans for `Client`, detached from Python but for callbacks and signals.

use std::{path::PathBuf, sync::Arc};

use pyo3::{exceptions::PyKeyboardInterrupt, intern, prelude::*};
use soarwire::{Acquire, BulkRun, ffi};

use super::{plan::Plan, progress::Progress, report::BulkReport, row::BulkRow, settings::Settings, stops::Stops};
use crate::{
    client::{Client, is_main_thread},
    credential::refuse_awaited,
    errors::{guard, raise},
    events::Queue,
    exit::with_python,
};

/// What is to be run.
pub(crate) enum Work<'a, 'py> {
    /// A plan, with the journal of it.
    Plan(&'a Bound<'py, PyAny>, Option<PathBuf>),
    /// What a journal left.
    Rest(PathBuf),
}

/// Runs it to its end.
pub(crate) fn run(client: &Client, py: Python<'_>, work: Work<'_, '_>, settings: &Settings) -> PyResult<BulkReport> {
    let driver = client.driver()?;
    let tenant = client.tenant(py);
    if tenant.get().1 {
        return Err(refuse_awaited());
    }
    let tenant = tenant.get().0.clone();
    let (plan, journal) = match work {
        Work::Plan(plan, journal) => {
            let plan = &Plan::of(plan)?.get().0;
            client.check_profile(py, plan)?;
            (Some(plan.clone()), journal)
        }
        Work::Rest(journal) => (None, Some(journal)),
    };
    let on_main_thread = is_main_thread(py)?;
    let events = Queue::new(client.listeners(py, settings.on_event.as_ref())?);
    let stops = Stops::new(settings.control.0.clone());
    let ended = py.detach(|| {
        let on_progress = |progress: &soarwire::bulk::BulkProgress| {
            stops.tell(settings.on_progress.as_ref(), || Progress(*progress));
        };
        let on_outcome = |row: &soarwire::bulk::BulkRow<'_>| {
            stops.tell(settings.on_outcome.as_ref(), || BulkRow::of(row));
        };
        let on_tick = || {
            if on_main_thread || events.has_listeners() {
                with_python(|py| {
                    stops.interrupted(events.deliver(py));
                    if on_main_thread {
                        stops.interrupted(py.check_signals());
                    }
                });
            }
        };
        let mut bulk = BulkRun::default().options(settings.options.clone()).control(settings.control.0.clone());
        bulk = bulk.on_tick(&on_tick);
        bulk.on_progress = settings.on_progress.is_some().then_some(&on_progress);
        bulk.on_outcome = settings.on_outcome.is_some().then_some(&on_outcome);
        bulk.acquire = settings.acquire.clone().map(|limiter| acquire(limiter, stops.clone()));
        bulk.on_event = events.observer(|| {});
        guard(|| match plan {
            Some(plan) => {
                bulk.journal.clone_from(&journal);
                driver.run_bulk(tenant, plan, &bulk)
            }
            None => driver.resume(tenant, journal.clone().unwrap_or_default(), &bulk),
        })
    })?;
    stops.interrupted(events.deliver(py));
    match (stops.take(), ended) {
        (None, Ok(report)) => Ok(BulkReport::of(report, journal)),
        (None, Err(error)) => Err(raise(py, &error, None)),
        (Some(raised), Ok(report)) => Err(stopped(py, raised, BulkReport::of(report, journal))?),
        (Some(raised), Err(error)) => {
            raised.set_context(py, Some(raise(py, &error, None)));
            Err(raised)
        }
    }
}

/// Has a limiter asked by the threads that send.
fn acquire(limiter: Arc<Py<PyAny>>, stops: Stops) -> Acquire {
    Arc::new(move |count| {
        let mut may_go = false;
        with_python(|py| {
            // No signal handler runs on this thread: whatever it raises, it did not let the request go.
            stops.call(py, |py| limiter.bind(py).call1((count,)).inspect(|_| may_go = true));
        });
        if may_go { Ok(()) } else { Err(ffi::invalid("acquire", "raised an exception, so nothing more was sent")) }
    })
}

/// The exception that ends a run, with the report of how far it came.
fn stopped(py: Python<'_>, raised: PyErr, report: BulkReport) -> PyResult<PyErr> {
    let with_report = py.import(intern!(py, "soarwire.bulk._errors"))?.getattr(intern!(py, "with_report"))?;
    let told = (raised.into_value(py), Bound::new(py, report)?);
    // Ctrl-C once more may come while it is made: the report is not lost for that.
    let made =
        with_report.call1((&told.0, &told.1)).or_else(|again| match again.is_instance_of::<PyKeyboardInterrupt>(py) {
            true => with_report.call1((&told.0, &told.1)),
            false => Err(again),
        });
    Ok(PyErr::from_value(made?))
}
