//! soarwire knows exactly what incident-response calls look like on the wire, and what every answer means.
//!
//! It builds the requests and reads the answers of [D3 SOAR's remote commands](d3) and of
//! [Cortex Xpanse's incident API](xpanse). By default it does no I/O at all: time, nonces and randomness are arguments.
//!
//! - **Never a false success.** A [`Report`] has an [`Outcome`] for every incident that was asked for. What the answer
//!   leaves out is *unreported*; HTTP 200 alone is not success.
//! - **Never the same comment twice.** A request that appends is not repeated once it may have been carried out; such an
//!   outcome is *unknown*, and the [`Error`] says so.
//! - **No key in a log.** Credentials print as `***` everywhere.
//!
//! # Three ways to use it
//!
//! **1. Plain data.** Build a request, send it with any HTTP client, read the answer:
//!
//! ```
//! use soarwire::{Operation, Response, Tenant, d3};
//!
//! # fn main() -> Result<(), soarwire::Error> {
//! let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?
//!     .with_auth(d3::Auth::api_key("the key that D3 shows"))?;
//! let close = d3::CloseIncidents::new(["20261103-104", "20261103-105"], true);
//!
//! // Only Xpanse advanced keys use the nonce and the time.
//! let request = tenant.sign_with(&close, "", 0)?;
//! assert_eq!(request.url(), "https://soc.example.com/MainApp/VSOC/api/Command/CloseIncidentInBulk");
//! assert_eq!(request.header("d3key"), Some("the key that D3 shows"));
//!
//! // … the answer arrives, by any transport:
//! let body = br#"{"error": "", "returnData": "Successful",
//!     "contextData": [{"Incident Number": "20261103-104", "Result": "Successful"}]}"#;
//! let report = close.parse(Response::new(200, &body[..]))?;
//! assert_eq!(report.succeeded().collect::<Vec<_>>(), ["20261103-104"]);
//! assert_eq!(report.unreported().collect::<Vec<_>>(), ["20261103-105"]);
//! # Ok(())
//! # }
//! ```
//!
//! **2. A state machine.** [`Call`] decides on attempts, waits, `Retry-After`, the deadline and fresh signatures. Its driver
//! is a loop around any transport; tests drive it in virtual time:
//!
//! ```
//! use soarwire::{Call, Pacer, Policy, Response, Step, Tenant, xpanse};
//!
//! # fn main() -> Result<(), soarwire::Error> {
//! let tenant = xpanse::Tenant::new("acme.crtx.us.example.com")?.with_auth(xpanse::Auth::standard("7", "the key"))?;
//! let update = xpanse::UpdateIncident::new("5471").status("resolved");
//! let mut call = Call::new(tenant.prepare(&update)?, Pacer::new(10.0)?, Policy::default(), 1);
//! let mut now_ms = 1_790_000_000_000;
//! let mut answers = [(429, ""), (200, r#"{"reply": true}"#)].into_iter();
//! let report = loop {
//!     match call.poll(now_ms, "a fresh nonce for advanced keys") {
//!         Step::Send { attempt, request, .. } => {
//!             assert!(request.url().ends_with("/public_api/v1/incidents/update_incident/"));
//!             let (status, body) = answers.next().unwrap_or((503, ""));
//!             call.on_response(now_ms, attempt, Response::new(status, body.as_bytes()));
//!         }
//!         Step::Wait { until_ms, .. } => now_ms = until_ms,
//!         Step::Done(result) => break result?,
//!         _ => unreachable!("no further steps"),
//!     }
//! };
//! assert!(report.all_succeeded());
//! assert_eq!(call.attempts(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! **3. Batteries included.** With the feature `ureq`, a blocking `Client` does all of this over HTTP; with the feature
//! `reqwest`, `AsyncClient` does in a tokio runtime:
//!
//! ```no_run
//! # #[cfg(feature = "ureq")]
//! # fn main() -> Result<(), soarwire::Error> {
//! use soarwire::{Client, d3};
//!
//! let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?
//!     .with_auth(d3::Auth::api_key("the key that D3 shows"))?;
//! let report = Client::new(tenant).run(&d3::CloseIncidents::new(["20261103-104"], true))?;
//! for failed in report.failed() {
//!     println!("{}: {}", failed.id, failed.reason);
//! }
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "ureq"))]
//! # fn main() {}
//! ```
//!
//! # Many incidents
//!
//! A [`bulk::Plan`] divides an operation for many incidents into requests, and a [`bulk::Run`] sends them: paced, a few at a time, with an
//! outcome for every incident, and with a journal from which it goes on after its program was killed. With the feature `ureq`,
//! `Client::run_bulk` and `Client::resume` drive it.
//!
//! # Features
//!
//! | feature | adds |
//! | --- | --- |
//! | `catalogue` | all operations and their parameters as data, for generators and command lines |
//! | `events` | observers of calls: attempts, waits, answers, ends |
//! | `http` | conversions to and from the types of the `http` crate |
//! | `reqwest` | the asynchronous `AsyncClient`, on tokio |
//! | `system` | nonces and the time from the machine, for drivers written by hand: no sockets |
//! | `tracing` | the events of calls for subscribers of the `tracing` crate |
//! | `ureq` | the blocking `Client`: sockets, clock and randomness |
//! | `sandbox` | simulated D3 and Xpanse tenants, sans-IO, with scripted faults and effect counters |
//! | `serve` | the sandbox over HTTP on a loopback port |

