//! How a fault is written in JSON: one flat object. A field that its kind does not have is an error.

use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use super::endpoints::Endpoints;
use super::fault_fields::FaultFields;
use super::faults::{Change, Fault, Pick, What};
use super::nearest::nearest;

impl Fault {
    /// Reads a fault, or a list of faults, from JSON.
    ///
    /// # Errors
    ///
    /// One sentence that names the field and the fix, and in a list the fault (counted from 1).
    pub fn list_from_json(json: &[u8]) -> Result<Vec<Self>, String> {
        let value: Value = serde_json::from_slice(json).map_err(|error| format!("not JSON: {error}"))?;
        let Value::Array(faults) = value else { return read(value).map(|fault| vec![fault]) };
        let numbered = faults.into_iter().zip(1..);
        numbered.map(|(fault, number)| read(fault).map_err(|error| format!("fault {number}: {error}"))).collect()
    }
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        read(Value::deserialize(from)?).map_err(de::Error::custom)
    }
}

fn read(json: Value) -> Result<Fault, String> {
    let mut fields = FaultFields::new(json)?;
    let kind = fields.required_text("kind")?;
    let on = fields.text("on")?;
    if let Some(on) = on.as_deref().filter(|on| !Endpoints::ALL.knows(on)) {
        return Err(unknown_on(on));
    }
    let once = !fields.has("times");
    let times = fields.integer("times", 1..=u64::from(u32::MAX));
    let times = times.map_err(|error| format!("{error}, or null for no limit"))?.or(once.then_some(1));
    let probability = fields.fraction("probability")?;
    let what = what(&kind, &mut fields)?;
    fields.finish(&kind)?;
    let times = times.and_then(|times| u32::try_from(times).ok());
    Ok(Fault { on, times, probability, what })
}

fn unknown_on(on: &str) -> String {
    let ids: Vec<&str> = Endpoints::ALL.iter().map(|endpoint| endpoint.id).collect();
    let names = Endpoints::ALL.iter().flat_map(|endpoint| [endpoint.id, endpoint.wire_name]).chain(["d3", "xpanse"]);
    let meant = nearest(on, names).map_or_else(String::new, |name| format!(" (did you mean {name:?}?)"));
    let ids = ids.join(", ");
    format!(
        "`on` is {on:?}, which names no endpoint{meant}: use one of {ids}, the vendor's name of one, `d3`, `xpanse`, or the \
         end of a path, such as `/api/Command/CloseIncident`"
    )
}

/// What a kind says goes wrong, from its fields.
fn what(kind: &str, fields: &mut FaultFields) -> Result<What, String> {
    Ok(match kind {
        "rate_limited" => What::RateLimited { retry_after: fields.text_or_number("retry_after")? },
        "server_error" => What::ServerError {
            status: status(fields, Some(500), 500..=599)?,
            body: fields.json_text("body"),
            after_effect: fields.flag("after_effect")?,
        },
        "html" => {
            What::Html { status: status(fields, Some(502), 200..=599)?, after_effect: fields.flag("after_effect")? }
        }
        "empty_unauthorized" => What::EmptyUnauthorized,
        "truncated_json" => What::TruncatedJson,
        "partial_failure" => What::PartialFailure {
            incidents: pick(fields)?,
            reason: fields.text("reason")?.unwrap_or_else(|| "The sandbox was told to fail this one.".to_owned()),
        },
        "left_out" => What::LeftOut { incidents: pick(fields)? },
        "delay" => What::Delay { ms: fields.integer("ms", 0..=u64::MAX)?.ok_or("kind `delay` needs `ms`")? },
        "cut_before" => What::CutBefore,
        "cut_after" => What::CutAfter,
        "cut_mid_body" => What::CutMidBody,
        "wrong_type" => What::WrongType {
            replace: fields.object("replace")?.ok_or("kind `wrong_type` needs `replace`, an object")?,
        },
        "redirect" => What::Redirect {
            location: fields.text("location")?.ok_or("kind `redirect` needs `location`")?,
            status: status(fields, Some(302), 300..=399)?,
        },
        "status" => What::Status {
            status: status(fields, None, 200..=599)?,
            body: fields.json_text("body").unwrap_or_default(),
            after_effect: fields.flag("after_effect")?,
        },
        "never_answer" => What::NeverAnswer,
        "world_moves" => What::WorldMoves { change: change(fields)?, incidents: pick(fields)? },
        _ => return Err(format!("`kind` is {kind:?}: use one of {}", What::KINDS.join(", "))),
    })
}

fn status(fields: &mut FaultFields, default: Option<u16>, range: std::ops::RangeInclusive<u16>) -> Result<u16, String> {
    let given = fields.integer("status", u64::from(*range.start())..=u64::from(*range.end()))?;
    let status = given.and_then(|status| u16::try_from(status).ok()).or(default);
    status.ok_or_else(|| format!("kind `status` needs `status`, from {} to {}", range.start(), range.end()))
}

fn change(fields: &mut FaultFields) -> Result<Change, String> {
    match fields.text("change")?.as_deref() {
        Some("inserted") => Ok(Change::Inserted),
        Some("removed") => Ok(Change::Removed),
        Some("changed") => Ok(Change::Changed),
        _ => Err("kind `world_moves` needs `change`: inserted, removed or changed".to_owned()),
    }
}

