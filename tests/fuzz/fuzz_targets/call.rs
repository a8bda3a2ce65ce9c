//! Any trace of a call among others on its pacer: the call ends, it never sends too often or too early, it never repeats what
//! would be applied twice, it ignores attempts other than the one in flight, and the request rate holds for all calls.
//!
//! A trace is text. Its first line names the operation (a `+` asks for the one that appends), the attempts, the deadline,
//! the time for one attempt, the backoff's base and cap, the rate in sixteenths of a request per second, and the seed;
//! every other line when something happens, and what:
//!
//! ```text
//! d3.close_incidents+ 4 120000 60000 500 30000 160 7
//! +1000 poll
//! +20 429 empty 7
//! due poll
//! +5 interrupted
//! ```
//!
//! When: `=` at once, `due` when the last step said, `+N` later, `-N` with a clock that steps back, `>N` behind `due`. What:
//! `poll`, `cancel`, `withdraw`, `unsigned` (a poll without a nonce), `other` (a poll of another call), `drop` (of that
//! call), the name of a transport error, or a status with its body (`success`, `refusal`, `cut`, `empty`) and
//! its `Retry-After` (`@N` being the date N seconds after 1970). A mutated word is still valid.
#![no_main]

use libfuzzer_sys::fuzz_target;
use soarwire::{
    AnyAnswer, Attempt, Call, Effect, Family, Kind, Pacer, Policy, Prepared, Response, Step, TransportError,
    WaitReason,
    ffi::{AnyOperation, TenantConfig},
};
use soarwire_fuzz::{
    case, laws, params,
    time::{END_MS, Time},
};

const NONCE: &str = "n0nce";

/// A decimal number, or any bytes as one.
fn number(word: &str) -> u64 {
    word.parse().unwrap_or_else(|_| {
        word.bytes().fold(0, |number: u64, byte| number.wrapping_mul(251).wrapping_add(byte.into()))
    })
}

/// The call, and what must hold for it. Times are the call's own unless they are marked as told.
struct Model {
    call: Call<AnyAnswer>,
    operation: AnyOperation,
    policy: Policy,
    pacer: Pacer,
    prepared: Prepared<AnyAnswer>,
    time: Time,
    told_ms: u64,
    /// When the call is to be polled, by its own time and as it was told.
    due: (u64, u64),
    sent: u32,
    in_flight: Option<Attempt>,
    /// The names of attempts that are over, and of those of other calls.
    stale: Vec<Attempt>,
    /// Whether any attempt so far may have been carried out.
    executed: bool,
    cancelled: bool,
    /// The server asked not to send again before this.
    not_before_ms: u64,
    last: Option<Kind>,
    done: Option<String>,
    others: Others,
}

/// What the calls of the tenant have to do with each other, by the told time, as long as that goes forward.
#[derive(Default)]
struct Others {
    other: Option<Call<AnyAnswer>>,
    spacing_ms: u64,
    goes_forward: bool,
    last_sent_ms: Option<u64>,
    not_before_ms: u64,
}

