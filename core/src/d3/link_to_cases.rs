//! `POST …/api/Command/LinkIncidentToExistingCases`
//!
//! Vendor page: D3 API docs, "Link Incident to Existing Cases".

use super::{Tenant, reply};
use crate::{
    answer::Report,
    error::Error,
    operation::Operation,
    operation::Reading,
    operation::params::{Ids, Params, check_optional_text},
    reply_context::{Asked, Effect},
};

/// Links incidents to cases that exist. No items are documented: the answer's envelope speaks for all incidents.
///
/// # Examples
///
/// ```
/// use soarwire::{Operation, Response, Tenant, d3};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let tenant = d3::Tenant::new("https://soc.example.com/MainApp/VSOC", "Admin", "Security Operations")?;
/// let link = d3::LinkToCases::new(["20261103-104"], ["20260930-7"]);
/// assert!(tenant.build(&link)?.url().ends_with("/api/Command/LinkIncidentToExistingCases"));
///
/// let body = br#"{"error": "", "returnData": "Successful"}"#;
/// assert!(link.parse(Response::new(200, &body[..]))?.all_succeeded());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkToCases {
    incident_numbers: Ids,
    case_numbers: Ids,
    acting_username: Option<String>,
}

impl LinkToCases {
    /// The incidents and the cases, by number.
    pub fn new(
        incident_numbers: impl IntoIterator<Item = impl Into<String>>,
        case_numbers: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        LinkToCases {
            incident_numbers: Ids::new(incident_numbers),
            case_numbers: Ids::new(case_numbers),
            acting_username: None,
        }
    }

    /// The user who performs it, where a playbook runs it automatically.
    #[must_use]
    pub fn acting_username(mut self, username: impl Into<String>) -> Self {
        self.acting_username = Some(username.into());
        self
    }
}

impl crate::operation::sealed::Sealed for LinkToCases {}

impl Operation for LinkToCases {
    type Tenant = Tenant;
    type Answer = Report;
    const ID: &'static str = "d3.link_to_cases";
    const READING: Reading = reply::BY_ENVELOPE;

    fn path(&self) -> &str {
        "/api/Command/LinkIncidentToExistingCases"
    }

    fn validate(&self) -> Result<(), Error> {
        self.incident_numbers.check("incident_numbers")?;
        self.case_numbers.check("case_numbers")?;
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
            .list("Case Numbers", self.case_numbers.as_slice())
            // Holds incident numbers, whatever its name says.
            .list("Incident ID List", self.incident_numbers.as_slice())
            .some_text("Username", self.acting_username.as_deref())
            .finish()
            .into_bytes()
    }

    fn from_params(mut params: Params) -> Result<Self, Error> {
        let operation = LinkToCases {
            incident_numbers: params.ids("incident_numbers")?,
            case_numbers: params.ids("case_numbers")?,
            acting_username: params.optional_text("acting_username")?,
        };
        params.finish()?;
        Ok(operation)
    }

    fn to_params(&self) -> Params {
        Params::default()
            .set("incident_numbers", self.incident_numbers.as_slice())
            .set("case_numbers", self.case_numbers.as_slice())
            .set_some("acting_username", self.acting_username.as_deref())
    }
}
