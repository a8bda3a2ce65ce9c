//! The laws of many calls on one pacer, whatever they do: random interleavings of calls, answers, cancels, drops and
//! clocks, in virtual time.

#![allow(clippy::indexing_slicing, reason = "every index is that of a driver, an offset or a pair")]

use std::collections::BTreeMap;

use proptest::{prelude::*, test_runner::TestCaseError};
use soarwire::{Attempt, Call, Error, Pacer, Policy, Response, Step, Tenant, TransportError, WaitReason, d3};

/// When the clocks of these drivers begin.
const START_MS: u64 = 1_793_696_706_000;
const HOUR_MS: u64 = 60 * 60 * 1_000;

/// How the clocks of drivers may be wrong.
const OFFSETS: [i64; 3] = [0, 2 * HOUR_MS as i64, -(HOUR_MS as i64)];

/// What the server answers.
#[derive(Clone, Copy, Debug)]
enum Answer {
    Success,
    RateLimited { seconds: u64 },
    Unavailable { seconds: u64 },
    NoConnection,
}

/// What else happens to a call.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Lives,
    Cancelled,
    Dropped,
    /// The clock of all drivers is set, by this many minutes.
    ClockSet {
        minutes: i64,
    },
}

#[derive(Clone, Debug)]
struct Plan {
    begins_ms: u64,
    offset: usize,
    answers: Vec<Answer>,
    latency_ms: u64,
    /// When that happens, after the call's start.
    fate_ms: u64,
    fate: Fate,
    /// How late its driver polls.
    lateness_ms: u64,
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        4 => Just(Answer::Success),
        2 => (0u64..20).prop_map(|seconds| Answer::RateLimited { seconds }),
        1 => (0u64..20).prop_map(|seconds| Answer::Unavailable { seconds }),
        1 => Just(Answer::NoConnection),
    ]
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        4 => Just(Fate::Lives),
        1 => Just(Fate::Cancelled),
        1 => Just(Fate::Dropped),
        1 => (10i64..600).prop_map(|minutes| Fate::ClockSet { minutes }),
    ]
}

fn plan() -> impl Strategy<Value = Plan> {
    let lateness = prop_oneof![6 => Just(0u64), 2 => 0u64..300, 1 => 0u64..30_000];
    let answers = proptest::collection::vec(answer(), 0..4);
    (0u64..20_000, 0..OFFSETS.len(), answers, 0u64..3_000, 0u64..20_000, fate(), lateness).prop_map(
        |(begins_ms, offset, answers, latency_ms, fate_ms, fate, lateness_ms)| Plan {
            begins_ms,
            offset,
            answers,
            latency_ms,
            fate_ms,
            fate,
            lateness_ms,
        },
    )
}

/// A well-behaved driver of all calls: its clocks show one time, and others that are wrong.
struct World {
    pacer: Pacer,
    now_ms: u64,
    /// How wrong the clock of all drivers is.
    set_by_ms: i64,
    /// Until when the time that passed unseen when it was set may matter.
    set_ms: u64,
    spacing_ms: u64,
    drivers: Vec<Driver>,
    /// What is to happen, by time, then in the order in which it was decided.
    agenda: BTreeMap<(u64, u64), (usize, Event)>,
    decided: u64,
    sends: Vec<Sent>,
    /// The calls to be repeated, and since when each asks for a slot.
    repeats: Vec<(usize, u64)>,
    /// The server asked all to wait until then.
    not_before_ms: u64,
}

struct Driver {
    plan: Plan,
    call: Option<Call>,
    offset: i64,
    answers: std::vec::IntoIter<Answer>,
    ended: Option<Result<(), Error>>,
    in_flight: bool,
    /// Whether it was told to wait for a place, or until it may ask for one again.
    waits: bool,
}

#[derive(Clone, Copy, Debug)]
struct Sent {
    at_ms: u64,
    driver: usize,
    first: bool,
}

