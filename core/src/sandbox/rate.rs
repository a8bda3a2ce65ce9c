//! A tenant's rate limit: a token bucket that holds one second's worth of requests.

/// Thousandths of a request, so that a bucket refills by whole numbers every millisecond.
const WHOLE: u64 = 1000;

/// What is left of a tenant's allowance.
#[derive(Debug, Clone)]
pub(super) struct Bucket {
    per_second: Option<u32>,
    left: u64,
    at_ms: u64,
}

impl Bucket {
    /// A full bucket; without a limit it never empties.
    pub(super) fn new(per_second: Option<u32>) -> Self {
        let left = per_second.map_or(0, |limit| u64::from(limit) * WHOLE);
        Self { per_second, left, at_ms: 0 }
    }

    /// Takes one request out, if there is one. A clock that steps back refills nothing.
    pub(super) fn take(&mut self, now_ms: u64) -> bool {
        let Some(per_second) = self.per_second.map(u64::from) else { return true };
        let passed = now_ms.saturating_sub(self.at_ms);
        self.at_ms = self.at_ms.max(now_ms);
        let full = per_second * WHOLE;
        self.left = self.left.saturating_add(passed.saturating_mul(per_second)).min(full);
        match self.left.checked_sub(WHOLE) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bucket;

    #[test]
    fn no_limit_never_refuses() {
        let mut bucket = Bucket::new(None);
        assert!((0..10_000).all(|_| bucket.take(0)));
    }

    #[test]
    fn a_burst_empties_it_and_time_refills_it() {
        let mut bucket = Bucket::new(Some(10));
        assert_eq!((0..20).filter(|_| bucket.take(5_000)).count(), 10);
        assert!(!bucket.take(5_099));
        assert!(bucket.take(5_100));
        assert!(!bucket.take(1_000), "a clock that steps back");
        assert_eq!((0..20).filter(|_| bucket.take(60_000)).count(), 10);
    }

    #[test]
    fn an_even_pace_at_the_limit_is_never_refused() {
        let mut bucket = Bucket::new(Some(50));
        assert!((0..1_000).all(|request| bucket.take(request * 20)));
    }

    #[test]
    fn a_limit_of_zero_refuses_all() {
        assert!(!Bucket::new(Some(0)).take(u64::MAX));
    }
}
