//! The browser's and Node's way into the core: it converts and does nothing else.
//!
//! The public API is written in TypeScript (`ts/`). Its values live in JavaScript's memory: they are copied in when used, and
//! results are copied out, so that users have nothing to free. This crate has three builds: the package itself, and, each with
//! its feature alone, what few pages need (settling, and lists over several tenants) and the simulated tenants.

#[cfg(feature = "package")]
mod answer;
#[cfg(feature = "package")]
mod call;
#[cfg(feature = "package")]
mod crossing;
#[cfg(feature = "package")]
mod error;
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
#[cfg(feature = "settle")]
mod settle;
#[cfg(feature = "package")]
mod tenant;
#[cfg(feature = "package")]
mod text;

#[cfg(feature = "package")]
pub use call::{call, call_event, call_free, call_poll, clock_set, default_body_limit, pacer, pacer_free};
#[cfg(feature = "package")]
pub use crossing::{reserve, room};
#[cfg(feature = "package")]
pub use error::{invalid, kind, lost};
#[cfg(feature = "package")]
pub use operation::{again, describe, lost_by, operation, parse, rows};
#[cfg(feature = "settle")]
pub use overview::Overview;
#[cfg(feature = "package")]
pub use reading::{pages, pages_free, pages_next, pages_take};
#[cfg(feature = "sandbox")]
pub use sandbox::{Reply, Sandbox};
#[cfg(feature = "settle")]
pub use settle::{Settle, settlement};
#[cfg(feature = "package")]
pub use tenant::{request, tenant};

/// A third of the size of the allocator of the standard library, and quicker for the many small texts of a call.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
