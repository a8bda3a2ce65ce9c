//! The npm package and what runs its vectors.

mod fields;
mod kinds;
mod operations;
mod params;
mod types;
mod vectors;

use crate::output::Output;

pub(crate) fn outputs() -> Vec<Output> {
    [kinds::outputs(), operations::outputs(), fields::outputs(), types::outputs(), vectors::outputs()]
        .into_iter()
        .flatten()
        .collect()
}
