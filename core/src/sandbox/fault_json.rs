//! How a fault is written in JSON: one flat object, in which a field that its kind does not know is an error.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::faults::{Fault, Pick, What};
use super::text;

/// All fields of all kinds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FaultJson {
    kind: Kind,
    on: Option<String>,
    #[serde(default = "once")]
    times: Option<u32>,
    probability: Option<f64>,

    #[serde(default, deserialize_with = "text::optional_text_or_number")]
    retry_after: Option<String>,
    status: Option<u16>,
    body: Option<Value>,
    after_effect: Option<bool>,
    incidents: Option<Vec<String>>,
    count: Option<usize>,
    reason: Option<String>,
    ms: Option<u64>,
    replace: Option<Map<String, Value>>,
    location: Option<String>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Kind {
    RateLimited,
    ServerError,
    Html,
    EmptyUnauthorized,
    TruncatedJson,
    PartialFailure,
    LeftOut,
    Delay,
    CutBefore,
    CutAfter,
    CutMidBody,
    WrongType,
    Redirect,
    Status,
    NeverAnswer,
}

fn once() -> Option<u32> {
    Some(1)
}

impl TryFrom<FaultJson> for Fault {
    type Error = String;

    fn try_from(mut json: FaultJson) -> Result<Self, String> {
        if json.times == Some(0) {
            return Err("`times` is at least 1, or null for ever".to_owned());
        }
        if json.probability.is_some_and(|probability| !(0.0..=1.0).contains(&probability)) {
            return Err("`probability` is from 0 to 1".to_owned());
        }
        let what = json.take_what()?;
        if let Some(field) = json.left_over() {
            return Err(format!("`{field}` is not a field of kind `{}`", what.kind()));
        }
        Ok(Self { on: json.on, times: json.times, probability: json.probability, what })
    }
}

impl FaultJson {
    /// Takes the fields that the kind knows.
    fn take_what(&mut self) -> Result<What, String> {
        Ok(match self.kind {
            Kind::RateLimited => What::RateLimited { retry_after: self.retry_after.take() },
            Kind::ServerError => What::ServerError {
                status: self.take_status(Some(500), 500..=599)?,
                body: self.body.take().map(body_text),
                after_effect: self.after_effect.take().unwrap_or(false),
            },
            Kind::Html => What::Html {
                status: self.take_status(Some(502), 200..=599)?,
                after_effect: self.after_effect.take().unwrap_or(false),
            },
            Kind::EmptyUnauthorized => What::EmptyUnauthorized,
            Kind::TruncatedJson => What::TruncatedJson,
            Kind::PartialFailure => What::PartialFailure {
                incidents: self.take_pick()?,
                reason: self.reason.take().unwrap_or_else(|| "The sandbox was told to fail this one.".to_owned()),
            },
            Kind::LeftOut => What::LeftOut { incidents: self.take_pick()? },
            Kind::Delay => What::Delay { ms: self.ms.take().ok_or("kind `delay` needs `ms`")? },
            Kind::CutBefore => What::CutBefore,
            Kind::CutAfter => What::CutAfter,
            Kind::CutMidBody => What::CutMidBody,
            Kind::WrongType => {
                What::WrongType { replace: self.replace.take().ok_or("kind `wrong_type` needs `replace`, an object")? }
            }
            Kind::Redirect => What::Redirect {
                location: self.location.take().ok_or("kind `redirect` needs `location`")?,
                status: self.take_status(Some(302), 300..=399)?,
            },
            Kind::Status => What::Status {
                status: self.take_status(None, 200..=599)?,
                body: self.body.take().map(body_text).unwrap_or_default(),
                after_effect: self.after_effect.take().unwrap_or(false),
            },
            Kind::NeverAnswer => What::NeverAnswer,
        })
    }

    fn take_status(&mut self, default: Option<u16>, range: std::ops::RangeInclusive<u16>) -> Result<u16, String> {
        let status = self.status.take().or(default).ok_or("kind `status` needs `status`")?;
        if range.contains(&status) {
            Ok(status)
        } else {
            Err(format!("`status` is from {} to {}", range.start(), range.end()))
        }
    }

