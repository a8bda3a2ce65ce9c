//! `POST /public_api/v1/incidents/get_incident_extra_data/`
//!
//! Vendor page: Cortex Xpanse REST API, "Get Extra Incident Data".

use super::reply;
use crate::{
    answer::{AnyAnswer, Details, Document},
    json::{Object, Value, View, start_of},
    operation::{RateBucket, Reading, declare::operation, parse::Refused, slot::write_all},
    reply_context::{Asked, ReplyContext},
};

operation! {
    /// Reads one incident with its alerts and artifacts. The vendor allows 10 such requests per minute; a client keeps to that.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, Tenant, xpanse};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let tenant = xpanse::Tenant::new("acme.crtx.us.example.com")?;
    /// let read = xpanse::GetIncidentExtraData::new("5471").alerts_limit(20);
    /// assert!(tenant.build(&read)?.url().ends_with("/public_api/v1/incidents/get_incident_extra_data/"));
    ///
    /// let body = br#"{"reply": {"incident": {"incident_id": "5471", "severity": "high"}, "alerts": {"total_count": 0, "data": []}}}"#;
    /// let details = read.parse(Response::new(200, &body[..]))?;
    /// assert_eq!(details.incident().get("severity").as_deref(), Some("high"));
    /// # Ok(())
    /// # }
    /// ```
    GetIncidentExtraData {
        id: "xpanse.get_incident_extra_data",
        page: "Cortex Xpanse REST API, \"Get Extra Incident Data\"",
        path: "/public_api/v1/incidents/get_incident_extra_data/",
        answer: Details,
        reading: DETAILS,
        effect: Reads,
        asked: |_| Asked::new(Vec::new()),
        content: |call| write_all(call, Object::new().enter("request_data")).finish(),
        bucket: RateBucket { name: "extra_data", per_minute: 10 },
    }
    required {
        /// The incident id; an integer is accepted too.
        incident_id: id => "incident_id",
    }
    optional {
        /// The maximum number of alerts. Default 1000.
        alerts_limit: optional integer => "alerts_limit",
    }
}

const DETAILS: Reading = Reading { read, is_error: reply::is_error_object, rows: None, answers: &["details"] };

fn read(context: &ReplyContext, text: String) -> Result<AnyAnswer, Refused> {
    let body = View::parse(&text, start_of(&text))?;
    let reply = body.get("reply").unwrap_or(body);
    let incident = reply.get("incident").filter(|incident| matches!(incident.value(), Value::Object(_)));
    let Some(incident) = incident.filter(|_| !reply::is_error_object(body)) else {
        return Err(reply::refused(body, &text, "an incident"));
    };
    let said = Object::behind(String::with_capacity(text.len())).view("incident", Some(incident));
    let said = list(said, "alerts", reply);
    let said = said.number_or_null("alerts_total", total(reply));
    let said = list(said, "network_artifacts", reply);
    let said = list(said, "file_artifacts", reply);
    Ok(AnyAnswer::Details(Details(Document::new(context, said, Some(text)))))
}

/// How many alerts there are, as the vendor counts them.
fn total(reply: View<'_>) -> Option<u64> {
    reply.get("alerts")?.get("total_count")?.word()?.parse().ok()
}

/// Adds a list of the reply, which stands inside `data` or as it is; empty where there is none.
fn list(said: Object, key: &str, reply: View<'_>) -> Object {
    let part = reply.get(key);
    let part = part.and_then(|part| part.get("data")).or(part);
    // An alert is an object; what stands among artifacts is the vendor's.
    let keep: fn(View<'_>) -> bool = match key {
        "alerts" => |element| matches!(element.value(), Value::Object(_)),
        _ => |_| true,
    };
    said.elements(key, part, keep)
}
