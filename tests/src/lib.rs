//! What no single crate owns: the vectors' runner, and helpers of the tests beside it.

pub mod compare;
pub mod hostile;
pub mod run_vectors;

/// The Rust blocks of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
