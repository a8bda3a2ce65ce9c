//! What is still to be written to a journal, and what is on disk.

use super::{
    super::{outcome::BulkCounts, plan::Plan},
    line,
    record::{self, Head},
};

#[cfg(test)]
mod tests;

/// About how many bytes are written at once.
const PIECE: usize = 1 << 20;

/// How long records may wait for others that are written with them, if nothing waits for them: a sync costs as much as some requests.
pub(crate) const LINGER_MS: u64 = 20;

/// Gathers records while others are being written, or for a moment: one sync covers all that came meanwhile.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    gathered: String,
    /// When the first of them came.
    since_ms: u64,
    /// Whether something waits for them to be on disk.
    is_urgent: bool,
    /// Whether the driver was told to come back for them.
    is_awaited: bool,
    /// The time, as of the last poll.
    now_ms: u64,
    /// When something was last taken to be written.
    taken_ms: u64,
    /// How many lines there are so far.
    lines: u64,
    /// The number of the batch that is being gathered.
    batch: u64,
    /// Whether the batch before that is being written.
    is_writing: bool,
    /// The next request of the plan that is to be written, until all are.
    opening: Option<usize>,
    /// The batch that has to be on disk before anything is sent.
    first: u64,
}

impl Ledger {
    /// The journal of a new run: the plan comes first.
    pub(crate) fn begin(head: &Head<'_>) -> Self {
        let mut ledger = Ledger { opening: Some(0), ..Ledger::default() };
        ledger.add(&record::head(head));
        ledger
    }

    /// The journal of a run that goes on, with so many lines.
    pub(crate) fn resume(lines: u64, at_ms: u64) -> Self {
        let mut ledger = Ledger { lines, ..Ledger::default() };
        ledger.add_urgent(&record::resumed(at_ms));
        ledger
    }

    /// Tells the time. One that was set back begins anew.
    pub(crate) fn tick(&mut self, now_ms: u64) {
        self.now_ms = now_ms;
        self.since_ms = self.since_ms.min(now_ms);
        self.taken_ms = self.taken_ms.min(now_ms);
    }

    /// Adds a record; gives the batch that it is in.
    pub(crate) fn add(&mut self, json: &str) -> u64 {
        if self.gathered.is_empty() {
            self.since_ms = self.now_ms;
        }
        self.lines += 1;
        line::push(&mut self.gathered, &record::numbered(json, self.lines));
        self.batch
    }

    /// Adds a record that something waits for.
    pub(crate) fn add_urgent(&mut self, json: &str) -> u64 {
        self.is_urgent = true;
        self.add(json)
    }

    /// Something waits for this batch, or for all if it is `None`; gives whether nothing did before.
    pub(crate) fn hurry(&mut self, batch: Option<u64>) -> bool {
        let is_news = !self.is_urgent && batch.is_none_or(|batch| batch == self.batch);
        self.is_urgent |= is_news;
        is_news
    }

    /// Whether something was taken to be written a moment ago.
    pub(crate) fn was_just_taken(&self) -> bool {
        self.now_ms - self.taken_ms < LINGER_MS
    }

    /// Whether the plan is on disk, so that something may be sent.
    pub(crate) fn is_open(&self) -> bool {
        self.opening.is_none() && self.has(self.first)
    }

    /// When what was gathered is to be written: the driver comes back by then.
    pub(crate) fn await_due_ms(&mut self) -> Option<u64> {
        let due_ms = self.due_ms()?;
        self.is_awaited = true;
        Some(due_ms)
    }

    /// Whether there is something to write for which nobody comes back.
    #[cfg(feature = "ureq")]
    pub(crate) fn is_unattended(&self, was_awaited: bool) -> bool {
        self.due_ms().is_some_and(|due_ms| due_ms <= self.now_ms || !self.is_awaited || was_awaited)
    }

    fn due_ms(&self) -> Option<u64> {
        if self.is_writing || self.gathered.is_empty() && self.opening.is_none() {
            return None;
        }
        let is_now = self.is_urgent || self.opening.is_some() || self.gathered.len() >= PIECE;
        Some(if is_now { self.now_ms } else { self.since_ms.saturating_add(LINGER_MS) })
    }

    /// What is to be written now.
    pub(crate) fn take(&mut self, plan: &Plan) -> Option<String> {
        if self.due_ms().is_none_or(|due_ms| due_ms > self.now_ms) {
            return None;
        }
        while let Some(first) = self.opening.filter(|_| self.gathered.len() < PIECE) {
            let left = plan.request_count() - first;
            if left == 0 {
                self.first = self.add(&record::planned(plan));
                self.opening = None;
            } else {
                let count = left.min((1_000 / plan.chunk).max(1));
                self.add(&record::plan(plan, first, count));
                self.opening = Some(first + count);
            }
        }
        self.is_writing = true;
        self.is_urgent = false;
        self.is_awaited = false;
        self.taken_ms = self.now_ms;
        self.batch += 1;
        Some(std::mem::take(&mut self.gathered))
    }

    /// What was taken is on disk; gives its batch.
    pub(crate) fn written(&mut self) -> u64 {
        self.is_writing = false;
        self.batch.saturating_sub(1)
    }

    /// Whether a batch is on disk.
    pub(crate) fn has(&self, batch: u64) -> bool {
        batch + u64::from(self.is_writing) < self.batch
    }

    /// Whether nothing is left to write.
    pub(crate) fn is_settled(&self) -> bool {
        !self.is_writing && self.gathered.is_empty() && self.opening.is_none()
    }

    /// Adds the last record; gives the batch that it is in.
    pub(crate) fn end(&mut self, why: &str, counts: &BulkCounts, at_ms: u64) -> u64 {
        self.add_urgent(&record::end(why, counts, at_ms))
    }
}
