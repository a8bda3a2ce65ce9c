//! The latest requests, without their secrets: what a tenant received, or a host to which a redirect led.

use std::collections::VecDeque;

use serde::Serialize;

use super::config::Config;
use super::exchange::{Answer, Cut, Incoming};

/// The headers whose values the log shows. All others show `***`, because a key can be sent in a header of any name.
const SHOWN: [&str; 12] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "transfer-encoding",
    "user-agent",
    "x-xdr-auth-id",
    "x-xdr-timestamp",
];

/// A request that was received.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RequestRecord {
    /// Counts up from 1 since the start or the last reset.
    pub number: u64,
    /// When it was received, in epoch milliseconds.
    pub at_ms: u64,
    /// The method.
    pub method: String,
    /// The path, without a query.
    pub path: String,
    /// Header names in lower case, with their values, or `***` for any value that could be a secret.
    pub headers: Vec<(String, String)>,
    /// The body's length in bytes.
    pub body_bytes: usize,
    /// The members of the body that were read, in the order of reading, by path: `CommandParams.Owner`.
    pub read: Vec<String>,
    /// The members of the body that the endpoint does not know, such as one whose name is misspelt. Empty unless the
    /// request was carried out, since a refusal ends the reading.
    pub ignored: Vec<String>,
    /// The status answered; none if the connection was cut before an answer.
    pub status: Option<u16>,
    /// The kinds of the faults that applied, such as `rate_limited`.
    pub faults: Vec<&'static str>,
    /// The body as text, every configured key and token in it as `***`; none unless the configuration says `record_bodies`.
    pub body: Option<String>,
}

/// The newest records, up to a limit.
#[derive(Debug, Clone)]
pub(super) struct Log {
    records: VecDeque<RequestRecord>,
    capacity: usize,
    received: u64,
    /// What must not be in a recorded body; none if bodies are not recorded.
    hidden: Option<Vec<String>>,
}

impl Log {
    pub(super) fn new(config: &Config) -> Self {
        let secrets = || config.secrets().filter(|secret| !secret.is_empty()).map(str::to_owned).collect();
        let hidden = config.record_bodies.then(secrets);
        Self { records: VecDeque::new(), capacity: config.log_capacity, received: 0, hidden }
    }

    /// How many requests there were, including those that the log no longer holds.
    pub(super) fn received(&self) -> u64 {
        self.received
    }

    /// Oldest first.
    pub(super) fn records(&self) -> impl Iterator<Item = &RequestRecord> {
        self.records.iter()
    }

    /// Adds a request; gives its record, unless the log keeps none.
    pub(super) fn record(
        &mut self,
        now_ms: u64,
        request: &Incoming<'_>,
        answer: &Answer,
        faults: &[&'static str],
    ) -> Option<&mut RequestRecord> {
        self.received += 1;
        if self.capacity == 0 {
            return None;
        }
        // The buffers of the oldest record are used again for the newest, so that a busy server allocates less.
        let oldest = if self.records.len() >= self.capacity { self.records.pop_front() } else { None };
        let mut record = oldest.unwrap_or_default();
        record.number = self.received;
        record.at_ms = now_ms;
        set(&mut record.method, request.method);
        set(&mut record.path, request.path.split('?').next().unwrap_or_default());
        record.headers.resize_with(request.headers.len(), Default::default);
        for ((name, value), &(given_name, given_value)) in record.headers.iter_mut().zip(request.headers) {
            set(name, given_name);
            name.make_ascii_lowercase();
            set(value, if SHOWN.contains(&name.as_str()) { given_value } else { "***" });
        }
        record.body_bytes = request.body.len();
        record.status = match answer.cut {
            Some(Cut::BeforeEffect | Cut::AfterEffect) => None,
            Some(Cut::MidBody) | None => Some(answer.status),
        };
        record.faults.clear();
        record.faults.extend_from_slice(faults);
        record.body = self.hidden.as_ref().map(|secrets| without(secrets, request.body));
        record.read.clear();
        record.ignored.clear();
        self.records.push_back(record);
        self.records.back_mut()
    }
}

/// A body as text, without the secrets.
fn without(secrets: &[String], body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body).into_owned();
    secrets.iter().fold(text, |text, secret| text.replace(secret, "***"))
}

fn set(text: &mut String, to: &str) {
    text.clear();
    text.push_str(to);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(capacity: usize) -> Log {
        Log::new(&Config { log_capacity: capacity, ..Config::default() })
    }

    fn incoming<'a>(path: &'a str, headers: &'a [(&'a str, &'a str)]) -> Incoming<'a> {
        Incoming { method: "POST", path, headers, body: b"{}" }
    }

    #[test]
    fn values_are_hidden_unless_known_to_be_harmless() {
        let mut log = log(10);
        let headers = [("D3Key", "SECRET"), ("Content-Type", "application/json"), ("My-Key", "SECRET")];
        log.record(5, &incoming("/a?token=SECRET", &headers), &Answer::empty(200), &["delay"]);
        let text = format!("{:?}", log.records().collect::<Vec<_>>());
        assert!(!text.contains("SECRET"), "{text}");
        for part in [r#"("d3key", "***")"#, r#"("content-type", "application/json")"#, r#"path: "/a""#] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn it_keeps_the_newest() {
        let mut log = log(2);
        for path in ["/1", "/2", "/3"] {
            log.record(0, &incoming(path, &[("a", "b")]), &Answer::empty(200), &[]);
        }
        let kept: Vec<_> = log.records().map(|record| (record.number, record.path.as_str())).collect();
        assert_eq!(kept, [(2, "/2"), (3, "/3")]);
        assert_eq!(log.received(), 3);
    }

    #[test]
    fn a_cut_before_the_answer_has_no_status() {
        let mut log = log(9);
        for cut in [Cut::BeforeEffect, Cut::AfterEffect, Cut::MidBody] {
            log.record(0, &incoming("/", &[]), &Answer::empty(200).cut(cut), &[]);
        }
        let statuses: Vec<_> = log.records().map(|record| record.status).collect();
        assert_eq!(statuses, [None, None, Some(200)]);
    }
    #[test]
    fn bodies_are_kept_on_request_and_without_secrets() {
        let body = br#"{"Username": "Admin", "mine": "sandbox-d3-key", "token": "own-secret"}"#;
        let mut config = Config { record_bodies: true, ..Config::default() };
        config.d3.jwt_secrets.push("own-secret".to_owned());
        for (config, expected) in
            [(Config::default(), None), (config, Some(r#"{"Username": "Admin", "mine": "***", "token": "***"}"#))]
        {
            let mut log = Log::new(&config);
            log.record(0, &Incoming { body, ..incoming("/", &[]) }, &Answer::empty(200), &[]);
            assert_eq!(log.records().map(|record| record.body.as_deref()).collect::<Vec<_>>(), [expected]);
        }
    }
}
