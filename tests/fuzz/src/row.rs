//! The common view of an incident or alert, made of what serde_json reads.

use serde_json::value::RawValue;
use soarwire::{Item, Row};

use crate::json::{self, Members};

/// The keys of each column, in the order of the row; of several the first that says anything counts.
type Columns = [&'static [&'static str]; 8];

const INCIDENT: Columns = [
    &["incident_id"],
    &["incident_name", "description"],
    &["status"],
    &["manual_severity", "severity"],
    &["assigned_user_pretty_name", "assigned_user_mail"],
    &["creation_time"],
    &["modification_time"],
    &["xdr_url"],
];

const ALERT: Columns = [
    &["alert_id"],
    &["name"],
    &["resolution_status", "status"],
    &["severity"],
    &[],
    &["detection_timestamp"],
    &["last_modified_ts"],
    &[],
];

const D3: Columns = [
    &["Incident Number", "Incident No", "IR Number", "Case Number"],
    &["Title"],
    &["Status"],
    &["Severity"],
    &["Owner"],
    &["Date Created"],
    &["Date Modified"],
    &[],
];

/// A row says what its item does.
pub(crate) fn check(operation: &str, row: &Row<'_>, item: Item<'_>) {
    let columns = match operation {
        "xpanse.get_incidents" => INCIDENT,
        "xpanse.get_alerts" => ALERT,
        _ => D3,
    };
    let Some(members) = Members::of(item.as_json()) else { return };
    let Some(values) = columns.iter().map(|keys| said(&members, keys)).collect::<Option<Vec<_>>>() else { return };
    let texts = [&row.title, &row.status, &row.severity, &row.owner].into_iter().zip(&values[1..5]);
    for (text, value) in texts.chain([(&row.url, &values[7])]) {
        assert_eq!(text.as_deref(), value.and_then(json::shown).as_deref(), "{item:?}");
    }
    for (time, value) in [(&row.created, values[5]), (&row.modified, values[6])] {
        let expected = value.map(|value| if is_number(value) { value.get().into() } else { quoted(value) });
        assert_eq!(time.as_deref().map(comparable), expected.as_deref().map(comparable), "{item:?}");
    }
    let id = values[0].filter(|value| is_number(value) || value.get().starts_with('"'));
    assert_eq!(row.id, id.and_then(json::shown).unwrap_or_default(), "{item:?}");
}

/// The value of the first of the keys that is neither null nor blank; the outer `None` for what serde_json cannot hold.
fn said<'a>(members: &Members<'a>, keys: &[&str]) -> Option<Option<&'a RawValue>> {
    for value in keys.iter().filter_map(|key| members.last(key)) {
        if value.get() != "null" && !json::shown(value)?.trim().is_empty() {
            return Some(Some(value));
        }
    }
    Some(None)
}

fn is_number(value: &RawValue) -> bool {
    value.get().starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

/// What is not a number, as a JSON string.
fn quoted(value: &RawValue) -> String {
    serde_json::to_string(&json::shown(value).unwrap_or_default()).expect("a text is JSON")
}

/// A string by what it says, a number by its spelling.
fn comparable(json: &str) -> Result<String, String> {
    serde_json::from_str(json).map_err(|_| json.to_owned())
}
