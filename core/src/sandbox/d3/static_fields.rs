//! The static fields of an incident by their names in GetIncidents.

use serde_json::{Value, json};

use crate::sandbox::d3_incident::D3Incident;
use crate::sandbox::dates;

/// The fields that an answer has if a request names none, from version 16.8 on.
pub(super) const DEFAULTS: &[&str] = &[
    "IR Number",
    "IR Type",
    "Title",
    "Status",
    "Severity",
    "Stage",
    "Priority",
    "Disposition",
    "Tags",
    "Owner",
    "Creator",
    "Timezone",
    "Date Created",
    "Date Modified",
    "Playbook",
    "Description",
    "Conclusion",
    "Investigation Team",
    "Linked Incidents",
    "Event Raw Data",
];

/// It can be asked for, but no filter can be on it.
pub(super) const RAW_DATA: &str = "Incident Raw Data";

/// The value of a static field; none if there is no such field.
pub(super) fn value(incident: &D3Incident, name: &str) -> Option<Value> {
    let other = |name: &str| json!(incident.fields.get(name));
    Some(match name {
        "IR Number" => json!(incident.number),
        "IR Type" => json!(incident.incident_type),
        "Title" => json!(incident.title),
        "Status" => json!(incident.status),
        "Severity" => json!(incident.severity),
        "Disposition" => json!(incident.disposition),
        "Tags" => json!(incident.tags.join(",")),
        "Owner" => json!(incident.owner),
        "Creator" => json!(incident.creator),
        // No page has it, but incidents are found and moved by it.
        "Site" => json!(incident.site),
        "Timezone" => json!(incident.fields.get("TimeZone").map_or(TIMEZONE, String::as_str)),
        "Date Created" => json!(dates::d3_stamp(incident.creation_time)),
        "Date Modified" => json!(dates::d3_stamp(incident.modification_time)),
        "Date Closed" => json!(incident.close_date),
        "Closed by" => json!(incident.closed_by),
        "Playbook" => json!(incident.playbooks.join(",")),
        "Description" => json!(incident.description),
        "Conclusion" => json!(incident.conclusion),
        "Linked Incidents" => json!(incident.linked_incidents.join(",")),
        "Stage" | "Priority" => other(name),
        "Investigation Team" => other("InvestigationTeam"),
        "Custom Field" => incident
            .fields
            .iter()
            .filter(|(name, _)| name.starts_with("Custom"))
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect(),
        RAW_DATA => json!(incident.raw_data),
        "Event Raw Data" => Value::Null,
        _ => return None,
    })
}

/// The time zone of an incident that has none of its own.
pub(super) const TIMEZONE: &str = "(UTC+00:00) Coordinated Universal Time";
