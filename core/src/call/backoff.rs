//! How long to wait before the next attempt.

use super::policy::Policy;

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
    use std::collections::BTreeSet;

    use super::*;

    /// The published reference values of SplitMix64: every language draws the same numbers.
    #[test]
    fn draws_what_the_reference_draws() {
        let mut backoff = Backoff::new(1_234_567);
        let published = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(published.map(|_| backoff.random()), published);
    }

    #[test]
    fn every_wait_up_to_the_doubled_base_or_the_cap_can_come() {
        let policy = Policy::default().backoff_base_ms(3).backoff_cap_ms(20);
        for (attempts, ceiling) in [(1, 3), (2, 6), (3, 12), (4, 20), (64, 20), (65, 20), (u32::MAX, 20)] {
            let mut backoff = Backoff::new(7);
            let drawn: BTreeSet<u64> = (0..1_000).map(|_| backoff.next_ms(&policy, attempts)).collect();
            assert_eq!(drawn, (0..=ceiling).collect(), "before attempt {attempts} + 1");
        }
        assert_eq!(Backoff::new(7).next_ms(&policy.backoff_cap_ms(0), 3), 0);
    }

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
