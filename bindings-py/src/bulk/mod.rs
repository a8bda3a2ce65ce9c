//! The native half of `soarwire.bulk`: plans, runs, reports and journals.

mod counts;
mod guard;
mod ids;
mod journal;
mod plan;
mod progress;
mod report;
mod row;
mod run;
mod settings;
mod stops;

use pyo3::prelude::*;

pub(crate) use self::{
    report::BulkReport,
    run::{Work, run},
    settings::Settings,
};

/// Adds the classes to the module.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<plan::Plan>()?;
    module.add_class::<plan::PlanRequests>()?;
    module.add_class::<guard::Guard>()?;
    module.add_class::<BulkReport>()?;
    module.add_class::<counts::BulkCounts>()?;
    module.add_class::<row::BulkRow>()?;
    module.add_class::<row::BulkRows>()?;
    module.add_class::<progress::Progress>()?;
    module.add_class::<journal::Journal>()?;
    module.add_class::<stops::BulkControl>()?;
    module.add_function(wrap_pyfunction!(plan::plan, module)?)?;
    Ok(())
}