#[derive(Clone, Copy)]
enum Event {
    Poll,
    Answer(Attempt),
    Fate,
}

fn fail(error: impl ToString) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

impl World {
    fn new(rate: f64, plans: &[Plan], policy: Policy) -> Result<World, Error> {
        let tenant = d3::Tenant::new("/soar", "Admin", "Security Operations")?;
        let pacer = Pacer::new(rate)?;
        // While no call waits, a new clock may show any time; these clocks are known already.
        for plan in plans {
            pacer.clock_set(START_MS, START_MS.saturating_add_signed(OFFSETS[plan.offset]));
        }
        let mut world = World {
            pacer: pacer.clone(),
            now_ms: START_MS,
            set_by_ms: 0,
            set_ms: 0,
            spacing_ms: (1_000.0 / rate).ceil() as u64,
            drivers: Vec::new(),
            agenda: BTreeMap::new(),
            decided: 0,
            sends: Vec::new(),
            repeats: Vec::new(),
            not_before_ms: 0,
        };
        for (index, plan) in plans.iter().enumerate() {
            let prepared = tenant.prepare(&d3::UpdateOwner::new(["1"], "m.okoye"))?;
            world.drivers.push(Driver {
                call: Some(Call::new(prepared, pacer.clone(), policy, index as u64)),
                offset: OFFSETS[plan.offset],
                answers: plan.answers.clone().into_iter(),
                ended: None,
                in_flight: false,
                waits: false,
                plan: plan.clone(),
            });
            world.decide(START_MS + plan.begins_ms, index, Event::Poll);
            world.decide(START_MS + plan.begins_ms + plan.fate_ms, index, Event::Fate);
        }
        Ok(world)
    }

    fn decide(&mut self, at_ms: u64, index: usize, event: Event) {
        self.decided += 1;
        self.agenda.insert((at_ms, self.decided), (index, event));
    }

    fn run(&mut self) -> Result<(), TestCaseError> {
        for _ in 0..200_000 {
            let Some(((at_ms, _), (index, event))) = self.agenda.pop_first() else { return Ok(()) };
            self.now_ms = self.now_ms.max(at_ms);
            match event {
                Event::Poll => self.poll(index)?,
                Event::Answer(attempt) => self.answer(index, attempt)?,
                Event::Fate => self.strike(index)?,
            }
        }
        Err(fail("it never ends"))
    }

    fn told_ms(&self, index: usize) -> u64 {
        self.now_ms.saturating_add_signed(self.set_by_ms + self.drivers[index].offset)
    }

    fn poll(&mut self, index: usize) -> Result<(), TestCaseError> {
        let (now_ms, told_ms) = (self.now_ms, self.told_ms(index));
        let driver = &mut self.drivers[index];
        let Some(call) = driver.call.as_mut().filter(|_| driver.ended.is_none() && !driver.in_flight) else {
            return Ok(());
        };
        let first = call.attempts() == 0;
        driver.waits = false;
        match call.poll(told_ms, "") {
            Step::Send { attempt, .. } => {
                prop_assert!(
                    now_ms >= self.not_before_ms,
                    "sent at {now_ms}, asked to wait until {}",
                    self.not_before_ms
                );
                self.sends.push(Sent { at_ms: now_ms, driver: index, first });
                driver.in_flight = true;
                let answered_ms = now_ms + driver.plan.latency_ms;
                self.decide(answered_ms, index, Event::Answer(attempt));
            }
            Step::Wait { until_ms, why } => {
                prop_assert!(until_ms > told_ms, "a wait that is over");
                if !first && why == WaitReason::Pacing {
                    self.repeats.push((index, now_ms));
                }
                driver.waits = why != WaitReason::Backoff;
                let alone = why == WaitReason::Pacing && self.drivers.iter().filter(|driver| driver.waits).count() == 1;
                let free_ms = self.sends.last().map_or(0, |sent| sent.at_ms + self.spacing_ms);
                prop_assert!(!alone || now_ms + (until_ms - told_ms) <= free_ms.max(self.set_ms), "a debt");
                let driver = &self.drivers[index];
                let later_ms = now_ms + (until_ms - told_ms) + driver.plan.lateness_ms;
                self.decide(later_ms, index, Event::Poll);
            }
            Step::Done(result) => {
                // The call is kept: it must not occupy anything any more.
                driver.ended = Some(result.map(drop));
            }
            _ => return Err(fail("an unknown step")),
        }
        Ok(())
    }

