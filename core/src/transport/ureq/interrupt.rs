//! Stopping a call from within.

use std::{fmt, rc::Rc};

/// Stops a call from within: a hook that is asked, on the thread of the call, at least every 100 ms while the call
/// waits or a request is in flight. When it returns true the call ends.
///
/// It is owned rather than borrowed since connections outlive a call. What it captures need not be `Send`.
#[derive(Clone)]
pub struct Interrupt(Rc<dyn Fn() -> bool>);

impl Interrupt {
    /// A hook that says whether to stop.
    pub fn new(hook: impl Fn() -> bool + 'static) -> Self {
        Interrupt(Rc::new(hook))
    }

    /// Asks the hook.
    pub(super) fn says_stop(&self) -> bool {
        (self.0)()
    }
}

impl fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interrupt")
    }
}
