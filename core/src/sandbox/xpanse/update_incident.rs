//! `incidents/update_incident`: changes fields of one incident, and adds a comment.

use serde_json::json;

use super::answers::{failure, processing_failure};
use super::fields::{Fields, Problems};
use super::tenant::XpanseCall;
use crate::sandbox::config::XpanseConfig;
use crate::sandbox::effects::Effects;
use crate::sandbox::endpoint::{Endpoint, Handler};
use crate::sandbox::exchange::Answer;
use crate::sandbox::incidents::{User, XpanseIncident};
use crate::sandbox::record::SimEffect;
use crate::sandbox::vendor::Vendor;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "xpanse.update_incident",
    wire_name: "update_incident",
    item_faults: &[],
    rate: None,
    handler: Handler::Xpanse("/public_api/v1/incidents/update_incident", run),
};

fn run(call: &mut XpanseCall<'_>) -> Result<Answer, Answer> {
    let update = Update::read(call)?;
    // All checks come before the first change: an update is carried out whole or not at all.
    let assignee = match update.assignee {
        SimChange::Set(mail) => Some(Some(user(call.config(), mail, update.pretty_name)?)),
        SimChange::Clear => Some(None),
        SimChange::Keep => None,
    };
    let world = &mut *call.visit.world;
    let Some(incident) = world.xpanse.get_mut(&update.incident_id) else {
        return Err(processing_failure(&format!("Incident {} not found", update.incident_id)));
    };
    apply(incident, &mut world.effects, &update, assignee);
    incident.modification_time = call.visit.now_ms;
    Ok(Answer::json(200, &json!({ "reply": true })))
}

/// The three states of a field that can be cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SimChange<'a> {
    Keep,
    Clear,
    Set(&'a str),
}

impl<'a> SimChange<'a> {
    /// `""` clears; so does the word `none`, which other clients send.
    fn new(text: Option<&'a str>) -> Self {
        match text {
            None => Self::Keep,
            Some("" | "none") => Self::Clear,
            Some(text) => Self::Set(text),
        }
    }

    fn value(self) -> Option<&'a str> {
        match self {
            Self::Set(text) => Some(text),
            Self::Keep | Self::Clear => None,
        }
    }
}

/// A request whose fields are all of the right type.
struct Update<'a> {
    incident_id: String,
    assignee: SimChange<'a>,
    pretty_name: Option<&'a str>,
    severity: SimChange<'a>,
    status: Option<&'a str>,
    resolve_comment: Option<&'a str>,
    comment: Option<&'a str>,
}

impl<'a> Update<'a> {
    fn read(call: &XpanseCall<'a>) -> Result<Self, Answer> {
        let mut problems = Problems::default();
        let request = call.request(&mut problems)?;
        let update = request.object("update_data", &mut problems);
        let read = Self {
            incident_id: request.required_id("incident_id", &mut problems).unwrap_or_default(),
            assignee: SimChange::new(update.text("assigned_user_mail", &mut problems)),
            pretty_name: update.text("assigned_user_pretty_name", &mut problems).filter(|name| !name.is_empty()),
            severity: SimChange::new(update.text("manual_severity", &mut problems)),
            status: update.text("status", &mut problems),
            resolve_comment: update.text("resolve_comment", &mut problems),
            comment: comment(&update, &mut problems),
        };
        update.check_word("manual_severity", read.severity.value(), &call.config().severities, &mut problems);
        update.check_word("status", read.status, &call.config().statuses, &mut problems);
        problems.finish()?;
        if read.pretty_name.is_some() && read.assignee.value().is_none() {
            let extra = "assigned_user_pretty_name needs assigned_user_mail in the same request";
            return Err(failure(400, "The request is not valid.", Some(extra)));
        }
        Ok(read)
    }
}

fn comment<'a>(update: &Fields<'a>, problems: &mut Problems) -> Option<&'a str> {
    if !update.has("comment") {
        return None;
    }
    let comment = update.object("comment", problems);
    let action = comment.text("comment_action", problems);
    comment.check_word("comment_action", action, &["add".to_owned()], problems);
    comment.required_text("value", problems)
}

/// The tenant's user with this mail, under the pretty name that the request gives, if it gives one.
fn user(config: &XpanseConfig, mail: &str, pretty_name: Option<&str>) -> Result<User, Answer> {
    let known = config.users.iter().find(|user| user.mail.eq_ignore_ascii_case(mail));
    let known =
        known.ok_or_else(|| processing_failure(&format!("{mail} is not the address of a user of this tenant")))?;
    let pretty_name = pretty_name.unwrap_or(&known.pretty_name);
    Ok(User { mail: known.mail.clone(), pretty_name: pretty_name.to_owned() })
}

fn apply(incident: &mut XpanseIncident, effects: &mut Effects, update: &Update<'_>, assignee: Option<Option<User>>) {
    let mut record = |effect| effects.record(Vendor::Xpanse, &incident.incident_id, effect);
    if let Some(assignee) = assignee {
        incident.assignee = assignee;
        record(SimEffect::OWNER_CHANGE);
    }
    if update.severity != SimChange::Keep {
        incident.manual_severity = update.severity.value().map(str::to_owned);
        record(SimEffect::SEVERITY_CHANGE);
    }
    if let Some(status) = update.status {
        status.clone_into(&mut incident.status);
        record(SimEffect::STATUS_CHANGE);
    }
    if let Some(comment) = update.resolve_comment {
        incident.resolve_comment = Some(comment.to_owned());
        record(SimEffect::RESOLVE_COMMENT);
    }
    if let Some(comment) = update.comment {
        incident.comments.push(comment.to_owned());
        record(SimEffect::Appended("comments", comment));
    }
}