    fn answer(&mut self, index: usize, attempt: Attempt) -> Result<(), TestCaseError> {
        let (now_ms, told_ms) = (self.now_ms, self.told_ms(index));
        let driver = &mut self.drivers[index];
        let Some(call) = driver.call.as_mut().filter(|_| driver.ended.is_none()) else { return Ok(()) };
        driver.in_flight = false;
        let asked =
            |status, seconds: u64| Response::new(status, vec![]).with_header("retry-after", seconds.to_string());
        match driver.answers.next().unwrap_or(Answer::Success) {
            Answer::Success => {
                let body = br#"{"contextData": [{"Incident Number": "1", "Result": "Successful"}]}"#;
                call.on_response(told_ms, attempt, Response::new(200, &body[..]));
            }
            Answer::RateLimited { seconds } => {
                call.on_response(told_ms, attempt, asked(429, seconds));
                self.not_before_ms = self.not_before_ms.max(now_ms + seconds * 1_000);
            }
            Answer::Unavailable { seconds } => {
                call.on_response(told_ms, attempt, asked(503, seconds));
                self.not_before_ms = self.not_before_ms.max(now_ms + seconds * 1_000);
            }
            Answer::NoConnection => call.on_transport_error(told_ms, attempt, TransportError::Connect),
        }
        self.poll(index)
    }

    fn strike(&mut self, index: usize) -> Result<(), TestCaseError> {
        let told_ms = self.told_ms(index);
        let driver = &mut self.drivers[index];
        let Some(call) = driver.call.as_mut() else { return Ok(()) };
        match driver.plan.fate {
            Fate::Lives => Ok(()),
            Fate::Dropped => {
                (driver.call, driver.waits) = (None, false);
                Ok(())
            }
            Fate::Cancelled => {
                call.cancel(told_ms);
                driver.in_flight = false;
                self.poll(index)
            }
            // A call reads the clock at once: otherwise the change could be time that passed while no call waited.
            Fate::ClockSet { .. } if driver.in_flight || driver.ended.is_some() => Ok(()),
            Fate::ClockSet { minutes } => {
                self.set_by_ms += minutes * 60_000;
                // What was still to be waited for, it may be waited for again.
                self.set_ms = self.now_ms + HOUR_MS;
                self.poll(index)
            }
        }
    }

    fn check_pace(&self) -> Result<(), TestCaseError> {
        let spacing_ms = self.spacing_ms;
        for pair in self.sends.windows(2) {
            let apart_ms = pair[1].at_ms - pair[0].at_ms;
            prop_assert!(apart_ms >= spacing_ms, "{pair:?}: {apart_ms} ms apart, the pace allows {spacing_ms}");
        }
        Ok(())
    }
}

