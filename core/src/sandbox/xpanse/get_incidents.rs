//! `incidents/get_incidents`: lists incidents by filters, order and offsets.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::answers::processing_failure;
use super::fields::{Fields, Problems};
use super::tenant::XpanseCall;
use crate::sandbox::endpoint::{Endpoint, Handler};
use crate::sandbox::exchange::Answer;
use crate::sandbox::incidents::XpanseIncident;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "xpanse.get_incidents",
    wire_name: "get_incidents",
    item_faults: &[],
    rate: None,
    handler: Handler::Xpanse("/public_api/v1/incidents/get_incidents", run),
};

const PAGE: u64 = 100;
/// The fields that conditions can be on.
const KNOWN: &[&str] =
    &["incident_id_list", "description", "status", "starred", "alert_sources", "creation_time", "modification_time"];
/// Larger sets are not counted.
const CAP: usize = 9_999;

fn run(call: &mut XpanseCall<'_>) -> Result<Answer, Answer> {
    let mut problems = Problems::default();
    let request = Fields::of_request(call.body, call.visit.trace, &mut problems);
    let from = request.integer("search_from", &mut problems).unwrap_or(0);
    let to = request.integer("search_to", &mut problems).unwrap_or(PAGE);
    let filters: Vec<Filter<'_>> =
        request.objects("filters", &mut problems).iter().map(|filter| Filter::read(filter, &mut problems)).collect();
    let sort = request.has("sort").then(|| {
        let sort = request.object("sort", &mut problems);
        let field = sort.required_text("field", &mut problems).unwrap_or_default();
        (field, sort.required_text("keyword", &mut problems) == Some("desc"))
    });
    problems.finish()?;
    if to <= from || to - from > PAGE {
        return Err(processing_failure("search_to must be 1 to 100 more than search_from"));
    }
    let mut rows: Vec<&XpanseIncident> = Vec::new();
    for incident in call.visit.world.xpanse.rows() {
        let mut matches = true;
        for filter in &filters {
            matches &= filter.matches(incident)?;
        }
        if matches {
            rows.push(incident);
        }
    }
    match sort {
        None => rows.sort_by_key(|incident| std::cmp::Reverse(incident.creation_time)),
        Some((field, descending)) => {
            let time = time_of(field).ok_or_else(|| processing_failure(&format!("{field} cannot be sorted by")))?;
            let order = |a: &&XpanseIncident, b: &&XpanseIncident| -> Ordering { time(a).cmp(&time(b)) };
            rows.sort_by(|a, b| if descending { order(b, a) } else { order(a, b) });
        }
    }
    let total = rows.len().min(CAP);
    let skipped = usize::try_from(from).unwrap_or(usize::MAX);
    let size = usize::try_from(to - from).unwrap_or_default();
    let incidents: Vec<Value> = rows.into_iter().skip(skipped).take(size).map(shown).collect();
    let count = |count: usize| if total == 0 { Value::Null } else { json!(count) };
    Ok(Answer::json(
        200,
        &json!({ "reply": {
            "total_count": count(total),
            "result_count": count(incidents.len()),
            "incidents": incidents,
        } }),
    ))
}

fn time_of(field: &str) -> Option<fn(&XpanseIncident) -> u64> {
    match field {
        "creation_time" => Some(|incident| incident.creation_time),
        "modification_time" => Some(|incident| incident.modification_time),
        _ => None,
    }
}

/// One condition.
struct Filter<'a> {
    field: &'a str,
    operator: &'a str,
    value: &'a Value,
}

impl<'a> Filter<'a> {
    fn read(filter: &Fields<'a>, problems: &mut Problems) -> Self {
        Self {
            field: filter.required_text("field", problems).unwrap_or_default(),
            operator: filter.required_text("operator", problems).unwrap_or_default(),
            value: filter.get("value").unwrap_or(&Value::Null),
        }
    }

    /// Whether an incident meets the condition. What the vendor does not document is a failure of the whole request.
    fn matches(&self, incident: &XpanseIncident) -> Result<bool, Answer> {
        let listed = |text: &str| self.value.as_array().map(|list| list.iter().any(|one| one.as_str() == Some(text)));
        let met = match (self.field, self.operator) {
            ("incident_id_list", "in") => listed(&incident.incident_id),
            ("description", "in") => listed(&incident.name),
            ("description", "contains") => self.value.as_str().map(|part| incident.name.contains(part)),
            ("status", "eq") => self.value.as_str().map(|status| incident.status == status),
            ("status", "neq") => self.value.as_str().map(|status| incident.status != status),
            ("starred", "eq") => self.value.as_bool().map(|starred| incident.starred == starred),
            ("starred", "neq") => self.value.as_bool().map(|starred| incident.starred != starred),
            ("alert_sources", "in") => listed("ASM"),
            (field @ ("creation_time" | "modification_time"), operator @ ("gte" | "lte")) => time_of(field)
                .zip(self.value.as_u64())
                .map(|(time, value)| if operator == "gte" { time(incident) >= value } else { time(incident) <= value }),
            // No incident here has any other field, so none meets the condition.
            (field, _) if !KNOWN.contains(&field) => Some(false),
            _ => None,
        };
        met.ok_or_else(|| processing_failure(&format!("the filter on {} cannot be applied", self.field)))
    }
}

