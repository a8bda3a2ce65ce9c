//! Parameters: what crosses a language boundary, read with errors that name the field and the fix.

use crate::{
    error::Error,
    id_index::Index,
    json::{Node, Object, push_array, push_string},
    reply_context::Asked,
    text::{is_blank, join},
};

/// A list of incident or case numbers: opaque text, each sent once, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ids {
    unique: Asked,
    /// The index, as given, of the first blank one.
    blank: Option<usize>,
}

impl Ids {
    pub(crate) fn new(given: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Ids::from_texts(given.into_iter().map(Into::into).collect())
    }

    fn from_texts(given: Vec<String>) -> Self {
        let blank = given.iter().position(|id| is_blank(id));
        Ids { unique: Asked::new(each_once(given)), blank }
    }

    pub(crate) fn asked(&self) -> Asked {
        self.unique.clone()
    }

    pub(crate) fn as_slice(&self) -> &[String] {
        self.unique.ids()
    }

    /// Refuses an empty list and blank elements.
    pub(crate) fn check(&self, name: &str) -> Result<(), Error> {
        match self.blank {
            Some(index) => Err(Error::invalid(element(name, index), "is blank: pass a number, or leave it out")),
            None if self.as_slice().is_empty() => Err(Error::invalid(name, "is empty: pass at least one number")),
            None => Ok(()),
        }
    }
}

/// The name of one element of a list parameter, such as `incident_numbers[1]`.
fn element(name: &str, index: usize) -> String {
    join(&[name, "[", &index.to_string(), "]"], "")
}

fn each_once(given: Vec<String>) -> Vec<String> {
    let repeated = {
        let mut seen = Index::of(given.len());
        let fresh: Vec<bool> = given.iter().map(|id| seen.insert(id, 0)).collect();
        if fresh.iter().all(|fresh| *fresh) { None } else { Some(fresh) }
    };
    match repeated {
        None => given,
        Some(fresh) => given.into_iter().zip(fresh).filter_map(|(id, fresh)| fresh.then_some(id)).collect(),
    }
}

/// Refuses a text that is empty or all white space.
#[inline(never)]
pub(crate) fn check_text(name: &str, text: &str) -> Result<(), Error> {
    if is_blank(text) { Err(Error::invalid(name, "is blank: pass a text, or leave it out")) } else { Ok(()) }
}

/// The same for a parameter that may be absent.
#[inline(never)]
pub(crate) fn check_optional_text(name: &str, text: Option<&str>) -> Result<(), Error> {
    text.map_or(Ok(()), |text| check_text(name, text))
}

/// The value of a parameter: JSON, with numbers in their own spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param {
    /// Clears what can be cleared; elsewhere the same as absent.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is spelt in JSON.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Param>),
    /// An object, in its own order.
    Object(Params),
}

impl Param {
    fn of(node: &Node<'_>) -> Self {
        match node {
            Node::Null => Param::Null,
            Node::Bool(value) => Param::Bool(*value),
            Node::Number(raw) => Param::Number((*raw).to_owned()),
            Node::String(..) => Param::Text(node.string().unwrap_or_default().into_owned()),
            Node::Array(elements) => Param::List(elements.iter().map(Param::of).collect()),
            Node::Object(members) => {
                Param::Object(Params(members.iter().map(|(key, value)| (key.to_string(), Param::of(value))).collect()))
            }
        }
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

/// Named parameters. An operation takes them one by one; what is left over is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, Param)>);

impl Params {
    /// Reads the text of a JSON object; `None` for anything else. Of a duplicate name the last counts.
    pub fn from_json(json: &str) -> Option<Self> {
        match Param::of(&Node::parse(json).ok()?) {
            Param::Object(params) => Some(params),
            _ => None,
        }
    }

    /// The text of a JSON object.
    pub fn to_json(&self) -> String {
        let object = self.0.iter().fold(Object::new(), |object, (name, value)| object.raw(name, &value.to_json()));
        object.finish()
    }

    /// Adds a parameter, in place of one with the same name.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<Param>) -> Self {
        let (name, value) = (name.into(), value.into());
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, slot)) => *slot = value,
            None => self.0.push((name, value)),
        }
        self
    }

    pub(crate) fn set_some(self, name: &str, value: Option<impl Into<Param>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// The names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Param)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Takes the names and values apart.
    pub fn into_pairs(self) -> impl Iterator<Item = (String, Param)> {
        self.0.into_iter()
    }

    /// Takes a value out with its three states: absent, null, set.
    #[inline(never)]
    pub(crate) fn take_nullable(&mut self, name: &str) -> Option<Option<Param>> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        let (_, value) = self.0.swap_remove(at);
        Some(Some(value).filter(|value| !matches!(value, Param::Null)))
    }

    /// Takes a value out, null counting as absent.
    #[inline(never)]
    pub(crate) fn take(&mut self, name: &str) -> Option<Param> {
        self.take_nullable(name).flatten()
    }

    fn required(&mut self, name: &str) -> Result<Param, Error> {
        self.take(name).ok_or_else(|| Error::invalid(name, "is missing: the operation needs it"))
    }

    pub(crate) fn ids(&mut self, name: &str) -> Result<Ids, Error> {
        let Param::List(elements) = self.required(name)? else {
            return Err(Error::invalid(name, "must be a list of numbers as text, such as [\"20261103-104\"]"));
        };
        let mut texts = Vec::with_capacity(elements.len());
        for (index, value) in elements.into_iter().enumerate() {
            match value {
                Param::Text(text) => texts.push(text),
                _ => {
                    return Err(Error::invalid(
                        element(name, index),
                        "must be text: numbers of incidents are no integers",
                    ));
                }
            }
        }
        Ok(Ids::from_texts(texts))
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<String, Error> {
        text(name, self.required(name)?)
    }

    /// A text, or an integer written as its digits.
    pub(crate) fn text_or_integer(&mut self, name: &str) -> Result<String, Error> {
        match self.required(name)? {
            Param::Number(raw) if raw.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => Ok(raw),
            value => text(name, value),
        }
    }

    #[inline(never)]
    pub(crate) fn optional_text(&mut self, name: &str) -> Result<Option<String>, Error> {
        self.take(name).map(|value| text(name, value)).transpose()
    }

    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, Error> {
        flag(name, self.required(name)?)
    }

    pub(crate) fn optional_flag(&mut self, name: &str) -> Result<Option<bool>, Error> {
        self.take(name).map(|value| flag(name, value)).transpose()
    }

    /// Refuses what nobody took.
    pub(crate) fn finish(self) -> Result<(), Error> {
        match self.0.into_iter().next() {
            Some((name, _)) => Err(Error::invalid(name, "is no parameter of this operation: check its spelling")),
            None => Ok(()),
        }
    }
}

impl FromIterator<(String, Param)> for Params {
    fn from_iter<I: IntoIterator<Item = (String, Param)>>(params: I) -> Self {
        params.into_iter().fold(Params::default(), |params, (name, value)| params.set(name, value))
    }
}

/// What must be text.
pub(crate) fn text(name: &str, value: Param) -> Result<String, Error> {
    match value {
        Param::Text(text) => Ok(text),
        _ => Err(Error::invalid(name, "must be text")),
    }
}

fn flag(name: &str, value: Param) -> Result<bool, Error> {
    match value {
        Param::Bool(value) => Ok(value),
        _ => Err(Error::invalid(name, "must be true or false")),
    }
}
