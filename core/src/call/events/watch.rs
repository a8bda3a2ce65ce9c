//! What a call remembers for those who watch it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use super::{Event, EventName, Observer};
use crate::{call::WaitReason, operation::Prepared};

/// How much of a body is told.
const MOST_OF_BODY: usize = 2_048;

/// The observers of one call, and what their events need.
#[derive(Debug)]
pub(in crate::call) struct Watch {
    observers: Vec<Observer>,
    /// What all events of the call have in common.
    common: Event,
    begun: bool,
    /// When the attempt in flight was sent.
    pub(super) sent_ms: u64,
    /// The latest wait that was told: until when, and why.
    pub(super) waits: Option<(u64, WaitReason)>,
    /// What the last answer said of itself.
    pub(super) status: Option<u16>,
    pub(super) request_id: Option<Arc<str>>,
    /// The beginning of the body that is being read.
    pub(super) body: Option<Arc<str>>,
}

impl Watch {
    /// Watches a call from its beginning, if anybody wants to.
    pub(in crate::call) fn of<A>(prepared: &Prepared<A>) -> Option<Box<Watch>> {
        #[cfg(feature = "tracing")]
        if super::to_tracing::is_wanted() {
            return Some(Watch::new(prepared, Observer::new(super::to_tracing::emit)));
        }
        let _ = prepared;
        None
    }

    pub(in crate::call) fn new<A>(prepared: &Prepared<A>, observer: Observer) -> Box<Watch> {
        static CALLS: AtomicU64 = AtomicU64::new(1);
        Box::new(Watch {
            observers: vec![observer],
            common: Event {
                name: EventName::Begin,
                call: CALLS.fetch_add(1, Ordering::Relaxed),
                operation: prepared.context.operation,
                tenant: prepared.base_url().into(),
                attempt: 0,
                elapsed: Duration::ZERO,
                why: None,
                wait: None,
                attempt_elapsed: None,
                status: None,
                request_id: None,
                body: None,
                kind: None,
                maybe_executed: None,
                counts: None,
            },
            begun: false,
            sent_ms: 0,
            waits: None,
            status: None,
            request_id: None,
            body: None,
        })
    }

    /// The beginning of a body, if any observer wants it.
    pub(super) fn excerpt(&self, body: &[u8]) -> Option<Arc<str>> {
        let wanted = self.observers.iter().any(|observer| observer.wants_bodies);
        let beginning = body.get(..MOST_OF_BODY).unwrap_or(body);
        wanted.then(|| String::from_utf8_lossy(beginning).into())
    }

    pub(in crate::call) fn add(&mut self, observer: Observer) {
        self.observers.push(observer);
    }

    /// Tells all observers of an event, the first time that the call began too. `fill` adds what is particular to it.
    pub(super) fn tell(&mut self, name: EventName, attempt: u32, now_ms: u64, fill: impl FnOnce(&mut Event)) {
        if !std::mem::replace(&mut self.begun, true) {
            self.emit(&self.common.clone());
        }
        let mut event = Event { name, attempt, elapsed: Duration::from_millis(now_ms), ..self.common.clone() };
        fill(&mut event);
        self.emit(&event);
    }

    fn emit(&self, event: &Event) {
        self.observers.iter().for_each(|observer| observer.observe(event));
    }
}