    fn take_pick(&mut self) -> Result<Pick, String> {
        match (self.incidents.take(), self.count.take()) {
            (Some(_), Some(_)) => Err("give `incidents` or `count`, not both".to_owned()),
            (Some(incidents), None) => Ok(Pick::These(incidents)),
            (None, count) => Ok(Pick::First(count.unwrap_or(1))),
        }
    }

    /// A field that was given and not taken.
    fn left_over(&self) -> Option<&'static str> {
        [
            ("retry_after", self.retry_after.is_some()),
            ("status", self.status.is_some()),
            ("body", self.body.is_some()),
            ("after_effect", self.after_effect.is_some()),
            ("incidents", self.incidents.is_some()),
            ("count", self.count.is_some()),
            ("reason", self.reason.is_some()),
            ("ms", self.ms.is_some()),
            ("replace", self.replace.is_some()),
            ("location", self.location.is_some()),
        ]
        .into_iter()
        .find_map(|(name, given)| given.then_some(name))
    }
}

/// A text as it is; other JSON as JSON.
fn body_text(body: Value) -> String {
    match body {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn one(json: &str) -> Result<Fault, String> {
        Fault::list_from_json(json.as_bytes()).map(|mut faults| faults.remove(0))
    }

    #[test]
    fn every_kind_reads_back_under_its_own_name() {
        for json in [
            r#"{"kind": "rate_limited", "retry_after": 3}"#,
            r#"{"kind": "server_error", "status": 503, "body": {"Error": "x"}, "after_effect": true}"#,
            r#"{"kind": "html"}"#,
            r#"{"kind": "empty_unauthorized"}"#,
            r#"{"kind": "truncated_json"}"#,
            r#"{"kind": "partial_failure", "incidents": ["A"], "reason": "x"}"#,
            r#"{"kind": "left_out", "count": 2}"#,
            r#"{"kind": "delay", "ms": 5}"#,
            r#"{"kind": "cut_before"}"#,
            r#"{"kind": "cut_after"}"#,
            r#"{"kind": "cut_mid_body"}"#,
            r#"{"kind": "wrong_type", "replace": {"returnData": 7}}"#,
            r#"{"kind": "redirect", "location": "/x"}"#,
            r#"{"kind": "status", "status": 402, "body": "pay"}"#,
            r#"{"kind": "never_answer"}"#,
        ] {
            let fault = one(json).unwrap();
            assert!(json.contains(&format!(r#""{}""#, fault.what.kind())), "{json}");
        }
    }

    #[test]
    fn defaults() {
        let fault = one(r#"{"kind": "left_out"}"#).unwrap();
        assert_eq!(fault, Fault::new(What::LeftOut { incidents: Pick::First(1) }));
        assert_eq!(one(r#"{"kind": "html", "times": null}"#).unwrap().times, None);
        assert_eq!(
            one(r#"{"kind": "rate_limited", "retry_after": 3}"#).unwrap().what,
            What::RateLimited { retry_after: Some("3".to_owned()) }
        );
    }

    #[test]
    fn mistakes_are_named() {
        for (json, part) in [
            ("nonsense", "not JSON"),
            ("7", "invalid type"),
            (r#"{"on": "d3"}"#, "`kind`"),
            (r#"{"kind": "fire"}"#, "rate_limited"),
            (r#"{"kind": "html", "colour": 1}"#, "`colour`"),
            (r#"{"kind": "html", "ms": 1}"#, "`ms` is not a field of kind `html`"),
            (r#"{"kind": "html", "times": 0}"#, "`times`"),
            (r#"{"kind": "html", "probability": 1.5}"#, "`probability`"),
            (r#"{"kind": "status"}"#, "needs `status`"),
            (r#"{"kind": "status", "status": 99}"#, "from 200 to 599"),
            (r#"{"kind": "delay"}"#, "needs `ms`"),
            (r#"{"kind": "left_out", "count": 1, "incidents": []}"#, "not both"),
            (r#"[{"kind": "html"}, {"kind": "delay"}]"#, "fault 2: "),
        ] {
            let error = one(json).unwrap_err();
            assert!(error.contains(part), "{json}: {error}");
        }
    }
}
