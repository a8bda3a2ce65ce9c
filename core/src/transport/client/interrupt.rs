//! Stopping a call from within.

use std::{fmt, sync::Arc};

/// Stops a call from within: a hook that is asked, by whichever thread drives the call, at least every 100 ms while the call
/// waits or a request is in flight. When it returns true the call ends.
///
/// It is owned rather than borrowed since connections outlive a call.
#[derive(Clone)]
pub struct Interrupt(Arc<dyn Fn() -> bool + Send + Sync>);

impl Interrupt {
    /// A hook that says whether to stop.
    pub fn new(hook: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Interrupt(Arc::new(hook))
    }

    /// Asks the hook.
    pub(crate) fn says_stop(&self) -> bool {
        (self.0)()
    }
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interrupt")
    }
}
