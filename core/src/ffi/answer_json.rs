//! Parts of an answer as JSON text, from which bindings create their own values.

use std::mem;

use crate::{
    answer::{AnyAnswer, Failed, Report},
    json::{Object, push_array, push_string},
};

/// Writes the strings as a JSON array.
pub fn push_strings(out: &mut String, strings: impl IntoIterator<Item = impl AsRef<str>>) {
    push_array(out, strings, |out, text| push_string(out, text.as_ref()));
}

/// Writes the failed incidents of a report as a JSON array of `{id, reason}`.
pub fn push_failed(out: &mut String, report: &Report) {
    push_array(out, report.failed(), Failed::write);
}

/// Writes how the call of an answer went, `{attempts, elapsed_ms, request_id}`.
pub fn push_made(out: &mut String, answer: &AnyAnswer) {
    *out = answer.how_made().write(Object::behind(mem::take(out))).finish();
}
