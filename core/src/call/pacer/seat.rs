//! What one call holds in the pacer.

use super::{
    super::Attempt,
    Pacer, State,
    gate::Taken,
    queue::{Lane, Ticket},
};
use crate::{call::WaitReason, operation::RateBucket};

/// One call's share of a pacer: its places in the queues, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    pacer: Pacer,
    bucket: Option<RateBucket>,
    /// Its places in the queues of the tenant and of the bucket.
    queued: Tickets,
    /// What the last attempt took, as long as it can be handed back.
    taken: Option<Claim>,
    /// Whether an attempt was made, or was to be made, before.
    repeat: bool,
}

#[derive(Debug, Default)]
struct Tickets {
    tenant: Option<Ticket>,
    bucket: Option<Ticket>,
}

#[derive(Debug)]
struct Claim {
    tenant: (Taken, Taken),
    bucket: Option<(Taken, Taken)>,
}

/// Whether a call may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It must send now: the place is taken.
    Now(Attempt),
    /// It is to ask again after so long, which is not nothing.
    Later { wait_ms: u64, why: WaitReason },
}

impl Tickets {
    /// Queues up: gives the present time if there is a place, or else how long to wait, which is not nothing, and why.
    fn wait(
        &mut self,
        state: &mut State,
        bucket: Option<RateBucket>,
        repeat: bool,
        told_ms: u64,
    ) -> Result<u64, (u64, WaitReason)> {
        let now_ms = state.tell(told_ms);
        let cooldown_ms = state.cooldown_ms;
        let later = |state: &State, at_ms: u64, next_ms: u64| {
            let cools = state.cooldown_ms > now_ms && state.cooldown_ms >= next_ms;
            let why = if cools { WaitReason::RetryAfter } else { WaitReason::Pacing };
            // The caller's clock may lag behind: time stands still until that is made up for.
            let lag_ms = state.clock.told(now_ms).saturating_sub(told_ms);
            Err((at_ms.saturating_sub(now_ms).saturating_add(lag_ms).max(1), why))
        };
        // The bucket first: who waits for it must keep no place of the tenant's.
        if let Some(bucket) = bucket {
            let gate = state.bucket(bucket);
            let next_ms = gate.next_ms();
            if let Err(at_ms) = gate.turn(&mut self.bucket, repeat, now_ms, cooldown_ms) {
                state.tenant.leave(&mut self.tenant, now_ms);
                return later(state, at_ms, next_ms);
            }
        }
        match state.tenant.turn(&mut self.tenant, repeat, now_ms, cooldown_ms) {
            Ok(()) => Ok(now_ms),
            Err(at_ms) => later(state, at_ms, state.tenant.next_ms()),
        }
    }
}

impl Seat {
    pub(crate) fn new(pacer: Pacer, bucket: Option<RateBucket>) -> Self {
        Seat { pacer, bucket, queued: Tickets::default(), taken: None, repeat: false }
    }

    /// Asks for a place to send in, queueing up for it, and takes it when it is there.
    pub(crate) fn turn(&mut self, told_ms: u64) -> Turn {
        let Seat { pacer, bucket, queued, repeat, .. } = self;
        let mut state = pacer.state();
        let now_ms = match queued.wait(&mut state, *bucket, *repeat, told_ms) {
            Ok(now_ms) => now_ms,
            Err((wait_ms, why)) => return Turn::Later { wait_ms, why },
        };
        let tenant = state.tenant.take(&mut queued.tenant, now_ms);
        let bucket = bucket.map(|bucket| state.bucket(bucket).take(&mut queued.bucket, now_ms));
        if !*repeat {
            state.budget.earn();
        }
        state.attempts += 1;
        let attempt = Attempt(state.attempts);
        drop(state);
        self.taken = Some(Claim { tenant, bucket });
        self.repeat = true;
        Turn::Now(attempt)
    }

    /// How long until there is a place to send in, and why; `None` if there is one now. It queues up and takes nothing.
    pub(crate) fn wait(&mut self, told_ms: u64) -> Option<(u64, WaitReason)> {
        self.queued.wait(&mut self.pacer.state(), self.bucket, self.repeat, told_ms).err()
    }

    /// Learns that this call's clock was set to `told_ms`, so that it is not taken for time that passed.
    pub(crate) fn clock_set(&self, told_ms: u64) {
        let mut state = self.pacer.state();
        let expected_ms = state.expected_ms();
        state.clock.tell(told_ms, expected_ms);
    }

    /// Hands back the place of an attempt that was not sent.
    pub(crate) fn give_back(&mut self) {
        let Some(claim) = self.taken.take() else { return };
        let mut state = self.pacer.state();
        state.tenant.give_back(claim.tenant);
        if let (Some(bucket), Some(taken)) = (self.bucket, claim.bucket) {
            state.bucket(bucket).give_back(taken);
        }
    }

    /// Keeps all calls of the tenant back for `wait_ms`. A call that is to be repeated then (`queue_up`) goes first.
    pub(crate) fn cool_down(&mut self, told_ms: u64, wait_ms: u64, queue_up: bool) {
        let Seat { pacer, bucket, queued, .. } = self;
        let mut state = pacer.state();
        let now_ms = state.tell(told_ms);
        state.cooldown_ms = state.cooldown_ms.max(now_ms.saturating_add(wait_ms));
        if queue_up {
            let (gate, ticket) = match *bucket {
                Some(bucket) => (state.bucket(bucket), &mut queued.bucket),
                None => (&mut state.tenant, &mut queued.tenant),
            };
            ticket.get_or_insert_with(|| gate.join(Lane::Repeats, now_ms));
        }
    }

    /// Pays for a retry, if the tenant's budget has it.
    pub(crate) fn spend(&self) -> bool {
        self.pacer.state().budget.spend()
    }

    /// Leaves the queues.
    pub(crate) fn leave(&mut self) {
        if self.queued.tenant.is_none() && self.queued.bucket.is_none() {
            return;
        }
        let mut state = self.pacer.state();
        let now_ms = state.clock.now_ms();
        state.tenant.leave(&mut self.queued.tenant, now_ms);
        if let Some(bucket) = self.bucket {
            state.bucket(bucket).leave(&mut self.queued.bucket, now_ms);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.leave();
    }
}
