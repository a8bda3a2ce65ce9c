//! The shapes of D3's answers. The words of failures are the sandbox's own, since no document shows any.

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

/// What a change of owner says of one incident.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OwnerItem<'a> {
    #[serde(rename = "Incident Number")]
    pub(super) number: &'a str,
    #[serde(rename = "Incident Owner")]
    pub(super) owner: &'a str,
    pub(super) result: &'static str,
    #[serde(rename = "Error message", skip_serializing_if = "Option::is_none")]
    pub(super) failure: Option<&'a str>,
}

/// What a close in bulk says of one incident.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CloseItem<'a> {
    #[serde(rename = "Incident Number")]
    pub(super) number: &'a str,
    pub(super) status: &'a str,
    #[serde(rename = "Close Date", skip_serializing_if = "Option::is_none")]
    pub(super) close_date: Option<&'a str>,
    pub(super) result: &'static str,
    #[serde(rename = "Closed By", skip_serializing_if = "Option::is_none")]
    pub(super) closed_by: Option<&'a str>,
    #[serde(rename = "Error message", skip_serializing_if = "Option::is_none")]
    pub(super) failure: Option<&'a str>,
}

/// What CloseIncident says of its incident: other keys, another date and another word of success than in bulk.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlaybookCloseItem<'a> {
    pub(super) incident_number: &'a str,
    pub(super) result: &'static str,
    /// None when the incident was not closed.
    #[serde(flatten)]
    pub(super) closed: Option<PlaybookClosed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error_message: Option<&'a str>,
}

/// What CloseIncident did.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlaybookClosed<'a> {
    pub(super) close_type: &'static str,
    pub(super) close_note: &'a str,
    pub(super) close_date: String,
    pub(super) closed_by: &'a str,
}

/// An incident that could not be linked.
#[derive(Serialize)]
pub(super) struct LinkError<'a> {
    #[serde(rename = "Incident Number")]
    pub(super) number: &'a str,
    #[serde(rename = "Error message")]
    pub(super) failure: &'a str,
}

/// `returnData` as an object, which D3 writes when some incidents fail and there are no items.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct LinkResult<'a> {
    pub(super) status: &'static str,
    pub(super) error_data: Vec<LinkError<'a>>,
}

/// The command as a whole was refused, which D3 reports under HTTP 200.
pub(super) fn command_error(error: &str) -> Answer {
    Answer::json(200, &json!({ "error": error, "returnData": "" }))
}

pub(super) fn bad_request(error: &str) -> Answer {
    refusal(400, error)
}

/// D3 gives no reason; the sandbox does, in a header that no client reads.
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

/// Outside HTTP 200 the key has a capital.
fn refusal(status: u16, error: &str) -> Answer {
    Answer::json(status, &json!({ "Error": error }))
}
