//! Attempts that their driver found no credential for.

use super::{Run, flight::Phase};
use crate::{call::Attempt, error::Error};

impl Run {
    /// For bindings that ask for credentials themselves: stops the run at `now_ms` because there were none for this attempt, which was
    /// not sent. Its call ends with `error`, or, after an attempt, with the error of that attempt. Ignored unless it is the one in flight.
    #[doc(hidden)]
    pub fn end_unsigned(&mut self, now_ms: u64, flight: u32, attempt: Attempt, error: Error) {
        let is_asked = |phase: Phase| matches!(phase, Phase::Sent { attempt: sent, .. } if sent == attempt);
        let found = self.flights.iter().position(|one| one.id == flight && is_asked(one.phase));
        let Some(index) = found else { return };
        if let Some(flight) = self.flights.get_mut(index) {
            flight.call.refuse(now_ms, attempt, error.clone());
        }
        // The call has ended: this is for the journal.
        self.withdraw(now_ms, flight, attempt);
        self.halt(error);
        let flight = self.flights.swap_remove(index);
        self.abandon(flight);
    }
}
