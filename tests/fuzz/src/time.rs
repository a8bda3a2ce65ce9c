//! An independent model of a call's time: clocks that may step back or be set.

/// The last usable time.
pub const END_MS: u64 = u64::MAX / 2;

/// The time of one call.
#[derive(Default)]
pub struct Time {
    pub now_ms: u64,
    /// What clocks showed when: the one read last comes last.
    seen: Vec<(u64, u64)>,
}

impl Time {
    /// Takes a reading that was due at `due_ms` at the latest. False if it does not show how much time passed.
    pub fn read(&mut self, told_ms: u64, due_ms: u64) -> bool {
        if told_ms >= END_MS {
            self.now_ms = END_MS;
        }
        let now = i128::from(self.now_ms);
        let shown = |(told, own): (u64, u64)| i128::from(told_ms) - i128::from(told) + i128::from(own);
        // Of two that are as near, the one read last.
        let nearest = (0..self.seen.len()).rev().min_by_key(|at| (shown(self.seen[*at]) - now).abs());
        let latest = i128::from(due_ms.max(self.now_ms).saturating_add(300_000).min(END_MS));
        if let Some(at) = nearest {
            let frame = self.seen.remove(at);
            self.seen.push(frame);
            if shown(frame) >= now - 60_000 && shown(frame) <= latest {
                self.now_ms = shown(frame).max(now) as u64;
                return true;
            }
            // It was not this one after all.
            let frame = self.seen.pop().expect("just pushed");
            self.seen.insert(at, frame);
        }
        self.seen.push((told_ms, self.now_ms));
        if self.seen.len() > 3 {
            self.seen.remove(0);
        }
        self.seen.len() == 1
    }

    /// Our time when the clock read last shows `told_ms`.
    pub fn own(&self, told_ms: u64) -> u64 {
        let (told, own) = *self.seen.last().expect("it was read");
        u64::try_from(i128::from(told_ms) - i128::from(told) + i128::from(own)).unwrap_or(u64::MAX)
    }
}
