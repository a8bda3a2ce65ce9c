//! The limits of a run.

use crate::call::Policy;

/// The limits of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BulkOptions {
    /// How many requests are in flight at most; `None` for the default: 4 for D3, 8 for Xpanse.
    pub concurrency: Option<usize>,
    /// The time for the whole run in milliseconds, from its first poll: nothing is sent after it.
    pub deadline_ms: Option<u64>,
    /// After how many calls in a row that ended with a transport failure or a server error the run stops. Default 5; 0 for never.
    pub breaker: u32,
    /// Whether each attempt needs a permit of a limiter that is shared with others: [`BulkStep::Acquire`](super::BulkStep::Acquire) asks
    /// for it. Default: no.
    pub acquires: bool,
    /// The limits of each call; its deadline counts from when it is begun.
    pub policy: Policy,
}

impl Default for BulkOptions {
    fn default() -> Self {
        BulkOptions { concurrency: None, deadline_ms: None, breaker: 5, acquires: false, policy: Policy::default() }
    }
}

impl BulkOptions {
    setters! {
        concurrency: usize = Some(concurrency),
        deadline_ms: u64 = Some(deadline_ms),
        breaker: u32 = breaker,
        acquires: bool = acquires,
        policy: Policy = policy,
    }
}
