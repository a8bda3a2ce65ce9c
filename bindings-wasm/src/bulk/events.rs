//! What happens to the calls of a run, until JavaScript asks for it: its listeners may not be called from the middle of a step.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use soarwire::{Event, Observer, ffi};

/// Events as JSON text, separated by commas.
#[derive(Clone, Default)]
pub(super) struct Events(Arc<Mutex<String>>);

impl Events {
    /// What fills it.
    pub(super) fn observer(&self) -> Observer {
        let events = self.clone();
        Observer::new(move |event| events.push(event))
    }

    fn push(&self, event: &Event) {
        let mut text = self.text();
        if !text.is_empty() {
            text.push(',');
        }
        ffi::push_event(&mut text, event);
    }

    /// All of them as an array; none are kept.
    pub(super) fn take(&self) -> String {
        let events = std::mem::take(&mut *self.text());
        ["[", &events, "]"].concat()
    }

    fn text(&self) -> MutexGuard<'_, String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
