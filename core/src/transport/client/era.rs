//! The time of calls: epoch milliseconds that advance evenly even when the machine's clock is set.

use std::time::Instant;

/// How far the machine's clock may differ from ours before a new era begins. Signatures need it correct to minutes.
const TOLERANCE_MS: u64 = 1_000;

/// A stretch of time in which the machine's clock was not set: it began with a reading of that clock, and has been counted
/// evenly since. A call stays in the era in which it began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Era {
    began_ms: u64,
    began: Instant,
}

impl Era {
    pub(crate) fn begin(wall_ms: u64) -> Self {
        Era { began_ms: wall_ms, began: Instant::now() }
    }

    pub(crate) fn now_ms(&self) -> u64 {
        self.began_ms.saturating_add(u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    /// Whether the machine's clock was set since.
    pub(crate) fn is_over(&self, wall_ms: u64) -> bool {
        self.now_ms().abs_diff(wall_ms) > TOLERANCE_MS
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn an_era_ends_when_the_clock_is_set() {
        // No time passes in it during this test.
        let era = Era { began: Instant::now() + Duration::from_secs(3_600), ..Era::begin(1_000_000) };
        assert!(!era.is_over(1_001_000) && !era.is_over(999_000));
        assert!(era.is_over(1_001_001) && era.is_over(998_999) && era.is_over(4_600_000) && era.is_over(0));
        assert!((1_000_000..1_060_000).contains(&Era::begin(1_000_000).now_ms()));
    }
}
