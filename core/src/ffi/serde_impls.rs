//! Answers, errors and operations as serde reads them. How answers and errors are written stands beside each type.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};

use super::any_operation::AnyOperation;
use crate::{
    answer::{Page, Report},
    error::Error,
    json::push_string,
    wire::raw_json,
};

/// What [`AnyOperation::to_json`] gives.
impl Serialize for AnyOperation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw_json(&self.to_json(), serializer)
    }
}

/// Has serde read types by their `from_json`.
macro_rules! from_json {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("As [`", stringify!($name), "::from_json`].")]
            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let $crate::ffi::JsonText(json) = serde::Deserialize::deserialize(deserializer)?;
                    $name::from_json(&json).map_err(serde::de::Error::custom)
                }
            }
        )*
    };
}

pub(crate) use from_json;

from_json!(AnyOperation Report Page Error);

/// Any value as JSON text; members keep their order.
pub(crate) struct JsonText(pub(crate) String);

impl<'de> Deserialize<'de> for JsonText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl JsonVisitor {
    fn json<T: Serialize, E: de::Error>(value: T) -> Result<JsonText, E> {
        serde_json::to_string(&value).map(JsonText).map_err(E::custom)
    }
}

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = JsonText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    fn visit_unit<E: de::Error>(self) -> Result<JsonText, E> {
        Self::json(())
    }

    fn visit_none<E: de::Error>(self) -> Result<JsonText, E> {
        Self::json(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonText, D::Error> {
        JsonText::deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<JsonText, E> {
        Self::json(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<JsonText, E> {
        Self::json(value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<JsonText, E> {
        Self::json(value)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<JsonText, E> {
        Self::json(value)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<JsonText, E> {
        Self::json(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<JsonText, A::Error> {
        let mut out = String::from("[");
        while let Some(JsonText(element)) = elements.next_element()? {
            if out.len() > 1 {
                out.push(',');
            }
            out.push_str(&element);
        }
        out.push(']');
        Ok(JsonText(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<JsonText, A::Error> {
        let mut out = String::from("{");
        while let Some((key, JsonText(value))) = members.next_entry::<String, JsonText>()? {
            if out.len() > 1 {
                out.push(',');
            }
            push_string(&mut out, &key);
            out.push(':');
            out.push_str(&value);
        }
        out.push('}');
        Ok(JsonText(out))
    }
}
