//! A value inside a validated text, looked into where it stands. Nothing is built: what a server sends decides how large
//! a tree would be, and a tree costs many times its text.

use std::borrow::Cow;

use super::{Bad, Scanner, Text, Value, compact};

/// A value and the text that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct View<'t> {
    text: &'t str,
    value: Value,
}

impl<'t> View<'t> {
    /// Validates the whole of `text` from the byte offset `at` on, nothing left over.
    pub(crate) fn parse(text: &'t str, at: usize) -> Result<Self, Bad> {
        let mut scanner = Scanner::new(text, at);
        let value = scanner.value()?;
        scanner.end()?;
        Ok(View { text, value })
    }

    /// A value that was scanned in `text`.
    pub(crate) fn new(text: &'t str, value: Value) -> Self {
        View { text, value }
    }

    pub(crate) fn value(self) -> Value {
        self.value
    }

    pub(crate) fn text(self) -> &'t str {
        self.text
    }

    /// Hands each member of an object to `visit`, duplicates included; nothing for any other value.
    pub(crate) fn members(self, visit: &mut dyn FnMut(&str, View<'t>)) {
        let Value::Object(span) = self.value else { return };
        // Validated when the view was made.
        let _ = Scanner::new(self.text, span.start as usize).each_member(&mut |scanner, key| {
            let value = scanner.value()?;
            visit(&key.read(self.text), View { value, ..self });
            Ok(())
        });
    }

    /// Hands each element of an array to `visit`; nothing for any other value.
    pub(crate) fn elements(self, visit: &mut dyn FnMut(View<'t>)) {
        let Value::Array(span) = self.value else { return };
        // Validated when the view was made.
        let _ = Scanner::new(self.text, span.start as usize).each_element(&mut |scanner| {
            visit(View { value: scanner.value()?, ..self });
            Ok(())
        });
    }

    /// The member with exactly this key; of a duplicate key the last.
    pub(crate) fn get(self, key: &str) -> Option<View<'t>> {
        let mut found = None;
        self.members(&mut |name, value| {
            if name == key {
                found = Some(value);
            }
        });
        found
    }

    /// What a string says.
    pub(crate) fn string(self) -> Option<Cow<'t, str>> {
        match self.value {
            Value::String(string) => Some(string.read(self.text)),
            _ => None,
        }
    }

    /// What a string says, or the spelling of a number.
    pub(crate) fn word(self) -> Option<Cow<'t, str>> {
        match self.value {
            Value::Number(span) => Some(Cow::Borrowed(span.of(self.text))),
            _ => self.string(),
        }
    }

    pub(crate) fn is_null(self) -> bool {
        self.value == Value::Null
    }

    /// Whether it says anything: neither null nor a blank string.
    pub(crate) fn is_stated(self) -> bool {
        match self.value {
            Value::Null => false,
            Value::String(string) => !string.is_blank(self.text),
            _ => true,
        }
    }

    /// What a string says, else the value as compact JSON, up to about `limit` bytes.
    pub(crate) fn shown(self, limit: usize) -> Cow<'t, str> {
        self.string().unwrap_or_else(|| {
            let mut out = String::new();
            self.push_json(&mut out, limit);
            Cow::Owned(out)
        })
    }

    /// Writes the value without white space, and stops once `out` is longer than `limit`; whether all of it was written.
    pub(crate) fn push_json(self, out: &mut String, limit: usize) -> bool {
        match self.value {
            Value::Null => out.push_str("null"),
            Value::Bool(_, span) | Value::Number(span) => out.push_str(span.of(self.text)),
            Value::String(Text { span, .. }) => {
                out.push('"');
                out.push_str(span.of(self.text));
                out.push('"');
            }
            Value::Array(span) | Value::Object(span) => {
                return compact::push(self.text, span.start as usize, out, limit);
            }
        }
        out.len() <= limit
    }
}
