//! `POST …/api/Command/CloseIncidentInBulk`
//!
//! Vendor page: D3 API docs, "Close Incidents in Bulk".

use super::{Tenant, reply, yes_no::yes_no};
use crate::{
    answer::Report,
    error::Error,
    operation::Operation,
    operation::Reading,
    operation::params::{Ids, Params, check_optional_text},
    reply_context::{Asked, Effect},
};

/// Closes incidents. The answer has an item for each incident. With a conclusion it appends, and is never repeated once
/// it may have been carried out.
///
/// # Examples
///
/// ```
/// use soarwire::{Operation, Response, Tenant, d3};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?;
/// let close = d3::CloseIncidents::new(["20261103-104", "20261103-105"], true).conclusion("Contained.");
/// assert_eq!(close.effect(), soarwire::Effect::Appends);
/// let body = String::from_utf8_lossy(tenant.build(&close)?.body()).into_owned();
/// assert!(body.contains(r#""Bypass Required Pending Tasks":"Yes""#));
///
/// let body = br#"{"error": "", "contextData": [
///     {"Incident Number": "20261103-104", "Result": "Failed", "Error message": "A required task is pending"}]}"#;
/// let report = close.parse(Response::new(200, &body[..]))?;
/// assert_eq!(report.counts().failed, 1);
/// assert_eq!(report.unreported().collect::<Vec<_>>(), ["20261103-105"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseIncidents {
    incident_numbers: Ids,
    bypass_required_tasks: bool,
    bypass_required_fields: Option<bool>,
    acting_username: Option<String>,
    conclusion: Option<String>,
}

impl CloseIncidents {
    /// The incidents, by number, and whether to close them although required tasks are pending.
    pub fn new(incident_numbers: impl IntoIterator<Item = impl Into<String>>, bypass_required_tasks: bool) -> Self {
        CloseIncidents {
            incident_numbers: Ids::new(incident_numbers),
            bypass_required_tasks,
            bypass_required_fields: None,
            acting_username: None,
            conclusion: None,
        }
    }

    /// Whether to close incidents although fields that are required on close are empty.
    #[must_use]
    pub fn bypass_required_fields(mut self, bypass: bool) -> Self {
        self.bypass_required_fields = Some(bypass);
        self
    }

    /// The user who performs it, where a playbook runs it automatically.
    #[must_use]
    pub fn acting_username(mut self, username: impl Into<String>) -> Self {
        self.acting_username = Some(username.into());
        self
    }

    /// A note that is appended to each incident's conclusion.
    #[must_use]
    pub fn conclusion(mut self, conclusion: impl Into<String>) -> Self {
        self.conclusion = Some(conclusion.into());
        self
    }
}

impl crate::operation::sealed::Sealed for CloseIncidents {}

impl Operation for CloseIncidents {
    type Tenant = Tenant;
    type Answer = Report;
    const ID: &'static str = "d3.close_incidents";
    const READING: Reading = reply::BY_ITEMS;

    fn path(&self) -> &str {
        "/api/Command/CloseIncidentInBulk"
    }

    fn validate(&self) -> Result<(), Error> {
        self.incident_numbers.check("incident_numbers")?;
        check_optional_text("acting_username", self.acting_username.as_deref())?;
        check_optional_text("conclusion", self.conclusion.as_deref())
    }

    fn effect(&self) -> Effect {
        if self.conclusion.is_some() { Effect::Appends } else { Effect::Idempotent }
    }

    fn asked(&self) -> Asked {
        self.incident_numbers.asked()
    }

    fn body(&self, tenant: &Tenant) -> Vec<u8> {
        tenant
            .command()
            .list("Incident Numbers", self.incident_numbers.as_slice())
            .text("Bypass Required Pending Tasks", yes_no(self.bypass_required_tasks))
            .some_text("Bypass All Required Fields", self.bypass_required_fields.map(yes_no))
            .some_text("Username", self.acting_username.as_deref())
            .some_text("Conclusion", self.conclusion.as_deref())
            .finish()
            .into_bytes()
    }

    fn from_params(mut params: Params) -> Result<Self, Error> {
        let operation = CloseIncidents {
            incident_numbers: params.ids("incident_numbers")?,
            bypass_required_tasks: params.flag("bypass_required_tasks")?,
            bypass_required_fields: params.optional_flag("bypass_required_fields")?,
            acting_username: params.optional_text("acting_username")?,
            conclusion: params.optional_text("conclusion")?,
        };
        params.finish()?;
        Ok(operation)
    }

    fn to_params(&self) -> Params {
        Params::default()
            .set("incident_numbers", self.incident_numbers.as_slice())
            .set("bypass_required_tasks", self.bypass_required_tasks)
            .set_some("bypass_required_fields", self.bypass_required_fields)
            .set_some("acting_username", self.acting_username.as_deref())
            .set_some("conclusion", self.conclusion.as_deref())
    }
}
