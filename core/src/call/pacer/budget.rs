//! How much retries may add to the load of a tenant.

/// In tenths of a request: each call earns a little, each retry costs a whole one, and a small reserve lets a quiet
/// client retry at all.
const RESERVE: u32 = 100;
const LIMIT: u32 = 1_000;
const PER_CALL: u32 = 2;
const PER_RETRY: u32 = 10;

/// What is left for retries.
#[derive(Debug)]
pub(super) struct Budget(u32);

impl Budget {
    pub(super) fn new() -> Self {
        Budget(RESERVE)
    }

    /// Counts a first attempt.
    pub(super) fn earn(&mut self) {
        self.0 = (self.0 + PER_CALL).min(LIMIT);
    }

    /// Pays for a retry, if there is enough.
    pub(super) fn spend(&mut self) -> bool {
        let left = self.0.checked_sub(PER_RETRY);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_uses_the_budget_up() {
        let mut budget = Budget::new();
        assert_eq!((0..100).filter(|_| budget.spend()).count(), 10);
        (0..5).for_each(|_| budget.earn());
        assert!(budget.spend());
        assert!(!budget.spend());
    }
}
