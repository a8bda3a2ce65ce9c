//! The browser's and Node's way into the core: it converts and does nothing else.
//!
//! The public API is written in TypeScript (`ts/`). Its values live in JavaScript's memory: they are copied in when used, and
//! results are copied out, so that users have nothing to free. This crate has four builds: the package itself, and, each with
//! its feature alone, what few pages need (settling, and lists over several tenants), bulk runs and the simulated tenants.

#[cfg(feature = "package")]
mod answer;
#[cfg(feature = "bulk")]
mod bulk;
#[cfg(feature = "package")]
mod call;
#[cfg(feature = "package")]
mod crossing;
#[cfg(any(feature = "package", feature = "bulk"))]
mod error;
#[cfg(feature = "package")]
mod made_error;
#[cfg(feature = "package")]
mod numbers;
#[cfg(feature = "package")]
mod operation;
#[cfg(feature = "settle")]
mod overview;
#[cfg(feature = "package")]
mod places;
#[cfg(feature = "package")]
mod reading;
#[cfg(feature = "sandbox")]
mod sandbox;
#[cfg(any(feature = "settle", feature = "bulk"))]
mod settle;
#[cfg(feature = "package")]
mod tenant;
#[cfg(any(feature = "package", feature = "bulk"))]
mod text;
#[cfg(any(feature = "settle", feature = "bulk"))]
mod texts;
#[cfg(any(feature = "package", feature = "bulk"))]
mod wire;

#[cfg(feature = "bulk")]
pub use bulk::{Journal, Pacer, Plan, Reader, Report, Run};
#[cfg(feature = "package")]
pub use call::{call, call_event, call_free, call_poll, clock_set, default_body_limit, pacer, pacer_free};
#[cfg(feature = "package")]
pub use crossing::{reserve, room};
#[cfg(feature = "package")]
pub use made_error::{invalid, kind, lost};
#[cfg(feature = "package")]
pub use operation::{again, describe, lost_by, operation, parse, rows};
#[cfg(feature = "settle")]
pub use overview::Overview;
#[cfg(feature = "package")]
pub use reading::{pages, pages_free, pages_next, pages_take};
#[cfg(feature = "sandbox")]
pub use sandbox::{Reply, Sandbox};
#[cfg(any(feature = "settle", feature = "bulk"))]
pub use settle::Settle;
#[cfg(feature = "settle")]
pub use settle::settlement;
#[cfg(feature = "package")]
pub use tenant::{request, tenant};

/// A third of the size of the allocator of the standard library, and quicker for the many small texts of a call.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
