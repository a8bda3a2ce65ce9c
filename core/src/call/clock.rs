//! Time as callers tell it, made safe: it never goes back, and a clock that somebody sets moves nothing.

/// How much later than expected one reading may be and still count as time that passed. Beyond it, the clock was set.
const LATE_MS: u64 = 5 * 60 * 1_000;

/// The last millisecond that has a use. Times beyond it are the end of time, so that sums of two stay in range.
pub(super) const END_MS: u64 = u64::MAX / 2;

/// How many clocks are told apart.
const FRAMES: usize = 3;

/// Time of its own, in milliseconds from 0, fed with readings of one or more clocks of its callers.
///
/// Readings go forward evenly or not at all: one that lies behind by a little is ignored, and one that lies far behind, or
/// later than anybody was to wait, comes from a clock that was set, or from another clock. It then only says which
/// reading belongs to the present.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    now_ms: u64,
    /// How far behind a reading of the same clock may be.
    behind_ms: u64,
    /// The clocks seen, the one used last first.
    frames: [Option<Frame>; FRAMES],
}

/// What a clock showed at a time of ours.
#[derive(Clone, Copy, Debug)]
struct Frame {
    told_ms: u64,
    own_ms: u64,
}

impl Frame {
    /// Our time when this clock shows `told_ms`.
    fn own(self, told_ms: u64) -> i128 {
        i128::from(self.own_ms) + i128::from(told_ms) - i128::from(self.told_ms)
    }
}

impl Clock {
    /// A clock that nobody has told anything. Readings up to `behind_ms` behind are ignored.
    pub(super) fn new(behind_ms: u64) -> Self {
        Clock { now_ms: 0, behind_ms, frames: [None; FRAMES] }
    }

    /// Our present time.
    pub(super) fn now_ms(&self) -> u64 {
        self.now_ms
    }

    /// Takes a reading. `expected_ms`, in our time, is when one was due at the latest. False when the clock was set, or
    /// is one that was not seen before.
    pub(super) fn tell(&mut self, told_ms: u64, expected_ms: u64) -> bool {
        let now = i128::from(self.now_ms);
        // With several clocks about, a reading belongs to the one that says the least.
        let distance = |frame: &Option<Frame>| frame.map_or(u128::MAX, |frame| frame.own(told_ms).abs_diff(now));
        let nearest = (0..FRAMES).min_by_key(|at| self.frames.get(*at).map_or(u128::MAX, distance)).unwrap_or_default();
        let latest = i128::from(expected_ms.max(self.now_ms).saturating_add(LATE_MS).min(END_MS));
        let own = self.frames.get(nearest).copied().flatten().map(|frame| frame.own(told_ms));
        let Some(own) = own.filter(|own| (now - i128::from(self.behind_ms)..=latest).contains(own)) else {
            self.set(told_ms);
            return false;
        };
        self.now_ms = u64::try_from(own).unwrap_or_default().max(self.now_ms);
        self.use_frame(nearest);
        true
    }

    /// Learns that a clock shows `told_ms` now.
    pub(super) fn set(&mut self, told_ms: u64) {
        let shown = Frame { told_ms, own_ms: self.now_ms };
        // In the place of one that says the same, or of the one not used for the longest time.
        let same = |frame: &Option<Frame>| frame.is_some_and(|frame| frame.own(told_ms) == i128::from(shown.own_ms));
        let replaced = self.frames.iter().position(same).unwrap_or(FRAMES);
        self.use_frame(replaced);
        if let Some(first) = self.frames.first_mut() {
            *first = Some(shown);
        }
    }

    /// Moves a clock, or else the last one, to the front, and those before it back by one. Not `rotate_right`, which is made for
    /// long slices and would add as much code to the browser's download as the rest of this file.
    fn use_frame(&mut self, at: usize) {
        for at in (1..=at.min(FRAMES - 1)).rev() {
            self.frames.swap(at, at - 1);
        }
    }

    /// What the clock of the latest reading shows at `own_ms`.
    pub(super) fn told(&self, own_ms: u64) -> u64 {
        self.frames.first().copied().flatten().map_or(own_ms, |frame| {
            let told = i128::from(frame.told_ms) + i128::from(own_ms) - i128::from(frame.own_ms);
            u64::try_from(told).unwrap_or(u64::MAX)
        })
    }

    /// Nothing comes after this.
    pub(super) fn end(&mut self) {
        self.now_ms = END_MS;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: u64 = 60 * 60 * 1_000;

    fn told(clock: &mut Clock, readings: &[u64]) -> Vec<u64> {
        let now = |told_ms: &u64| {
            clock.tell(*told_ms, 0);
            clock.now_ms()
        };
        readings.iter().map(now).collect()
    }

    #[test]
    fn goes_forward_with_its_readings_and_never_back() {
        let mut clock = Clock::new(1_000);
        assert_eq!(told(&mut clock, &[5_000, 5_010, 4_200, 5_005, 5_020]), [0, 10, 10, 10, 20]);
        assert_eq!(clock.told(120), 5_120);
    }

    #[test]
    fn a_clock_that_is_set_moves_nothing() {
        for set_to in [0, 10 * HOUR_MS - 61_000, 11 * HOUR_MS, u64::MAX] {
            let mut clock = Clock::new(60_000);
            assert_eq!(told(&mut clock, &[10 * HOUR_MS, 10 * HOUR_MS + 7, set_to]), [0, 7, 7], "{set_to}");
            assert_eq!(clock.told(17), set_to.saturating_add(10));
        }
    }

    #[test]
    fn what_was_waited_for_passes() {
        let mut clock = Clock::new(0);
        assert_eq!(told(&mut clock, &[0]), [0]);
        assert!(clock.tell(HOUR_MS, HOUR_MS));
        assert_eq!(clock.now_ms(), HOUR_MS);
        assert!(!clock.tell(3 * HOUR_MS, 2 * HOUR_MS));
        assert_eq!(clock.now_ms(), HOUR_MS);
    }

    #[test]
    fn a_reading_may_be_five_minutes_late() {
        for (late_ms, passes) in [(0, true), (299_000, true), (300_000, true), (300_001, false)] {
            let mut clock = Clock::new(0);
            told(&mut clock, &[0]);
            assert_eq!(clock.tell(HOUR_MS + late_ms, HOUR_MS), passes, "{late_ms}");
            assert_eq!(clock.now_ms(), if passes { HOUR_MS + late_ms } else { 0 });
        }
    }

    /// Two clocks an hour apart are one time; going to and fro between them adds nothing.
    #[test]
    fn clocks_that_disagree_are_told_apart() {
        let mut clock = Clock::new(0);
        let readings: Vec<u64> = (0..100).map(|ms| ms + HOUR_MS * (ms % 2)).collect();
        assert_eq!(told(&mut clock, &readings).last(), Some(&98));
    }
}
