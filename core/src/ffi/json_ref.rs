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

/// Makes values of a JSON text in one pass.
pub trait Build<'a> {
    /// A value.
    type Value;
    /// An array being made.
    type Array;
    /// An object being made.
    type Object;
    /// Why making a value failed, which ends the pass.
    type Error;

    /// A value that is neither an array nor an object.
    ///
    /// # Errors
    /// What ends the pass, here and below.
    fn scalar(&mut self, part: Part<'a>) -> Result<Self::Value, Self::Error>;

    /// The begin of an array.
    ///
    /// # Errors
    /// What ends the pass.
    fn array(&mut self) -> Result<Self::Array, Self::Error>;

    /// The next element of an array.
    ///
    /// # Errors
    /// What ends the pass.
    fn element(&mut self, array: &mut Self::Array, value: Self::Value) -> Result<(), Self::Error>;

    /// The end of an array.
    fn array_end(&mut self, array: Self::Array) -> Self::Value;

    /// The begin of an object.
    ///
    /// # Errors
    /// What ends the pass.
    fn object(&mut self) -> Result<Self::Object, Self::Error>;

    /// The next member of an object, duplicates included.
    ///
    /// # Errors
    /// What ends the pass.
    fn member(&mut self, object: &mut Self::Object, key: Cow<'a, str>, value: Self::Value) -> Result<(), Self::Error>;

    /// The end of an object.
    fn object_end(&mut self, object: Self::Object) -> Self::Value;
}

/// Makes a value of the text of one; `None` for text that does not begin with a JSON value.
///
/// # Errors
/// The first error of `builder`.
pub fn build<'a, B: Build<'a>>(text: &'a str, builder: &mut B) -> Result<Option<B::Value>, B::Error> {
    let mut failed = Ok(());
    let built = built(&mut Scanner::new(text, 0), builder, &mut failed);
    failed.map(|()| built.ok())
}

fn built<'a, B: Build<'a>>(
    scanner: &mut Scanner<'a>,
    builder: &mut B,
    failed: &mut Result<(), B::Error>,
) -> Result<B::Value, Bad> {
    match scanner.peek() {
        Some(b'[') => {
            let mut array = taken(builder.array(), failed)?;
            scanner.array(|scanner| {
                let value = built(scanner, builder, failed)?;
                taken(builder.element(&mut array, value), failed)
            })?;
            Ok(builder.array_end(array))
        }
        Some(b'{') => {
            let mut object = taken(builder.object(), failed)?;
            scanner.object(|scanner, key| {
                let value = built(scanner, builder, failed)?;
                taken(builder.member(&mut object, key.read(scanner.text()), value), failed)
            })?;
            Ok(builder.object_end(object))
        }
        _ => {
            let part = Part::of(scanner.value()?, scanner.text());
            taken(builder.scalar(part), failed)
        }
    }
}

/// Puts the builder's error aside and stops the scanner.
fn taken<T, E>(made: Result<T, E>, failed: &mut Result<(), E>) -> Result<T, Bad> {
    made.map_err(|error| {
        *failed = Err(error);
        Bad::new(0, "")
    })
}

/// Puts the visitor's error aside and stops the scanner.
fn keep<E>(failed: &mut Result<(), E>, visited: Result<(), E>) -> Result<(), Bad> {
    *failed = visited;
    if failed.is_err() { Err(Bad::new(0, "")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes what it is handed.
    struct Writer;

    impl<'a> Build<'a> for Writer {
        type Value = String;
        type Array = Vec<String>;
        type Object = Vec<String>;
        type Error = &'static str;

        fn scalar(&mut self, part: Part<'a>) -> Result<String, &'static str> {
            if part == Part::Bool(false) { Err("false") } else { Ok(format!("{part:?}")) }
        }

        fn array(&mut self) -> Result<Vec<String>, &'static str> {
            Ok(Vec::new())
        }

        fn element(&mut self, array: &mut Vec<String>, value: String) -> Result<(), &'static str> {
            array.push(value);
            Ok(())
        }

        fn array_end(&mut self, array: Vec<String>) -> String {
            format!("[{}]", array.join(" "))
        }

        fn object(&mut self) -> Result<Vec<String>, &'static str> {
            Ok(Vec::new())
        }

        fn member(&mut self, object: &mut Vec<String>, key: Cow<'a, str>, value: String) -> Result<(), &'static str> {
            object.push(format!("{key}={value}"));
            Ok(())
        }

        fn object_end(&mut self, object: Vec<String>) -> String {
            format!("{{{}}}", object.join(" "))
        }
    }

    #[test]
    fn builds_in_one_pass() {
        let built = build(r#" {"a": [1, null, {"\u0041": "\u0042"}], "b": [], "c": {}, "c": true} "#, &mut Writer);
        let expected = r#"{a=[Number("1") Null {A=String("B")}] b=[] c={} c=Bool(true)}"#;
        assert_eq!(built, Ok(Some(expected.to_owned())));
        assert_eq!(build("[1, [{\"a\": false}], 2]", &mut Writer), Err("false"));
        assert_eq!(build("[1, ", &mut Writer), Ok(None));
        assert_eq!(build(&"[".repeat(129), &mut Writer), Ok(None));
    }

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
