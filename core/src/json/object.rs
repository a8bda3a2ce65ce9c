//! Writes JSON objects, member by member.

use super::push_string;

/// An object being written. Members stand in the order in which they are added.
pub(crate) struct Object(String);

impl Object {
    pub(crate) fn new() -> Self {
        let mut out = String::with_capacity(256);
        out.push('{');
        Object(out)
    }

    /// A member whose value is JSON text already.
    pub(crate) fn raw(mut self, key: &str, value: &str) -> Self {
        self.key(key).push_str(value);
        self
    }

    pub(crate) fn text(mut self, key: &str, value: &str) -> Self {
        push_string(self.key(key), value);
        self
    }

    /// Left out when there is none.
    pub(crate) fn some_text(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    /// `null` when there is none.
    pub(crate) fn text_or_null(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(key, value),
            None => self.raw(key, "null"),
        }
    }

    pub(crate) fn number_or_null(self, key: &str, value: Option<u64>) -> Self {
        match value {
            Some(value) => self.raw(key, &value.to_string()),
            None => self.raw(key, "null"),
        }
    }

    pub(crate) fn flag(self, key: &str, value: bool) -> Self {
        self.raw(key, if value { "true" } else { "false" })
    }

    pub(crate) fn list(self, key: &str, values: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.array(key, values, |out, value| push_string(out, value.as_ref()))
    }

    /// An array whose elements `write` writes.
    pub(crate) fn array<T>(
        mut self,
        key: &str,
        values: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut String, T),
    ) -> Self {
        push_array(self.key(key), values, write);
        self
    }

    pub(crate) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }

    fn key(&mut self, key: &str) -> &mut String {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        push_string(&mut self.0, key);
        self.0.push(':');
        &mut self.0
    }
}

/// Writes an array, its elements by `write`.
pub(crate) fn push_array<T>(
    out: &mut String,
    values: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    out.push('[');
    for (index, value) in values.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(out, value);
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_members_in_order() {
        let object = Object::new()
            .text("b", "x\"")
            .list("a", &["1".to_owned(), "2".to_owned()])
            .some_text("c", None)
            .text_or_null("d", None)
            .number_or_null("e", Some(7))
            .flag("f", true);
        assert_eq!(object.finish(), r#"{"b":"x\"","a":["1","2"],"d":null,"e":7,"f":true}"#);
        assert_eq!(Object::new().finish(), "{}");
    }
}
