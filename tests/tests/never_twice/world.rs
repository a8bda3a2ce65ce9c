//! Drivers of many calls on one pacer, and two tenants, in virtual time.

use std::collections::BTreeMap;

use proptest::{prelude::*, test_runner::TestCaseError};
use soarwire::{
    AnyAnswer, Attempt, Call, Effect, Error, Pacer, Response, Step, TransportError,
    ffi::{AnyOperation, TenantConfig},
    sandbox::{Answer, Cut, Fault, Incoming, Sandbox},
};

use super::{
    faults::is_refusal,
    plan::{Fate, OFFSETS, Plan, START_MS, Transport},
    truth::{Truth, Watch, config},
};

const NONCE: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

pub(super) struct World {
    pub(super) sandbox: Sandbox,
    pub(super) drivers: Vec<Driver>,
    now_ms: u64,
    agenda: BTreeMap<(u64, u64), (usize, Event)>,
    decided: u64,
    /// When requests were sent.
    sends_ms: Vec<u64>,
    /// Not before this may anything be sent: the server asked for that.
    not_before_ms: u64,
}

/// One call and everything that is known about it from outside.
pub(super) struct Driver {
    pub(super) plan: Plan,
    pub(super) effect: Effect,
    pub(super) truth: Truth,
    pub(super) result: Option<Result<AnyAnswer, Error>>,
    /// How many requests were sent.
    pub(super) sent: u32,
    /// Whether an attempt ended, or was left, in a way that does not say that nothing was done.
    pub(super) open: bool,
    /// The body of the last answer that the call was given.
    pub(super) answer: String,
    call: Option<Call<AnyAnswer>>,
    offset: i64,
    /// How many attempts it was handed, withdrawn ones included.
    handed: u32,
    in_flight: Option<Attempt>,
}

impl Driver {
    /// Whether what nobody knows of an attempt leaves anything open.
    fn changes(&self) -> bool {
        self.effect != Effect::Reads
    }
}

enum Event {
    Poll,
    Arrives(Attempt, Arrival),
    Fate,
}

enum Arrival {
    Answer(Answer),
    Lost(TransportError),
}

fn fail(error: impl ToString) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

