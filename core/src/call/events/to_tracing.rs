//! Events for subscribers of the crate `tracing`: the target is `soarwire`, the end of a call is at the level INFO, the rest
//! at DEBUG.

use tracing::Level;

use super::{Event, EventName};
use crate::call::whole_ms;

const TARGET: &str = "soarwire";

/// Whether any subscriber wants them.
pub(super) fn is_wanted() -> bool {
    tracing::enabled!(target: TARGET, Level::INFO)
}

pub(super) fn emit(event: &Event) {
    let name = event.name.as_str();
    let (why, kind) = (event.why.map(|why| why.as_str()), event.kind.map(|kind| kind.as_str()));
    let Event { call, operation, attempt, status, maybe_executed, .. } = event;
    let elapsed_ms = whole_ms(event.elapsed);
    let (wait_ms, attempt_ms) = (event.wait.map(whole_ms), event.attempt_elapsed.map(whole_ms));
    let (tenant, request_id) = (&*event.tenant, event.request_id.as_deref());
    let count = |count: fn(&crate::Counts) -> usize| event.counts.as_ref().map(count);
    macro_rules! emit {
        ($level:expr) => {
            tracing::event!(
                target: TARGET, $level, name, call, operation, tenant, attempt, elapsed_ms, why, wait_ms, attempt_ms,
                status, request_id, kind, maybe_executed,
                asked = count(|counts| counts.asked), succeeded = count(|counts| counts.succeeded),
                failed = count(|counts| counts.failed), unreported = count(|counts| counts.unreported),
                unknown = count(|counts| counts.unknown),
            )
        };
    }
    match event.name {
        EventName::End => emit!(Level::INFO),
        _ => emit!(Level::DEBUG),
    }
}
