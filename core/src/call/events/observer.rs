//! Who is told.

use std::{fmt, sync::Arc};

use super::Event;

/// A function that is told what happens to calls: for logs, metrics and traces.
///
/// It is called on the thread that drives the call, at the moment of the event, and should return soon. It cannot change what
/// the call does. Clones share the function.
///
/// ```
/// # use soarwire::Observer;
/// let observer = Observer::new(|event| {
///     println!("{} {}: attempt {}, {:?}", event.operation, event.name, event.attempt, event.elapsed);
/// });
/// ```
#[derive(Clone)]
pub struct Observer {
    observe: Arc<dyn Fn(&Event) + Send + Sync>,
    pub(super) wants_bodies: bool,
}

impl Observer {
    /// An observer that calls this function.
    pub fn new(observe: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        Observer { observe: Arc::new(observe), wants_bodies: false }
    }

    /// Has events carry the beginnings of bodies, of requests and answers. They may hold personal data.
    #[must_use]
    pub fn with_bodies(mut self) -> Self {
        self.wants_bodies = true;
        self
    }

    pub(super) fn observe(&self, event: &Event) {
        (self.observe)(event);
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}

/// Whether they are clones of one another.
impl PartialEq for Observer {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.observe, &other.observe)
    }
}

impl Eq for Observer {}
