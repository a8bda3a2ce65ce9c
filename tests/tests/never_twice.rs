//! Law 3: what adds up is never repeated once it may have been carried out. Random fault scripts against the sandbox, in
//! virtual time.

use std::time::{Duration, UNIX_EPOCH};

use proptest::{prelude::*, test_runner::TestCaseError};
use soarwire::{
    Call, Effect, Error, Operation, Pacer, Policy, Prepared, Report, Response, Step, Tenant, TransportError, d3,
    sandbox::{Config, Cut, Fault, Incoming, Sandbox, What},
    xpanse,
};

const START_MS: u64 = 1_793_696_706_000;

/// One call with all that may go wrong with it.
#[derive(Clone, Debug)]
struct Scenario {
    operation: usize,
    appends: bool,
    faults: Vec<Fault>,
    policy: Policy,
    pace: f64,
    seed: u64,
    /// Whether the clock steps back between polls.
    jumpy: bool,
}

fn retry_after() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        Just(None),
        (0u64..40).prop_map(|seconds| Some(seconds.to_string())),
        (0u64..60).prop_map(|seconds| {
            let at = UNIX_EPOCH + Duration::from_millis(START_MS) + Duration::from_secs(seconds);
            Some(httpdate::fmt_http_date(at))
        }),
        Just(Some("soon".to_owned())),
    ]
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        4 => retry_after().prop_map(|retry_after| What::RateLimited { retry_after }),
        3 => (500u16..600, any::<bool>())
            .prop_map(|(status, after_effect)| What::ServerError { status, body: None, after_effect }),
        2 => any::<bool>().prop_map(|after_effect| What::Html { status: 502, after_effect }),
        1 => Just(What::EmptyUnauthorized),
        2 => Just(What::TruncatedJson),
        1 => Just(What::Redirect { location: "http://127.0.0.1:9/".to_owned(), status: 302 }),
        2 => (0u64..90_000).prop_map(|ms| What::Delay { ms }),
        3 => Just(What::CutBefore),
        3 => Just(What::CutAfter),
        2 => Just(What::CutMidBody),
        1 => Just(What::NeverAnswer),
    ]
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let policy = (1u32..8, 1u64..300_000, 1u64..90_000, 0u64..3_000, 0u64..60_000).prop_map(
        |(max_attempts, deadline_ms, attempt_timeout_ms, backoff_base_ms, backoff_cap_ms)| Policy {
            max_attempts,
            deadline_ms,
            attempt_timeout_ms,
            backoff_base_ms,
            backoff_cap_ms,
        },
    );
    let faults = proptest::collection::vec(what().prop_map(Fault::new), 0..7);
    (0usize..5, any::<bool>(), faults, policy, prop_oneof![Just(0.0), 0.2f64..100.0], any::<u64>(), any::<bool>())
        .prop_map(|(operation, appends, faults, policy, pace, seed, jumpy)| Scenario {
            operation,
            appends,
            faults,
            policy,
            pace,
            seed,
            jumpy,
        })
}

/// The sandbox's own incidents and credentials, as a call.
fn prepare(scenario: &Scenario, sandbox: &Sandbox) -> Result<(Prepared, Effect), Error> {
    let world = sandbox.snapshot();
    let numbers = || world.d3.iter().take(2).map(|incident| incident.number.clone());
    let d3 = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?
        .with_auth(d3::Auth::api_key("sandbox-d3-key"))?;
    let id = world.xpanse.first().map_or("1", |incident| incident.incident_id.as_str());
    let key = sandbox.config().xpanse.standard_keys.first().cloned();
    let (key_id, key) = key.map_or(("1".into(), "k".into()), |key| (key.key_id, key.key));
    let xpanse = xpanse::Tenant::new("acme.example.com")?.with_auth(xpanse::Auth::standard(key_id, key))?;
    fn both<O: Operation<Answer = Report>>(tenant: &O::Tenant, operation: &O) -> Result<(Prepared, Effect), Error> {
        Ok((tenant.prepare(operation)?, operation.effect()))
    }
    let text = "Appended by this call.";
    match scenario.operation {
        0 => both(&d3, &d3::UpdateOwner::new(numbers(), "admin user")),
        1 if scenario.appends => both(&d3, &d3::CloseIncidents::new(numbers(), true).conclusion(text)),
        1 => both(&d3, &d3::CloseIncidents::new(numbers(), true)),
        2 => both(&d3, &d3::LinkToCases::new(numbers(), sandbox.config().d3.cases.iter().take(1).cloned())),
        3 if scenario.appends => both(&d3, &d3::CloseIncident::new().note(text)),
        3 => both(&d3, &d3::CloseIncident::new()),
        _ if scenario.appends => both(&xpanse, &xpanse::UpdateIncident::new(id).comment(text)),
        _ => both(&xpanse, &xpanse::UpdateIncident::new(id).status("under_investigation")),
    }
}

