//! An operation for many incidents: planned, run, and reported incident by incident, with a journal from which a run resumes after
//! its program was ended.
//!
//! - [`Plan`]: what is to be done, divided into requests. Plain data.
//! - [`Run`]: does it, as a state machine over many calls of one tenant. No I/O: drivers send, write and wait.
//! - [`Journal`]: what a run wrote before it acted. A run resumes from it ([`Run::resume`]) and appends nothing twice.
//! - [`BulkReport`]: what happened to each incident.
//!
//! With the feature `ureq`, `Client::run_bulk` and `Client::resume` drive it.

mod guard;
mod halving;
mod incomplete;
mod journal;
mod outcome;
mod packed;
mod plan;
mod report;
mod run;
mod template;

pub use guard::Guard;
pub use incomplete::Incomplete;
pub use journal::{Journal, JournalReader};
#[cfg(feature = "ureq")]
pub(crate) use outcome::OwnedRow;
pub use outcome::{BulkCounts, BulkOutcome, BulkRow};
pub use plan::Plan;
pub use report::BulkReport;
pub use run::{BulkOptions, BulkProgress, BulkStep, Run};

/// How a run ended that was not stopped.
const DONE: &str = "done";