/// An incident as the vendor writes it.
fn shown(incident: &XpanseIncident) -> Value {
    let assignee = incident.assignee.as_ref();
    json!({
        "incident_id": incident.incident_id,
        "incident_name": incident.name,
        "description": incident.name,
        "status": incident.status,
        "severity": incident.severity,
        "manual_severity": incident.manual_severity,
        "assigned_user_mail": assignee.map(|user| &user.mail),
        "assigned_user_pretty_name": assignee.map(|user| &user.pretty_name),
        "resolve_comment": incident.resolve_comment,
        "starred": incident.starred,
        "creation_time": incident.creation_time,
        "modification_time": incident.modification_time,
        "xdr_url": format!("https://xpanse.example.com/incident-view/{}", incident.incident_id),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::{Value, json};

    use crate::sandbox::tests::{NOW, body};
    use crate::sandbox::{Config, Incoming, Sandbox};

    fn list(sandbox: &mut Sandbox, request: &Value) -> Value {
        let body_text = json!({ "request_data": request }).to_string();
        let headers = [("x-xdr-auth-id", "1"), ("authorization", "sandbox-xpanse-standard-key")];
        let path = "/public_api/v1/incidents/get_incidents/";
        let answer =
            sandbox.handle(NOW, &Incoming { method: "POST", path, headers: &headers, body: body_text.as_bytes() });
        let mut body = body(&answer);
        body["status"] = json!(answer.status);
        body
    }

    fn ids(answer: &Value) -> Vec<String> {
        let rows = answer["reply"]["incidents"].as_array().unwrap();
        rows.iter().map(|row| row["incident_id"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn pages_by_offset_hold_each_incident_once() {
        let mut sandbox = Sandbox::new(Config::default());
        let all: Vec<String> = sandbox.snapshot().xpanse.into_iter().map(|incident| incident.incident_id).collect();
        let mut seen = Vec::new();
        for page in 0..=all.len() / 7 {
            let request = json!({ "search_from": page * 7, "search_to": page * 7 + 7,
                "sort": { "field": "creation_time", "keyword": "asc" } });
            let answer = list(&mut sandbox, &request);
            assert_eq!(answer["reply"]["total_count"], json!(all.len()));
            seen.extend(ids(&answer));
        }
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!((sorted.len(), seen.len()), (all.len(), all.len()));
    }

    #[test]
    fn filters_all_hold_and_an_empty_set_has_null_counts() {
        let mut sandbox = Sandbox::new(Config::default());
        let new = json!({ "field": "status", "operator": "eq", "value": "new" });
        let expected: Vec<String> = sandbox
            .snapshot()
            .xpanse
            .into_iter()
            .filter(|incident| incident.status == "new")
            .map(|incident| incident.incident_id)
            .collect();
        let mut found = ids(&list(&mut sandbox, &json!({ "filters": [new] })));
        found.sort_unstable();
        let mut expected_sorted = expected;
        expected_sorted.sort_unstable();
        expected_sorted.truncate(100);
        assert_eq!(found, expected_sorted);
        let none = json!({ "field": "incident_id_list", "operator": "in", "value": ["no-such"] });
        let answer = list(&mut sandbox, &json!({ "filters": [new, none] }));
        assert_eq!(answer["reply"], json!({ "total_count": null, "result_count": null, "incidents": [] }));
    }

    #[test]
    fn what_is_not_documented_fails() {
        let mut sandbox = Sandbox::new(Config::default());
        for request in [
            json!({ "search_from": 5, "search_to": 5 }),
            json!({ "search_to": 101 }),
            json!({ "sort": { "field": "status", "keyword": "asc" } }),
            json!({ "filters": [{ "field": "status", "operator": "gte", "value": "new" }] }),
        ] {
            assert_eq!(list(&mut sandbox, &request)["status"], 500, "{request}");
        }
        assert_eq!(list(&mut sandbox, &json!({ "filters": 7 }))["status"], 422);
    }
}
