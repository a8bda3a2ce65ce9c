//! The Xpanse tenant: its endpoints, one line and one file each.

mod alert_json;
pub(super) mod answers;
mod auth;
#[cfg(test)]
pub(super) mod extra;
mod fields;
mod filter;
mod incident_json;
mod listing;
mod rules;
pub(super) mod tenant;
#[cfg(test)]
mod tests;

super::endpoint::endpoints! {
    update_incident,
    get_incidents,
    get_incident_extra_data,
    get_alerts,
    update_alerts,
    validate_key,
}
