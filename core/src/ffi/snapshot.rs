//! Answers that are stored and restored: pickles, queues, workers.

use serde::{Deserialize, Serialize};

use super::any_operation::reading;
use crate::{
    answer::{AnyAnswer, Report},
    error::Error,
    kind::Kind,
    operation::parse,
    reply_context::{Asked, Effect, Paging, ReplyContext},
    wire::Response,
};

/// What an answer is restored from: what was asked, and the body or the kind of the error.
#[derive(Serialize, Deserialize)]
struct Snapshot {
    operation: String,
    asked: Vec<String>,
    effect: String,
    #[serde(default)]
    page: Option<(u32, u32)>,
    unknown: Option<String>,
    body: String,
}

/// Stores an answer as JSON text, for [`restore`].
pub fn snapshot(answer: &AnyAnswer) -> String {
    let (context, unknown, body) = match answer {
        AnyAnswer::Report(report) => (report.context(), report.why_unknown(), report.body()),
        AnyAnswer::Page(page) => (page.context(), None, page.body()),
    };
    let snapshot = Snapshot {
        operation: context.operation.to_owned(),
        asked: context.asked.ids().to_vec(),
        effect: context.effect.as_str().to_owned(),
        page: context.paging.map(|Paging::Offset { from, to }| (from, to)),
        unknown: unknown.map(|kind| kind.as_str().to_owned()),
        body: body.to_owned(),
    };
    // Text, lists of text and numbers always serialise.
    serde_json::to_string(&snapshot).unwrap_or_default()
}

/// Restores an answer from the text of [`snapshot`], by reading its body again.
///
/// # Errors
/// `invalid_request` (field `snapshot`) for any other text.
pub fn restore(snapshot: &str) -> Result<AnyAnswer, Error> {
    let invalid = |reason| Error::invalid("snapshot", reason);
    let Snapshot { operation, asked, effect, page, unknown, body } = serde_json::from_str(snapshot)
        .map_err(|_| invalid("is not a stored answer: pass the stored text unchanged"))?;
    let effect =
        Effect::from_name(&effect).ok_or_else(|| invalid("names an unknown effect: use the version that stored it"))?;
    let (operation, reading) =
        reading(&operation).ok_or_else(|| invalid("names an unknown operation: use the version that stored it"))?;
    let paging = page.map(|(from, to)| Paging::Offset { from, to });
    let context = ReplyContext { operation, effect, asked: Asked::new(asked), paging };
    match unknown {
        None => parse::parse(&context, reading, Response::new(200, body.into_bytes()))
            .map_err(|_| invalid("contains a body that is not an answer: pass the stored text unchanged")),
        Some(name) => {
            let kind = Kind::from_name(&name)
                .ok_or_else(|| invalid("names an unknown kind: use the version that stored it"))?;
            Ok(AnyAnswer::Report(Report::unknown(&context, kind)))
        }
    }
}
