//! Reading the members of a command's body. A value of the wrong type is a 400.

use serde_json::{Map, Value};

use super::answers::bad_request;
use crate::sandbox::dates;
use crate::sandbox::exchange::Answer;
use crate::sandbox::trace::Trace;

/// A JSON object of parameters. A null member is absent.
#[derive(Clone, Copy)]
pub(super) struct SimParams<'a> {
    path: &'static str,
    object: &'a Map<String, Value>,
    trace: &'a Trace,
}

impl<'a> SimParams<'a> {
    /// The whole body; none if it is not an object.
    pub(super) fn of_body(body: &'a Value, trace: &'a Trace) -> Option<Self> {
        Self::open("", body, trace)
    }

    fn open(path: &'static str, value: &'a Value, trace: &'a Trace) -> Option<Self> {
        let object = value.as_object()?;
        trace.open(path, object);
        Some(Self { path, object, trace })
    }

    /// A member of any type; none if it is absent or null.
    pub(super) fn get(self, name: &str) -> Option<&'a Value> {
        self.trace.read(self.path, name);
        self.object.get(name).filter(|value| !value.is_null())
    }

    /// An object of the body itself.
    pub(super) fn required_object(self, name: &'static str) -> Result<Self, Answer> {
        let value = self.get(name).ok_or_else(|| missing(name))?;
        Self::open(name, value, self.trace).ok_or_else(|| wrong_type(name, "an object"))
    }

    pub(super) fn text(self, name: &str) -> Result<Option<&'a str>, Answer> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => value.as_str().map(Some).ok_or_else(|| wrong_type(name, "a string")),
        }
    }

    pub(super) fn required_text(self, name: &str) -> Result<&'a str, Answer> {
        self.text(name)?.ok_or_else(|| missing(name))
    }

    pub(super) fn texts(self, name: &str) -> Result<Option<Vec<&'a str>>, Answer> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let texts = value.as_array().and_then(|values| values.iter().map(Value::as_str).collect());
        texts.map(Some).ok_or_else(|| wrong_type(name, "an array of strings"))
    }

    pub(super) fn required_texts(self, name: &str) -> Result<Vec<&'a str>, Answer> {
        self.texts(name)?.ok_or_else(|| missing(name))
    }

    /// A whole number that is not negative.
    pub(super) fn integer(self, name: &str) -> Result<Option<u64>, Answer> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| wrong_type(name, "a whole number")),
        }
    }

    pub(super) fn array(self, name: &str) -> Result<Option<&'a [Value]>, Answer> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => {
                value.as_array().map(|list| Some(list.as_slice())).ok_or_else(|| wrong_type(name, "an array"))
            }
        }
    }

    /// An object that is taken as it is.
    pub(super) fn object(self, name: &str) -> Result<Option<&'a Map<String, Value>>, Answer> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => value.as_object().map(Some).ok_or_else(|| wrong_type(name, "an object")),
        }
    }

    /// A date in the format `2026-11-03 09:05:06` (UTC), in epoch milliseconds.
    pub(super) fn date(self, name: &str) -> Result<Option<u64>, Answer> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        dates::read_d3_stamp(text).map(Some).ok_or_else(|| wrong_type(name, "a date such as 2026-11-03 09:05:06"))
    }

    pub(super) fn required_date(self, name: &str) -> Result<u64, Answer> {
        self.date(name)?.ok_or_else(|| missing(name))
    }

    /// A boolean, which D3's samples write as `"Yes"`.
    pub(super) fn flag(self, name: &str) -> Result<Option<bool>, Answer> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(Value::String(word)) if word.eq_ignore_ascii_case("yes") => Ok(Some(true)),
            Some(Value::String(word)) if word.eq_ignore_ascii_case("no") => Ok(Some(false)),
            Some(_) => Err(wrong_type(name, "Yes or No")),
        }
    }

    pub(super) fn required_flag(self, name: &str) -> Result<bool, Answer> {
        self.flag(name)?.ok_or_else(|| missing(name))
    }
}

pub(super) fn missing(name: &str) -> Answer {
    bad_request(&format!("The required parameter '{name}' is missing."))
}

pub(super) fn wrong_type(name: &str, expected: &str) -> Answer {
    bad_request(&format!("The parameter '{name}' must be {expected}."))
}