#![cfg_attr(docsrs, feature(doc_cfg))]
// The badges name the feature that one asks for, not what it stands on.
#![cfg_attr(docsrs, doc(auto_cfg(hide(feature = "system", target_arch = "wasm32", target_os = "unknown"))))]

#[cfg(all(
    any(feature = "reqwest", feature = "serve", feature = "system", feature = "ureq"),
    target_arch = "wasm32",
    target_os = "unknown"
))]
compile_error!(
    "wasm32-unknown-unknown has no sockets, clock or random numbers, so the features `reqwest`, `serve`, `system` and `ureq` \
     of soarwire do not exist there: leave them out, drive `soarwire::Call` yourself and send its requests with `fetch`, or \
     use the npm package `soarwire`. `sandbox` works on every target."
);

// What is marked `cfg_attr(target_family = "wasm", inline(never))` is compiled once for the browser, where size counts. Elsewhere the
// compiler decides.

#[macro_use]
mod list;
#[macro_use]
mod setters;

mod answer;
pub mod bulk;
mod call;
#[cfg(feature = "catalogue")]
pub mod catalogue;
pub mod d3;
mod error;
pub mod ffi;
mod id_index;
mod json;
mod kind;
mod name;
mod operation;
mod reading;
mod reply_context;
#[cfg(feature = "sandbox")]
pub mod sandbox;
#[cfg(feature = "sandbox")]
mod simulation;
mod text;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub mod transport;
mod typed;
mod wire;
pub mod xpanse;

pub use answer::{
    Answer, AnyAnswer, Counts, Created, Details, Failed, Incomplete, Item, NextPage, Outcome, Page, Reply, Report, Row,
    Validity,
};
pub use call::{Attempt, Call, Pacer, Policy, Step, WaitReason};
#[cfg(feature = "events")]
pub use call::{Event, EventName, Observer};
pub use error::{Body, Detail, Error, Service, TransportError, Undecodable};
pub use ffi::{AnyOperation, AnyTenant, TenantConfig};
pub use kind::{CATALOGUE, Entry, Family, Kind, Repeat};
pub use name::UnknownName;
pub use operation::{Change, Operation, Param, Params, Prepared, RateBucket, RunsOn, Target, Tenant};
#[doc(hidden)]
pub use reading::Turn;
pub use reading::{Listing, Overview, OverviewRow, OverviewStep, Pages, PagesEnd, Settle, Settled, Settlement};
pub use reply_context::{Asked, Effect};
#[cfg(feature = "sandbox")]
pub use simulation::Arrival;
#[cfg(all(feature = "system", not(all(target_arch = "wasm32", target_os = "unknown"))))]
#[doc(inline)]
pub use transport::exports::*;
#[doc(hidden)]
pub use wire::fuzz_base_url;
pub use wire::{DEFAULT_BODY_LIMIT, HeaderValue, Request, Response, Secret, SecretSource};
#[doc(hidden)]
pub use {operation::Reading, reply_context::ReplyContext};