fuzz_target!(init: params::load(), |input: &str| {
    let mut lines = input.lines();
    let mut settings = lines.next().unwrap_or_default().split(' ');
    let id = settings.next().unwrap_or_default();
    let Some(operation) = case::operation(id, &["20260114-7", "20260114-8"]) else { return };
    let tenant = if operation.id().starts_with("d3.") { D3 } else { XPANSE };
    let tenant = TenantConfig::from_json(tenant).and_then(TenantConfig::tenant).expect("these settings are valid");
    let prepared = tenant.prepare(&operation).expect("a call of this tenant");
    let mut setting = |default: u64| settings.next().map_or(default, number);
    let policy = Policy::default()
        .max_attempts(u32::try_from(setting(4) % 64).unwrap_or_default())
        .deadline_ms(setting(120_000))
        .attempt_timeout_ms(setting(60_000))
        .backoff_base_ms(setting(500))
        .backoff_cap_ms(setting(30_000));
    let rate = setting(0) as f64 / 16.0;
    let pacer = Pacer::new(rate).expect("a rate");
    // Rates faster than one slot per millisecond have several slots at once.
    let spacing_ms = if rate > 0.0 && rate <= 1_000.0 { (1_000.0 / rate).ceil() as u64 } else { 0 };
    let mut model = Model {
        call: Call::new(prepared.clone(), pacer.clone(), policy, setting(0)),
        operation,
        policy,
        pacer,
        prepared,
        time: Time::default(),
        told_ms: 0,
        due: (0, 0),
        sent: 0,
        in_flight: None,
        stale: vec![Attempt::from_number(0), Attempt::from_number(u64::MAX)],
        executed: false,
        cancelled: false,
        not_before_ms: 0,
        last: None,
        done: None,
        others: Others { spacing_ms, goes_forward: true, ..Others::default() },
    };
    lines.for_each(|line| model.line(line));
    model.line("= drop");
    // A driver that only waits, and gets no answer: for each attempt its backoff, its place and its answer, and the end.
    for _ in 0..4 * (policy.max_attempts + 2) {
        if model.done.is_some() {
            break;
        }
        model.poll(model.due.1, NONCE);
    }
    assert!(model.done.is_some(), "a call that does not end");
    for line in ["= timeout", "= 200 success", "+99999 cancel", "-99999 poll"] {
        model.line(line);
    }
});

impl Model {
    fn line(&mut self, line: &str) {
        let mut words = line.splitn(4, ' ');
        let mut word = || words.next().unwrap_or_default();
        let (when, what, body, wait) = (word(), word(), word(), word());
        let told_ms = match when.as_bytes() {
            b"due" => self.due.1,
            [b'+', ..] => self.told_ms.saturating_add(number(&when[1..])),
            [b'-', ..] => self.told_ms.saturating_sub(number(&when[1..])),
            [b'>', ..] => self.due.1.saturating_add(number(&when[1..])),
            _ => self.told_ms,
        };
        match (what, TransportError::from_name(what)) {
            (_, Some(class)) => self.lose(told_ms, class),
            ("poll", _) => {}
            ("cancel", _) => self.cancel(told_ms),
            ("withdraw", _) => self.withdraw(),
            ("unsigned", _) => return self.poll(told_ms, ""),
            ("other", _) => return self.poll_other(told_ms),
            ("drop", _) => self.others.other = None,
            _ => self.answer(told_ms, (number(what) % 700) as u16, body, wait),
        }
        self.poll(told_ms, NONCE);
    }

    /// The call reads the clock.
    fn tick(&mut self, told_ms: u64) {
        self.others.goes_forward &= told_ms >= self.told_ms && told_ms < END_MS;
        self.told_ms = told_ms;
        let due_ms = if self.done.is_some() { END_MS } else { self.due.0 };
        self.others.goes_forward &= self.time.read(told_ms, due_ms);
    }

    fn deadline_ms(&self) -> u64 {
        self.policy.deadline_ms.min(END_MS)
    }

    fn cancel(&mut self, told_ms: u64) {
        self.tick(told_ms);
        self.call.cancel(told_ms);
        if self.done.is_none() {
            self.cancelled = true;
            self.executed |= self.in_flight.is_some() && self.operation.effect() != Effect::Reads;
        }
        self.land();
    }

    fn withdraw(&mut self) {
        let Some(attempt) = self.in_flight else { return self.call.withdraw(self.stale[0]) };
        self.call.withdraw(attempt);
        self.land();
        self.sent -= 1;
        self.due = (self.time.now_ms, self.told_ms);
        // It may be that nothing was sent just now, or that it was the other call.
        self.others.last_sent_ms = None;
    }

    /// No attempt is in flight any more.
    fn land(&mut self) {
        self.stale.extend(self.in_flight.take());
    }

    /// What is reported of other attempts than the one in flight changes nothing.
    fn confuse(&mut self, told_ms: u64) {
        for at in [0, self.stale.len() / 2, self.stale.len() - 1] {
            let stale = self.stale[at];
            self.call.on_transport_error(told_ms, stale, TransportError::Interrupted);
            self.call.on_response(told_ms, stale, Response::new(200, &b"{\"reply\": true}"[..]));
            self.call.withdraw(stale);
        }
    }

