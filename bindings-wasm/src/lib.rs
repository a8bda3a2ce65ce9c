//! The browser's and Node's way into the core: it converts and does nothing else.
//!
//! What users see is written in TypeScript (`ts/`); it hands over text and bytes, and gets handles, text and numbers
//! back. Two builds come from this crate: the package itself, and with the feature `sandbox` alone the simulated tenants.

#[cfg(feature = "package")]
mod answer;
#[cfg(feature = "package")]
mod call;
#[cfg(feature = "package")]
mod error;
#[cfg(feature = "package")]
mod operation;
#[cfg(feature = "package")]
mod page;
#[cfg(feature = "package")]
mod report;
#[cfg(feature = "sandbox")]
mod sandbox;
#[cfg(feature = "package")]
mod tenant;

#[cfg(feature = "package")]
pub use answer::Answer;
#[cfg(feature = "package")]
pub use call::{Call, default_body_limit};
#[cfg(feature = "package")]
pub use error::Failure;
#[cfg(feature = "package")]
pub use operation::Operation;
#[cfg(feature = "sandbox")]
pub use sandbox::{Reply, Sandbox};
#[cfg(feature = "package")]
pub use tenant::{Pacer, Tenant};

/// A third of the size of the allocator of the standard library, and quicker for the many small texts of a call.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
