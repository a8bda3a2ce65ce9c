//! The shapes of D3's answers. The texts of failures are the sandbox's own, since no document shows any.

use serde::Serialize;
use serde_json::json;

use crate::sandbox::exchange::Answer;

/// A command's answer under HTTP 200.
#[derive(Serialize)]
pub(super) struct Envelope<R, C> {
    pub(super) error: &'static str,
    #[serde(rename = "returnData")]
    pub(super) return_data: R,
    #[serde(rename = "contextData", skip_serializing_if = "Option::is_none")]
    pub(super) context_data: Option<C>,
}

/// The command as a whole was refused, which D3 reports under HTTP 200.
pub(super) fn command_error(error: &str) -> Answer {
    Answer::json(200, &json!({ "error": error, "returnData": "" }))
}

pub(super) fn bad_request(error: &str) -> Answer {
    refusal(400, error)
}

/// D3 gives no reason. The sandbox does, in a header that no client reads.
pub(super) fn unauthorized(why: &str) -> Answer {
    refusal(401, "The key is not valid for this command.").header("x-sandbox-why", why)
}

/// 429; no document mentions a `Retry-After`.
pub(in crate::sandbox) fn rate_limited() -> Answer {
    refusal(429, "Too many requests in a short time.")
}

/// 5xx.
pub(in crate::sandbox) fn server_error(status: u16) -> Answer {
    refusal(status, "Something went wrong in the server.")
}

/// Outside HTTP 200 the key is capitalised.
fn refusal(status: u16, error: &str) -> Answer {
    Answer::json(status, &json!({ "Error": error }))
}
