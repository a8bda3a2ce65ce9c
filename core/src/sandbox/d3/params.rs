//! Reading a command's parameters; whatever is of the wrong kind is a 400.

use serde_json::{Map, Value};

use super::answers::bad_request;
use crate::sandbox::exchange::Answer;

/// A JSON object of parameters, in which null is as good as absent.
#[derive(Clone, Copy)]
pub(super) struct Params<'a>(&'a Map<String, Value>);

impl<'a> Params<'a> {
    /// None if it is no object.
    pub(super) fn new(value: &'a Value) -> Option<Self> {
        value.as_object().map(Self)
    }

    fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(self, name: &str) -> Result<Option<&'a str>, Answer> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => value.as_str().map(Some).ok_or_else(|| wrong_kind(name, "a text")),
        }
    }

    pub(super) fn required_text(self, name: &str) -> Result<&'a str, Answer> {
        self.text(name)?.ok_or_else(|| missing(name))
    }

    pub(super) fn required_object(self, name: &str) -> Result<Self, Answer> {
        let value = self.get(name).ok_or_else(|| missing(name))?;
        Self::new(value).ok_or_else(|| wrong_kind(name, "an object"))
    }

    pub(super) fn texts(self, name: &str) -> Result<Option<Vec<&'a str>>, Answer> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let texts = value.as_array().and_then(|values| values.iter().map(Value::as_str).collect());
        texts.map(Some).ok_or_else(|| wrong_kind(name, "an array of texts"))
    }

    pub(super) fn required_texts(self, name: &str) -> Result<Vec<&'a str>, Answer> {
        self.texts(name)?.ok_or_else(|| missing(name))
    }

    /// A boolean, which D3's samples write as `"Yes"`.
    pub(super) fn flag(self, name: &str) -> Result<Option<bool>, Answer> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(Value::String(word)) if word.eq_ignore_ascii_case("yes") => Ok(Some(true)),
            Some(Value::String(word)) if word.eq_ignore_ascii_case("no") => Ok(Some(false)),
            Some(_) => Err(wrong_kind(name, "Yes or No")),
        }
    }

    pub(super) fn required_flag(self, name: &str) -> Result<bool, Answer> {
        self.flag(name)?.ok_or_else(|| missing(name))
    }
}

fn missing(name: &str) -> Answer {
    bad_request(&format!("The required parameter '{name}' is missing."))
}

fn wrong_kind(name: &str, expected: &str) -> Answer {
    bad_request(&format!("The parameter '{name}' must be {expected}."))
}
