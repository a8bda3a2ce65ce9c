//! The demo world: what [`Config::default`](super::Config) holds.

use std::collections::BTreeMap;

use super::alerts::XpanseAlert;
use super::config::{ApiKey, D3Config, XpanseConfig};
use super::d3_incident::D3Incident;
use super::dates;
use super::incidents::{User, XpanseIncident};

/// When the Xpanse incidents and alerts were created: 2026-11-02T12:00:00Z.
const CREATED_MS: u64 = 1_793_620_800_000;

impl Default for D3Config {
    fn default() -> Self {
        Self {
            path_prefix: "/MainApp/VSOC".to_owned(),
            key_header: "d3key".to_owned(),
            jwt_header: "d3jwt".to_owned(),
            keys: BTreeMap::from([("*".to_owned(), "sandbox-d3-key".to_owned())]),
            jwts: texts(&["sandbox.d3.jwt"]),
            jwt_secrets: texts(&["sandbox-d3-jwt-secret"]),
            usernames: texts(&["Admin", "admin user"]),
            sites: texts(&["Security Operations", "Client Services"]),
            owners: texts(&["admin user", "Maria Keller", "Tom Okafor", "Li Wen", "System"]),
            cases: texts(&["20261102-7", "20261030-12", "20261015-3"]),
            incidents: vec![
                d3_incident(
                    "20261103-104",
                    "2026-11-03 07:10:00",
                    "Phishing",
                    "Phishing mail reported by Dana Fox",
                    "High",
                ),
                d3_incident(
                    "20261103-105",
                    "2026-11-03 07:40:00",
                    "Suspicious Login",
                    "Impossible travel for Ivo Brandt",
                    "Medium",
                ),
                D3Incident {
                    required_tasks_pending: true,
                    ..d3_incident(
                        "20261103-106",
                        "2026-11-03 08:05:00",
                        "Malware",
                        "Malware quarantined on FIN-LT-0231",
                        "Critical",
                    )
                },
                D3Incident {
                    required_fields_missing: true,
                    ..d3_incident(
                        "20261103-107",
                        "2026-11-03 08:30:00",
                        "Data Loss",
                        "Unusual data transfer from HR-WS-0077",
                        "High",
                    )
                },
                d3_incident(
                    "20261030-77",
                    "2026-10-30 16:20:00",
                    "Suspicious Login",
                    "Repeated failed logins for Noor Haddad",
                    "Low",
                ),
                d3_incident("20261031-12", "2026-10-31 02:15:00", "Malware", "Suspicious script on DC-SRV-02", "High"),
                d3_incident(
                    "TEST-INCIDENT-51",
                    "2026-10-26 09:00:00",
                    "Drill",
                    "Drill: ransomware note on LAB-WS-0001",
                    "Informational",
                ),
            ],
            generate: 40,
            playbook_incident: Some("20261031-12".to_owned()),
            rate_limit: None,
            playbooks: texts(&["Phishing Response", "Host Isolation", "Triage"]),
        }
    }
}

impl Default for XpanseConfig {
    fn default() -> Self {
        Self {
            standard_keys: vec![ApiKey::new("1", "sandbox-xpanse-standard-key")],
            advanced_keys: vec![ApiKey::new("2", "sandbox-xpanse-advanced-key")],
            check_timestamp: true,
            users: vec![
                User::new("maria.keller@example.com", "Maria Keller"),
                User::new("tom.okafor@example.com", "Tom Okafor"),
                User::new("li.wen@example.com", "Li Wen"),
            ],
            statuses: texts(&["new", "under_investigation", "resolved"]),
            severities: texts(&["low", "medium", "high", "critical"]),
            incidents: vec![
                xpanse_incident("5471", "RDP server exposed at 203.0.113.17:3389", "high"),
                xpanse_incident("5472", "Expired certificate at vpn.example.com", "medium"),
                xpanse_incident("602", "Telnet server exposed at 198.51.100.4:23", "critical"),
            ],
            generate: 40,
            rate_limit: None,
            // The vendor's docs spell them in three ways, and all of them are sent in the field.
            alert_statuses: texts(&[
                "new",
                "reopened",
                "under_investigation",
                "resolved",
                "resolved_no_longer_observed",
                "resolved_no_risk",
                "resolved_risk_accepted",
                "resolved_contested_asset",
                "resolved_remediated_automatically",
                "resolved_-_no_longer_observed",
                "resolved_-_no_risk",
                "resolved_-_risk_accepted",
                "resolved_-_contested_asset",
                "resolved_-_remediated_automatically",
            ]),
            alert_severities: texts(&["low", "medium", "high", "critical", "unknown"]),
            alerts: vec![
                xpanse_alert("90001", 5471, "RDP server exposed at 203.0.113.17:3389", "high"),
                xpanse_alert("90002", 5471, "Insecure TLS version at 203.0.113.17:443", "low"),
                xpanse_alert("90003", 5472, "Expired certificate at vpn.example.com", "medium"),
                xpanse_alert("90004", 602, "Telnet server exposed at 198.51.100.4:23", "critical"),
            ],
            generate_alerts: 60,
        }
    }
}

fn d3_incident(number: &str, created: &str, incident_type: &str, title: &str, severity: &str) -> D3Incident {
    D3Incident {
        creation_time: dates::read_d3_stamp(created).unwrap_or(CREATED_MS),
        incident_type: incident_type.to_owned(),
        title: title.to_owned(),
        owner: "System".to_owned(),
        severity: severity.to_owned(),
        ..D3Incident::new(number)
    }
}

fn xpanse_incident(id: &str, name: &str, severity: &str) -> XpanseIncident {
    XpanseIncident {
        name: name.to_owned(),
        severity: severity.to_owned(),
        creation_time: CREATED_MS,
        modification_time: CREATED_MS,
        ..XpanseIncident::new(id)
    }
}

fn xpanse_alert(id: &str, case_id: u64, name: &str, severity: &str) -> XpanseAlert {
    XpanseAlert {
        case_id: Some(case_id),
        name: name.to_owned(),
        severity: severity.to_owned(),
        creation_time: CREATED_MS,
        modification_time: CREATED_MS,
        ..XpanseAlert::new(id)
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}
