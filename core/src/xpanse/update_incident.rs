//! `POST /public_api/v1/incidents/update_incident/`
//!
//! Vendor page: Cortex Xpanse REST API, "Update an Incident".

use super::{Tenant, reply};
use crate::{
    answer::Report,
    error::Error,
    json::Object,
    operation::Operation,
    operation::Reading,
    operation::params::{Param, Params, check_optional_text, check_text, text},
    reply_context::{Asked, Effect},
    text::is_blank,
};

/// A field that can be left alone, cleared or set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// Left as it is.
    #[default]
    Keep,
    /// Made empty.
    Clear,
    /// Given a value.
    Set(T),
}

/// The person an incident is assigned to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignee {
    mail: String,
    pretty_name: Option<String>,
}

impl Assignee {
    /// By mail address, which must belong to a user of the tenant.
    pub fn new(mail: impl Into<String>) -> Self {
        Assignee { mail: mail.into(), pretty_name: None }
    }

    /// With the full name beside it.
    #[must_use]
    pub fn pretty_name(mut self, name: impl Into<String>) -> Self {
        self.pretty_name = Some(name.into());
        self
    }
}

/// Changes fields of one incident; what is not named stays as it is. With a comment it appends, and is never repeated
/// once it may have been carried out.
///
/// # Examples
///
/// ```
/// use soarwire::{Operation, Response, Tenant, xpanse};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let tenant = xpanse::Tenant::new("acme.crtx.us.example.com")?;
/// let update = xpanse::UpdateIncident::new("5471").status("resolved").clear_assignee().comment("Patched.");
/// assert!(tenant.build(&update)?.url().ends_with("/public_api/v1/incidents/update_incident/"));
///
/// let report = update.parse(Response::new(200, &br#"{"reply": false, "warnings": ["no such user"]}"#[..]))?;
/// assert_eq!(report.failed().next().map(|failed| failed.reason.into_owned()).as_deref(), Some("no such user"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateIncident {
    incident_id: String,
    assignee: Change<Assignee>,
    severity: Change<String>,
    status: Option<String>,
    resolve_comment: Option<String>,
    comment: Option<String>,
}

impl UpdateIncident {
    /// An update of the incident with this id; name at least one change.
    pub fn new(incident_id: impl Into<String>) -> Self {
        UpdateIncident {
            incident_id: incident_id.into(),
            assignee: Change::Keep,
            severity: Change::Keep,
            status: None,
            resolve_comment: None,
            comment: None,
        }
    }

    /// Assigns the incident.
    #[must_use]
    pub fn assignee(mut self, assignee: Assignee) -> Self {
        self.assignee = Change::Set(assignee);
        self
    }

    /// Takes the assignee away.
    #[must_use]
    pub fn clear_assignee(mut self) -> Self {
        self.assignee = Change::Clear;
        self
    }

    /// Sets the severity by hand: `low`, `medium`, `high`, `critical`, or a word that the tenant knows.
    #[must_use]
    pub fn severity(mut self, severity: impl Into<String>) -> Self {
        self.severity = Change::Set(severity.into());
        self
    }

    /// Takes away a severity that was set by hand.
    #[must_use]
    pub fn clear_severity(mut self) -> Self {
        self.severity = Change::Clear;
        self
    }

    /// Sets the status: `new`, `under_investigation`, `resolved`, or a word that the tenant knows.
    #[must_use]
    pub fn status(mut self, status: impl Into<String>) -> Self {
        self.status = Some(status.into());
        self
    }

    /// Says why it was resolved; replaces what stood there.
    #[must_use]
    pub fn resolve_comment(mut self, comment: impl Into<String>) -> Self {
        self.resolve_comment = Some(comment.into());
        self
    }

    /// Adds a comment.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    fn changes_nothing(&self) -> bool {
        self.assignee == Change::Keep
            && self.severity == Change::Keep
            && self.status.is_none()
            && self.resolve_comment.is_none()
            && self.comment.is_none()
    }
}

impl crate::operation::sealed::Sealed for UpdateIncident {}

impl Operation for UpdateIncident {
    type Tenant = Tenant;
    type Answer = Report;
    const ID: &'static str = "xpanse.update_incident";
    const READING: Reading = reply::BOOLEAN;

    fn path(&self) -> &str {
        "/public_api/v1/incidents/update_incident/"
    }

