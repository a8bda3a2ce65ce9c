//! Any trace of a call: it ends, it never sends too often or too early, and it never repeats what may add up.
//!
//! A trace is text. Its first line names the operation (a `+` asks for the one that appends), the attempts, the deadline,
//! the time for one attempt, the backoff's base and cap, the pace in sixteenths of a request a second, and the seed;
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
//! `poll`, `cancel`, the name of a transport error, or a status with its body (`success`, `refusal`, `cut`, `empty`) and
//! its `Retry-After` (`@N` being the date N seconds after 1970). A mutated word still means something.
#![no_main]

use libfuzzer_sys::fuzz_target;
use soarwire::{
    Call, Effect, Pacer, Policy, Response, Step, TransportError, WaitReason,
    ffi::{AnyOperation, TenantConfig},
};
use soarwire_fuzz::{case, laws};

const NONCE: &str = "n0nce";

/// A decimal number, or any bytes as one.
fn number(word: &str) -> u64 {
    word.parse().unwrap_or_else(|_| {
        word.bytes().fold(0, |number: u64, byte| number.wrapping_mul(251).wrapping_add(byte.into()))
    })
}

/// The call beside what must hold of it.
struct Model {
    call: Call,
    operation: AnyOperation,
    policy: Policy,
    now_ms: u64,
    deadline_ms: Option<u64>,
    sent: u32,
    in_flight: bool,
    /// Until when an answer still counts.
    until_ms: u64,
    /// Whether any attempt so far may have been carried out.
    executed: bool,
    /// The server asked not to be asked again before this.
    not_before_ms: u64,
    done: Option<String>,
    due_ms: u64,
}