impl World {
    pub(super) fn new(
        plans: &[Plan],
        faults: Vec<Fault>,
        rate: f64,
        limit: Option<u32>,
    ) -> Result<World, TestCaseError> {
        let pacer = Pacer::new(rate).map_err(fail)?;
        // While no call waits, a new clock may show any time; these clocks are known already.
        OFFSETS.iter().for_each(|offset| pacer.clock_set(START_MS, START_MS.saturating_add_signed(*offset)));
        let mut sandbox = Sandbox::new(config(plans.len(), limit));
        sandbox.script(faults);
        let mut world = World {
            sandbox,
            drivers: Vec::new(),
            now_ms: START_MS,
            agenda: BTreeMap::new(),
            decided: 0,
            sends_ms: Vec::new(),
            not_before_ms: 0,
        };
        for (index, plan) in plans.iter().enumerate() {
            let operation = AnyOperation::from_params_json(plan.id(), &plan.params(index).to_string()).map_err(fail)?;
            let tenant = TenantConfig::from_json(&plan.tenant().to_string()).and_then(TenantConfig::tenant);
            let prepared = tenant.and_then(|tenant| tenant.prepare(&operation)).map_err(fail)?;
            world.drivers.push(Driver {
                plan: plan.clone(),
                effect: operation.effect(),
                truth: Truth::default(),
                result: None,
                sent: 0,
                open: false,
                answer: String::new(),
                call: Some(Call::new(prepared, pacer.clone(), plan.policy, index as u64)),
                offset: OFFSETS[plan.offset],
                handed: 0,
                in_flight: None,
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

    /// Until nothing happens any more.
    pub(super) fn run(&mut self, rate: f64) -> Result<(), TestCaseError> {
        while let Some(((at_ms, _), (index, event))) = self.agenda.pop_first() {
            prop_assert!(self.decided < 100_000, "it never ends");
            self.now_ms = self.now_ms.max(at_ms);
            match event {
                Event::Poll => self.poll(index)?,
                Event::Arrives(attempt, arrival) => self.arrives(index, attempt, &arrival)?,
                Event::Fate => self.strike(index)?,
            }
        }
        let spacing_ms = if rate > 0.0 { (1_000.0 / rate).ceil() as u64 } else { 0 };
        let apart = self.sends_ms.windows(2).all(|pair| pair[1] - pair[0] >= spacing_ms);
        prop_assert!(apart, "faster than {spacing_ms} ms: {:?}", self.sends_ms);
        Ok(())
    }

    fn told_ms(&self, index: usize) -> u64 {
        self.now_ms.saturating_add_signed(self.drivers[index].offset)
    }

    fn poll(&mut self, index: usize) -> Result<(), TestCaseError> {
        let told_ms = self.told_ms(index);
        let driver = &mut self.drivers[index];
        if driver.in_flight.is_some() {
            return Ok(());
        }
        let Some(call) = driver.call.as_mut() else { return Ok(()) };
        let nonce = if driver.handed < driver.plan.nonces { NONCE } else { "" };
        match call.poll(told_ms, nonce) {
            Step::Send { attempt, request, until_ms } => {
                prop_assert!(driver.result.is_none(), "sent after the end");
                driver.in_flight = Some(attempt);
                driver.handed += 1;
                let left_ms = until_ms.saturating_sub(told_ms);
                self.send(index, attempt, &request, left_ms)
            }
            Step::Wait { until_ms, .. } => {
                prop_assert!(driver.result.is_none(), "waits after the end");
                prop_assert!(until_ms > told_ms, "a wait that is over");
                let at_ms = self.now_ms + (until_ms - told_ms) + driver.plan.lateness_ms;
                self.decide(at_ms, index, Event::Poll);
                Ok(())
            }
            Step::Done(result) => {
                prop_assert_eq!(call.attempts(), driver.sent);
                let before = driver.result.as_ref().map(said);
                prop_assert!(before.is_none_or(|before| before == said(&result)), "ended twice, differently");
                driver.result = Some(result);
                Ok(())
            }
            other => Err(fail(format!("{other:?}"))),
        }
    }

    /// Makes one attempt, as the transport of the plan would.
    fn send(
        &mut self,
        index: usize,
        attempt: Attempt,
        request: &soarwire::Request,
        left_ms: u64,
    ) -> Result<(), TestCaseError> {
        let driver = &mut self.drivers[index];
        let transports = &driver.plan.transports;
        let at = usize::try_from(driver.handed - 1).unwrap_or_default().min(transports.len() - 1);
        let transport = transports[at];
        // Without a limit, such a driver would never end.
        if matches!(transport, Transport::Withdrawn) && driver.handed < 4 {
            driver.call.iter_mut().for_each(|call| call.withdraw(attempt));
            driver.in_flight = None;
            return self.poll(index);
        }
        let appends = driver.effect == Effect::Appends;
        prop_assert!(!(appends && driver.open), "what accumulates was sent again");
        prop_assert!(self.now_ms >= self.not_before_ms, "Retry-After was undercut");
        driver.sent += 1;
        prop_assert!(driver.sent <= driver.plan.policy.max_attempts, "too many attempts");
        self.sends_ms.push(self.now_ms);
        if matches!(transport, Transport::NeverConnects) {
            self.decide(self.now_ms + 10, index, Event::Arrives(attempt, Arrival::Lost(TransportError::Connect)));
            return Ok(());
        }
        let path = request.url().strip_prefix("https://").and_then(|url| url.find('/').and_then(|at| url.get(at..)));
        let headers: Vec<(&str, &str)> =
            request.headers().iter().map(|(name, value)| (name.as_ref(), value.expose())).collect();
        let path = path.unwrap_or(request.url());
        let incoming = Incoming { method: "POST", path, headers: &headers, body: request.body() };
        let watch = Watch::begin(&self.sandbox, &driver.plan);
        let answer = self.sandbox.handle(self.now_ms, &incoming);
        watch.end(&self.sandbox, &driver.plan, index, &mut driver.truth)?;
        let (delay_ms, until_ms) = (answer.delay_ms.saturating_add(3), self.now_ms + left_ms);
        let arrival = match (answer.cut, transport) {
            // These look the same from outside.
            (Some(Cut::BeforeEffect | Cut::AfterEffect | Cut::MidBody), _) => {
                Arrival::Lost(TransportError::Interrupted)
            }
            (None, Transport::TooLarge) => Arrival::Lost(TransportError::BodyTooLarge),
            (None, _) => Arrival::Answer(answer),
        };
        if delay_ms < left_ms {
            self.decide(self.now_ms + delay_ms, index, Event::Arrives(attempt, arrival));
            return Ok(());
        }
        self.decide(until_ms, index, Event::Arrives(attempt, Arrival::Lost(TransportError::Timeout)));
        // It arrives anyway, too late to count.
        if delay_ms < 1_000_000 {
            self.decide(self.now_ms + delay_ms + 1, index, Event::Arrives(attempt, arrival));
        }
        Ok(())
    }

    fn arrives(&mut self, index: usize, attempt: Attempt, arrival: &Arrival) -> Result<(), TestCaseError> {
        let (now_ms, told_ms) = (self.now_ms, self.told_ms(index));
        let driver = &mut self.drivers[index];
        let Some(call) = driver.call.as_mut() else { return Ok(()) };
        let counts = driver.in_flight == Some(attempt);
        if driver.plan.confused {
            let other = Attempt::from_number(attempt.number() + 1_000);
            call.on_transport_error(told_ms, other, TransportError::Connect);
            call.withdraw(other);
            call.on_response(told_ms, other, Response::new(200, &b"{\"reply\": true}"[..]));
        }
        match arrival {
            Arrival::Lost(class) => {
                call.on_transport_error(told_ms, attempt, *class);
                if counts {
                    driver.open |= driver.changes() && *class != TransportError::Connect;
                }
            }
            Arrival::Answer(answer) => {
                let mut response = Response::new(answer.status, answer.body.as_slice());
                for (name, value) in &answer.headers {
                    response = response.with_header(name.as_str(), value.as_str());
                    if counts && name == "retry-after" {
                        self.not_before_ms = self.not_before_ms.max(asked_until_ms(value, now_ms));
                    }
                }
                call.on_response(told_ms, attempt, response);
                if counts {
                    driver.open |= driver.changes() && !is_refusal(answer.status);
                    driver.answer = String::from_utf8_lossy(&answer.body).into_owned();
                }
            }
        }
        if counts {
            driver.in_flight = None;
        }
        self.poll(index)
    }

    fn strike(&mut self, index: usize) -> Result<(), TestCaseError> {
        let told_ms = self.told_ms(index);
        let driver = &mut self.drivers[index];
        match driver.plan.fate {
            Fate::Lives => return Ok(()),
            Fate::Dropped => driver.call = None,
            Fate::ClockSet { offset } => driver.offset = OFFSETS[offset],
            Fate::Cancelled => {
                driver.call.iter_mut().for_each(|call| call.cancel(told_ms));
                driver.open |= driver.in_flight.take().is_some() && driver.changes();
            }
        }
        self.poll(index)
    }
}

/// Until when a `Retry-After` asks to wait.
fn asked_until_ms(value: &str, now_ms: u64) -> u64 {
    let date = || httpdate::parse_http_date(value).ok()?.duration_since(std::time::UNIX_EPOCH).ok();
    match value.parse::<u64>() {
        Ok(seconds) => now_ms + seconds * 1_000,
        Err(_) => date().map_or(0, |at| at.as_millis() as u64),
    }
}

fn said(result: &Result<AnyAnswer, Error>) -> String {
    match result {
        Ok(answer) => answer.to_json(),
        Err(error) => format!("{error} {}", error.to_json()),
    }
}
