//! An incident as the vendor writes it, with every field that is documented.

use std::borrow::Cow;

use serde::Serialize;

use crate::sandbox::alerts::XpanseAlert;
use crate::sandbox::exposures::Exposure;
use crate::sandbox::incidents::XpanseIncident;

/// An incident with what its alerts add up to.
#[derive(Serialize)]
pub(super) struct IncidentJson<'a> {
    incident_id: &'a str,
    is_blocked: bool,
    incident_name: &'a str,
    creation_time: u64,
    modification_time: u64,
    detection_time: Option<u64>,
    status: &'a str,
    severity: &'a str,
    description: &'a str,
    assigned_user_mail: Option<&'a str>,
    assigned_user_pretty_name: Option<&'a str>,
    alert_count: usize,
    low_severity_alert_count: usize,
    med_severity_alert_count: usize,
    high_severity_alert_count: usize,
    critical_severity_alert_count: usize,
    user_count: usize,
    host_count: usize,
    notes: Option<&'a str>,
    resolve_comment: Option<&'a str>,
    resolved_timestamp: Option<u64>,
    manual_severity: Option<&'a str>,
    manual_description: Option<&'a str>,
    xdr_url: String,
    starred: bool,
    starred_manually: bool,
    /// Null without a host; the part after the colon is the agent, of which there is none.
    hosts: Option<[String; 1]>,
    incident_sources: [&'static str; 1],
    rule_based_score: u64,
    manual_score: Option<u64>,
    aggregated_score: u64,
    alerts_grouping_status: &'static str,
    alert_categories: Option<[&'static str; 0]>,
    original_tags: [String; 2],
    tags: [String; 2],
    xpanse_risk_score: u64,
    xpanse_risk_explainer: Risk,
    cloud_management_status: &'static str,
    integration_source: Option<&'static str>,
    ipv4_addresses: Vec<String>,
    ipv6_addresses: Vec<String>,
    domain_names: Vec<String>,
    port_number: Option<u16>,
    asset_ids: [String; 1],
    ip_range_ids: Vec<String>,
    website_ids: Vec<String>,
    service_ids: [String; 1],
    last_observed: u64,
    cloud_providers: [&'static str; 1],
    country_codes: [&'static str; 1],
    certificate_common_names: Vec<String>,
    certificate_issuers: Vec<&'static str>,
}

/// Why the risk is what it is. The names inside are in another case than all others.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Risk {
    cves: Vec<Cve>,
    risk_factors: [RiskFactor; 1],
    version_matched: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Cve {
    cve_id: &'static str,
    cvss_score: f64,
    epss_score: f64,
    match_type: &'static str,
    confidence: &'static str,
    exploit_maturity: &'static str,
    reported_exploit_in_the_wild: bool,
    most_recent_reported_exploit_date: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RiskFactor {
    attribute_id: &'static str,
    attribute_name: &'static str,
    issue_types: [IssueType; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IssueType {
    display_name: String,
    issue_type_id: String,
}

impl<'a> IncidentJson<'a> {
    pub(super) fn new(incident: &'a XpanseIncident, alerts: &[Cow<'_, XpanseAlert>]) -> Self {
        let place = Exposure::new(&incident.name, &incident.incident_id);
        let of_severity = |word: &str| alerts.iter().filter(|alert| alert.severity == word).count();
        let assignee = incident.assignee.as_ref();
        let resolved = incident.status.starts_with("resolved");
        Self {
            incident_id: &incident.incident_id,
            is_blocked: false,
            incident_name: &incident.name,
            creation_time: incident.creation_time,
            modification_time: incident.modification_time,
            detection_time: None,
            status: &incident.status,
            severity: &incident.severity,
            description: &incident.name,
            assigned_user_mail: assignee.map(|user| user.mail.as_str()),
            assigned_user_pretty_name: assignee.map(|user| user.pretty_name.as_str()),
            alert_count: alerts.len(),
            low_severity_alert_count: of_severity("low"),
            med_severity_alert_count: of_severity("medium"),
            high_severity_alert_count: of_severity("high"),
            critical_severity_alert_count: of_severity("critical"),
            user_count: 0,
            host_count: usize::from(place.host().is_some()),
            notes: None,
            resolve_comment: incident.resolve_comment.as_deref(),
            resolved_timestamp: resolved.then_some(incident.modification_time),
            manual_severity: incident.manual_severity.as_deref(),
            manual_description: None,
            xdr_url: format!("https://xpanse.example.com/incident-view/{}", incident.incident_id),
            starred: incident.starred,
            starred_manually: false,
            hosts: place.host().map(|host| [format!("{host}:null")]),
            incident_sources: ["ASM"],
            rule_based_score: place.score,
            manual_score: None,
            aggregated_score: place.score,
            alerts_grouping_status: "Disabled",
            alert_categories: None,
            original_tags: place.tags(),
            tags: place.tags(),
            xpanse_risk_score: place.score / 10,
            xpanse_risk_explainer: Risk::new(&place),
            cloud_management_status: place.management,
            integration_source: place.integration,
            certificate_common_names: place.domain.iter().cloned().collect(),
            certificate_issuers: place.domain.iter().map(|_| "Example Trust CA").collect(),
            ipv4_addresses: place.ipv4.into_iter().collect(),
            ipv6_addresses: Vec::new(),
            domain_names: place.domain.into_iter().collect(),
            port_number: place.port,
            asset_ids: [place.asset_id],
            ip_range_ids: Vec::new(),
            website_ids: Vec::new(),
            service_ids: [place.service_id],
            last_observed: incident.modification_time,
            cloud_providers: [place.provider],
            country_codes: [place.country],
        }
    }
}

impl Risk {
    fn new(place: &Exposure) -> Self {
        // Only what runs an old version has a known weakness.
        let outdated = place.rule.starts_with("Outdated").then_some(Cve {
            cve_id: "CVE-2099-0001",
            cvss_score: 9.8,
            epss_score: 0.97,
            match_type: "ExactVersionMatch",
            confidence: "High",
            exploit_maturity: "Weaponized",
            reported_exploit_in_the_wild: true,
            most_recent_reported_exploit_date: "2026-10-12",
        });
        let issue = IssueType { display_name: place.rule.clone(), issue_type_id: place.rule_id() };
        Self {
            version_matched: outdated.is_some(),
            cves: outdated.into_iter().collect(),
            risk_factors: [RiskFactor {
                attribute_id: "misconfiguration",
                attribute_name: "Misconfiguration",
                issue_types: [issue],
            }],
        }
    }
}
