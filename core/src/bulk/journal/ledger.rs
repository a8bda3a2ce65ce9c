//! What is still to be written to a journal, and what is on disk.

use super::{
    super::{outcome::BulkCounts, plan::Plan},
    line,
    record::{self, Head},
};

/// About how many bytes of the plan are written at once.
const PIECE: usize = 1 << 20;

/// Gathers records while others are being written: one sync covers all that came meanwhile.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    gathered: String,
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
        ledger.add(&record::resumed(at_ms));
        ledger
    }

    /// Adds a record; gives the batch that it is in.
    pub(crate) fn add(&mut self, json: &str) -> u64 {
        self.lines += 1;
        line::push(&mut self.gathered, &record::numbered(json, self.lines));
        self.batch
    }

    /// Whether the plan is on disk, so that something may be sent.
    pub(crate) fn is_open(&self) -> bool {
        self.opening.is_none() && self.has(self.first)
    }

    /// Whether there is something to write, and nothing being written.
    #[cfg(feature = "ureq")]
    pub(crate) fn is_due(&self) -> bool {
        !(self.is_writing || self.gathered.is_empty() && self.opening.is_none())
    }

    /// What is to be written now.
    pub(crate) fn take(&mut self, plan: &Plan) -> Option<String> {
        if self.is_writing {
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
        if self.gathered.is_empty() {
            return None;
        }
        self.is_writing = true;
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
        self.add(&record::end(why, counts, at_ms))
    }
}
