//! What a call asks of its driver.

use crate::{answer::Report, error::Error, name::names, wire::Request};

/// What the driver of a [`Call`](crate::Call) must do next. It cannot be left out of account:
///
/// ```compile_fail
/// #![deny(unused_must_use)]
/// fn forgets(call: &mut soarwire::Call) {
///     call.poll(0, "");
/// }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use = "a step says what to do next: a request that it hands out counts as sent"]
pub enum Step<A = Report> {
    /// Send the request once, then report the result with [`Call::on_response`](crate::Call::on_response) or
    /// [`Call::on_transport_error`](crate::Call::on_transport_error).
    Send {
        /// Identifies this attempt in the report of its result.
        attempt: Attempt,
        /// The request, signed for this attempt.
        request: Request,
        /// When the attempt times out: epoch milliseconds, by the clock that the call was polled with.
        until_ms: u64,
    },
    /// Poll again at or after `until_ms`.
    Wait {
        /// Epoch milliseconds, by the clock that the call was polled with.
        until_ms: u64,
        /// What the call waits for.
        why: WaitReason,
    },
    /// The call is done; every further poll returns the same result.
    Done(Result<A, Error>),
}

/// Identifies one attempt, uniquely among all calls that share a pacer. A report with any attempt other than the one in
/// flight is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attempt(pub(super) u64);

impl Attempt {
    /// The attempt as a number, for bindings.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The attempt with this number, from [`Attempt::number`].
    pub fn from_number(number: u64) -> Self {
        Attempt(number)
    }
}

/// What a call waits for; see [`Step::Wait`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WaitReason {
    /// A free place in the tenant's request rate.
    Pacing,
    /// The end of a cooldown: the server asked this or another call of the tenant to wait. The call that was asked waits for up to a
    /// tenth longer, so that calls do not come back all at once.
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

    /// The reason with this stable name; `None` for an unknown name.
    pub fn from_name(name: &str) -> Option<WaitReason> {
        use WaitReason::{Answer, Backoff, Pacing, RetryAfter};
        [Pacing, RetryAfter, Backoff, Answer].into_iter().find(|why| why.as_str() == name)
    }
}

names!(WaitReason);

#[cfg(test)]
mod tests {
    use super::*;

    /// Bindings pass attempts as numbers and reasons by name.
    #[test]
    fn attempts_and_reasons_cross_a_language_boundary() {
        for number in [1, 2, 600, u64::MAX] {
            assert_eq!(Attempt::from_number(number).number(), number);
        }
        let reasons = [WaitReason::Pacing, WaitReason::RetryAfter, WaitReason::Backoff, WaitReason::Answer];
        assert_eq!(reasons.map(WaitReason::as_str), ["pacing", "retry_after", "backoff", "answer"]);
        assert_eq!(reasons.map(|why| why.to_string().parse()), reasons.map(Ok));
    }
}
