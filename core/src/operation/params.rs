//! Parameters by name, as they cross a language boundary; errors name the field and the fix.

use std::borrow::Cow;

use crate::{
    error::Error,
    id_index::groups,
    json::{Bad, Object, Scanner, Value, push_array, push_string, same},
};

/// The value of a parameter: JSON, with numbers as they are spelt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Param {
    /// Clears a parameter that can be cleared; otherwise the same as absent.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is spelt in JSON.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Param>),
    /// An object; the order of its members is kept.
    Object(Params),
}

impl Param {
    /// Reads the next value.
    pub(super) fn scan(scanner: &mut Scanner<'_>) -> Result<Self, Bad> {
        let text = scanner.text();
        Ok(match scanner.peek() {
            Some(b'{') => {
                let mut members: Vec<(Cow<'static, str>, Param)> = Vec::new();
                scanner.each_member(&mut |scanner, key| {
                    let key = key.read(text).into_owned();
                    members.push((key.into(), Param::scan(scanner)?));
                    Ok(())
                })?;
                Param::Object(Params(last_of_each(members)))
            }
            Some(b'[') => {
                let mut elements = Vec::new();
                scanner.each_element(&mut |scanner| {
                    elements.push(Param::scan(scanner)?);
                    Ok(())
                })?;
                Param::List(elements)
            }
            _ => match scanner.value()? {
                Value::Bool(value, _) => Param::Bool(value),
                Value::Number(span) => Param::Number(span.of(text).to_owned()),
                Value::String(string) => Param::Text(string.read(text).into_owned()),
                // A container starts with one of the brackets above.
                Value::Null | Value::Array(_) | Value::Object(_) => Param::Null,
            },
        })
    }

    /// The value as JSON text.
    pub(crate) fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Param::Null => out.push_str("null"),
            Param::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Param::Number(raw) => out.push_str(raw),
            Param::Text(text) => push_string(out, text),
            Param::List(elements) => push_array(out, elements, |out, element| element.write(out)),
            Param::Object(params) => out.push_str(&params.to_json()),
        }
    }
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Param::Text(text.to_owned())
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Param::Text(text)
    }
}

impl From<u64> for Param {
    fn from(number: u64) -> Self {
        Param::Number(number.to_string())
    }
}

impl From<u32> for Param {
    fn from(number: u32) -> Self {
        Param::Number(number.to_string())
    }
}

impl From<i64> for Param {
    fn from(number: i64) -> Self {
        Param::Number(number.to_string())
    }
}

