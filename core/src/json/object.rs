//! Writes JSON objects, member by member.

use super::{View, push_string};

/// An object being written. Members stand in the order in which they are added.
#[derive(Default)]
pub(crate) struct Object {
    out: String,
    /// How many objects are open: this one, and those that it was entered from.
    open: usize,
}

impl Object {
    pub(crate) fn new() -> Self {
        Object::behind(String::with_capacity(256))
    }

    /// An object behind what stands in `out`.
    pub(crate) fn behind(mut out: String) -> Self {
        out.push('{');
        Object { out, open: 1 }
    }

    /// An object of which the text is there but for its closing bracket.
    pub(crate) fn reopened(out: String) -> Self {
        Object { out, open: 1 }
    }

    /// A member that is an object, which takes all further members.
    pub(crate) fn enter(mut self, key: &str) -> Self {
        self.key(key).push('{');
        Object { open: self.open + 1, ..self }
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

    /// A vendor's value without white space; `null` when there is none.
    pub(crate) fn view(mut self, key: &str, value: Option<View<'_>>) -> Self {
        match value {
            Some(value) => {
                value.push_json(self.key(key), usize::MAX);
                self
            }
            None => self.raw(key, "null"),
        }
    }

    /// The elements of a vendor's list that `keep` says; none where there is no list. Nothing is collected: a server chooses how many
    /// there are.
    pub(crate) fn elements(mut self, key: &str, list: Option<View<'_>>, keep: fn(View<'_>) -> bool) -> Self {
        let out = self.key(key);
        out.push('[');
        let start = out.len();
        if let Some(list) = list {
            list.elements(&mut |element| {
                if keep(element) {
                    element.push_json(out, usize::MAX);
                    out.push(',');
                }
            });
        }
        if out.len() > start {
            out.pop();
        }
        out.push(']');
        self
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

    /// The text, every open object closed.
    pub(crate) fn finish(mut self) -> String {
        for _ in 0..self.open {
            self.out.push('}');
        }
        self.out
    }

    fn key(&mut self, key: &str) -> &mut String {
        // No value ends like this.
        if self.out.as_bytes().last() != Some(&b'{') {
            self.out.push(',');
        }
        push_string(&mut self.out, key);
        self.out.push(':');
        &mut self.out
    }
}

/// Writes an array, its elements by `write`.
pub(crate) fn push_array<T>(
    out: &mut String,
    values: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    let mut values = values.into_iter();
    push_each(out, &mut |out| values.next().map(|value| write(out, value)).is_some());
}

/// Writes an array of what `next` writes, until it says that there is nothing more. Compiled once for arrays of all kinds.
#[cfg_attr(target_family = "wasm", inline(never))]
fn push_each(out: &mut String, next: &mut dyn FnMut(&mut String) -> bool) {
    out.push('[');
    let start = out.len();
    while next(out) {
        out.push(',');
    }
    if out.len() > start {
        out.pop();
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

    #[test]
    fn closes_every_object_that_was_entered() {
        let object = Object::behind("1,".to_owned()).text("a", "{").enter("b").text("c", "").enter("d");
        assert_eq!(object.finish(), r#"1,{"a":"{","b":{"c":"","d":{}}}"#);
    }
}
