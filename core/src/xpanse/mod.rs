//! Cortex Xpanse: `POST https://api-<fqdn>/public_api/v1/…`.

mod reply;
mod tenant;
mod update_incident;

pub use tenant::{Auth, Tenant};
pub use update_incident::{Assignee, Change, UpdateIncident};
