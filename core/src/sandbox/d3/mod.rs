//! The D3 tenant: its commands, one line and one file each.

pub(super) mod answers;
#[cfg(test)]
pub(super) mod extra;
mod item;
mod jwt;
mod params;
pub(super) mod tenant;
#[cfg(test)]
mod tests;

super::endpoint::endpoints! {
    update_owner,
    close_incidents,
    link_to_cases,
    close_incident,
    add_tags,
}
