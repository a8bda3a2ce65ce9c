//! Endpoints that only tests have: one that reads, under another path and with a rate limit of its own, and one outside
//! the incident API.

use serde_json::json;

use super::tenant::XpanseCall;
use crate::sandbox::endpoint::{Endpoint, Handler};
use crate::sandbox::exchange::Answer;
use crate::sandbox::rate::Rate;

pub(in crate::sandbox) const ENDPOINTS: [Endpoint; 2] = [
    Endpoint {
        id: "xpanse.test_alerts",
        wire_name: "test_alerts",
        item_faults: &[],
        rate: Some(Rate { requests: 10, period_ms: 60_000 }),
        handler: Handler::Xpanse("/public_api/v2/alerts/test_alerts", list),
    },
    Endpoint {
        id: "xpanse.test_key",
        wire_name: "test_key",
        item_faults: &[],
        rate: None,
        handler: Handler::Xpanse("/api_keys/test", |_| Ok(Answer::json(200, &true))),
    },
];

fn list(call: &mut XpanseCall<'_>) -> Result<Answer, Answer> {
    let rows: Vec<_> = call.visit.world.xpanse.rows().map(|row| json!({ "id": row.incident_id })).collect();
    Ok(Answer::json(200, &json!({ "reply": { "total_count": rows.len(), "alerts": rows } })))
}
