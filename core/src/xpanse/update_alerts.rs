//! `POST /public_api/v1/alerts/update_alerts/`
//!
//! Vendor page: Cortex Xpanse REST API, "Update Alerts".

use super::reply::{self, Reply};
use crate::{
    answer::{AnyAnswer, Draft, Matcher, Verdict, Warnings},
    error::Error,
    json::{Object, Source, Value, View, start_of},
    operation::{
        Reading,
        declare::operation,
        parse::Refused,
        slot::{Omissible, Slot},
    },
    reply_context::ReplyContext,
};

operation! {
    /// Changes alerts, at most 100 per request. The answer names the alerts that were changed; the others are unreported. With a
    /// comment the request appends: it is never sent again once it may have been carried out.
    ///
    /// # Examples
    ///
    /// ```
    /// use soarwire::{Operation, Response, Tenant, xpanse};
    ///
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let tenant = xpanse::Tenant::new("acme.crtx.us.example.com")?;
    /// let update = xpanse::UpdateAlerts::new(["602", "603"]).status("resolved_no_risk");
    /// assert!(tenant.build(&update)?.url().ends_with("/public_api/v1/alerts/update_alerts/"));
    ///
    /// let report = update.parse(Response::new(200, &br#"{"reply": {"alerts_ids": [602]}}"#[..]))?;
    /// assert_eq!(report.succeeded().collect::<Vec<_>>(), ["602"]);
    /// assert_eq!(report.unreported().collect::<Vec<_>>(), ["603"]);
    /// # Ok(())
    /// # }
    /// ```
    UpdateAlerts {
        id: "xpanse.update_alerts",
        page: "Cortex Xpanse REST API, \"Update Alerts\"",
        path: "/public_api/v1/alerts/update_alerts/",
        answer: Report,
        reading: BY_IDS,
        effect: Idempotent,
        asked: |call| call.alert_ids.0.asked(),
        check: UpdateAlerts::check_changes,
        content: UpdateAlerts::write,
    }
    required {
        /// The alert ids, at most 100; integers are accepted too. Duplicates are sent once.
        alert_ids: id_list => "alert_id_list",
    }
    optional {
        /// The severity: `low`, `medium`, `high`, `critical`, or any other that the tenant accepts.
        severity: optional text => "severity",
        /// The status: `new`, `under_investigation`, `resolved`, or any other that the tenant accepts.
        status: optional text => "status",
        /// A comment to add.
        comment: optional text => "comment" => appends,
    }
}

impl UpdateAlerts {
    fn check_changes(&self) -> Result<(), Error> {
        let changes = [&self.severity as &dyn Omissible, &self.status, &self.comment];
        if changes.iter().any(|change| change.is_set()) {
            return Ok(());
        }
        Err(Error::invalid("update", "changes nothing: pass at least one of `severity`, `status`, `comment`"))
    }

    fn write(&self) -> String {
        let body = Object::new().enter("request_data");
        let body = self.alert_ids.write(body, "alert_id_list").enter("update_data");
        let body = self.severity.write(body, "severity");
        let body = self.status.write(body, "status");
        self.comment.write(body, "comment").finish()
    }
}

/// The answer names those that were changed.
const BY_IDS: Reading = Reading { read, is_error: reply::is_error_object, rows: None, answers: &["report"] };

fn read(context: &ReplyContext, text: String) -> Result<AnyAnswer, Refused> {
    let (mut source, no_reason) = Source::new(text, "reply false");
    let body = source.body.as_str();
    let view = View::parse(body, start_of(body))?;
    if matches!(view.value(), Value::Array(_) | Value::String(_) | Value::Number(_)) {
        return Err(reply::refused(view, body, "a JSON object, a boolean or null"));
    }
    let ids = view.get("reply").and_then(|reply| reply.get("alerts_ids"));
    let has_ids = ids.is_some_and(|ids| matches!(ids.value(), Value::Array(_)));
    if reply::is_error_object(view) {
        return Err(Refused::CommandFailed { text: source.body, message: None });
    }
    let warnings = Warnings::of(view.get("warnings"));
    let mut verdicts = vec![Verdict::Unreported; context.asked.ids().len()];
    if has_ids {
        let mut matcher = Matcher::new(&context.asked);
        let mut named = |id: View<'_>| {
            let place = id.word().and_then(|id| matcher.find(&id));
            if let Some(slot) = place.and_then(|place| verdicts.get_mut(place)) {
                *slot = Verdict::Succeeded;
            }
        };
        ids.into_iter().for_each(|ids| ids.elements(&mut named));
    } else if Reply::of(view).stated() == Some(false) {
        let reason = warnings.joined().map_or(no_reason, |reason| source.add(&reason));
        verdicts.fill(Verdict::Failed(reason));
    }
    let asked = context.asked.clone();
    let draft = Draft { source, asked, verdicts, items: Default::default(), warnings, status_text: None };
    Ok(AnyAnswer::Report(draft.finish(context)))
}
