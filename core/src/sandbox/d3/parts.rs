//! Reading the objects in arrays of a command's body. A member that is not known is refused, as nothing else would tell of it.

use serde_json::{Map, Value};

use super::answers::bad_request;
use super::params::{missing, wrong_type};
use crate::sandbox::exchange::Answer;

/// An object in an array.
pub(super) struct Part<'a> {
    /// How refusals call it, such as `Filter[0][1]`.
    path: String,
    object: &'a Map<String, Value>,
}

impl<'a> Part<'a> {
    /// An object that has no members but these.
    pub(super) fn open(path: String, value: &'a Value, known: &[&str]) -> Result<Self, Answer> {
        let object = value.as_object().ok_or_else(|| wrong_type(&path, "an object"))?;
        match object.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(bad_request(&format!("The parameter '{path}.{name}' is not known."))),
            None => Ok(Self { path, object }),
        }
    }

    pub(super) fn path(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    /// A member of any type; none if it is absent or null.
    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<&'a str>, Answer> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => value.as_str().map(Some).ok_or_else(|| wrong_type(&self.path(name), "a string")),
        }
    }

    pub(super) fn required_text(&self, name: &str) -> Result<&'a str, Answer> {
        self.text(name)?.ok_or_else(|| missing(&self.path(name)))
    }

    pub(super) fn required_object(&self, name: &str) -> Result<&'a Map<String, Value>, Answer> {
        let value = self.get(name).ok_or_else(|| missing(&self.path(name)))?;
        value.as_object().ok_or_else(|| wrong_type(&self.path(name), "an object"))
    }
}
