//! The keys of an incident that the common row is made of.

use crate::answer::RowKeys;

/// What a row of an incident is made of.
pub(super) const INCIDENT: RowKeys = RowKeys {
    id: &["incidentnumber", "incidentno", "irnumber", "casenumber"],
    title: &["title"],
    status: &["status"],
    severity: &["severity"],
    owner: &["owner"],
    created: &["datecreated"],
    modified: &["datemodified"],
    url: &[],
};
