//! Several reports as one.

use crate::{
    answer::{Failed, Outcome, Report},
    error::Error,
    id_index::groups,
    json::Object,
    kind::Kind,
};

impl Report {
    /// One report of several calls of the same operation, such as those of [`Operation::chunks`](crate::Operation::chunks) or a
    /// call and its repetition with [`Operation::only`](crate::Operation::only).
    ///
    /// An incident that several reports are about has the outcome of the last of them; but one that succeeded stays so unless a
    /// later report says that it failed. Items and warnings stand one behind the other, attempts and times are added up; the
    /// status text and the request id are kept where there is only one report. The body is empty.
    ///
    /// ```
    /// # use soarwire::{Operation, Report, Response, d3};
    /// # fn main() -> Result<(), soarwire::Error> {
    /// let link = d3::LinkToCases::new(["1", "2", "3"], ["C-7"]);
    /// let mut reports = Vec::new();
    /// for chunk in link.chunks(2)? {
    ///     // … send it, then:
    ///     reports.push(chunk.parse(Response::new(200, &br#"{"returnData": "Successful"}"#[..]))?);
    /// }
    /// let whole = Report::merged(reports)?;
    /// assert_eq!((whole.asked().len(), whole.all_succeeded()), (3, true));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `invalid_request` (field `reports`) if there is none, or if they are of different operations.
    pub fn merged(reports: impl IntoIterator<Item = Report>) -> Result<Report, Error> {
        let reports: Vec<Report> = reports.into_iter().collect();
        let invalid = |reason: &str| Error::invalid("reports", reason);
        let Some(first) = reports.first() else { return Err(invalid("is empty: pass at least one report")) };
        if reports.iter().any(|report| report.operation() != first.operation()) {
            return Err(invalid("must all be of the same operation"));
        }
        let asked: Vec<&str> = reports.iter().flat_map(|report| report.asked()).map(String::as_str).collect();
        // The incidents, each once, with the outcome that counts.
        let mut merged: Vec<(&str, Outcome<'_>)> = Vec::new();
        let outcomes = reports.iter().flat_map(|report| report.outcomes());
        for ((id, outcome), group) in outcomes.zip(groups(&asked)) {
            match merged.get_mut(group) {
                Some((_, known)) if !(*known == Outcome::Succeeded && is_open(&outcome)) => *known = outcome,
                Some(_) => {}
                None => merged.push((id, outcome)),
            }
        }
        let only = if reports.len() == 1 { Some(first) } else { None };
        let elapsed_ms = reports.iter().filter_map(Report::elapsed).map(|elapsed| elapsed.as_millis() as u64);
        let elapsed_ms =
            elapsed_ms.fold(None, |sum: Option<u64>, one| Some(sum.unwrap_or_default().saturating_add(one)));
        let attempts = reports.iter().fold(0u32, |sum, report| sum.saturating_add(report.attempts()));
        let ids =
            |wanted: Outcome<'static>| merged.iter().filter(move |(_, outcome)| *outcome == wanted).map(|(id, _)| *id);
        let failed = merged.iter().filter_map(|(id, outcome)| match outcome {
            Outcome::Failed { reason } => Some(Failed { id, reason: reason.clone() }),
            _ => None,
        });
        let unknown = merged.iter().filter_map(|(id, outcome)| match outcome {
            Outcome::Unknown { why } => Some((*id, *why)),
            _ => None,
        });
        let mut kinds: Vec<Kind> = Vec::new();
        for (_, why) in unknown.clone() {
            if !kinds.contains(&why) {
                kinds.push(why);
            }
        }
        let why = kinds.into_iter().fold(Object::new(), |object, kind| {
            object.list(kind.as_str(), unknown.clone().filter(|(_, why)| *why == kind).map(|(id, _)| id))
        });
        let json = Object::new()
            .text("operation", first.operation())
            .list("asked", merged.iter().map(|(id, _)| *id))
            .list("succeeded", ids(Outcome::Succeeded))
            .array("failed", failed, Failed::write)
            .list("unreported", ids(Outcome::Unreported))
            .raw("why", &why.finish())
            .list("warnings", reports.iter().flat_map(Report::warnings))
            .array("items", reports.iter().flat_map(Report::items), |out, item| out.push_str(item.as_json()))
            .text_or_null("status_text", only.and_then(Report::status_text))
            .number_or_null("attempts", Some(attempts.into()))
            .number_or_null("elapsed_ms", elapsed_ms)
            .text_or_null("request_id", only.and_then(Report::request_id));
        Report::from_json(&json.finish())
    }
}

/// Whether an outcome says nothing about the incident.
fn is_open(outcome: &Outcome<'_>) -> bool {
    matches!(outcome, Outcome::Unreported | Outcome::Unknown { .. })
}