impl<T: Into<Param>, const N: usize> From<[T; N]> for Param {
    fn from(elements: [T; N]) -> Self {
        Param::List(elements.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Param>> From<Vec<T>> for Param {
    fn from(elements: Vec<T>) -> Self {
        Param::List(elements.into_iter().map(Into::into).collect())
    }
}

impl From<bool> for Param {
    fn from(value: bool) -> Self {
        Param::Bool(value)
    }
}

impl From<&[String]> for Param {
    fn from(texts: &[String]) -> Self {
        Param::List(texts.iter().map(|text| Param::Text(text.clone())).collect())
    }
}

/// Of duplicate names the last one stays, at its own position.
fn last_of_each(members: Vec<(Cow<'static, str>, Param)>) -> Vec<(Cow<'static, str>, Param)> {
    let comes_before = |at: usize, name: &str| members.iter().take(at).any(|(other, _)| other == name);
    // The usual case: the parameters of an operation.
    if members.len() <= 8 && !members.iter().enumerate().any(|(at, (name, _))| comes_before(at, name)) {
        return members;
    }
    let names: Vec<&str> = members.iter().map(|(name, _)| name.as_ref()).collect();
    let groups = groups(&names);
    let mut last = vec![0; groups.len()];
    for (index, group) in groups.iter().enumerate() {
        if let Some(slot) = last.get_mut(*group) {
            *slot = index;
        }
    }
    let is_last = |index: usize| groups.get(index).and_then(|group| last.get(*group)) == Some(&index);
    let members = members.into_iter().enumerate();
    members.filter_map(|(index, member)| is_last(index).then_some(member)).collect()
}

/// Named parameters. An operation refuses those that it does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Params(Vec<(Cow<'static, str>, Param)>);

impl Params {
    /// Reads the text of a JSON object; `None` for anything else. Of a duplicate name the last one counts.
    pub fn from_json(json: &str) -> Option<Self> {
        let mut scanner = Scanner::new(json, 0);
        let value = Param::scan(&mut scanner).ok()?;
        match (value, scanner.end()) {
            (Param::Object(params), Ok(())) => Some(params),
            _ => None,
        }
    }

    /// The parameters as the text of a JSON object.
    pub fn to_json(&self) -> String {
        let object = self.0.iter().fold(Object::new(), |object, (name, value)| object.raw(name, &value.to_json()));
        object.finish()
    }

    /// Sets a parameter; replaces one with the same name.
    #[must_use]
    pub fn set(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Param>) -> Self {
        let (name, value) = (name.into(), value.into());
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, slot)) => *slot = value,
            None => self.0.push((name, value)),
        }
        self
    }

    /// Whether there is a parameter with this name.
    pub fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// The names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Param)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// The names and values, in order, by value.
    pub fn into_pairs(self) -> impl Iterator<Item = (String, Param)> {
        self.0.into_iter().map(|(name, value)| (name.into_owned(), value))
    }

    /// Removes a value; it has three states: absent, null, set.
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(crate) fn take_nullable(&mut self, name: &str) -> Option<Option<Param>> {
        let at = self.0.iter().position(|(known, _)| same(known.as_bytes(), name.as_bytes()))?;
        let (_, value) = self.0.swap_remove(at);
        Some(Some(value).filter(|value| !matches!(value, Param::Null)))
    }

    /// Removes a value; null counts as absent.
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(crate) fn take(&mut self, name: &str) -> Option<Param> {
        self.take_nullable(name).flatten()
    }

    /// Takes out a value that must be there.
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(crate) fn needed(&mut self, name: &str) -> Result<Param, Error> {
        self.take(name).ok_or_else(|| Error::invalid(name, "is missing: the operation requires it"))
    }

    /// Refuses parameters that are left.
    pub(crate) fn finish(self) -> Result<(), Error> {
        match self.0.into_iter().next() {
            Some((name, _)) => {
                Err(Error::invalid(name.into_owned(), "is not a parameter of this operation: check its spelling"))
            }
            None => Ok(()),
        }
    }
}

impl FromIterator<(String, Param)> for Params {
    fn from_iter<I: IntoIterator<Item = (String, Param)>>(params: I) -> Self {
        params.into_iter().fold(Params::default(), |params, (name, value)| params.set(name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<String> {
        Params::from_json(json).map(|params| params.to_json())
    }

    #[test]
    fn of_a_duplicate_name_the_last_counts() {
        assert_eq!(read(r#"{"a": 1, "b": 2, "a": 3}"#).as_deref(), Some(r#"{"b":2,"a":3}"#));
        assert_eq!(read(r#"{"a": 1, "a": {"x": 1, "x": 2}}"#).as_deref(), Some(r#"{"a":{"x":2}}"#));
        let many: Vec<String> = (0..20).map(|index| format!("\"{}\":{index}", index % 15)).collect();
        let last: Vec<String> = (5..20).map(|index| format!("\"{}\":{index}", index % 15)).collect();
        let object = |members: &[String]| format!("{{{}}}", members.join(","));
        assert_eq!(read(&object(&many)), Some(object(&last)));
        assert_eq!(read(&object(&last)), Some(object(&last)));
    }

    #[test]
    fn set_replaces_and_contains_knows() {
        let params = Params::default().set("a", 1u64).set("b", true).set("a", "x");
        assert_eq!(params.to_json(), r#"{"a":"x","b":true}"#);
        assert_eq!(["a", "b", "c"].map(|name| params.contains(name)), [true, true, false]);
        let names: Vec<&str> = params.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(params.clone().into_pairs().collect::<Params>(), params);
    }
}
