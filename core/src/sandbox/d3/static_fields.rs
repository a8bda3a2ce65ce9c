//! The static fields of an incident by their names in GetIncidents.

use std::borrow::Cow;

use serde::Serialize;
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

/// The value of a field. Most are texts of the incident, which a filter reads many times.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum FieldValue<'a> {
    Text(Cow<'a, str>),
    Other(Value),
}

impl<'a> FieldValue<'a> {
    fn of(text: Option<&'a String>) -> Self {
        text.map_or(Self::Other(Value::Null), |text| Self::Text(text.into()))
    }

    /// What a filter compares: empty for null.
    pub(super) fn into_text(self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => text,
            Self::Other(Value::Null) => "".into(),
            Self::Other(other) => other.to_string().into(),
        }
    }
}

impl<'a> From<&'a Value> for FieldValue<'a> {
    fn from(value: &'a Value) -> Self {
        value.as_str().map_or_else(|| Self::Other(value.clone()), |text| Self::Text(text.into()))
    }
}

/// The value of a static field; none if there is no such field.
pub(super) fn value<'a>(incident: &'a D3Incident, name: &str) -> Option<FieldValue<'a>> {
    let other = |name: &str| FieldValue::of(incident.fields.get(name));
    let text: Cow<'a, str> = match name {
        "IR Number" => (&incident.number).into(),
        "IR Type" => (&incident.incident_type).into(),
        "Title" => (&incident.title).into(),
        "Status" => (&incident.status).into(),
        "Severity" => (&incident.severity).into(),
        "Disposition" => (&incident.disposition).into(),
        "Tags" => incident.tags.join(",").into(),
        "Owner" => (&incident.owner).into(),
        "Creator" => (&incident.creator).into(),
        // No page has it, but incidents are found and moved by it.
        "Site" => (&incident.site).into(),
        "Timezone" => timezone(incident).into(),
        "Date Created" => dates::d3_stamp(incident.creation_time).into(),
        "Date Modified" => dates::d3_stamp(incident.modification_time).into(),
        "Playbook" => incident.playbooks.join(",").into(),
        "Description" => (&incident.description).into(),
        "Conclusion" => (&incident.conclusion).into(),
        "Linked Incidents" => incident.linked_incidents.join(",").into(),
        "Date Closed" => return Some(FieldValue::of(incident.close_date.as_ref())),
        "Closed by" => return Some(FieldValue::of(incident.closed_by.as_ref())),
        "Stage" | "Priority" => return Some(other(name)),
        "Investigation Team" => return Some(other("InvestigationTeam")),
        "Custom Field" => return Some(FieldValue::Other(custom(incident))),
        RAW_DATA => return Some(FieldValue::Other(json!(incident.raw_data))),
        "Event Raw Data" => return Some(FieldValue::Other(Value::Null)),
        _ => return None,
    };
    Some(FieldValue::Text(text))
}

/// Whether there is such a field.
pub(super) fn exists(name: &str) -> bool {
    value(&D3Incident::new(""), name).is_some()
}

/// The fields that a customer added.
fn custom(incident: &D3Incident) -> Value {
    let custom = incident.fields.iter().filter(|(name, _)| name.starts_with("Custom"));
    custom.map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

/// The time zone of an incident.
pub(super) fn timezone(incident: &D3Incident) -> &str {
    incident.fields.get("TimeZone").map_or("(UTC+00:00) Coordinated Universal Time", String::as_str)
}