    fn validate(&self) -> Result<(), Error> {
        check_text("incident_id", &self.incident_id)?;
        if let Change::Set(assignee) = &self.assignee {
            if is_blank(&assignee.mail) {
                return Err(Error::invalid("assignee", "has no mail: give one, or clear the assignee explicitly"));
            }
            check_optional_text("assignee", assignee.pretty_name.as_deref())?;
        }
        if let Change::Set(severity) = &self.severity
            && is_blank(severity)
        {
            return Err(Error::invalid("severity", "is blank: give a word, or clear the severity explicitly"));
        }
        check_optional_text("status", self.status.as_deref())?;
        check_optional_text("resolve_comment", self.resolve_comment.as_deref())?;
        check_optional_text("comment", self.comment.as_deref())?;
        if self.changes_nothing() {
            let reason = "changes nothing: give at least one of assignee, severity, status, resolve_comment, comment";
            return Err(Error::invalid("update", reason));
        }
        Ok(())
    }

    fn effect(&self) -> Effect {
        if self.comment.is_some() { Effect::Appends } else { Effect::Idempotent }
    }

    fn asked(&self) -> Asked {
        Asked::new(vec![self.incident_id.clone()])
    }

    fn body(&self, _tenant: &Tenant) -> Vec<u8> {
        // Clearing goes out as `""`.
        let (mail, pretty_name) = match &self.assignee {
            Change::Keep => (None, None),
            Change::Clear => (Some(""), None),
            Change::Set(assignee) => (Some(assignee.mail.as_str()), assignee.pretty_name.as_deref()),
        };
        let severity = match &self.severity {
            Change::Keep => None,
            Change::Clear => Some(""),
            Change::Set(severity) => Some(severity.as_str()),
        };
        let update = Object::new()
            .enter("request_data")
            .text("incident_id", &self.incident_id)
            .enter("update_data")
            .some_text("assigned_user_mail", mail)
            .some_text("assigned_user_pretty_name", pretty_name)
            .some_text("manual_severity", severity)
            .some_text("status", self.status.as_deref())
            .some_text("resolve_comment", self.resolve_comment.as_deref());
        let update = match &self.comment {
            // The only action that the vendor knows.
            Some(comment) => update.enter("comment").text("comment_action", "add").text("value", comment),
            None => update,
        };
        update.finish().into_bytes()
    }

    fn from_params(mut params: Params) -> Result<Self, Error> {
        let operation = UpdateIncident {
            incident_id: params.text_or_integer("incident_id")?,
            assignee: change(params.take_nullable("assignee"), assignee)?,
            severity: change(params.take_nullable("severity"), |value| text("severity", value))?,
            status: params.optional_text("status")?,
            resolve_comment: params.optional_text("resolve_comment")?,
            comment: params.optional_text("comment")?,
        };
        params.finish()?;
        Ok(operation)
    }

    fn to_params(&self) -> Params {
        let assignee = |assignee: &Assignee| {
            let params = Params::default().set("mail", assignee.mail.as_str());
            Param::Object(params.set_some("pretty_name", assignee.pretty_name.as_deref()))
        };
        Params::default()
            .set("incident_id", self.incident_id.as_str())
            .set_some("assignee", nullable(&self.assignee, assignee))
            .set_some("severity", nullable(&self.severity, |severity| severity.as_str().into()))
            .set_some("status", self.status.as_deref())
            .set_some("resolve_comment", self.resolve_comment.as_deref())
            .set_some("comment", self.comment.as_deref())
    }
}

/// Absent keeps, `null` clears, a value sets.
fn change<T>(value: Option<Option<Param>>, read: impl Fn(Param) -> Result<T, Error>) -> Result<Change<T>, Error> {
    Ok(match value {
        None => Change::Keep,
        Some(None) => Change::Clear,
        Some(Some(value)) => Change::Set(read(value)?),
    })
}

fn nullable<T>(change: &Change<T>, write: impl Fn(&T) -> Param) -> Option<Param> {
    match change {
        Change::Keep => None,
        Change::Clear => Some(Param::Null),
        Change::Set(value) => Some(write(value)),
    }
}

fn assignee(value: Param) -> Result<Assignee, Error> {
    let Param::Object(mut params) = value else {
        return Err(Error::invalid("assignee", "must have a mail and may have a pretty_name"));
    };
    let mut part = |name: &str| {
        params.optional_text(name).map_err(|_| Error::invalid("assignee", format!("has a {name} that is no text")))
    };
    let (mail, pretty_name) = (part("mail")?.unwrap_or_default(), part("pretty_name")?);
    params.finish().map_err(|_| Error::invalid("assignee", "has more than a mail and a pretty_name"))?;
    Ok(Assignee { mail, pretty_name })
}
