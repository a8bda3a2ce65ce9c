//! Answers that are stored and restored: pickles, queues, workers.

use serde::{Deserialize, Serialize};

use super::any_operation::reading;
use crate::{
    answer::{AnyAnswer, Made, Page, Report},
    error::Error,
    operation::parse,
    reply_context::{Asked, Effect, Paging, ReplyContext},
    wire::Response,
};

/// What an answer is restored from.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Snapshot {
    /// What was asked, and the body, which is read again.
    Read {
        operation: String,
        asked: Vec<String>,
        effect: String,
        page: Option<(u32, u32)>,
        body: String,
        attempts: u32,
        elapsed_ms: Option<u64>,
        request_id: Option<String>,
    },
    /// An answer without a body: the name of its type, and its canonical JSON.
    Canonical { answer: String, json: String },
}

/// Stores an answer as JSON text, for [`restore`].
pub fn snapshot(answer: &AnyAnswer) -> String {
    let (context, body, made) = match answer {
        AnyAnswer::Report(report) => (report.context(), report.has_body().then(|| report.body()), report.how_made()),
        AnyAnswer::Page(page) => (page.context(), page.has_body().then(|| page.body()), page.how_made()),
    };
    let snapshot = match body {
        Some(body) => Snapshot::Read {
            operation: context.operation.to_owned(),
            asked: context.asked.ids().to_vec(),
            effect: context.effect.as_str().to_owned(),
            page: context.paging.map(|Paging::Offset { from, to }| (from, to)),
            body: body.to_owned(),
            attempts: made.attempts,
            elapsed_ms: made.elapsed_ms,
            request_id: made.request_id.clone(),
        },
        None => Snapshot::Canonical { answer: answer.name().to_owned(), json: answer.to_json() },
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
    let not_an_answer = || invalid("is not a stored answer: pass the stored text unchanged");
    match serde_json::from_str(snapshot).map_err(|_| not_an_answer())? {
        Snapshot::Canonical { answer, json } => match answer.as_str() {
            "report" => Report::from_json(&json).map(AnyAnswer::Report),
            "page" => Page::from_json(&json).map(AnyAnswer::Page),
            _ => Err(not_an_answer()),
        },
        Snapshot::Read { operation, asked, effect, page, body, attempts, elapsed_ms, request_id } => {
            let effect = Effect::from_name(&effect)
                .ok_or_else(|| invalid("names an unknown effect: use the version that stored it"))?;
            let (operation, reading) = reading(&operation)
                .ok_or_else(|| invalid("names an unknown operation: use the version that stored it"))?;
            let paging = page.map(|(from, to)| Paging::Offset { from, to });
            let context = ReplyContext { operation, effect, asked: Asked::new(asked), paging };
            let answer = parse::parse(&context, reading, Response::new(200, body.into_bytes()))
                .map_err(|_| invalid("contains a body that is not an answer: pass the stored text unchanged"))?;
            Ok(answer.made(&mut |made| *made = Made { attempts, elapsed_ms, request_id: request_id.clone() }))
        }
    }
}
