//! The native half of the Python package `soarwire`. It converts and does nothing else: what goes out and what an
//! answer means is decided in the crate `soarwire`.

mod answer;
mod assignee;
mod async_engine;
mod bulk;
mod call;
mod canonical;
mod classes;
mod client;
mod conditions;
mod convert;
mod credential;
mod documents;
mod error_json;
mod errors;
mod events;
mod exit;
mod items;
mod json;
mod operation;
mod os;
mod outcome;
mod overview;
mod page;
mod pages;
mod param;
mod pickle;
mod report;
mod request;
mod response;
mod sandbox;
mod settle;
mod tenant;
mod time;
mod typed;
mod unset;

use pyo3::prelude::*;

/// The native half of `soarwire`. Import from `soarwire` instead.
#[pymodule]
fn _soarwire(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("UNSET", Py::new(py, unset::Unset)?)?;
    module.add_class::<unset::Unset>()?;
    module.add_class::<tenant::Tenant>()?;
    // The two vendors' tenants are both called `Tenant`, each in its own Python module.
    module.add("D3Tenant", py.get_type::<tenant::D3Tenant>())?;
    module.add("XpanseTenant", py.get_type::<tenant::XpanseTenant>())?;
    module.add_class::<operation::Operation>()?;
    module.add_class::<assignee::Assignee>()?;
    module.add_class::<request::Request>()?;
    module.add_class::<report::Report>()?;
    module.add_class::<outcome::Failed>()?;
    module.add_class::<outcome::Counts>()?;
    module.add_class::<outcome::Outcome>()?;
    module.add_class::<page::Page>()?;
    module.add_class::<page::Row>()?;
    module.add_class::<pages::Pages>()?;
    module.add_class::<overview::OverviewSteps>()?;
    module.add_class::<overview::OverviewRow>()?;
    module.add_class::<settle::Settle>()?;
    module.add_class::<settle::Settlement>()?;
    module.add_class::<settle::Settled>()?;
    module.add_class::<documents::Details>()?;
    module.add_class::<documents::Created>()?;
    module.add_class::<documents::Validity>()?;
    module.add_class::<documents::Reply>()?;
    typed::register(module)?;
    module.add_class::<items::Items>()?;
    module.add_class::<call::Call>()?;
    module.add_class::<call::Pacer>()?;
    module.add_class::<call::Send>()?;
    module.add_class::<call::Wait>()?;
    module.add_class::<call::Done>()?;
    module.add_class::<events::Event>()?;
    module.add_class::<client::Client>()?;
    async_engine::register(module)?;
    exit::register(module)?;
    bulk::register(module)?;
    module.add_class::<sandbox::Sandbox>()?;
    module.add_function(wrap_pyfunction!(os::new_nonce, module)?)?;
    module.add_function(wrap_pyfunction!(os::now_ms, module)?)?;
    module.add_function(wrap_pyfunction!(answer::restore, module)?)?;
    module.add_function(wrap_pyfunction!(error_json::error_from_json, module)?)?;
    module.add_function(wrap_pyfunction!(error_json::error_report, module)?)?;
    module.add_function(wrap_pyfunction!(conditions::filter_of, module)?)?;
    module.add_function(wrap_pyfunction!(conditions::condition_of, module)?)?;
    Ok(())
}
