//! Answers that are stored and restored: pickles, queues, workers.

use serde::{Deserialize, Serialize};

use super::{any_operation::reading, rebuilt::documents::any};
use crate::{
    answer::{AnyAnswer, Made},
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
        page: Option<Paging>,
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
    let (context, made) = (answer.context(), answer.how_made());
    let snapshot = match answer.source() {
        Some(body) => Snapshot::Read {
            operation: context.operation.to_owned(),
            asked: context.asked.ids().to_vec(),
            effect: context.effect.as_str().to_owned(),
            page: context.paging,
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
        Snapshot::Canonical { answer, json } => any(&answer, &json).ok_or_else(not_an_answer)?,
        Snapshot::Read { operation, asked, effect, page, body, attempts, elapsed_ms, request_id } => {
            let effect = Effect::from_name(&effect)
                .ok_or_else(|| invalid("names an unknown effect: use the version that stored it"))?;
            let (operation, reading) = reading(&operation)
                .ok_or_else(|| invalid("names an unknown operation: use the version that stored it"))?;
            let context = ReplyContext { operation, effect, asked: Asked::new(asked), paging: page };
            let answer = parse::parse(&context, reading, Response::new(200, body.into_bytes()))
                .map_err(|_| invalid("contains a body that is not an answer: pass the stored text unchanged"))?;
            Ok(answer.made(&mut |made| *made = Made { attempts, elapsed_ms, request_id: request_id.clone() }))
        }
    }
}
