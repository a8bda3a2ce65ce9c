//! Parameters as JSON: what crosses a language boundary, read with errors that name the field and the fix.

use std::collections::HashSet;

use foldhash::fast::FixedState;
use serde_json::{Map, Value};

use crate::{error::Error, operation::Asked};

/// A list of incident or case numbers: opaque text, each sent once, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ids {
    unique: Asked,
    /// The index, as given, of the first blank one.
    blank: Option<usize>,
}

impl Ids {
    pub(crate) fn new(given: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let given: Vec<String> = given.into_iter().map(Into::into).collect();
        let blank = given.iter().position(|id| id.trim().is_empty());
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
            Some(index) => Err(Error::invalid(format!("{name}[{index}]"), "is blank: pass a number, or leave it out")),
            None if self.as_slice().is_empty() => Err(Error::invalid(name, "is empty: pass at least one number")),
            None => Ok(()),
        }
    }
}

fn each_once(given: Vec<String>) -> Vec<String> {
    let repeated = {
        let mut seen: HashSet<&str, FixedState> = HashSet::with_capacity_and_hasher(given.len(), FixedState::default());
        let fresh: Vec<bool> = given.iter().map(|id| seen.insert(id)).collect();
        if seen.len() == given.len() { None } else { Some(fresh) }
    };
    match repeated {
        None => given,
        Some(fresh) => given.into_iter().zip(fresh).filter_map(|(id, fresh)| fresh.then_some(id)).collect(),
    }
}

/// Refuses a text that is empty or all white space.
pub(crate) fn check_text(name: &str, text: &str) -> Result<(), Error> {
    if text.trim().is_empty() { Err(Error::invalid(name, "is blank: pass a text, or leave it out")) } else { Ok(()) }
}

/// The same for a parameter that may be absent.
pub(crate) fn check_optional_text(name: &str, text: Option<&str>) -> Result<(), Error> {
    text.map_or(Ok(()), |text| check_text(name, text))
}

/// Named parameters, taken one by one; what is left over is refused.
pub(crate) struct Params(Map<String, Value>);

impl Params {
    pub(crate) fn new(params: Map<String, Value>) -> Self {
        Params(params)
    }

    /// The value, `null` counting as absent.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name).filter(|value| !value.is_null())
    }

    /// The value with its three states: absent, `null`, set.
    pub(crate) fn take_nullable(&mut self, name: &str) -> Option<Option<Value>> {
        self.0.remove(name).map(|value| if value.is_null() { None } else { Some(value) })
    }

    pub(crate) fn ids(&mut self, name: &str) -> Result<Ids, Error> {
        let Value::Array(elements) = self.required(name)? else {
            return Err(Error::invalid(name, "must be a list of numbers as text, such as [\"20261103-104\"]"));
        };
        let texts = elements.into_iter().enumerate().map(|(index, element)| match element {
            Value::String(text) => Ok(text),
            _ => Err(Error::invalid(format!("{name}[{index}]"), "must be text: incident numbers are opaque, not integers")),
        });
        Ok(Ids::new(texts.collect::<Result<Vec<String>, Error>>()?))
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<String, Error> {
        string(name, self.required(name)?)
    }

    /// A text, or an integer written as its digits.
    pub(crate) fn text_or_integer(&mut self, name: &str) -> Result<String, Error> {
        match self.required(name)? {
            Value::Number(number) if number.is_i64() || number.is_u64() => Ok(number.to_string()),
            value => string(name, value),
        }
    }

    pub(crate) fn optional_text(&mut self, name: &str) -> Result<Option<String>, Error> {
        self.take(name).map(|value| string(name, value)).transpose()
    }

    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, Error> {
        boolean(name, self.required(name)?)
    }

    pub(crate) fn optional_flag(&mut self, name: &str) -> Result<Option<bool>, Error> {
        self.take(name).map(|value| boolean(name, value)).transpose()
    }

    /// Refuses what nobody took.
    pub(crate) fn finish(self) -> Result<(), Error> {
        match self.0.into_iter().next() {
            Some((name, _)) => Err(Error::invalid(name, "is no parameter of this operation: check its spelling")),
            None => Ok(()),
        }
    }

    fn required(&mut self, name: &str) -> Result<Value, Error> {
        self.take(name).ok_or_else(|| Error::invalid(name, "is missing: the operation needs it"))
    }
}

pub(crate) fn string(name: &str, value: Value) -> Result<String, Error> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(Error::invalid(name, "must be text")),
    }
}

fn boolean(name: &str, value: Value) -> Result<bool, Error> {
    value.as_bool().ok_or_else(|| Error::invalid(name, "must be true or false"))
}

/// Collects the parameters that are set, for [`Operation::to_params`](crate::Operation::to_params).
#[derive(Default)]
pub(crate) struct Named(Map<String, Value>);

impl Named {
    pub(crate) fn set(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn set_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    pub(crate) fn done(self) -> Map<String, Value> {
        self.0
    }
}
