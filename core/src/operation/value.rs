//! The types that a parameter can have: how each is read, checked, stored and sent.

#[cfg(feature = "catalogue")]
use super::info::ParamType;
use super::{
    ids::Ids,
    params::{Param, Params},
};
use crate::{
    error::Error,
    json::{self, Object, Scanner},
    reply_context::{Asked, Effect},
    text::{element, is_blank},
};

/// A type of parameters.
pub(crate) trait Value: Sized {
    /// The type, as the catalogue names it.
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType;

    /// Reads a value that crossed a language boundary.
    fn read(name: &str, value: Param) -> Result<Self, Error>;

    /// Reads the value that stands next in JSON text; `None` if it is not of this type: [`Value::read`] says why.
    fn scan(scanner: &mut Scanner<'_>) -> Option<Self> {
        Self::read("", Param::scan(scanner).ok()?).ok()
    }

    /// Refuses a value that has the right type but is invalid.
    fn check(&self, name: &str) -> Result<(), Error>;

    /// The value as [`Value::read`] takes it.
    fn to_param(&self) -> Param;

    /// Adds it to a flat body under its wire name.
    fn write(&self, body: Object, wire_name: &str) -> Object;
}

impl Params {
    /// A parameter that may be absent, `null` counting as absent.
    pub(crate) fn optional<V: Value>(&mut self, name: &str) -> Result<Option<V>, Error> {
        self.take(name).map(|value| V::read(name, value)).transpose()
    }
}

/// Numbers of incidents or cases.
impl Value for Ids {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Ids;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        let reason = "must be a list of incident or case numbers as text, such as [\"20261103-104\"]";
        texts(name, value, reason, "must be text: incident numbers are not integers").map(Ids::from_texts)
    }

    fn scan(scanner: &mut Scanner<'_>) -> Option<Self> {
        let mut ids = Vec::new();
        let read = scanner.each_element(&mut |scanner| match String::scan(scanner) {
            Some(id) => {
                ids.push(id);
                Ok(())
            }
            None => scanner.bad("text"),
        });
        read.ok().map(|()| Ids::from_texts(ids))
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        Ids::check(self, name)
    }

    fn to_param(&self) -> Param {
        self.as_slice().into()
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.list(wire_name, self.as_slice())
    }
}

/// Other lists of texts.
impl Value for Vec<String> {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Texts;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        texts(name, value, "must be a list of text values", "must be text")
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        match self.iter().position(|text| is_blank(text)) {
            Some(index) => Err(Error::invalid(element(name, index), "is blank: pass text, or remove it from the list")),
            None if self.is_empty() => Err(Error::invalid(name, "is empty: pass at least one text value")),
            None => Ok(()),
        }
    }

    fn to_param(&self) -> Param {
        self.as_slice().into()
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.list(wire_name, self)
    }
}

fn texts(name: &str, value: Param, not_a_list: &str, not_text: &str) -> Result<Vec<String>, Error> {
    let Param::List(elements) = value else { return Err(Error::invalid(name, not_a_list)) };
    let text = |(index, value)| match value {
        Param::Text(text) => Ok(text),
        _ => Err(Error::invalid(element(name, index), not_text)),
    };
    elements.into_iter().enumerate().map(text).collect()
}

impl Value for String {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Text;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        match value {
            Param::Text(text) => Ok(text),
            _ => Err(Error::invalid(name, "must be text")),
        }
    }

    fn scan(scanner: &mut Scanner<'_>) -> Option<Self> {
        match scanner.value() {
            Ok(json::Value::String(text)) => Some(text.read(scanner.text()).into_owned()),
            _ => None,
        }
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        check_text(name, self)
    }

    fn to_param(&self) -> Param {
        self.as_str().into()
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.text(wire_name, self)
    }
}

/// An id that is text on the wire, and that people often have as an integer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Id(pub(crate) String);

impl Id {
    pub(crate) fn asked(&self) -> Asked {
        Asked::new(vec![self.0.clone()])
    }
}

impl Value for Id {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Id;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        match value {
            Param::Number(raw) if raw.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => Ok(Id(raw)),
            value => String::read(name, value).map(Id),
        }
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        check_text(name, &self.0)
    }

    fn to_param(&self) -> Param {
        self.0.as_str().into()
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.text(wire_name, &self.0)
    }
}

impl Value for bool {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Flag;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        match value {
            Param::Bool(value) => Ok(value),
            _ => Err(Error::invalid(name, "must be true or false")),
        }
    }

    fn check(&self, _name: &str) -> Result<(), Error> {
        Ok(())
    }

    fn to_param(&self) -> Param {
        (*self).into()
    }

    /// As D3's samples send booleans.
    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.text(wire_name, if *self { "Yes" } else { "No" })
    }
}

impl Value for u32 {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Integer;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        let number = match &value {
            Param::Number(raw) => raw.parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| Error::invalid(name, "must be a whole number from 0 to 4294967295"))
    }

    fn check(&self, _name: &str) -> Result<(), Error> {
        Ok(())
    }

    fn to_param(&self) -> Param {
        Param::Number(self.to_string())
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.raw(wire_name, &self.to_string())
    }
}

/// Any JSON value.
impl Value for Param {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Json;

    fn read(_name: &str, value: Param) -> Result<Self, Error> {
        Ok(value)
    }

    fn check(&self, _name: &str) -> Result<(), Error> {
        Ok(())
    }

    fn to_param(&self) -> Param {
        self.clone()
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.raw(wire_name, &self.to_json())
    }
}

/// A JSON object.
impl Value for Params {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Object;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        match value {
            Param::Object(members) => Ok(members),
            _ => Err(Error::invalid(name, "must be a JSON object")),
        }
    }

    fn check(&self, _name: &str) -> Result<(), Error> {
        Ok(())
    }

    fn to_param(&self) -> Param {
        Param::Object(self.clone())
    }

    fn write(&self, body: Object, wire_name: &str) -> Object {
        body.raw(wire_name, &self.to_json())
    }
}

/// The stable name of an effect.
impl Value for Effect {
    #[cfg(feature = "catalogue")]
    const TYPE: ParamType = ParamType::Effect;

    fn read(name: &str, value: Param) -> Result<Self, Error> {
        let effect = match &value {
            Param::Text(text) => Effect::from_name(text),
            _ => None,
        };
        effect.ok_or_else(|| Error::invalid(name, "must be \"reads\", \"idempotent\" or \"appends\""))
    }

    fn check(&self, _name: &str) -> Result<(), Error> {
        Ok(())
    }

    fn to_param(&self) -> Param {
        self.as_str().into()
    }

    /// It is not sent.
    fn write(&self, body: Object, _wire_name: &str) -> Object {
        body
    }
}

/// Refuses text that is empty or all white space.
#[inline(never)]
pub(crate) fn check_text(name: &str, text: &str) -> Result<(), Error> {
    if is_blank(text) { Err(Error::invalid(name, "is blank: pass text, or omit it if it is optional")) } else { Ok(()) }
}
