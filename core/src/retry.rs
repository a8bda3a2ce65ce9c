//! How often a call may be repeated, and how long to wait before that.

/// The limits of one call. All times are milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How often the request may be sent, the first time included. Default 4.
    pub max_attempts: u32,
    /// The time for the whole call, waits included. Default 120,000.
    pub deadline_ms: u64,
    /// The time for one attempt. Default 60,000.
    pub attempt_timeout_ms: u64,
    /// The first backoff; it doubles with each attempt. Default 500.
    pub backoff_base_ms: u64,
    /// The longest backoff. Default 30,000.
    pub backoff_cap_ms: u64,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            max_attempts: 4,
            deadline_ms: 120_000,
            attempt_timeout_ms: 60_000,
            backoff_base_ms: 500,
            backoff_cap_ms: 30_000,
        }
    }
}

impl Policy {
    /// The same policy with other limits for one call; `None` leaves a limit as it is.
    #[must_use]
    pub fn overridden(mut self, timeout_ms: Option<u64>, max_attempts: Option<u32>) -> Self {
        if let Some(timeout_ms) = timeout_ms {
            self.deadline_ms = timeout_ms;
            self.attempt_timeout_ms = self.attempt_timeout_ms.min(timeout_ms);
        }
        self.max_attempts = max_attempts.unwrap_or(self.max_attempts);
        self
    }
}

/// Exponential backoff with full jitter, drawn from a seed: the same seed gives the same waits.
#[derive(Clone, Debug)]
pub(crate) struct Backoff {
    state: u64,
}

impl Backoff {
    pub(crate) fn new(seed: u64) -> Self {
        Backoff { state: seed }
    }

    /// Anything from nothing to the doubled base, before attempt `attempts + 1`.
    pub(crate) fn next_ms(&mut self, policy: &Policy, attempts: u32) -> u64 {
        let doubled =
            policy.backoff_base_ms.saturating_mul(1u64.checked_shl(attempts.saturating_sub(1)).unwrap_or(u64::MAX));
        let ceiling = doubled.min(policy.backoff_cap_ms);
        self.random() % ceiling.saturating_add(1).max(1)
    }

    /// SplitMix64.
    fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_under_the_ceiling_and_repeats_with_the_seed() {
        let policy = Policy::default();
        let (mut one, mut two) = (Backoff::new(7), Backoff::new(7));
        for attempts in 1..200 {
            let wait = one.next_ms(&policy, attempts);
            assert!(wait <= policy.backoff_cap_ms.min(500u64.saturating_mul(1 << attempts.min(40))));
            assert_eq!(wait, two.next_ms(&policy, attempts));
        }
    }
}
