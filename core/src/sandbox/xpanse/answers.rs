//! The shapes of Xpanse's refusals.

use serde_json::{Map, Value, json};

use crate::sandbox::exchange::Answer;

/// An error inside `reply`. Its code is a number, as live tenants send it; the page says a string.
pub(super) fn failure(status: u16, message: &str, extra: Option<&str>) -> Answer {
    let reply = json!({ "err_code": status, "err_msg": message, "err_extra": extra });
    Answer::json(status, &json!({ "reply": reply }))
}

/// What Xpanse answers to an update that it cannot apply: a 500 that gives the reason in `err_extra` alone.
pub(super) fn processing_failure(extra: &str) -> Answer {
    failure(500, "The public API request could not be processed.", Some(extra))
}

/// 422, with the messages nested by field and not inside `reply`.
pub(super) fn unprocessable(errors: Map<String, Value>) -> Answer {
    Answer::json(422, &json!({ "code": 422, "status": "Unprocessable Entity", "errors": errors }))
}

/// 401 of an advanced key. The reason is in a header that only the sandbox sends.
pub(super) fn unauthorized(why: &str) -> Answer {
    let answer = failure(401, "The public API request is not authorized.", None);
    answer.header("x-public-api-body", "1").header("x-sandbox-why", why)
}

/// 401 of a standard key: no body, no content type.
pub(super) fn bare_unauthorized(why: &str) -> Answer {
    Answer::empty(401).header("x-public-api-body", "1").header("x-sandbox-why", why)
}

/// 429; no source shows a `Retry-After`.
pub(in crate::sandbox) fn rate_limited() -> Answer {
    failure(429, "Too many requests.", None)
}

/// 5xx.
pub(in crate::sandbox) fn server_error(status: u16) -> Answer {
    failure(status, "The server failed to handle the request.", None)
}
