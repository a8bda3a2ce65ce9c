//! One call of a run.

use super::{guarding::Reading, part::Part};
use crate::{
    answer::AnyAnswer,
    call::{Attempt, Call},
    kind::Kind,
    reading::Settle,
};

/// What a call is for.
#[derive(Debug)]
pub(super) enum Work {
    /// It acts.
    Act(Part),
    /// It reads what a guard looks at.
    Guard(Reading),
    /// It reads back what became of incidents.
    Settle(Box<Settle>),
}

/// How far a call is with its next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing is written down for it.
    Asking,
    /// That it is about to be sent is in this batch of the journal.
    Recorded(u64),
    /// It may be sent: there is nothing to write down.
    Free,
    /// It is in flight.
    Sent { attempt: Attempt, until_ms: u64 },
}

/// Whether an attempt has what it needs of a limiter that is shared with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Permit {
    /// It needs one.
    Needed,
    /// It could go out if it had one.
    Wanted,
    /// The driver gets one.
    Asked,
    /// It has one, or needs none.
    Held,
}

/// A call of a run, and what it is for.
#[derive(Debug)]
pub(super) struct Flight {
    pub(super) id: u32,
    pub(super) call: Call<AnyAnswer>,
    pub(super) work: Work,
    pub(super) phase: Phase,
    /// Of the next attempt.
    pub(super) permit: Permit,
    /// How the attempt failed that was just reported, if it was certainly not carried out: that is still to be written down.
    pub(super) returned: Option<Kind>,
    /// Whether the pace keeps it waiting for long.
    pub(super) is_paced: bool,
    /// Whether an intent is on its way to the journal, and nothing was sent for it.
    pub(super) is_intended: bool,
}

impl Flight {
    /// Whether the next attempt has its permit; if not, one is wanted.
    pub(super) fn may_go(&mut self) -> bool {
        if self.permit == Permit::Needed {
            self.permit = Permit::Wanted;
        }
        self.permit == Permit::Held
    }
}
