//! The Python package.

mod docstring;
mod errors;
mod fields;
mod names;
mod operations;
mod options;
mod types;

pub(crate) use docstring::SPELLING;

use crate::output::Output;

pub(crate) fn outputs() -> Vec<Output> {
    let mut outputs = operations::outputs();
    outputs.extend(fields::outputs());
    outputs.push(errors::output());
    outputs.push(options::output());
    outputs
}
