//! The runner of the vectors, and helpers for the tests.

pub mod compare;
pub mod hostile;
#[cfg(feature = "sockets")]
pub mod raw_server;
pub mod run_vectors;

/// The Rust blocks of the documentation, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../docs/filters.md")]
#[doc = include_str!("../../docs/outcomes.md")]
#[doc = include_str!("../../docs/sandbox.md")]
struct Documentation;

#[cfg(all(doctest, feature = "sockets"))]
#[doc = include_str!("../../docs/drivers.md")]
#[doc = include_str!("../../docs/observability.md")]
struct DocumentationOfClients;
