//! What happens to a call, told to those who watch it.

mod event;
mod observer;
mod tell;
#[cfg(test)]
mod tests;
#[cfg(feature = "tracing")]
mod to_tracing;
mod watch;

pub use event::{Event, EventName};
pub use observer::Observer;
pub(super) use watch::Watch;
