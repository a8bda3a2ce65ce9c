//! The fields of an incident that commands set by name.

use serde_json::Value;

use super::item::CLOSED;
use crate::sandbox::config::D3Config;
use crate::sandbox::d3_incident::D3Incident;
use crate::sandbox::dates;
use crate::sandbox::effects::Effects;
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

/// D3 cuts longer titles, and does not say so.
pub(super) const TITLE_LENGTH: usize = 100;

/// A field and its new value, which the tenant accepts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// Without spaces: `IncidentType` for `Incident Type`.
    field: String,
    value: String,
}

/// Who changes something, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment<'a> {
    pub(super) by: &'a str,
    pub(super) now_ms: u64,
}

impl Change {
    /// Checks a change; the error says what is wrong with it.
    pub(super) fn new(config: &D3Config, field: &str, value: &str) -> Result<Self, String> {
        let change = Self { field: field.replace(' ', ""), value: value.to_owned() };
        match change.field.as_str() {
            "Owner" if !config.knows_owner(value) => Err(format!("Owner '{value}' is not known.")),
            "SiteName" | "Site" if !config.knows_site(value) => Err(format!("Site '{value}' is not known.")),
            "DueDate" | "DateEnded" | "DateOccurred" if !value.is_empty() && dates::read_d3_stamp(value).is_none() => {
                Err(format!("'{value}' is not a date such as 2026-11-03 09:05:06."))
            }
            "Owner" | "SiteName" | "Site" | "DueDate" | "DateEnded" | "DateOccurred" | "Title" | "IncidentType"
            | "Status" | "SeverityName" | "Severity" | "Disposition" | "Tags" | "Description" | "IncidentCategory" => {
                Ok(change)
            }
            custom if custom.starts_with("Custom") => Ok(change),
            _ => Err(format!("Field '{field}' is not known.")),
        }
    }

    pub(super) fn apply(self, incident: &mut D3Incident, effects: &mut Effects, moment: Moment<'_>) {
        let Self { field, value } = self;
        let effect = match field.as_str() {
            "Owner" => SimEffect::OWNER_CHANGE,
            "Status" => SimEffect::STATUS_CHANGE,
            "SeverityName" | "Severity" => SimEffect::SEVERITY_CHANGE,
            "SiteName" | "Site" => SimEffect::Counted("site_changes"),
            _ => SimEffect::Counted("field_changes"),
        };
        effects.record(Vendor::D3, &incident.number, effect);
        match field.as_str() {
            "Title" => incident.title = cut(&value),
            "Owner" => incident.owner = value,
            "SiteName" | "Site" => incident.site = value,
            "IncidentType" => incident.incident_type = value,
            "SeverityName" | "Severity" => incident.severity = value,
            "Disposition" => incident.disposition = value,
            "Description" => incident.description = value,
            "Tags" => incident.tags = split(&value),
            "Status" if value == CLOSED => incident.close(&dates::d3_short(moment.now_ms), moment.by),
            "Status" => {
                incident.status = value;
                incident.close_date = None;
                incident.closed_by = None;
            }
            _ => {
                incident.fields.insert(field, value);
            }
        }
    }
}

/// A title as D3 keeps it.
pub(super) fn cut(title: &str) -> String {
    title.chars().take(TITLE_LENGTH).collect()
}

/// Tags in one text, each once.
fn split(tags: &str) -> Vec<String> {
    let mut split: Vec<String> = Vec::new();
    for tag in tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
        if !split.iter().any(|known| known == tag) {
            split.push(tag.to_owned());
        }
    }
    split
}

/// The text of a field's value; the samples have texts, also for numbers. Null empties a field. None for a list or an object.
pub(super) fn value_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null => Some(String::new()),
        Value::Array(_) | Value::Object(_) => None,
    }
}
