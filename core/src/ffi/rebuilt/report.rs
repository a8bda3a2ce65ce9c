//! A report from its canonical JSON.

use super::{Outcomes, document, each, made, members, missing, operation, text, texts};
use crate::{
    answer::{Places, Rebuilt, Report, Verdict},
    error::Error,
    json::{Source, Value, View},
    kind::Kind,
    reply_context::{Asked, Effect, ReplyContext},
    text::element,
};

const KEYS: [&str; 13] = [
    "operation",
    "asked",
    "succeeded",
    "failed",
    "unreported",
    "unknown",
    "why",
    "warnings",
    "items",
    "status_text",
    "attempts",
    "elapsed_ms",
    "request_id",
];

impl Report {
    /// Makes an equal report from the text that [`Report::to_json`] gives. Its [`Report::body`] is empty.
    ///
    /// ```
    /// # use soarwire::{Operation, Report, Response, d3};
    /// # fn main() -> Result<(), soarwire::Error> {
    /// # let close = d3::CloseIncidents::new(["20261103-104"], true);
    /// let report = close.parse(Response::new(200, &br#"{"returnData": "Successful"}"#[..]))?;
    /// assert_eq!(Report::from_json(&report.to_json())?, report);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `invalid_request` for any other text, naming the member. Each incident in `asked` must have exactly one outcome.
    pub fn from_json(json: &str) -> Result<Report, Error> {
        let view = document(json, "report")?;
        let mut found = [None; KEYS.len()];
        members(view, &KEYS, &mut found);
        let [
            id,
            asked,
            succeeded,
            failed,
            unreported,
            unknown,
            why,
            warnings,
            items,
            status,
            attempts,
            elapsed,
            request,
        ] = found;
        let (operation, _) = operation(id)?.ok_or_else(|| missing("operation"))?;
        let asked = Asked::new(texts(Some(asked.ok_or_else(|| missing("asked"))?), "asked")?);
        let mut outcomes = Outcomes::new(&asked);
        outcomes.list(succeeded, "succeeded", &Verdict::Succeeded)?;
        outcomes.list(unreported, "unreported", &Verdict::Unreported)?;
        outcomes.entries(failed, "failed", "reason", &|reason, _| Verdict::Failed(reason))?;
        told_why(&mut outcomes, why)?;
        check_unknown(&mut outcomes, unknown)?;
        let verdicts = outcomes.finish()?;
        let mut places = Places::default();
        each(items, "items", &mut |place, item| match item.value() {
            Value::Object(span) => {
                places.push(span);
                Ok(())
            }
            _ => Err(Error::invalid(element("items", place), "must be an object")),
        })?;
        text(status, "status_text")?;
        let made = made(attempts, elapsed, request)?;
        let (mut source, _) = Source::new(json.to_owned(), "");
        let status_text = match status.map(View::value) {
            Some(Value::String(text)) => Some(source.plain(text)),
            _ => None,
        };
        let warnings = texts(warnings, "warnings")?;
        let context = ReplyContext { operation, effect: Effect::Appends, asked, paging: None };
        Ok(Rebuilt { context, source, verdicts, items: places, warnings, status_text, made }.finish())
    }
}

/// The unknown incidents, by the kind of the error.
fn told_why(outcomes: &mut Outcomes<'_, Verdict>, why: Option<View<'_>>) -> Result<(), Error> {
    let Some(why) = why else { return Ok(()) };
    if !matches!(why.value(), Value::Object(_)) {
        return Err(Error::invalid("why", "must be an object"));
    }
    let mut taken = Ok(());
    why.members(&mut |name, ids| {
        let mut take = || match Kind::from_name(name) {
            Some(kind) => outcomes.list(Some(ids), "why", &Verdict::Unknown(kind)),
            None => Err(Error::invalid("why", "must have kinds of errors as its keys")),
        };
        if taken.is_ok() {
            taken = take();
        }
    });
    taken
}

fn check_unknown(outcomes: &mut Outcomes<'_, Verdict>, list: Option<View<'_>>) -> Result<(), Error> {
    each(list, "unknown", &mut |place, id| match outcomes.of(&id.string().unwrap_or_default()) {
        Some(Verdict::Unknown(_)) => Ok(()),
        _ => Err(Error::invalid(element("unknown", place), "is not in `why`")),
    })
}
