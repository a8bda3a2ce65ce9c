//! The D3 tenant: its commands, one line and one file each.

pub(super) mod answers;
mod changes;
#[cfg(test)]
pub(super) mod extra;
mod filter;
mod item;
mod jwt;
mod params;
mod parts;
mod static_fields;
pub(super) mod tenant;
#[cfg(test)]
mod tests;

super::endpoint::endpoints! {
    update_owner,
    close_incidents,
    link_to_cases,
    close_incident,
    add_tags,
    remove_tags,
    update_site,
    set_fields,
    set_field,
    set_html,
    link_to_new_case,
    remove_links,
    run_playbooks,
    create_incident,
    get_incidents,
    search_incidents,
    get_incident,
    get_linked_incidents,
}
