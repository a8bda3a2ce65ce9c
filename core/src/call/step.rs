//! What a call asks of its driver.

use crate::{answer::Report, error::Error, wire::Request};

/// What the driver of a [`Call`](crate::Call) has to do next.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use = "a step says what to do next: a request that it hands out counts as sent"]
pub enum Step<A = Report> {
    /// Send this, then report what came of it with [`Call::on_response`](crate::Call::on_response) or
    /// [`Call::on_transport_error`](crate::Call::on_transport_error).
    Send {
        /// The name of this attempt: what came of it is reported with it.
        attempt: Attempt,
        /// The request, freshly signed.
        request: Request,
        /// The epoch milliseconds after which the answer no longer counts.
        until_ms: u64,
    },
    /// Poll again at or after `until_ms`.
    Wait {
        /// Epoch milliseconds, by the clock that the call was polled with.
        until_ms: u64,
        /// What is waited for.
        why: WaitReason,
    },
    /// The call is over; every further poll gives the same.
    Done(Result<A, Error>),
}

/// The name of one attempt. Among the calls that share a pacer, each attempt has a name of its own; what is reported with
/// any other name than that of the request in flight is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Attempt(pub(super) u64);

impl Attempt {
    /// The name as a number, for languages that pass it through.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The name with this number.
    pub fn from_number(number: u64) -> Self {
        Attempt(number)
    }
}

/// What a call waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitReason {
    /// The tenant's pace.
    Pacing,
    /// The server asked this call, or another call of the tenant, to wait.
    RetryAfter,
    /// The backoff before the next attempt.
    Backoff,
    /// The answer to the request in flight.
    Answer,
}

impl WaitReason {
    /// The stable name, `pacing`, `retry_after`, `backoff` or `answer`.
    pub fn as_str(self) -> &'static str {
        match self {
            WaitReason::Pacing => "pacing",
            WaitReason::RetryAfter => "retry_after",
            WaitReason::Backoff => "backoff",
            WaitReason::Answer => "answer",
        }
    }
}
