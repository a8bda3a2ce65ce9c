//! One rate limit: a place every so often, and the queue for it.

use super::queue::{Lane, Queue, Ticket};

/// How long a place waits for the one whose turn it is, before the next in the queue may have it.
const PATIENCE_MS: u64 = 100;

/// Gives out places, never two within the interval. What nobody takes is lost: it is not saved up.
#[derive(Debug)]
pub(super) struct Gate {
    /// Between two places, in whole milliseconds, rounded up; 0 for no limit.
    interval_ms: u64,
    /// How many places there are at once: one, unless the rate is faster than milliseconds can tell.
    at_once: u64,
    taken: Taken,
    queue: Queue,
    /// Since when the head of the queue is the head, at least.
    head_since_ms: u64,
}

/// The places given out last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    at_ms: u64,
    /// How many at that time.
    count: u64,
    /// When the next place is free.
    next_ms: u64,
}

impl Gate {
    /// At most `count` in `span_ms`, evenly spaced.
    pub(super) fn new(count: f64, span_ms: f64) -> Self {
        // Float casts saturate: the slowest rate has one place and no other.
        let (interval_ms, at_once) = match span_ms / count {
            _ if count <= 0.0 => (0, 1),
            spacing if spacing < 1.0 => (1, (count / span_ms) as u64),
            spacing => (spacing.ceil() as u64, 1),
        };
        let (taken, queue) = (Taken::default(), Queue::default());
        Gate { interval_ms, at_once, taken, queue, head_since_ms: 0 }
    }

    pub(super) fn interval_ms(&self) -> u64 {
        self.interval_ms
    }

    /// When the next place is free.
    pub(super) fn next_ms(&self) -> u64 {
        self.taken.next_ms
    }

    pub(super) fn is_awaited(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Queues up, at `now_ms`.
    pub(super) fn join(&mut self, lane: Lane, now_ms: u64) -> Ticket {
        if self.queue.is_empty() {
            self.head_since_ms = now_ms;
        }
        self.queue.join(lane)
    }

    /// Leaves the queue without a place.
    pub(super) fn leave(&mut self, ticket: &mut Option<Ticket>, now_ms: u64) {
        let Some(ticket) = ticket.take() else { return };
        // Whoever is the head now could not know it before.
        if self.queue.ahead(ticket) == Some(0) {
            self.head_since_ms = now_ms;
        }
        self.queue.leave(ticket);
    }

    /// Whether a place that is free from `not_before_ms` on may be taken at `now_ms` by the holder of `ticket`, who queues up
    /// for it; else when to ask again, which is later than `now_ms`.
    ///
    /// Those ahead who do not come in their time are overtaken: they go first when they come.
    pub(super) fn turn(
        &mut self,
        ticket: &mut Option<Ticket>,
        repeat: bool,
        now_ms: u64,
        not_before_ms: u64,
    ) -> Result<(), u64> {
        let free_ms = self.taken.next_ms.max(not_before_ms);
        if self.interval_ms == 0 && now_ms >= free_ms {
            return Ok(());
        }
        let ahead = ticket.map(|ticket| self.queue.ahead(ticket));
        let (held, ahead) = match (*ticket, ahead) {
            (Some(held), Some(Some(ahead))) => (held, ahead),
            (_, was) => {
                let lane = match was {
                    _ if repeat => Lane::Repeats,
                    Some(_) => Lane::Overtaken,
                    None => Lane::New,
                };
                let joined = self.join(lane, now_ms);
                (*ticket.insert(joined), self.queue.ahead(joined).unwrap_or_default())
            }
        };
        if ahead == 0 {
            return if now_ms >= free_ms { Ok(()) } else { Err(free_ms) };
        }
        // Each of those ahead has the place for one interval.
        let theirs_ms = (ahead / self.at_once.max(1)).saturating_mul(self.interval_ms);
        let mine_ms = free_ms.max(self.head_since_ms).saturating_add(theirs_ms);
        let late_ms = mine_ms.saturating_add(PATIENCE_MS);
        if now_ms < mine_ms {
            return Err(mine_ms);
        }
        if now_ms < late_ms {
            return Err(late_ms);
        }
        self.queue.overtake(held);
        Ok(())
    }

    /// Takes a free place at `now_ms` and leaves the queue. Gives what it takes to hand the place back.
    pub(super) fn take(&mut self, ticket: &mut Option<Ticket>, now_ms: u64) -> (Taken, Taken) {
        if let Some(ticket) = ticket.take() {
            self.queue.leave(ticket);
        }
        let before = self.taken;
        if self.taken.at_ms != now_ms || self.taken.count == 0 {
            (self.taken.at_ms, self.taken.count) = (now_ms, 0);
        }
        self.taken.count += 1;
        if self.taken.count >= self.at_once {
            self.taken.next_ms = now_ms.saturating_add(self.interval_ms);
        }
        (before, self.taken)
    }

    /// Hands back a place that was not used, if it was the last.
    pub(super) fn give_back(&mut self, (before, after): (Taken, Taken)) {
        if self.taken == after {
            self.taken = before;
        }
    }
}
