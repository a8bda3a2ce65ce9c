//! The Xpanse tenant: one call, which updates one incident.

mod answers;
mod auth;
#[cfg(test)]
mod tests;
mod update;

use serde_json::{Value, json};

use super::Sha256Hex;
use super::config::XpanseConfig;
use super::effects::{Effect, Effects};
use super::exchange::{Answer, Incoming};
use super::incidents::{Table, User, XpanseIncident};
use super::operation::Vendor;
pub(super) use answers::{rate_limited, server_error};
use update::{Change, Update};

/// The tenant during one request.
pub(super) struct Tenant<'a> {
    pub(super) config: &'a XpanseConfig,
    pub(super) incidents: &'a mut Table<XpanseIncident>,
    pub(super) effects: &'a mut Effects,
    pub(super) sha256_hex: Option<Sha256Hex>,
    pub(super) now_ms: u64,
}

impl Tenant<'_> {
    /// `Ok` when the update was carried out; `Err` when nothing was done.
    pub(super) fn answer(&mut self, request: &Incoming<'_>) -> Result<Answer, Answer> {
        if request.method != "POST" {
            return Err(Answer::html(405, "Method Not Allowed").header("allow", "POST"));
        }
        auth::check(self.config, self.sha256_hex, self.now_ms, request)?;
        let body: Value = serde_json::from_slice(request.body)
            .map_err(|_| answers::failure(400, "The request body is not valid JSON.", None))?;
        let update = Update::read(self.config, &body)?;
        // All checks come before the first change: an update is carried out whole or not at all.
        let assignee = match update.assignee {
            Change::Set(mail) => Some(Some(self.user(mail, update.pretty_name)?)),
            Change::Clear => Some(None),
            Change::Keep => None,
        };
        let Some(incident) = self.incidents.get_mut(&update.incident_id) else {
            return Err(answers::processing_failure(&format!("Incident {} not found", update.incident_id)));
        };
        apply(incident, self.effects, &update, assignee);
        Ok(Answer::json(200, &json!({ "reply": true })))
    }

    /// The tenant's user with this mail, under the pretty name that the request gives, if it gives one.
    fn user(&self, mail: &str, pretty_name: Option<&str>) -> Result<User, Answer> {
        let known = self.config.users.iter().find(|user| user.mail.eq_ignore_ascii_case(mail));
        let known = known.ok_or_else(|| {
            answers::processing_failure(&format!("{mail} is not the address of a user of this tenant"))
        })?;
        let pretty_name = pretty_name.unwrap_or(&known.pretty_name);
        Ok(User { mail: known.mail.clone(), pretty_name: pretty_name.to_owned() })
    }
}

fn apply(incident: &mut XpanseIncident, effects: &mut Effects, update: &Update<'_>, assignee: Option<Option<User>>) {
    let mut record = |effect| effects.record(Vendor::Xpanse, &incident.incident_id, effect);
    if let Some(assignee) = assignee {
        incident.assignee = assignee;
        record(Effect::OwnerChange);
    }
    if update.severity != Change::Keep {
        incident.manual_severity = update.severity.value().map(str::to_owned);
        record(Effect::SeverityChange);
    }
    if let Some(status) = update.status {
        status.clone_into(&mut incident.status);
        record(Effect::StatusChange);
    }
    if let Some(comment) = update.resolve_comment {
        incident.resolve_comment = Some(comment.to_owned());
        record(Effect::ResolveComment);
    }
    if let Some(comment) = update.comment {
        incident.comments.push(comment.to_owned());
        record(Effect::Comment(comment));
    }
}
