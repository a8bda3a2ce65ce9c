//! The Xpanse tenant: its endpoints, one line and one file each.

pub(super) mod answers;
mod auth;
#[cfg(test)]
pub(super) mod extra;
mod fields;
pub(super) mod tenant;
#[cfg(test)]
mod tests;

super::endpoint::endpoints! {
    update_incident,
    get_incidents,
}
