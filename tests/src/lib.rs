//! The runner of the vectors, and helpers for the tests.

pub mod compare;
pub mod hostile;
pub mod run_vectors;

/// The Rust blocks of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