    fn poll(&mut self, told_ms: u64, nonce: &str) {
        self.tick(told_ms);
        self.confuse(told_ms);
        if self.in_flight.is_some() && self.time.now_ms >= self.due.0 {
            self.executed |= self.operation.effect() != Effect::Reads;
            self.last = Some(Kind::Timeout);
            self.land();
        }
        let now_ms = self.time.now_ms;
        match self.call.poll(told_ms, nonce) {
            Step::Send { attempt, request, until_ms } => {
                assert!(self.done.is_none(), "sends after it was done");
                assert!(self.in_flight.is_none(), "sends before the answer to the last request");
                assert!(!self.stale.contains(&attempt), "a name that was used before");
                let appends = self.operation.effect() == Effect::Appends;
                assert!(!(appends && self.executed), "sends again what would be applied twice");
                assert!(now_ms >= self.not_before_ms, "undercuts Retry-After");
                assert!(now_ms < self.deadline_ms(), "sends past the deadline");
                assert!(self.time.own(until_ms) <= self.deadline_ms(), "waits past the deadline");
                assert!(request.is_signed());
                self.sent += 1;
                assert_eq!(self.sent, self.call.attempts());
                assert!(self.sent <= self.policy.max_attempts.max(1), "too many attempts");
                self.in_flight = Some(attempt);
                self.due = (self.time.own(until_ms), until_ms);
                self.others.sent(told_ms);
            }
            Step::Wait { until_ms, why } => {
                assert!(self.done.is_none(), "waits after it was done");
                assert!(until_ms > told_ms, "waits for what is past");
                assert!(self.time.own(until_ms) <= self.deadline_ms(), "waits past the deadline");
                assert_eq!(why == WaitReason::Answer, self.in_flight.is_some());
                self.due = (self.time.own(until_ms), until_ms);
            }
            Step::Done(result) => {
                let said = match &result {
                    Ok(AnyAnswer::Report(report)) => {
                        laws::check_report(&self.operation, report);
                        report.to_json()
                    }
                    Ok(other) => other.to_json(),
                    Err(error) => {
                        assert_eq!(error.maybe_executed(), self.executed, "{error}");
                        let is_about_any = !self.operation.asked().ids().is_empty();
                        assert_eq!(error.report().is_some(), self.executed && is_about_any);
                        assert_eq!(error.attempts(), self.sent);
                        let last = self.last.filter(|_| !self.cancelled && self.sent > 0);
                        assert!(last.is_none_or(|last| last == error.kind()), "{error} after {last:?}");
                        let unsent = matches!(error.kind(), Kind::NotSent) || error.family() == Family::Build;
                        assert!(!unsent || self.sent == 0, "{error} after {} attempts", self.sent);
                        format!("{error} {}", error.to_json())
                    }
                };
                assert!(self.done.as_ref().is_none_or(|before| *before == said), "done twice, differently");
                self.done = Some(said);
                self.land();
            }
            _ => panic!("a step that no driver knows"),
        }
    }

    /// Another call of the tenant, whose answer nobody waits for.
    fn poll_other(&mut self, told_ms: u64) {
        // The other call reads it, this one does not.
        self.others.goes_forward &= told_ms >= self.told_ms && told_ms < END_MS;
        self.told_ms = told_ms;
        let (prepared, pacer) = (&self.prepared, &self.pacer);
        let fresh = || Call::new(prepared.clone(), pacer.clone(), Policy::default(), 1);
        let other = self.others.other.get_or_insert_with(fresh);
        match other.poll(told_ms, NONCE) {
            Step::Send { attempt, .. } => {
                assert!(self.in_flight != Some(attempt), "two attempts with one name");
                self.stale.push(attempt);
                self.others.sent(told_ms);
                let forward = self.others.goes_forward;
                assert!(!forward || told_ms >= self.others.not_before_ms, "released before the cooldown was over");
                self.others.other = None;
            }
            Step::Wait { until_ms, .. } => assert!(until_ms > told_ms),
            _ => self.others.other = None,
        }
    }

