//! Parts of an answer as JSON text, for languages that make their own values of it.

use crate::{
    answer::{Failed, Item, Outcome, Page, Report},
    json::{Object, push_array, push_string},
};

/// An array of strings.
pub fn strings_json(strings: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    array(strings, |out, text| push_string(out, text.as_ref()))
}

/// The failed incidents: an array of `{id, reason}`.
pub fn failed_json(report: &Report) -> String {
    array(report.failed(), Failed::write)
}

/// The outcomes from `start` to before `end`, in the order asked: an array of `{id, outcome}`.
pub fn outcomes_json(report: &Report, start: usize, end: usize) -> String {
    array(report.outcomes().skip(start).take(end.saturating_sub(start)), |out, (id, outcome)| {
        let object = Object::behind(std::mem::take(out)).text("id", id);
        *out = object.raw("outcome", &outcome_json(&outcome)).finish();
    })
}

/// One outcome: `{status}` with the `reason` of a failed one and the `why` of an unknown one.
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

/// The vendor's items from `start` to before `end`, in the order of the answer, as the vendor wrote them.
pub fn items_json<'a>(items: impl Iterator<Item = Item<'a>>, start: usize, end: usize) -> String {
    array(items.skip(start).take(end.saturating_sub(start)), |out, item| out.push_str(item.as_json()))
}

/// The rows of a page from `start` to before `end`.
pub fn rows_json(page: &Page, start: usize, end: usize) -> String {
    page.rows_json(start, end)
}

fn array<T>(elements: impl IntoIterator<Item = T>, write: impl FnMut(&mut String, T)) -> String {
    let mut out = String::with_capacity(256);
    push_array(&mut out, elements, write);
    out
}
