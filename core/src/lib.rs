//! soarwire knows exactly what incident-response calls look like on the wire, and what every answer means.

mod call;
pub mod contract;
pub mod d3;
mod error;
mod failure;
mod governor;
mod json;
mod kind;
mod operation;
mod outcome;
mod params;
mod reading;
mod retry;
mod retry_after;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod secret;
mod sign;
#[cfg(any(feature = "ureq", feature = "serve"))]
pub mod transport;
mod wire;
pub mod xpanse;

pub use call::{Call, Step, Why};
pub use error::{Body, Detail, Error, Service, TransportError};
pub use governor::Governor;
pub use kind::{CATALOGUE, Entry, Family, Kind, Repeat};
pub use operation::{Asked, Effect, Operation, Prepared, Tenant};
pub use outcome::{Counts, Failed, Item, Outcome, Report};
pub use retry::Policy;
pub use secret::Secret;
pub use wire::{DEFAULT_BODY_LIMIT, HeaderValue, Request, Response};
#[doc(hidden)]
pub use wire::fuzz_base_url;
