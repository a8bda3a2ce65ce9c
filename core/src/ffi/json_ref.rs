//! JSON text, walked for bindings that create their own values from it.

use std::borrow::Cow;

use crate::json::{Bad, Scanner, Value};

/// One JSON value. Arrays and objects are text, to be walked with [`elements`] and [`members`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// The text of a number, as it is spelt.
    Number(&'a str),
    /// The decoded text of a string.
    String(Cow<'a, str>),
    /// The text of an array.
    Array(&'a str),
    /// The text of an object.
    Object(&'a str),
}

impl<'a> Part<'a> {
    /// Reads one value; `None` for invalid JSON.
    pub fn read(text: &'a str) -> Option<Self> {
        Scanner::new(text, 0).value().ok().map(|value| Part::of(value, text))
    }

    pub(super) fn of(value: Value, text: &'a str) -> Self {
        match value {
            Value::Null => Part::Null,
            Value::Bool(value, _) => Part::Bool(value),
            Value::Number(span) => Part::Number(span.of(text)),
            Value::String(string) => Part::String(string.read(text)),
            Value::Array(span) => Part::Array(span.of(text)),
            Value::Object(span) => Part::Object(span.of(text)),
        }
    }
}

/// Visits the members of a JSON object in order, including duplicates. Text that is not an object has no members.
///
/// # Errors
/// The first error of `visit`, which ends the walk.
pub fn members<'a, E>(text: &'a str, mut visit: impl FnMut(Cow<'a, str>, Part<'a>) -> Result<(), E>) -> Result<(), E> {
    let mut failed = Ok(());
    let _ = Scanner::new(text, 0).object(|scanner, key| {
        let value = Part::of(scanner.value()?, text);
        keep(&mut failed, visit(key.read(text), value))
    });
    failed
}

/// Visits the elements of a JSON array in order. Text that is not an array has no elements.
///
/// # Errors
/// The first error of `visit`, which ends the walk.
pub fn elements<'a, E>(text: &'a str, mut visit: impl FnMut(Part<'a>) -> Result<(), E>) -> Result<(), E> {
    let mut failed = Ok(());
    let _ = Scanner::new(text, 0).array(|scanner| {
        let value = Part::of(scanner.value()?, text);
        keep(&mut failed, visit(value))
    });
    failed
}

/// Puts the visitor's error aside and stops the scanner.
fn keep<E>(failed: &mut Result<(), E>, visited: Result<(), E>) -> Result<(), Bad> {
    *failed = visited;
    if failed.is_err() { Err(Bad::new(0, "")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_objects_and_arrays() {
        let mut seen = Vec::new();
        let walked = members(r#"{"a": [1, "\u0041"], "b": null}"#, |key, part| {
            seen.push((key.into_owned(), part));
            Ok::<(), ()>(())
        });
        assert_eq!(walked, Ok(()));
        assert_eq!(seen, [("a".to_owned(), Part::Array(r#"[1, "\u0041"]"#)), ("b".to_owned(), Part::Null)]);
        let mut first = None;
        let walked = elements(r#"["\u0041", 2]"#, |part| {
            first = Some(part);
            Err("enough")
        });
        assert_eq!(walked, Err("enough"));
        assert_eq!(first, Some(Part::String(Cow::Borrowed("A"))));
    }
}
