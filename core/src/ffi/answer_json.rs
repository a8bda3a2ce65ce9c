//! Parts of an answer as JSON text, from which bindings create their own values.

use crate::{
    answer::{Failed, Item, Outcome, Page, Report},
    json::{Object, push_array, push_string},
};

/// The strings as a JSON array.
pub fn strings_json(strings: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    array(strings, |out, text| push_string(out, text.as_ref()))
}

/// The failed incidents of a report as a JSON array of `{id, reason}`.
pub fn failed_json(report: &Report) -> String {
    array(report.failed(), Failed::write)
}

/// The outcomes with the indexes `start..end`, in the order of the request, as a JSON array of `{id, outcome}`. Indexes past
/// the end are ignored.
pub fn outcomes_json(report: &Report, start: usize, end: usize) -> String {
    array(report.outcomes().skip(start).take(end.saturating_sub(start)), |out, (id, outcome)| {
        let object = Object::behind(std::mem::take(out)).text("id", id);
        *out = object.raw("outcome", &outcome_json(&outcome)).finish();
    })
}

/// One outcome as a JSON object: `{status}`, with `reason` if it is failed and `why` if it is unknown.
pub fn outcome_json(outcome: &Outcome<'_>) -> String {
    let status = |word| Object::new().text("status", word);
    match outcome {
        Outcome::Succeeded => status("succeeded"),
        Outcome::Unreported => status("unreported"),
        Outcome::Failed { reason } => status("failed").text("reason", reason),
        Outcome::Unknown { why } => status("unknown").text("why", why.as_str()),
    }
    .finish()
}

/// The items with the indexes `start..end` as a JSON array, each as the vendor wrote it.
pub fn items_json<'a>(items: impl Iterator<Item = Item<'a>>, start: usize, end: usize) -> String {
    array(items.skip(start).take(end.saturating_sub(start)), |out, item| out.push_str(item.as_json()))
}

/// The rows of a page with the indexes `start..end`, as a JSON array; see [`Row::to_json`](crate::Row::to_json).
pub fn rows_json(page: &Page, start: usize, end: usize) -> String {
    page.rows_json(start, end)
}

fn array<T>(elements: impl IntoIterator<Item = T>, write: impl FnMut(&mut String, T)) -> String {
    let mut out = String::with_capacity(256);
    push_array(&mut out, elements, write);
    out
}