/// What the call did, as seen from outside.
struct Seen {
    result: Result<Report, Error>,
    attempts: u32,
    ended_ms: u64,
}

/// Drives the call against the sandbox until it ends.
fn drive(scenario: &Scenario, sandbox: &mut Sandbox, prepared: Prepared) -> Result<Seen, TestCaseError> {
    let mut call = Call::new(prepared, Pacer::new(scenario.pace), scenario.policy, scenario.seed);
    let mut now = START_MS;
    // Not before this may the request be sent again: the server said so.
    let mut not_before = 0;
    let mut attempts = 0;
    for round in 0..1_000 {
        let jump = scenario.jumpy && round % 2 == 1;
        match call.poll(if jump { now - 700 } else { now }, "nonce") {
            Step::Wait { until_ms, .. } => {
                prop_assert!(jump || until_ms > now, "a wait that is over");
                now = until_ms;
            }
            Step::Send { request, until_ms } => {
                attempts += 1;
                prop_assert!(now >= not_before, "sent at {now}, asked to wait until {not_before}");
                prop_assert!(attempts <= scenario.policy.max_attempts, "too many attempts");
                prop_assert!(now < START_MS + scenario.policy.deadline_ms, "sent after the deadline");
                let path = request.url().splitn(4, '/').nth(3).unwrap_or_default().to_owned();
                let headers: Vec<(&str, &str)> =
                    request.headers().iter().map(|(name, value)| (name.as_ref(), value.expose())).collect();
                let incoming =
                    Incoming { method: "POST", path: &format!("/{path}"), headers: &headers, body: request.body() };
                let answer = sandbox.handle(now, &incoming);
                let arrives = now.saturating_add(answer.delay_ms).saturating_add(3);
                now = arrives.min(until_ms);
                if arrives >= until_ms {
                    call.on_transport_error(now, TransportError::Timeout);
                    continue;
                }
                match answer.cut {
                    // Nobody can tell these apart from outside.
                    Some(Cut::BeforeEffect | Cut::AfterEffect | Cut::MidBody) => {
                        call.on_transport_error(now, TransportError::Interrupted);
                    }
                    None => {
                        let mut response = Response::new(answer.status, answer.body.as_slice());
                        for (name, value) in &answer.headers {
                            response = response.header(name.as_str(), value.as_str());
                            if let ("retry-after", Ok(seconds)) = (name.as_str(), value.parse::<u64>()) {
                                not_before = now + seconds * 1_000;
                            } else if let ("retry-after", Ok(at)) = (name.as_str(), httpdate::parse_http_date(value)) {
                                not_before = at.duration_since(UNIX_EPOCH).map_or(0, |at| at.as_millis() as u64);
                            }
                        }
                        call.on_response(now, response);
                    }
                }
            }
            Step::Done(result) => {
                prop_assert_eq!(call.attempts(), attempts);
                return Ok(Seen { result, attempts, ended_ms: now });
            }
            _ => {}
        }
    }
    Err(TestCaseError::fail("the call never ends"))
}

fn check(scenario: &Scenario) -> Result<(), TestCaseError> {
    let mut sandbox = Sandbox::new(Config::default());
    let (prepared, effect) = prepare(scenario, &sandbox).map_err(|error| TestCaseError::fail(error.to_string()))?;
    sandbox.script(scenario.faults.clone());
    let seen = drive(scenario, &mut sandbox, prepared)?;
    prop_assert!(seen.ended_ms <= START_MS + scenario.policy.deadline_ms, "over the deadline");
    let effects = sandbox.effects();
    let executed: u64 = effects.operations.values().map(|operation| operation.executed).sum();
    if effect == Effect::Appends {
        prop_assert!(executed <= 1, "an appending call took effect {} times", executed);
        prop_assert!(effects.duplicates().is_empty());
    }
    match seen.result {
        Ok(report) => {
            prop_assert!(executed >= 1);
            let done = |id: &str| effects.incident(id).is_some();
            prop_assert!(report.succeeded().all(done), "a success that never happened");
        }
        Err(error) => {
            prop_assert!(error.maybe_executed() || executed == 0, "{error}: it was carried out {executed} times");
            prop_assert_eq!(error.report().is_some(), error.maybe_executed());
            prop_assert_eq!(error.attempts(), seen.attempts);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn under_any_script_of_faults(scenario in scenario()) {
        check(&scenario)?;
    }
}