fn pick(fields: &mut FaultFields) -> Result<Pick, String> {
    match (fields.texts("incidents")?, fields.integer("count", 0..=u64::from(u32::MAX))?) {
        (Some(_), Some(_)) => Err("`incidents` and `count` exclude each other: give one of them".to_owned()),
        (Some(incidents), None) => Ok(Pick::These(incidents)),
        (None, count) => Ok(Pick::First(usize::try_from(count.unwrap_or(1)).unwrap_or(usize::MAX))),
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
        let examples = [
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
            r#"{"kind": "world_moves", "change": "inserted", "count": 3}"#,
        ];
        let kinds: Vec<_> = examples.iter().map(|json| one(json).unwrap().what.kind()).collect();
        assert_eq!(kinds, What::KINDS);
    }

    #[test]
    fn defaults() {
        let fault = one(r#"{"kind": "left_out"}"#).unwrap();
        assert_eq!(fault, Fault::new(What::LeftOut { incidents: Pick::First(1) }));
        assert_eq!(one(r#"{"kind": "html", "times": null}"#).unwrap().times, None);
        assert_eq!(
            one(r#"{"kind": "rate_limited", "retry_after": 3, "on": null}"#).unwrap().what,
            What::RateLimited { retry_after: Some("3".to_owned()) }
        );
    }

    #[test]
    fn every_endpoint_can_be_named() {
        for endpoint in Endpoints::ALL.iter() {
            for on in [endpoint.id, endpoint.wire_name] {
                let json = serde_json::json!({ "kind": "html", "on": on }).to_string();
                assert_eq!(one(&json).unwrap().on.as_deref(), Some(on));
            }
        }
    }

    #[test]
    fn mistakes_are_named_with_the_fix() {
        for (json, parts) in [
            ("nonsense", &["not JSON"][..]),
            ("7", &["an object"]),
            (r#"{"on": "d3"}"#, &["`kind`", "missing"]),
            (r#"{"kind": 7}"#, &["`kind`", "a string"]),
            (r#"{"kind": "fire"}"#, &["`kind`", "rate_limited"]),
            (r#"{"kind": "html", "colour": 1}"#, &["`colour`", "`html`"]),
            (r#"{"kind": "html", "colour": null}"#, &["`colour`", "remove it"]),
            (r#"{"kind": "html", "colour": 1}"#, &["which has kind, on, times, probability, status, after_effect"]),
            (r#"{"kind": "html", "ms": 1}"#, &["`ms`", "`html`"]),
            (r#"{"kind": "html", "on": "CloseIncidents"}"#, &["`on`", "\"CloseIncidents\"", "d3.close_incidents"]),
            (r#"{"kind": "html", "on": "d3.close_incident_s"}"#, &["`on`", "did you mean \"d3.close_incidents\"?"]),
            (r#"{"kind": "html", "on": "updateincidentownerinbulk"}"#, &["`on`", "did you mean"]),
            (r#"{"kind": "html", "on": ""}"#, &["`on`", "d3.close_incidents"]),
            (r#"{"kind": "html", "on": ["d3"]}"#, &["`on`", "a string"]),
            (r#"{"kind": "html", "times": 0}"#, &["`times`", "from 1, or null"]),
            (r#"{"kind": "html", "times": "2"}"#, &["`times`", "whole number"]),
            (r#"{"kind": "html", "times": 1.5}"#, &["`times`", "whole number"]),
            (r#"{"kind": "html", "probability": 1.5}"#, &["`probability`", "from 0 to 1"]),
            (r#"{"kind": "html", "probability": "often"}"#, &["`probability`", "from 0 to 1"]),
            (r#"{"kind": "html", "after_effect": "yes"}"#, &["`after_effect`", "true or false"]),
            (r#"{"kind": "rate_limited", "retry_after": [1]}"#, &["`retry_after`", "a string or a number"]),
            (r#"{"kind": "status"}"#, &["needs `status`", "from 200 to 599"]),
            (r#"{"kind": "status", "status": 99}"#, &["`status`", "from 200 to 599"]),
            (r#"{"kind": "status", "status": "402"}"#, &["`status`", "from 200 to 599"]),
            (r#"{"kind": "delay"}"#, &["needs `ms`"]),
            (r#"{"kind": "delay", "ms": -1}"#, &["`ms`", "whole number"]),
            (r#"{"kind": "world_moves"}"#, &["needs `change`: inserted, removed or changed"]),
            (r#"{"kind": "world_moves", "change": "burnt"}"#, &["needs `change`"]),
            (r#"{"kind": "redirect"}"#, &["needs `location`"]),
            (r#"{"kind": "wrong_type"}"#, &["needs `replace`, an object"]),
            (r#"{"kind": "wrong_type", "replace": []}"#, &["`replace`", "an object"]),
            (r#"{"kind": "left_out", "incidents": "A"}"#, &["`incidents`", "a list of strings"]),
            (r#"{"kind": "left_out", "incidents": [7]}"#, &["`incidents`", "a list of strings"]),
            (r#"{"kind": "left_out", "count": 1, "incidents": []}"#, &["`incidents` and `count`"]),
            (r#"[{"kind": "html"}, {"kind": "delay"}]"#, &["fault 2: "]),
        ] {
            let error = one(json).unwrap_err();
            for part in parts {
                assert!(error.contains(part), "{json}: {error}");
            }
        }
    }
}
