//! The machine's clock.

use std::time::SystemTime;

/// The machine's clock, in epoch milliseconds: the time that [`Tenant::sign_with`](crate::Tenant::sign_with) and
/// [`Call::poll`](crate::Call::poll) take.
#[cfg_attr(docsrs, doc(cfg(feature = "system")))]
pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
