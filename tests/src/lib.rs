//! What no single crate owns: the vectors' runner, and helpers of the tests beside it.

pub mod compare;
pub mod vectors;
