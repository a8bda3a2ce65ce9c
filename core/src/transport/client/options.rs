//! Limits and hooks of one call.

use std::time::Duration;

use super::interrupt::Interrupt;
use crate::call::{Observer, WaitReason};

/// Limits and hooks of one call. The default leaves all to the client's [`Policy`](crate::Policy).
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct RunOptions<'a> {
    /// The time for the whole call, waits included; it replaces the deadline of the policy.
    pub timeout: Option<Duration>,
    /// How often the request may be sent.
    pub max_attempts: Option<u32>,
    /// Asked at least every 100 ms while the call waits or a request is in flight; ends the call when it returns true. A
    /// request that is out then may have been carried out, and the error says that.
    pub interrupt: Option<Interrupt>,
    /// Told about every wait before it begins.
    pub on_wait: Option<&'a (dyn Fn(Wait) + Sync)>,
    /// Told what happens to the call, beside the client's own observer.
    pub on_event: Option<Observer>,
}

impl<'a> RunOptions<'a> {
    setters! {
        timeout: Duration = Some(timeout),
        max_attempts: u32 = Some(max_attempts),
        interrupt: Interrupt = Some(interrupt),
        on_wait: &'a (dyn Fn(Wait) + Sync) = Some(on_wait),
        on_event: Observer = Some(on_event),
    }
}

/// A wait that a call is about to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// What is waited for.
    pub why: WaitReason,
    /// How long, in milliseconds.
    pub ms: u64,
    /// How often the request was sent so far.
    pub attempts: u32,
}

impl Wait {
    /// How long.
    pub fn duration(&self) -> Duration {
        Duration::from_millis(self.ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Options go with the futures of calls, which any thread may poll.
    #[test]
    fn options_may_be_sent_and_shared() {
        fn check<T: Send + Sync>() {}
        check::<RunOptions<'static>>();
        check::<Interrupt>();
    }
}
