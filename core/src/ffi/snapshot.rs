//! Reports that leave the process and come back: pickles, queues, workers.

use serde::{Deserialize, Serialize};

use super::any_operation::reading;
use crate::{
    answer::{AnyAnswer, Report},
    error::Error,
    kind::Kind,
    operation::parse,
    reply_context::{Asked, Effect, ReplyContext},
    wire::Response,
};

/// What a report is made of again: what was asked, and the body or the kind that left all open.
#[derive(Serialize, Deserialize)]
struct Snapshot {
    operation: String,
    asked: Vec<String>,
    appends: bool,
    unknown: Option<String>,
    body: String,
}

/// A report as JSON text, for [`restore`].
pub fn snapshot(report: &Report) -> String {
    let context = report.context();
    let snapshot = Snapshot {
        operation: context.operation.to_owned(),
        asked: report.asked().to_vec(),
        appends: context.effect == Effect::Appends,
        unknown: report.why_unknown().map(|kind| kind.as_str().to_owned()),
        body: report.body().to_owned(),
    };
    // Text, lists of text and flags always serialise.
    serde_json::to_string(&snapshot).unwrap_or_default()
}

/// The report that [`snapshot`] was given: its body is read again.
///
/// # Errors
/// `invalid_request` (`snapshot`) for anything else.
pub fn restore(snapshot: &str) -> Result<Report, Error> {
    let invalid = |reason| Error::invalid("snapshot", reason);
    let Snapshot { operation, asked, appends, unknown, body } =
        serde_json::from_str(snapshot).map_err(|_| invalid("is not what a report was stored as"))?;
    let effect = if appends { Effect::Appends } else { Effect::Idempotent };
    let (operation, reading) = reading(&operation).ok_or_else(|| invalid("is of an unknown operation"))?;
    let context = ReplyContext { operation, effect, asked: Asked::new(asked), paging: None };
    match unknown {
        None => match parse::parse(&context, reading, Response::new(200, body.into_bytes())) {
            Ok(AnyAnswer::Report(report)) => Ok(report),
            _ => Err(invalid("holds a body that is not a report")),
        },
        Some(name) => {
            let kind = Kind::from_name(&name).ok_or_else(|| invalid("names an unknown kind"))?;
            Ok(Report::unknown(&context, kind))
        }
    }
}
