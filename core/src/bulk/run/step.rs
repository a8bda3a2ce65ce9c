//! What a run asks of its driver, and how far it has come.

use super::super::outcome::BulkCounts;
use crate::{
    call::{Attempt, WaitReason},
    wire::Request,
};

/// What the driver of a [`Run`](super::Run) must do next.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use = "a step says what to do next: a request that it hands out counts as sent"]
pub enum BulkStep {
    /// Append this to the journal and sync it to disk, then call [`Run::on_written`](super::Run::on_written). Further polls may give
    /// requests to send meanwhile.
    Write {
        /// Whole lines.
        text: String,
    },
    /// Get a permit for one attempt from the limiter that is shared with others, then call [`Run::on_acquired`](super::Run::on_acquired).
    /// Further polls may give other things to do meanwhile. Only with [`BulkOptions::acquires`](super::BulkOptions::acquires).
    Acquire {
        /// The call that it is for.
        flight: u32,
    },
    /// Send the request once, then call [`Run::on_response`](super::Run::on_response) or
    /// [`Run::on_transport_failure`](super::Run::on_transport_failure). Further polls may give other requests meanwhile.
    Send {
        /// The call that it belongs to.
        flight: u32,
        /// The attempt.
        attempt: Attempt,
        /// The request, signed for this attempt.
        request: Request,
        /// When the attempt times out: epoch milliseconds, by the clock that the run was polled with.
        until_ms: u64,
    },
    /// Poll again at or after `until_ms`, or when something was reported.
    Wait {
        /// Epoch milliseconds.
        until_ms: u64,
        /// What is waited for; `None` for the journal.
        why: Option<WaitReason>,
    },
    /// The run is over: take [`Run::report`](super::Run::report).
    Done,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct BulkProgress {
    /// The outcomes so far; `not_attempted` counts those that have none yet.
    pub counts: BulkCounts,
    /// How many incidents have an outcome.
    pub settled: usize,
    /// How many attempts were sent.
    pub sent: u64,
    /// How many requests are in flight.
    pub in_flight: usize,
    /// What the run waits for, if nothing is in flight, and until when in epoch milliseconds.
    pub waiting: Option<(WaitReason, u64)>,
    /// How long it has been running, in milliseconds.
    pub elapsed_ms: u64,
    /// How many incidents got an outcome each second, in this process.
    pub rate: f64,
    /// How many milliseconds are left at this rate; `None` until there is one.
    pub left_ms: Option<u64>,
}