fuzz_target!(|input: &str| {
    let mut lines = input.lines();
    let mut settings = lines.next().unwrap_or_default().split(' ');
    let id = settings.next().unwrap_or_default();
    let Some(operation) = case::operation(id, &["20260114-7", "20260114-8"]) else { return };
    let tenant = if operation.id().starts_with("d3.") { D3 } else { XPANSE };
    let tenant = TenantConfig::from_json(tenant).and_then(TenantConfig::tenant).expect("these settings do");
    let prepared = tenant.prepare(&operation).expect("a call of this tenant");
    let mut setting = |default: u64| settings.next().map_or(default, number);
    let policy = Policy {
        max_attempts: u32::try_from(setting(4) % 64).unwrap_or_default(),
        deadline_ms: setting(120_000),
        attempt_timeout_ms: setting(60_000),
        backoff_base_ms: setting(500),
        backoff_cap_ms: setting(30_000),
    };
    let pacer = Pacer::new(setting(0) as f64 / 16.0);
    let mut model = Model {
        call: Call::new(prepared, pacer, policy, setting(0)),
        operation,
        policy,
        now_ms: 0,
        deadline_ms: None,
        sent: 0,
        in_flight: false,
        until_ms: 0,
        executed: false,
        not_before_ms: 0,
        done: None,
        due_ms: 0,
    };
    lines.for_each(|line| model.line(line));
    // A driver that only waits, and gets no answer: for each attempt its backoff, its slot and its answer, and the end.
    for _ in 0..3 * (policy.max_attempts + 2) {
        if model.done.is_some() {
            break;
        }
        model.poll(model.due_ms);
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
            b"due" => self.due_ms,
            [b'+', ..] => self.now_ms.saturating_add(number(&when[1..])),
            [b'-', ..] => self.now_ms.saturating_sub(number(&when[1..])),
            [b'>', ..] => self.due_ms.saturating_add(number(&when[1..])),
            _ => self.now_ms,
        };
        match (what, TransportError::from_name(what)) {
            (_, Some(class)) => self.lose(told_ms, class),
            ("poll", _) => self.poll(told_ms),
            ("cancel", _) => self.cancel(told_ms),
            _ => self.answer(told_ms, (number(what) % 700) as u16, body, wait),
        }
        if self.done.is_some() {
            self.poll(told_ms);
        }
    }

    fn cancel(&mut self, told_ms: u64) {
        self.tick(told_ms);
        self.executed |= self.in_flight;
        self.in_flight = false;
        self.call.cancel(told_ms);
        self.poll(told_ms);
        assert!(self.done.is_some(), "a cancelled call goes on");
    }

    /// The call's clock: it never steps back, and the deadline counts from its first reading.
    fn tick(&mut self, told_ms: u64) {
        self.now_ms = self.now_ms.max(told_ms);
        self.deadline_ms.get_or_insert(self.now_ms.saturating_add(self.policy.deadline_ms));
    }

    fn poll(&mut self, told_ms: u64) {
        self.tick(told_ms);
        let deadline_ms = self.deadline_ms.unwrap_or(u64::MAX);
        if self.in_flight && self.now_ms >= self.until_ms {
            self.in_flight = false;
            self.executed = true;
        }
        match self.call.poll(told_ms, NONCE) {
            Step::Send { request, until_ms } => {
                assert!(self.done.is_none(), "sends after it was done");
                assert!(!self.in_flight, "sends before the answer to the last request");
                let appends = self.operation.effect() == Effect::Appends;
                assert!(!(appends && self.executed), "sends again what may add up");
                assert!(self.now_ms >= self.not_before_ms, "undercuts Retry-After");
                assert!(self.now_ms < deadline_ms && until_ms <= deadline_ms, "sends past the deadline");
                assert!(request.is_signed());
                self.sent += 1;
                assert_eq!(self.sent, self.call.attempts());
                assert!(self.sent <= self.policy.max_attempts.max(1), "too many attempts");
                (self.in_flight, self.until_ms, self.due_ms) = (true, until_ms, until_ms);
            }
            Step::Wait { until_ms, why } => {
                assert!(self.done.is_none(), "waits after it was done");
                assert!(until_ms > self.now_ms, "waits for what is past");
                assert!(until_ms <= deadline_ms, "waits past the deadline");
                assert_eq!(why == WaitReason::Answer, self.in_flight);
                self.due_ms = until_ms;
            }
            Step::Done(result) => {
                let said = match &result {
                    Ok(report) => {
                        laws::check_report(&self.operation, report);
                        report.to_json()
                    }
                    Err(error) => {
                        assert_eq!(error.maybe_executed(), self.executed, "{error}");
                        assert_eq!(error.report().is_some(), self.executed);
                        assert_eq!(error.attempts(), self.sent);
                        error.to_json()
                    }
                };
                assert!(self.done.as_ref().is_none_or(|before| *before == said), "done twice, differently");
                self.done = Some(said);
                self.in_flight = false;
            }
            _ => panic!("a step that no driver knows"),
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
            response = response.header("Retry-After", as_date.map_or(wait.to_owned(), date));
        }
        let parsed = self.operation.parse(response.clone());
        self.tick(told_ms);
        let (was_in_flight, now_ms) = (self.in_flight, self.now_ms);
        self.call.on_response(told_ms, response);
        if !was_in_flight {
            return;
        }
        self.in_flight = false;
        match parsed {
            Ok(_) => {
                self.poll(told_ms);
                assert!(self.done.is_some(), "a report that does not end the call");
            }
            Err(error) => {
                self.executed |= error.maybe_executed();
                let asked_ms = match as_date {
                    Some(second) => u64::from(second) * 1000,
                    None => wait.parse().map_or(0, |seconds: u64| now_ms.saturating_add(seconds.saturating_mul(1000))),
                };
                if error.service().is_some() {
                    self.not_before_ms = self.not_before_ms.max(asked_ms);
                }
            }
        }
    }

    fn lose(&mut self, told_ms: u64, class: TransportError) {
        self.tick(told_ms);
        self.call.on_transport_error(told_ms, class);
        if self.in_flight {
            self.executed |= class.kind().entry().maybe_executed;
            self.in_flight = false;
        }
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
