//! `POST …/api/Command/UpdateIncidentOwnerInBulk`
//!
//! Vendor page: D3 API docs, "Update Incidents' Owner In Bulk".

use super::{Tenant, reply};
use crate::{
    answer::Report,
    error::Error,
    operation::Operation,
    operation::Reading,
    operation::params::{Ids, Params, check_optional_text, check_text},
    reply_context::{Asked, Effect},
};

/// Gives incidents a new owner. The answer has an item for each incident.
///
/// # Examples
///
/// ```
/// use soarwire::{Operation, Response, Tenant, d3};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?;
/// let assign = d3::UpdateOwner::new(["20261103-104"], "Mira Osei");
/// assert!(tenant.build(&assign)?.url().ends_with("/api/Command/UpdateIncidentOwnerInBulk"));
///
/// let body = br#"{"error": "", "contextData": [{"Incident Number": "20261103-104", "Result": "Successful"}]}"#;
/// assert!(assign.parse(Response::new(200, &body[..]))?.all_succeeded());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateOwner {
    incident_numbers: Ids,
    owner: String,
    acting_username: Option<String>,
}

impl UpdateOwner {
    /// The incidents, by number, and the name of their new owner as D3 shows it.
    pub fn new(incident_numbers: impl IntoIterator<Item = impl Into<String>>, owner: impl Into<String>) -> Self {
        UpdateOwner { incident_numbers: Ids::new(incident_numbers), owner: owner.into(), acting_username: None }
    }

    /// The user who performs it, where a playbook runs it automatically.
    #[must_use]
    pub fn acting_username(mut self, username: impl Into<String>) -> Self {
        self.acting_username = Some(username.into());
        self
    }
}

impl crate::operation::sealed::Sealed for UpdateOwner {}

impl Operation for UpdateOwner {
    type Tenant = Tenant;
    type Answer = Report;
    const ID: &'static str = "d3.update_owner";
    const READING: Reading = reply::BY_ITEMS;

    fn path(&self) -> &str {
        "/api/Command/UpdateIncidentOwnerInBulk"
    }

    fn validate(&self) -> Result<(), Error> {
        self.incident_numbers.check("incident_numbers")?;
        check_text("owner", &self.owner)?;
        check_optional_text("acting_username", self.acting_username.as_deref())
    }

    fn effect(&self) -> Effect {
        Effect::Idempotent
    }

    fn asked(&self) -> Asked {
        self.incident_numbers.asked()
    }

    fn body(&self, tenant: &Tenant) -> Vec<u8> {
        tenant
            .command()
            .list("Incident Numbers", self.incident_numbers.as_slice())
            .text("Owner", &self.owner)
            .some_text("Username", self.acting_username.as_deref())
            .finish()
            .into_bytes()
    }

    fn from_params(mut params: Params) -> Result<Self, Error> {
        let operation = UpdateOwner {
            incident_numbers: params.ids("incident_numbers")?,
            owner: params.text("owner")?,
            acting_username: params.optional_text("acting_username")?,
        };
        params.finish()?;
        Ok(operation)
    }

    fn to_params(&self) -> Params {
        Params::default()
            .set("incident_numbers", self.incident_numbers.as_slice())
            .set("owner", self.owner.as_str())
            .set_some("acting_username", self.acting_username.as_deref())
    }
}
