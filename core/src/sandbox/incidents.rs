//! The incidents of the Xpanse tenant and the people they are assigned to, and tables of what has an id.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::alerts::XpanseAlert;
use super::d3_case::D3Case;
use super::d3_incident::D3Incident;
use super::dates;
use super::text;

/// An incident of the Xpanse tenant. In JSON only `incident_id` is required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct XpanseIncident {
    /// Decimal text; JSON may give it as a number.
    #[serde(deserialize_with = "text::text_or_number")]
    pub incident_id: String,
    /// One line.
    #[serde(default)]
    pub name: String,
    /// The severity that Xpanse found.
    #[serde(default = "xpanse_severity")]
    pub severity: String,
    /// The severity that a person set over it.
    #[serde(default)]
    pub manual_severity: Option<String>,
    /// `new`, `under_investigation` or `resolved`; any other word is accepted.
    #[serde(default = "xpanse_status")]
    pub status: String,
    /// The person it is assigned to.
    #[serde(default)]
    pub assignee: Option<User>,
    /// The comment on its resolution; a new one replaces it.
    #[serde(default)]
    pub resolve_comment: Option<String>,
    /// The comments, oldest first; each one is appended.
    #[serde(default)]
    pub comments: Vec<String>,
    /// Whether it is marked with a star.
    #[serde(default)]
    pub starred: bool,
    /// When it was created, in epoch milliseconds.
    #[serde(default)]
    pub creation_time: u64,
    /// When it was last updated, in epoch milliseconds.
    #[serde(default)]
    pub modification_time: u64,
}

impl XpanseIncident {
    /// A new incident of medium severity, everything else empty.
    #[must_use]
    pub fn new(incident_id: impl Into<String>) -> Self {
        Self {
            incident_id: incident_id.into(),
            name: String::new(),
            severity: xpanse_severity(),
            manual_severity: None,
            status: xpanse_status(),
            assignee: None,
            resolve_comment: None,
            comments: Vec::new(),
            starred: false,
            creation_time: 0,
            modification_time: 0,
        }
    }
}

fn xpanse_status() -> String {
    "new".to_owned()
}

fn xpanse_severity() -> String {
    "medium".to_owned()
}

/// A person in the Xpanse tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct User {
    /// The mail address, which identifies the person.
    pub mail: String,
    /// The name that is displayed.
    #[serde(default)]
    pub pretty_name: String,
}

impl User {
    /// A person with a mail address and a name.
    #[must_use]
    pub fn new(mail: impl Into<String>, pretty_name: impl Into<String>) -> Self {
        Self { mail: mail.into(), pretty_name: pretty_name.into() }
    }
}

/// The incidents of both tenants at one moment, in the order in which they were configured and generated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Snapshot {
    /// Those of the D3 tenant.
    pub d3: Vec<D3Incident>,
    /// Those of the Xpanse tenant.
    pub xpanse: Vec<XpanseIncident>,
    /// The alerts of the Xpanse tenant.
    pub xpanse_alerts: Vec<XpanseAlert>,
    /// The cases of the D3 tenant.
    pub d3_cases: Vec<D3Case>,
}

/// Something with a unique id.
pub(super) trait Identified {
    fn id(&self) -> &str;
}

impl Identified for XpanseIncident {
    fn id(&self) -> &str {
        &self.incident_id
    }
}

/// Rows in a fixed order, found by id.
#[derive(Debug, Clone)]
pub(super) struct Table<T> {
    rows: Vec<T>,
    index: BTreeMap<String, usize>,
}

impl<T: Identified> Table<T> {
    /// Of two rows with one id, the first stays.
    pub(super) fn new(rows: impl IntoIterator<Item = T>) -> Self {
        let mut table = Self { rows: Vec::new(), index: BTreeMap::new() };
        for row in rows {
            table.push(row);
        }
        table
    }

    /// Adds a row, unless there is one with its id.
    pub(super) fn push(&mut self, row: T) {
        if !self.index.contains_key(row.id()) {
            self.index.insert(row.id().to_owned(), self.rows.len());
            self.rows.push(row);
        }
    }

    /// A number such as `20261103-1050` that no row has.
    pub(super) fn unused_number(&self, now_ms: u64) -> String {
        let day = dates::compact_day(now_ms);
        let mut last = self.rows.len();
        loop {
            last += 1;
            let number = format!("{day}-{last}");
            if !self.index.contains_key(&number) {
                return number;
            }
        }
    }

    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.rows.get(*self.index.get(id)?)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.rows.get_mut(*self.index.get(id)?)
    }

    pub(super) fn rows(&self) -> &[T] {
        &self.rows
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.rows.retain(|row| row.id() != id);
        self.index_again();
    }

    fn index_again(&mut self) {
        self.index = self.rows.iter().enumerate().map(|(at, row)| (row.id().to_owned(), at)).collect();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn of_two_rows_with_one_id_the_first_stays() {
        let row = |number: &str, title: &str| -> D3Incident {
            serde_json::from_value(serde_json::json!({ "number": number, "title": title })).unwrap()
        };
        let mut table = Table::new([row("7", "first"), row("7", "second"), row("8", "third")]);
        assert_eq!(table.rows().len(), 2);
        assert_eq!(table.get("7").unwrap().title, "first");
        assert!(table.get("9").is_none());
        table.push(row("9", "fourth"));
        table.push(row("8", "fifth"));
        table.remove("7");
        let titles: Vec<_> = table.rows().iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles, ["third", "fourth"]);
        assert_eq!((table.get("8").unwrap().title.as_str(), table.get("7")), ("third", None));
    }

    #[test]
    fn ids_may_be_written_as_numbers() {
        let incident: XpanseIncident = serde_json::from_str(r#"{"incident_id": 5471}"#).unwrap();
        assert_eq!(incident.incident_id, "5471");
        assert_eq!(incident.status, "new");
    }
}
