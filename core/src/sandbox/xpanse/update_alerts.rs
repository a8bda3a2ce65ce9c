//! `alerts/update_alerts`: changes fields of up to 100 alerts, and adds a comment to each.

use serde_json::{Value, json};

use super::answers::processing_failure;
use super::fields::{Fields, Problems};
use super::tenant::XpanseCall;
use crate::sandbox::alerts::XpanseAlert;
use crate::sandbox::effects::Effects;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;
use crate::sandbox::record::SimEffect;
use crate::sandbox::text::as_text;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "xpanse.update_alerts",
    wire_name: "update_alerts",
    item_faults: &[ItemFault::PartialFailure, ItemFault::LeftOut],
    rate: None,
    handler: Handler::Xpanse("/public_api/v1/alerts/update_alerts", run),
};

const MOST: usize = 100;
const NOT_IDS: &str = "Not a valid list of alert ids.";

/// A request whose fields are all of the right type.
struct AlertUpdate<'a> {
    ids: Vec<String>,
    severity: Option<&'a str>,
    status: Option<&'a str>,
    comment: Option<&'a str>,
}

fn run(call: &mut XpanseCall<'_>) -> Result<Answer, Answer> {
    let update = AlertUpdate::read(call)?;
    let fault = call.visit.fault;
    let world = &mut *call.visit.world;
    let mut updated = Vec::new();
    for (at, id) in update.ids.iter().enumerate() {
        // The answer has no place for a reason: an alert that fails is not in it, as one that does not exist.
        if fault.is_some_and(|fault| fault.fails(at, id).is_some()) {
            continue;
        }
        let Some(alert) = world.alerts.get_mut(id) else { continue };
        update.apply(alert, &mut world.effects);
        alert.modification_time = call.visit.now_ms;
        if !fault.is_some_and(|fault| fault.leaves_out(at, id)) {
            updated.push(id);
        }
    }
    let ids: Vec<Value> =
        updated.into_iter().map(|id| id.parse::<u64>().map_or_else(|_| json!(id), Value::from)).collect();
    Ok(Answer::json(200, &json!({ "reply": { "alerts_ids": ids } })))
}

impl<'a> AlertUpdate<'a> {
    fn read(call: &XpanseCall<'a>) -> Result<Self, Answer> {
        let mut problems = Problems::default();
        let request = call.request(&mut problems)?;
        let ids = ids(&request, &mut problems);
        let data = request.object("update_data", &mut problems);
        let read = Self {
            ids,
            severity: data.text("severity", &mut problems),
            status: data.text("status", &mut problems),
            comment: data.text("comment", &mut problems),
        };
        data.check_word("severity", read.severity, &call.config().alert_severities, &mut problems);
        data.check_word("status", read.status, &call.config().alert_statuses, &mut problems);
        problems.finish()?;
        match read.ids.len() {
            0 => Err(processing_failure("alert_id_list is empty")),
            count if count > MOST => Err(processing_failure("alert_id_list holds more than 100 ids")),
            _ => Ok(read),
        }
    }

    fn apply(&self, alert: &mut XpanseAlert, effects: &mut Effects) {
        let mut record = |effect| effects.record_alert(&alert.alert_id, effect);
        if let Some(severity) = self.severity {
            severity.clone_into(&mut alert.severity);
            record(SimEffect::SEVERITY_CHANGE);
        }
        if let Some(status) = self.status {
            status.clone_into(&mut alert.status);
            record(SimEffect::STATUS_CHANGE);
        }
        if let Some(comment) = self.comment {
            alert.comments.push(comment.to_owned());
            record(SimEffect::Appended("comments", comment));
        }
    }
}

