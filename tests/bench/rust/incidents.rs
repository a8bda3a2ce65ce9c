//! `rust.incidents_10k`: a page of 10,000 Xpanse incidents, five fields of each read, against a serde struct of owned Strings.

use std::{fmt::Write, hint::black_box};

use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use soarwire::{Operation, Response, xpanse};

use super::interleave;

/// A page of incidents with 45 members each, as the vendor writes them.
fn page(count: usize) -> String {
    let mut page = format!(r#"{{"reply": {{"total_count": {count}, "result_count": {count}, "incidents": ["#);
    for index in 0..count {
        let comma = if index > 0 { ", " } else { "" };
        let word = |words: [&'static str; 4]| words.get(index % 4).copied().unwrap_or_default();
        let status = word(["new", "under_investigation", "resolved", "resolved_no_risk"]);
        let severity = word(["low", "medium", "high", "critical"]);
        let owner = word([r#""mira.osei@example.com""#, r#""""#, "null", r#""ken.ito@example.com""#]);
        let (created, port) = (1_790_000_000_000_u64 + index as u64 * 61_000, 1 + index % 9_000);
        let (a, b) = (index / 250 % 250, index % 250);
        let _ = write!(
            page,
            r#"{comma}{{"incident_id": "{index}", "is_blocked": false, "incident_name": null, "creation_time": {created}, "modification_time": {created}, "detection_time": null, "status": "{status}", "severity": "{severity}", "description": "Insecure OpenSSH at 198.51.{a}.{b}:{port}", "assigned_user_mail": {owner}, "assigned_user_pretty_name": {owner}, "alert_count": {a}, "low_severity_alert_count": 0, "med_severity_alert_count": 1, "high_severity_alert_count": {b}, "critical_severity_alert_count": 0, "user_count": 0, "host_count": 1, "notes": null, "resolve_comment": "", "resolved_timestamp": null, "manual_severity": null, "manual_description": null, "xdr_url": "https://acme.crtx.us.example.com/incident-view?caseId={index}", "starred": true, "starred_manually": false, "hosts": ["198.51.{a}.{b}:null"], "incident_sources": ["ASM"], "rule_based_score": null, "manual_score": null, "aggregated_score": {b}, "alerts_grouping_status": "Enabled", "alert_categories": ["Attack Surface"], "original_tags": ["BU:Acme", "AR:Registered to You"], "tags": ["BU:Acme", "AR:Registered to You", "IPR:example"], "xpanse_risk_score": {b}, "xpanse_risk_explainer": {{"cves": [{{"cveId": "CVE-2026-{port}", "cvssScore": 7.5, "epssScore": 0.3, "confidence": "High"}}], "riskFactors": [{{"attributeId": "misconfiguration", "attributeName": "Misconfiguration", "issueTypes": []}}], "versionMatched": true}}, "cloud_management_status": "Not Applicable", "integration_source": null, "ipv4_addresses": ["198.51.{a}.{b}"], "ipv6_addresses": [], "domain_names": ["host-{index}.example.com"], "port_number": {port}, "last_observed": {created}, "country_codes": ["US"]}}"#
        );
    }
    page.push_str("]}}");
    page
}

/// What a careful program writes by hand: any member may be null.
#[derive(Deserialize)]
#[expect(dead_code, reason = "decoded but mostly never read")]
struct Incident {
    incident_id: String,
    is_blocked: Option<bool>,
    incident_name: Option<String>,
    creation_time: Option<i64>,
    modification_time: Option<i64>,
    detection_time: Option<i64>,
    status: Option<String>,
    severity: Option<String>,
    description: Option<String>,
    assigned_user_mail: Option<String>,
    assigned_user_pretty_name: Option<String>,
    alert_count: Option<i64>,
    low_severity_alert_count: Option<i64>,
    med_severity_alert_count: Option<i64>,
    high_severity_alert_count: Option<i64>,
    critical_severity_alert_count: Option<i64>,
    user_count: Option<i64>,
    host_count: Option<i64>,
    notes: Option<String>,
    resolve_comment: Option<String>,
    resolved_timestamp: Option<i64>,
    manual_severity: Option<String>,
    manual_description: Option<String>,
    xdr_url: Option<String>,
    starred: Option<bool>,
    starred_manually: Option<bool>,
    hosts: Option<Vec<String>>,
    incident_sources: Option<Vec<String>>,
    rule_based_score: Option<i64>,
    manual_score: Option<i64>,
    aggregated_score: Option<i64>,
    alerts_grouping_status: Option<String>,
    alert_categories: Option<Vec<String>>,
    original_tags: Option<Vec<String>>,
    tags: Option<Vec<String>>,
    xpanse_risk_score: Option<i64>,
    xpanse_risk_explainer: Option<Box<RawValue>>,
    cloud_management_status: Option<String>,
    integration_source: Option<String>,
    ipv4_addresses: Option<Vec<String>>,
    ipv6_addresses: Option<Vec<String>>,
    domain_names: Option<Vec<String>>,
    port_number: Option<i64>,
    last_observed: Option<i64>,
    country_codes: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Envelope {
    reply: Reply,
}

#[derive(Deserialize)]
struct Reply {
    incidents: Vec<Incident>,
}

pub(super) fn row() -> Value {
    let body = page(10_000);
    let list = xpanse::GetIncidents::new();
    interleave(
        21,
        || {
            let page = list.parse(Response::new(200, body.as_bytes())).ok();
            for incident in page.iter().flat_map(xpanse::Incident::of) {
                black_box((incident.incident_id(), incident.status(), incident.severity()));
                black_box((incident.assigned_user_mail(), incident.creation_time()));
            }
        },
        || {
            let envelope: Option<Envelope> = serde_json::from_slice(body.as_bytes()).ok();
            for incident in envelope.iter().flat_map(|envelope| &envelope.reply.incidents) {
                black_box((&incident.incident_id, &incident.status, &incident.severity));
                black_box((&incident.assigned_user_mail, incident.creation_time));
            }
        },
        "serde struct of owned Strings",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_read_the_same() {
        let body = page(1_000);
        let page = xpanse::GetIncidents::new().parse(Response::new(200, body.as_bytes())).ok();
        let envelope: Option<Envelope> = serde_json::from_str(&body).ok();
        let ours = page.iter().flat_map(xpanse::Incident::of);
        let theirs = envelope.iter().flat_map(|envelope| &envelope.reply.incidents);
        assert_eq!(page.as_ref().map(|page| page.len()), Some(1_000));
        assert!(ours.zip(theirs).all(|(ours, theirs)| {
            ours.incident_id().as_deref() == Some(&theirs.incident_id)
                && ours.status().as_deref() == theirs.status.as_deref()
                && ours.assigned_user_mail().as_deref() == theirs.assigned_user_mail.as_deref()
                && ours.creation_time() == theirs.creation_time
                && ours.country_codes().map(|codes| codes.len()) == theirs.country_codes.as_ref().map(Vec::len)
        }));
    }
}
