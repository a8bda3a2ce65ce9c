//! Filters and conditions that the classes of fields make: the core checks each where it is made.

use pyo3::prelude::*;
use soarwire::{
    Error,
    ffi::{Param, Params, condition, filter},
};

use crate::{
    errors::{guard, raise},
    param::{Times, param, python},
};

/// A filter of a list of Xpanse; `of` names the class that has the field. Raises `InvalidRequest` for an operator that the
/// field does not take and a value of the wrong type, `TypeError` for a `datetime` without a time zone.
#[pyfunction]
pub(crate) fn filter_of<'py>(
    of: &str,
    field: &str,
    operator: &str,
    value: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let param = param(&format!("{field}.value"), value, Times::Milliseconds)?;
    dict(value.py(), guard(|| filter(of, field, operator, param))?)
}

/// A condition of a list of D3. Raises `InvalidRequest` for what the core refuses.
#[pyfunction]
#[pyo3(signature = (section, field, operator, value=None))]
pub(crate) fn condition_of<'py>(
    py: Python<'py>,
    section: Option<&Bound<'py, PyAny>>,
    field: &Bound<'py, PyAny>,
    operator: &str,
    value: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let field = param("condition.field", field, Times::None)?;
    let name = if let Param::Text(name) = &field { name.clone() } else { String::new() };
    let mut members = Params::default().set("field", field).set("operator", operator);
    for (part, value) in [("section", section), ("value", value)] {
        if let Some(value) = value {
            members = members.set(part, param(&format!("{name}.{part}"), value, Times::None)?);
        }
    }
    dict(py, guard(|| condition(&name, Param::Object(members)))?)
}

fn dict(py: Python<'_>, made: Result<Param, Error>) -> PyResult<Bound<'_, PyAny>> {
    python(py, &made.map_err(|error| raise(py, &error, None))?)
}