/// Documented as texts; older docs have a single text, and clients send numbers too.
fn ids(request: &Fields<'_>, problems: &mut Problems) -> Vec<String> {
    let read = |value: &Value| match value {
        Value::Array(ids) => ids.iter().map(as_text).collect::<Option<Vec<_>>>(),
        one => as_text(one).map(|id| vec![id]),
    };
    match request.get("alert_id_list") {
        None => request.required_text("alert_id_list", problems).map(str::to_owned).into_iter().collect(),
        Some(value) => read(value).or_else(|| request.problem("alert_id_list", NOT_IDS, problems)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::{Value, json};

    use crate::sandbox::tests::{NOW, ask, demo};
    use crate::sandbox::{Fault, Sandbox, XpanseAlert};

    fn update(sandbox: &mut Sandbox, ids: &Value, update_data: &Value) -> (u16, Value) {
        let request = json!({ "alert_id_list": ids, "update_data": update_data });
        ask(sandbox, "/public_api/v1/alerts/update_alerts", &request)
    }

    fn alert(sandbox: &Sandbox, id: &str) -> XpanseAlert {
        sandbox.snapshot().xpanse_alerts.into_iter().find(|alert| alert.alert_id == id).unwrap()
    }

    #[test]
    fn an_update_changes_the_alerts_it_names() {
        let mut sandbox = demo();
        let data = json!({ "severity": "low", "status": "resolved_-_no_risk", "comment": "Ours.", "other": 1 });
        let answer = update(&mut sandbox, &json!(["90001", "100005", "nobody", 90_004]), &data);
        assert_eq!(answer, (200, json!({ "reply": { "alerts_ids": [90_001, 100_005, 90_004] } })));
        for id in ["90001", "100005", "90004"] {
            let alert = alert(&sandbox, id);
            assert_eq!((alert.severity.as_str(), alert.status.as_str()), ("low", "resolved_-_no_risk"));
            assert_eq!((alert.comments, alert.modification_time), (vec!["Ours.".to_owned()], NOW));
            let effects = sandbox.effects().xpanse_alerts.get(id).unwrap();
            assert_eq!((effects.severity_changes, effects.status_changes, effects.comments.len()), (1, 1, 1));
        }
        assert_eq!(alert(&sandbox, "90002"), alert(&demo(), "90002"));
        assert!(sandbox.effects().xpanse.is_empty());
        let one = update(&mut sandbox, &json!("90002"), &json!({ "comment": "Seen." }));
        assert_eq!(one, (200, json!({ "reply": { "alerts_ids": [90_002] } })));
    }

    #[test]
    fn what_is_wrong_is_refused_whole() {
        let hundred: Vec<u64> = (0..101).collect();
        for (ids, data, status) in [
            (json!([]), json!({ "status": "new" }), 500),
            (json!(hundred), json!({ "status": "new" }), 500),
            (json!([["90001"]]), json!({ "status": "new" }), 422),
            (json!(null), json!({ "status": "new" }), 422),
            (json!(["90001"]), json!({ "status": "done" }), 422),
            (json!(["90001"]), json!({ "severity": "informational" }), 422),
            (json!(["90001"]), json!({ "comment": { "value": "x" } }), 422),
            (json!(["90001"]), json!([]), 422),
        ] {
            let mut sandbox = demo();
            let answer = update(&mut sandbox, &ids, &data);
            assert_eq!(answer.0, status, "{ids} {data}: {}", answer.1);
            assert!(sandbox.effects().xpanse_alerts.is_empty());
        }
        let (status, answer) = ask(&mut demo(), "/public_api/v1/alerts/update_alerts/", &json!({ "update_data": {} }));
        assert_eq!((status, answer.pointer("/errors/json/request_data/alert_id_list").is_some()), (422, true));
    }

    #[test]
    fn alerts_can_fail_or_stay_unmentioned() {
        for (kind, changed) in [("partial_failure", false), ("left_out", true)] {
            let mut sandbox = demo();
            let fault = json!({ "kind": kind, "incidents": ["90001"] }).to_string();
            sandbox.script(Fault::list_from_json(fault.as_bytes()).unwrap());
            let answer = update(&mut sandbox, &json!(["90001", "90002"]), &json!({ "status": "resolved" }));
            assert_eq!(answer, (200, json!({ "reply": { "alerts_ids": [90_002] } })), "{kind}");
            assert_eq!(alert(&sandbox, "90001").status == "resolved", changed, "{kind}");
        }
    }
}
