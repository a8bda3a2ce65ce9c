//! Answers and errors made again from their canonical JSON.

pub(crate) mod documents;
mod error;
mod merged;
mod outcomes;
mod page;
mod report;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub(crate) use outcomes::Outcomes;

use super::any_operation::reading;
use crate::{
    answer::Made,
    error::Error,
    json::{Source, Value, View, start_of},
    operation::Reading,
    text::{element, join},
};

/// How the call of an answer went.
fn made(attempts: Option<View<'_>>, elapsed: Option<View<'_>>, request: Option<View<'_>>) -> Result<Made, Error> {
    Ok(Made {
        attempts: number(attempts, "attempts", u32::MAX.into())?.unwrap_or(1) as u32,
        elapsed_ms: number(elapsed, "elapsed_ms", u64::MAX)?,
        request_id: owned_text(request, "request_id")?,
    })
}

/// The object in a text; `what` is the name of what it should be.
pub(crate) fn document<'t>(text: &'t str, what: &str) -> Result<View<'t>, Error> {
    if text.len() > Source::MAX_BODY {
        return Err(Error::invalid(what, "must not be longer than 1 GiB"));
    }
    let invalid = |at: usize, expected: &str| {
        let at = at.to_string();
        Error::invalid(what, join(&["must be its canonical JSON: at byte ", &at, ", expected ", expected], ""))
    };
    match View::parse(text, start_of(text)) {
        Ok(view) if matches!(view.value(), Value::Object(_)) => Ok(view),
        Ok(_) => Err(invalid(start_of(text), "an object")),
        Err(bad) => Err(invalid(bad.offset(), bad.expected())),
    }
}

/// The members with these keys; null counts as absent, and of a duplicate key the last counts.
pub(crate) fn members<'t>(view: View<'t>, keys: &[&str], found: &mut [Option<View<'t>>]) {
    view.members(&mut |key, value| {
        if let Some(slot) = keys.iter().position(|name| *name == key).and_then(|at| found.get_mut(at)) {
            *slot = Some(value).filter(|value| !value.is_null());
        }
    });
}

pub(crate) fn text<'t>(view: Option<View<'t>>, field: &str) -> Result<Option<Cow<'t, str>>, Error> {
    let Some(view) = view else { return Ok(None) };
    view.string().map(Some).ok_or_else(|| Error::invalid(field, "must be text"))
}

fn owned_text(view: Option<View<'_>>, field: &str) -> Result<Option<String>, Error> {
    Ok(text(view, field)?.map(Cow::into_owned))
}

fn number(view: Option<View<'_>>, field: &str, most: u64) -> Result<Option<u64>, Error> {
    let Some(view) = view else { return Ok(None) };
    let number = match view.value() {
        Value::Number(span) => span.of(view.text()).parse().ok(),
        _ => None,
    };
    let is_allowed = |number: &u64| *number <= most;
    number.filter(is_allowed).map(Some).ok_or_else(|| Error::invalid(field, "must be a whole number in its range"))
}

fn flag(view: Option<View<'_>>, field: &str) -> Result<Option<bool>, Error> {
    match view.map(View::value) {
        None => Ok(None),
        Some(Value::Bool(value, _)) => Ok(Some(value)),
        Some(_) => Err(Error::invalid(field, "must be true or false")),
    }
}

/// Hands each element of a list to `take`, with its place; nothing where there is no list.
fn each<'t>(
    list: Option<View<'t>>,
    field: &str,
    take: &mut dyn FnMut(usize, View<'t>) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some(list) = list else { return Ok(()) };
    if !matches!(list.value(), Value::Array(_)) {
        return Err(Error::invalid(field, "must be a list"));
    }
    let mut place = 0;
    let mut taken = Ok(());
    list.elements(&mut |element| {
        if taken.is_ok() {
            taken = take(place, element);
        }
        place += 1;
    });
    taken
}

pub(crate) fn texts(list: Option<View<'_>>, field: &str) -> Result<Vec<String>, Error> {
    let mut texts = Vec::new();
    each(list, field, &mut |place, view| {
        texts.push(view.string().ok_or_else(|| Error::invalid(element(field, place), "must be text"))?.into_owned());
        Ok(())
    })?;
    Ok(texts)
}

/// The operation with the id that is told.
fn operation(view: Option<View<'_>>) -> Result<Option<(&'static str, Reading)>, Error> {
    let Some(id) = text(view, "operation")? else { return Ok(None) };
    let unknown = || Error::invalid("operation", "is not the id of an operation of this version");
    reading(&id).map(Some).ok_or_else(unknown)
}

pub(crate) fn missing(field: &str) -> Error {
    Error::invalid(field, "is missing")
}
