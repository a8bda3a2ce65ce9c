//! D3 SOAR: remote commands, `POST <site URL>/api/Command/<name>`.

mod bare_quotes;
mod close_incident;
mod close_incidents;
mod envelope;
mod findings;
mod items;
mod link_to_cases;
mod reply;
mod returned;
mod tally;
mod tenant;
mod update_owner;
mod yes_no;

pub use close_incident::CloseIncident;
pub use close_incidents::CloseIncidents;
pub use link_to_cases::LinkToCases;
pub use tenant::{Auth, Tenant};
pub use update_owner::UpdateOwner;
