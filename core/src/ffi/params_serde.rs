//! Parameters to and from the values of `serde_json`.

use serde_json::{Map, Number, Value};

use crate::operation::{Param, Params};

impl From<Value> for Param {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Param::Null,
            Value::Bool(value) => Param::Bool(value),
            Value::Number(number) => Param::Number(number.to_string()),
            Value::String(text) => Param::Text(text),
            Value::Array(elements) => Param::List(elements.into_iter().map(Param::from).collect()),
            Value::Object(members) => Param::Object(members.into()),
        }
    }
}

impl From<Map<String, Value>> for Params {
    fn from(members: Map<String, Value>) -> Self {
        members.into_iter().map(|(name, value)| (name, value.into())).collect()
    }
}

/// A number that `serde_json` cannot represent becomes a string.
impl From<Param> for Value {
    fn from(param: Param) -> Self {
        match param {
            Param::Null => Value::Null,
            Param::Bool(value) => Value::Bool(value),
            Param::Number(raw) => raw.parse::<Number>().map_or(Value::String(raw), Value::Number),
            Param::Text(text) => Value::String(text),
            Param::List(elements) => Value::Array(elements.into_iter().map(Value::from).collect()),
            Param::Object(params) => Value::Object(params.into()),
        }
    }
}

impl From<Params> for Map<String, Value> {
    fn from(params: Params) -> Self {
        params.into_pairs().map(|(name, value)| (name, value.into())).collect()
    }
}
