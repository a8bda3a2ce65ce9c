//! Parts of a report as JSON text, for languages that make their own values of it.

use super::AnyOperation;
use crate::{
    json::push_string,
    outcome::{Outcome, Report},
};

/// An array of strings.
pub fn strings_json<'a>(strings: impl Iterator<Item = &'a str>) -> String {
    array(strings, |out, string| push_string(out, string))
}

/// The parameters of an operation that are set.
pub fn params_json(operation: &AnyOperation) -> String {
    // Text, lists of text and flags always serialise.
    serde_json::to_string(&operation.to_params()).unwrap_or_default()
}

/// The failed incidents: an array of `{id, reason}`.
pub fn failed_json(report: &Report) -> String {
    array(report.failed(), |out, failed| {
        out.push_str("{\"id\":");
        push_string(out, failed.id);
        out.push_str(",\"reason\":");
        push_string(out, &failed.reason);
        out.push('}');
    })
}

/// The outcomes from `start` to before `end`, in the order asked: an array of `{id, outcome}`.
pub fn outcomes_json(report: &Report, start: usize, end: usize) -> String {
    array(report.outcomes().skip(start).take(end.saturating_sub(start)), |out, (id, outcome)| {
        out.push_str("{\"id\":");
        push_string(out, id);
        out.push_str(",\"outcome\":");
        push_outcome(out, &outcome);
        out.push('}');
    })
}

/// One outcome: `{status}` with the `reason` of a failed one and the `why` of an unknown one.
pub fn outcome_json(outcome: &Outcome<'_>) -> String {
    let mut out = String::new();
    push_outcome(&mut out, outcome);
    out
}

/// The vendor's items from `start` to before `end`, in the order of the answer, as the vendor wrote them.
pub fn items_json(report: &Report, start: usize, end: usize) -> String {
    let indexes = start..end.min(report.items().len());
    array(indexes.filter_map(|index| report.item(index)), |out, item| out.push_str(item.as_json()))
}

fn push_outcome(out: &mut String, outcome: &Outcome<'_>) {
    match outcome {
        Outcome::Succeeded => out.push_str("{\"status\":\"succeeded\"}"),
        Outcome::Unreported => out.push_str("{\"status\":\"unreported\"}"),
        Outcome::Failed { reason } => {
            out.push_str("{\"status\":\"failed\",\"reason\":");
            push_string(out, reason);
            out.push('}');
        }
        Outcome::Unknown { why } => {
            out.push_str("{\"status\":\"unknown\",\"why\":");
            push_string(out, why.as_str());
            out.push('}');
        }
    }
}

fn array<T>(elements: impl Iterator<Item = T>, mut push: impl FnMut(&mut String, T)) -> String {
    let mut out = String::from("[");
    for element in elements {
        if out.len() > 1 {
            out.push(',');
        }
        push(&mut out, element);
    }
    out.push(']');
    out
}
