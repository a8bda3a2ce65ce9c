//! Everything that the sandbox can do wrong, for property tests. It never lies: what it says was done, or not done, is so.

use std::time::{Duration, UNIX_EPOCH};

use proptest::prelude::*;
use serde_json::{Value, json};
use soarwire::sandbox::{Fault, Pick, What};

/// When the tests begin.
const START_MS: u64 = 1_793_696_706_000;

/// Any fault, on any request; those that are about some incidents are about the first ones, or one of these.
pub(super) fn fault(ids: Vec<String>) -> impl Strategy<Value = Fault> {
    let replaced = proptest::sample::select(vec!["contextData", "reply", "error"]);
    let junk = proptest::sample::select(vec![json!(7), json!({}), json!([]), Value::Null, json!([[0]])]);
    let body = proptest::sample::select(vec!["", "{}", "[]", "{\"error\": \"no\"}", "<html>", "\"words\""]);
    let status = prop_oneof![Just(200u16), 200u16..600];
    let what = prop_oneof![
        4 => retry_after().prop_map(|retry_after| What::RateLimited { retry_after }),
        3 => (500u16..600, any::<bool>())
            .prop_map(|(status, after_effect)| What::ServerError { status, body: None, after_effect }),
        2 => any::<bool>().prop_map(|after_effect| What::Html { status: 502, after_effect }),
        1 => Just(What::EmptyUnauthorized),
        2 => Just(What::TruncatedJson),
        3 => pick(ids.clone()).prop_map(|incidents| What::PartialFailure { incidents, reason: "No.".to_owned() }),
        3 => pick(ids).prop_map(|incidents| What::LeftOut { incidents }),
        2 => (0u64..90_000).prop_map(|ms| What::Delay { ms }),
        3 => Just(What::CutBefore),
        3 => Just(What::CutAfter),
        2 => Just(What::CutMidBody),
        1 => (replaced, junk)
            .prop_map(|(key, value)| What::WrongType { replace: [(key.to_owned(), value)].into_iter().collect() }),
        1 => Just(What::Redirect { location: "http://127.0.0.1:9/".to_owned(), status: 302 }),
        2 => (status, body, any::<bool>()).prop_map(|(status, body, done)| What::Status {
            status,
            body: body.to_owned(),
            after_effect: done && !is_refusal(status),
        }),
        1 => Just(What::NeverAnswer),
    ];
    (what, 1u32..4).prop_map(|(what, times)| Fault::new(what).times(times))
}

/// Statuses that say that nothing was done.
pub(super) fn is_refusal(status: u16) -> bool {
    matches!(status, 400..=404 | 413 | 422 | 429)
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

fn pick(ids: Vec<String>) -> impl Strategy<Value = Pick> {
    prop_oneof![(0usize..3).prop_map(Pick::First), proptest::sample::select(ids).prop_map(|id| Pick::These(vec![id])),]
}
