//! A request of a run, and those that were halved.

use crate::{bulk::halving::Halving, kind::Kind};

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

/// A request that was halved, and why.
#[derive(Debug)]
pub(super) struct Family {
    pub(super) halving: Halving,
    pub(super) kind: Kind,
    /// Whether the guard held a moment ago.
    pub(super) is_guarded: bool,
}
