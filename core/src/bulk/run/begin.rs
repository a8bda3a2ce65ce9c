//! How a run begins: anew, or from a journal.

use std::collections::{BTreeMap, VecDeque};

use super::{BulkOptions, Run};
use crate::{
    bulk::{
        DONE,
        journal::{Journal, Ledger, Left, record},
        outcome::{Outcomes, State},
        plan::Plan,
        report,
    },
    call::Pacer,
    error::Error,
    ffi::AnyTenant,
    kind::Kind,
    reply_context::Effect,
};

impl Run {
    /// A run of a plan. `id` names it in its journal and report; `seed` is any number, different for each run.
    ///
    /// # Errors
    /// `invalid_request`: for a plan that is for another tenant or vendor (fields `tenant`, `operation`), and for a `concurrency` of 0;
    /// `missing_credential` if the tenant has no key for the command. Nothing is sent then.
    pub fn new(
        plan: Plan,
        tenant: AnyTenant,
        pacer: Pacer,
        options: BulkOptions,
        id: impl Into<String>,
        seed: u64,
    ) -> Result<Self, Error> {
        let is_d3 = matches!(tenant, AnyTenant::D3(_));
        let concurrency = options.concurrency.unwrap_or(if is_d3 { 4 } else { 8 });
        if concurrency == 0 {
            return Err(Error::invalid("concurrency", "must be 1 or more"));
        }
        // A name without a slash is that of a profile, which the driver knows.
        let is_other = |name: &&str| {
            let base_url = tenant.base_url();
            name.contains('/') && *name != base_url && name.trim_end_matches('/') != base_url
        };
        if let Some(name) = plan.tenant_name().filter(is_other) {
            return Err(another_tenant(name));
        }
        let needs_nonce = match plan.request(0) {
            Some(operation) => tenant.prepare(&operation?)?.needs_nonce(),
            None => false,
        };
        let (outcomes, next_number) = (Outcomes::new(plan.len()), plan.request_count() as u32);
        Ok(Run {
            id: id.into(),
            plan,
            tenant,
            pacer,
            options,
            concurrency,
            seed,
            needs_nonce,
            outcomes,
            settled_before: 0,
            next: 0,
            reserved: Vec::new(),
            intended: Vec::new(),
            ready: VecDeque::new(),
            ahead: VecDeque::new(),
            depth: 0,
            settles: Vec::new(),
            families: BTreeMap::new(),
            next_number,
            flights: Vec::new(),
            next_flight: 0,
            ledger: None,
            stop: None,
            has_ended: false,
            faults: 0,
            sent: 0,
            begun_ms: None,
            now_ms: 0,
            waiting: None,
            crowded: None,
            untold: VecDeque::new(),
            #[cfg(feature = "events")]
            observers: Vec::new(),
        })
    }

    /// Has a journal kept: [`BulkStep::Write`](super::BulkStep::Write) gives what is to be written, the whole plan first. `now_ms` is when
    /// the run begins.
    #[must_use]
    pub fn journaled(mut self, now_ms: u64) -> Self {
        let base_url = self.tenant.base_url();
        let head = record::Head {
            run: &self.id,
            plan: &self.plan,
            base_url: &base_url,
            user: self.tenant.username(),
            at_ms: now_ms,
        };
        self.ledger = Some(Ledger::begin(&head));
        self
    }

    /// Goes on with the run of a journal, whose file was cut off at [`Journal::sound_bytes`]: what has an outcome keeps it. What may
    /// have been sent is sent again if repeating it has no further effect; otherwise it is read back, and stays unknown if that does not tell. The
    /// rest is sent.
    ///
    /// # Errors
    /// As [`Run::new`], and `invalid_request` (field `tenant`) if the journal is of another tenant or user.
    pub fn resume(
        journal: Journal,
        tenant: AnyTenant,
        pacer: Pacer,
        options: BulkOptions,
        seed: u64,
        now_ms: u64,
    ) -> Result<Self, Error> {
        if journal.base_url != tenant.base_url() {
            return Err(another_tenant(&journal.base_url));
        }
        if journal.user.as_deref() != tenant.username() {
            let reason = "does not match: the journal belongs to the user ";
            return Err(Error::invalid("tenant", [reason, journal.user.as_deref().unwrap_or_default()].concat()));
        }
        let left = journal.left();
        let mut plan = journal.plan;
        let name = plan.tenant.take();
        let mut run = Run::new(plan, tenant, pacer, options, journal.run, seed)?;
        run.plan.tenant = name;
        run.outcomes = journal.outcomes;
        // What was given up without being sent is taken up again.
        for place in 0..run.plan.len() as u32 {
            if run.outcomes.state(place) == State::NotAttempted {
                run.outcomes.reopen(place);
            }
        }
        run.settled_before = run.outcomes.settled();
        run.next_number = journal.next_request.max(run.next_number);
        if journal.end.as_deref() == Some(DONE) && run.settled_before == run.plan.len() {
            // There is nothing to do, and nothing to write.
            run.next = run.plan.request_count();
            run.has_ended = true;
        } else {
            run.ledger = Some(Ledger::resume(journal.lines, now_ms));
            run.take_up(left, now_ms)?;
        }
        Ok(run)
    }

    /// Takes up what an earlier process left.
    fn take_up(&mut self, left: Left, now_ms: u64) -> Result<(), Error> {
        // A guard that no longer holds may not do so because of what was sent.
        let is_repeated = self.plan.effect() != Effect::Appends && self.plan.guard.is_empty();
        for (number, places) in left.intended {
            if is_repeated {
                // In the order of their places.
                self.intended.extend(places.into_iter().map(|place| (place, number)));
                continue;
            }
            self.settle_part(
                number,
                &places,
                |_| (State::Unknown, Some(Kind::Interrupted.as_str())),
                &Default::default(),
            );
        }
        self.now_ms = now_ms;
        let unread = |place: &u32| self.outcomes.state(*place) == State::Unknown && self.row(*place).settled.is_none();
        let unknown: Vec<u32> = (0..self.plan.len() as u32).filter(unread).collect();
        self.settles.extend(report::settle(&self.plan, &unknown)?);
        for (kind, places) in left.refused {
            self.reserved.extend(&places);
            let number = self.number();
            self.halve(number, places, kind, false);
        }
        self.reserved.sort_unstable();
        Ok(())
    }
}

fn another_tenant(name: &str) -> Error {
    Error::invalid("tenant", ["does not match: this is for ", name].concat())
}