/// Long enough for all that these calls wait for.
fn patient() -> Policy {
    Policy::default().max_attempts(100).deadline_ms(HOUR_MS + HOUR_MS / 2)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The pace is kept in every window, no `Retry-After` is undercut, everybody gets a turn, and at the end nothing is
    /// left: the next call goes at once.
    #[test]
    fn the_rules_hold_whatever_happens(
        rate in prop_oneof![Just(1.0), Just(10.0), Just(50.0), 0.2f64..1_000.0],
        mut plans in proptest::collection::vec(plan(), 1..60),
        set in -1i64..=1,
    ) {
        for plan in &mut plans {
            // Clocks that disagree, or one that is set, again and again, back or forward.
            if set != 0 {
                plan.offset = 0;
            }
            if let Fate::ClockSet { minutes } = &mut plan.fate {
                *minutes *= set;
            }
        }
        let mut world = World::new(rate, &plans, patient()).map_err(fail)?;
        world.run()?;
        world.check_pace()?;
        for driver in &world.drivers {
            let wanted = match driver.plan.fate {
                Fate::Dropped => driver.call.is_none(),
                Fate::Cancelled => driver.ended.is_some(),
                // The tenant's retry budget may be used up.
                _ => matches!(&driver.ended, Some(result) if result.as_ref().err().is_none_or(|error| error.attempts() > 0)),
            };
            prop_assert!(wanted, "{:?} ended as {:?}", driver.plan, driver.ended);
        }
        let after_all = world.sends.last().map_or(0, |sent| sent.at_ms).max(world.not_before_ms).max(world.now_ms);
        let prepared = d3::Tenant::new("/soar", "Admin", "S").map_err(fail)?.prepare(&d3::UpdateOwner::new(["1"], "o"));
        let mut call = Call::new(prepared.map_err(fail)?, world.pacer.clone(), patient(), 1);
        // The longest jitter is a tenth of a wait.
        let later_ms = after_all + world.spacing_ms + 2_000;
        let step = call.poll(later_ms.saturating_add_signed(world.set_by_ms), "");
        prop_assert!(matches!(step, Step::Send { .. }), "a debt: {step:?}");
    }

    /// First come, first served among calls that come in time, and those that are repeated before all of them.
    #[test]
    fn the_order_is_that_of_coming(
        rate in prop_oneof![Just(1.0), Just(10.0), 1.0f64..100.0],
        begins in proptest::collection::vec(0u64..5_000, 2..80),
        refusals in proptest::collection::vec((any::<prop::sample::Index>(), 0u64..8), 0..5),
        losses in proptest::collection::vec(any::<prop::sample::Index>(), 0..5),
    ) {
        let mut plans: Vec<Plan> = begins.iter().map(|begins_ms| Plan {
            begins_ms: *begins_ms,
            offset: 0,
            answers: vec![],
            latency_ms: 0,
            fate_ms: 0,
            fate: Fate::Lives,
            lateness_ms: 0,
        }).collect();
        for which in &losses {
            plans[which.index(begins.len())].answers = vec![Answer::NoConnection];
        }
        for (which, seconds) in &refusals {
            let plan = &mut plans[which.index(begins.len())];
            // A little late, so that others are there before.
            (plan.answers, plan.lateness_ms) = (vec![Answer::RateLimited { seconds: *seconds }], 20);
        }
        let mut world = World::new(rate, &plans, patient()).map_err(fail)?;
        world.run()?;
        world.check_pace()?;
        let firsts: Vec<u64> = world.sends.iter().filter(|sent| sent.first).map(|sent| begins[sent.driver]).collect();
        prop_assert!(firsts.is_sorted(), "{firsts:?}");
        // A call that was asked to wait goes before all that were not sent yet.
        for (sent, next) in world.sends.iter().zip(world.sends.iter().skip(1)) {
            let refused = sent.first && plans[sent.driver].lateness_ms > 0;
            prop_assert!(!refused || !next.first, "{next:?} overtook {sent:?}");
        }
        // A repeated call goes before all that are not, once it asks.
        for (driver, since_ms) in &world.repeats {
            let mut later = world.sends.iter().filter(|sent| sent.at_ms > *since_ms);
            let before = later.find(|sent| sent.first || sent.driver == *driver);
            prop_assert!(before.is_none_or(|sent| !sent.first), "{before:?} overtook the repeat of {driver}");
        }
        // As long as any call waits, no slot is left empty.
        if refusals.is_empty() && losses.is_empty() {
            for pair in world.sends.windows(2) {
                let came_ms = START_MS + begins[pair[1].driver];
                prop_assert_eq!(pair[1].at_ms, came_ms.max(pair[0].at_ms + world.spacing_ms));
            }
        }
    }
}