    fn answer(&mut self, told_ms: u64, status: u16, body: &str, wait: &str) {
        let xpanse = self.operation.id().starts_with("xpanse.");
        let body = match body {
            "success" if xpanse => "{\"reply\": true}",
            "success" => "{\"error\": \"\", \"returnData\": \"Successful\"}",
            "refusal" if xpanse => "{\"reply\": {\"err_code\": 500, \"err_msg\": \"no\"}}",
            "refusal" => "{\"error\": \"no\"}",
            "empty" => "",
            text => text,
        };
        let as_date = wait.strip_prefix('@').map(|second| (number(second) % (1 << 32)) as u32);
        let mut response = Response::new(status, body.as_bytes());
        if !wait.is_empty() {
            response = response.with_header("Retry-After", as_date.map_or(wait.to_owned(), date));
        }
        let parsed = self.operation.parse(response.clone());
        self.tick(told_ms);
        let attempt = self.in_flight.unwrap_or(self.stale[0]);
        self.call.on_response(told_ms, attempt, response);
        if self.in_flight.is_none() {
            return;
        }
        self.land();
        match parsed {
            Ok(_) => {
                self.poll(told_ms, NONCE);
                assert!(self.done.is_some(), "an answer that does not end the call");
            }
            Err(error) => {
                self.executed |= error.maybe_executed();
                self.last = Some(error.kind());
                let asked_ms = match as_date {
                    Some(second) => (u64::from(second) * 1000).saturating_sub(told_ms),
                    // `parse` takes a sign, the header has digits alone.
                    None if wait.starts_with('+') => 0,
                    None => wait.parse().map_or(0, |seconds: u64| seconds.saturating_mul(1000)),
                };
                if error.service().is_some() {
                    self.not_before_ms = self.not_before_ms.max(self.time.now_ms.saturating_add(asked_ms));
                }
                if matches!(error.kind(), Kind::RateLimited | Kind::ServerError) {
                    let until_ms = told_ms.saturating_add(asked_ms.min(3_600_000));
                    self.others.not_before_ms = self.others.not_before_ms.max(until_ms);
                }
                self.learn_due();
            }
        }
    }

    fn lose(&mut self, told_ms: u64, class: TransportError) {
        self.tick(told_ms);
        let Some(attempt) = self.in_flight else {
            return self.call.on_transport_error(told_ms, self.stale[0], class);
        };
        self.call.on_transport_error(told_ms, attempt, class);
        let effect = self.operation.effect();
        self.executed |= class.kind().entry().maybe_executed && effect != Effect::Reads;
        self.last = Some(class.kind());
        self.land();
        self.learn_due();
    }

    /// What the call waits for now is known when it is polled, which is at once.
    fn learn_due(&mut self) {
        self.due = (self.time.now_ms, self.told_ms);
    }
}

impl Others {
    /// A request went out: never within the interval of the one before.
    fn sent(&mut self, told_ms: u64) {
        if let Some(before_ms) = self.last_sent_ms.filter(|_| self.goes_forward) {
            assert!(told_ms - before_ms >= self.spacing_ms, "{} ms apart", told_ms - before_ms);
        }
        self.last_sent_ms = Some(told_ms);
    }
}

const D3: &str =
    r#"{"base_url": "https://soc.example.com/VSOC", "username": "svc", "site": "North", "auth": {"api_key": "k"}}"#;

/// With an advanced key, whose refused signature is made afresh once.
const XPANSE: &str = r#"{"fqdn": "acme.example.com", "auth": {"key_id": "7", "key": "k", "nonce": "n", "now_ms": 0}}"#;

/// An HTTP date, from seconds since the epoch.
fn date(second: u32) -> String {
    let (days, second) = (i64::from(second / 86_400), second % 86_400);
    // The civil calendar, counted in eras of 400 years from 1 March of year 0.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(days % 7) as usize];
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{weekday}, {day:02} {} {year:04} {hour:02}:{minute:02}:{second:02} GMT", months[month as usize - 1])
}
