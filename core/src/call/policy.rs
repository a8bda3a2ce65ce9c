//! How often a call may be repeated, and how long to wait before that.

use std::time::Duration;

/// The limits of one call. The fields count in milliseconds, as a [`Call`](crate::Call) does; the methods also take a
/// [`Duration`], of which they round up.
///
/// The calls of a [`Pacer`](crate::Pacer) (and so of a client) also share a retry budget, so that an outage is not made worse: ten
/// repetitions, and a fifth of one more for every call, up to 100. Waiting out a rate limit, and the fresh signature of an advanced key, cost
/// nothing. A call that is not repeated for want of budget says so in [`Error::reason`](crate::Error::reason).
///
/// ```
/// # use soarwire::Policy;
/// use std::time::Duration;
///
/// let policy = Policy::default().max_attempts(2).deadline(Duration::from_secs(30));
/// assert_eq!(policy, Policy::default().max_attempts(2).deadline_ms(30_000));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// How often the request may be sent, including the first time. Default 4; with 0 it is sent once.
    pub max_attempts: u32,
    /// The time for the whole call, including waits. Default 120,000.
    pub deadline_ms: u64,
    /// The time for one attempt. Default 60,000.
    pub attempt_timeout_ms: u64,
    /// The upper limit of the first backoff; it doubles with each attempt. Default 500.
    pub backoff_base_ms: u64,
    /// The upper limit of every backoff. Default 30,000.
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
    setters! {
        max_attempts: u32 = max_attempts,
        deadline_ms: u64 = deadline_ms,
        attempt_timeout_ms: u64 = attempt_timeout_ms,
        backoff_base_ms: u64 = backoff_base_ms,
        backoff_cap_ms: u64 = backoff_cap_ms,
    }

    /// Sets the time for the whole call, [`Policy::deadline_ms`].
    #[must_use]
    pub fn deadline(self, time: Duration) -> Self {
        self.deadline_ms(whole_ms(time))
    }

    /// Sets the time for one attempt, [`Policy::attempt_timeout_ms`].
    #[must_use]
    pub fn attempt_timeout(self, time: Duration) -> Self {
        self.attempt_timeout_ms(whole_ms(time))
    }

    /// Sets the upper limit of the first backoff, [`Policy::backoff_base_ms`].
    #[must_use]
    pub fn backoff_base(self, time: Duration) -> Self {
        self.backoff_base_ms(whole_ms(time))
    }

    /// Sets the upper limit of every backoff, [`Policy::backoff_cap_ms`].
    #[must_use]
    pub fn backoff_cap(self, time: Duration) -> Self {
        self.backoff_cap_ms(whole_ms(time))
    }

    /// This policy with other limits for one call; `None` keeps a limit. `timeout_ms` replaces the deadline, and also limits
    /// each attempt.
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

/// Whole milliseconds, rounded up: a time that is not zero stays so.
pub(crate) fn whole_ms(time: Duration) -> u64 {
    u64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded_up() {
        let policy = Policy::default()
            .deadline(Duration::from_micros(1_001))
            .attempt_timeout(Duration::from_nanos(1))
            .backoff_base(Duration::ZERO)
            .backoff_cap(Duration::MAX);
        let expected =
            Policy::default().deadline_ms(2).attempt_timeout_ms(1).backoff_base_ms(0).backoff_cap_ms(u64::MAX);
        assert_eq!(policy, expected);
    }

    #[test]
    fn the_limits_of_one_call_replace_those_that_are_given() {
        let policy = Policy::default().backoff_base_ms(7).backoff_cap_ms(70).attempt_timeout_ms(9_000);
        assert_eq!(policy.overridden(None, None), policy);
        assert_eq!(policy.overridden(None, Some(2)), policy.max_attempts(2));
        assert_eq!(policy.overridden(Some(20_000), None), policy.deadline_ms(20_000));
        assert_eq!(policy.overridden(Some(5_000), None), policy.deadline_ms(5_000).attempt_timeout_ms(5_000));
    }
}
