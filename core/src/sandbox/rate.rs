//! A rate limit as a token bucket that holds one period's worth of requests.

/// A number of requests in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) requests: u32,
    pub(super) period_ms: u32,
}

impl Rate {
    pub(super) const fn per_second(requests: u32) -> Self {
        Self { requests, period_ms: 1000 }
    }
}

/// What is left of an allowance.
#[derive(Debug, Clone)]
pub(super) struct Bucket {
    rate: Rate,
    /// Counted in units of 1/`period_ms` of a request, so that every millisecond refills a whole number of them.
    left: u64,
    at_ms: u64,
}

impl Bucket {
    /// A full bucket.
    pub(super) fn new(rate: Rate) -> Self {
        Self { rate, left: full(rate), at_ms: 0 }
    }

    /// Takes one request, if there is one left. Backward time is ignored.
    pub(super) fn take(&mut self, now_ms: u64) -> bool {
        let passed = now_ms.saturating_sub(self.at_ms);
        self.at_ms = self.at_ms.max(now_ms);
        let refill = passed.saturating_mul(u64::from(self.rate.requests));
        self.left = self.left.saturating_add(refill).min(full(self.rate));
        match self.left.checked_sub(u64::from(self.rate.period_ms)) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }
}

fn full(rate: Rate) -> u64 {
    u64::from(rate.requests) * u64::from(rate.period_ms)
}

#[cfg(test)]
mod tests {
    use super::{Bucket, Rate};

    #[test]
    fn a_burst_empties_it_and_time_refills_it() {
        let mut bucket = Bucket::new(Rate::per_second(10));
        assert_eq!((0..20).filter(|_| bucket.take(5_000)).count(), 10);
        assert!(!bucket.take(5_099));
        assert!(bucket.take(5_100));
        assert!(!bucket.take(1_000), "the clock was set back");
        assert_eq!((0..20).filter(|_| bucket.take(60_000)).count(), 10);
    }

    #[test]
    fn a_minute_is_as_good_a_period() {
        let mut bucket = Bucket::new(Rate { requests: 10, period_ms: 60_000 });
        assert_eq!((0..20).filter(|_| bucket.take(5_000)).count(), 10);
        assert!(!bucket.take(10_999));
        assert!(bucket.take(11_000));
        assert!(!bucket.take(11_001));
    }

    #[test]
    fn an_even_pace_at_the_limit_is_never_refused() {
        let mut bucket = Bucket::new(Rate::per_second(50));
        assert!((0..1_000).all(|request| bucket.take(request * 20)));
    }

    #[test]
    fn a_limit_of_zero_refuses_all() {
        assert!(!Bucket::new(Rate::per_second(0)).take(u64::MAX));
    }
}
