//! The canonical JSON of an error.

use super::{Body, Error, Undecodable};
use crate::{
    json::{Object, push_string},
    text::push_hex,
};

impl Error {
    /// The canonical JSON, from which [`Error::from_json`] makes an error that says the same: `{family, kind, status, code,
    /// message, extra, fields, retry_after_ms, retryable, maybe_executed, field, operation, asked, attempts, elapsed_ms,
    /// request_id, reason, not_repeated, headers: [[name, value]], body, undecodable, report}`.
    ///
    /// `body` is null or `{tier, text}`, the tier being `empty`, `documented`, `json` or `raw`; `undecodable` is null or `{offset,
    /// expected, status, content_type, length, beginning: {text}}`. Bytes that are not UTF-8 have `hex` instead of `text`.
    ///
    /// The vendor's words and the body are in it: it is made to be stored, not to be logged. Secrets of ours are not.
    pub fn to_json(&self) -> String {
        let service = self.service();
        let messages = |object: Object, (path, messages): &(String, Vec<String>)| object.list(path, messages);
        let fields = service.iter().flat_map(|service| &service.fields).fold(Object::new(), messages);
        let object = Object::new()
            .text("family", self.family().as_str())
            .text("kind", self.kind().as_str())
            .number_or_null("status", service.map(|service| service.status.into()))
            .text_or_null("code", service.and_then(|service| service.code.as_deref()))
            .text_or_null("message", service.and_then(|service| service.message.as_deref()))
            .raw("extra", service.and_then(|service| service.extra.as_deref()).unwrap_or("null"))
            .raw("fields", &fields.finish())
            .number_or_null("retry_after_ms", self.retry_after_ms())
            .flag("retryable", self.retryable())
            .flag("maybe_executed", self.maybe_executed())
            .text_or_null("field", self.field())
            .text_or_null("operation", self.operation())
            .list("asked", self.asked());
        let report = self.report().map(|report| report.to_json());
        self.0
            .made
            .write(object)
            .text_or_null("reason", self.reason().as_deref())
            .text_or_null("not_repeated", self.0.not_repeated.as_deref())
            .array("headers", self.headers(), |out, (name, value)| {
                out.push('[');
                push_string(out, name);
                out.push(',');
                push_string(out, value);
                out.push(']');
            })
            .raw("body", &service.map_or_else(null, |service| body(&service.body)))
            .raw("undecodable", &self.undecodable().map_or_else(null, undecodable))
            .raw("report", report.as_deref().unwrap_or("null"))
            .finish()
    }
}

fn null() -> String {
    "null".to_owned()
}

fn body(body: &Body) -> String {
    let object = Object::new().text("tier", body.tier());
    bytes(object, body.as_bytes()).finish()
}

fn undecodable(undecodable: &Undecodable) -> String {
    let Undecodable { offset, expected, status, content_type, length, beginning } = undecodable;
    Object::new()
        .number_or_null("offset", Some(*offset as u64))
        .text("expected", expected)
        .number_or_null("status", Some((*status).into()))
        .text_or_null("content_type", content_type.as_deref())
        .number_or_null("length", length.map(|length| length as u64))
        .raw("beginning", &bytes(Object::new(), beginning).finish())
        .finish()
}

fn bytes(object: Object, bytes: &[u8]) -> Object {
    match std::str::from_utf8(bytes) {
        Ok(text) => object.text("text", text),
        Err(_) => {
            let mut hex = String::with_capacity(2 * bytes.len());
            bytes.iter().for_each(|byte| push_hex(&mut hex, *byte));
            object.text("hex", &hex)
        }
    }
}
