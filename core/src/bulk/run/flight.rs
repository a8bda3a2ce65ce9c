//! One call of a run.

use super::super::halving::Halving;
use crate::{
    answer::AnyAnswer,
    call::{Attempt, Call},
    kind::Kind,
    reading::Settle,
};

/// A request that is to be made.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Its number.
    pub(super) number: u32,
    /// The places of its incidents.
    pub(super) places: Vec<u32>,
    /// The number of the request of which it is a part that was halved.
    pub(super) family: Option<u32>,
    /// How often it was begun.
    pub(super) begun: u8,
    /// Whether the guard held.
    pub(super) is_guarded: bool,
    /// The batch of the journal that says that it is about to be sent, if that was written down ahead.
    pub(super) written: Option<u64>,
}

impl Part {
    pub(super) fn new(number: u32, places: Vec<u32>) -> Self {
        Part { number, places, family: None, begun: 0, is_guarded: false, written: None }
    }
}

/// What a call is for.
#[derive(Debug)]
pub(super) enum Work {
    /// It acts.
    Act(Part),
    /// It reads what a guard looks at.
    Guard(super::guarding::Reading),
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

/// A request that was halved, and why.
#[derive(Debug)]
pub(super) struct Family {
    pub(super) halving: Halving,
    pub(super) kind: Kind,
    /// Whether the guard held a moment ago.
    pub(super) is_guarded: bool,
}
