//! JSON text handed to serde as ordinary maps, lists and values.

use serde::{
    Serialize, Serializer,
    ser::{Error, SerializeMap, SerializeSeq},
};
use serde_json::value::RawValue;

use crate::json::{Value, View};

/// Serialises `json`, in its order.
pub(crate) fn raw_json<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let view = View::parse(json, 0).map_err(|bad| S::Error::custom(bad.expected()))?;
    Shown(view).serialize(serializer)
}

struct Shown<'t>(View<'t>);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.text();
        match self.0.value() {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value, _) => serializer.serialize_bool(value),
            Value::String(string) => {
                let (read, spelling) = (string.read(text), string.span.of(text));
                if string.escaped && !is_spelt(&read, spelling) {
                    return raw(&["\"", spelling, "\""].concat(), serializer);
                }
                serializer.serialize_str(&read)
            }
            Value::Number(span) => number(span.of(text), serializer),
            Value::Array(_) => {
                let mut list = serializer.serialize_seq(None)?;
                let mut done = Ok(());
                self.0.elements(&mut |element| {
                    if done.is_ok() {
                        done = list.serialize_element(&Shown(element));
                    }
                });
                done?;
                list.end()
            }
            Value::Object(_) => {
                let mut map = serializer.serialize_map(None)?;
                let mut done = Ok(());
                self.0.members(&mut |key, value| {
                    if done.is_ok() {
                        done = map.serialize_entry(key, &Shown(value));
                    }
                });
                done?;
                map.end()
            }
        }
    }
}

/// A number of serde where it is spelt as serde would spell it. Any other keeps its spelling in JSON; so do texts.
fn number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Some(number) = text.parse::<u64>().ok().filter(|number| number.to_string() == text) {
        return serializer.serialize_u64(number);
    }
    if let Some(number) = text.parse::<i64>().ok().filter(|number| number.to_string() == text) {
        return serializer.serialize_i64(number);
    }
    match text.parse::<f64>() {
        Ok(number) if serde_json::to_string(&number).is_ok_and(|spelt| spelt == text) => {
            serializer.serialize_f64(number)
        }
        _ => raw(text, serializer),
    }
}

/// Whether serde spells a text like this, between its quotes.
fn is_spelt(text: &str, spelling: &str) -> bool {
    let spelt = serde_json::to_string(text).unwrap_or_default();
    spelt.get(1..spelt.len().saturating_sub(1)) == Some(spelling)
}

/// A value that keeps its spelling where the format is JSON.
fn raw<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serde_json::from_str::<&RawValue>(json).map_err(S::Error::custom)?.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Json(&'static str);

    impl Serialize for Json {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            raw_json(self.0, serializer)
        }
    }

    #[derive(Serialize)]
    struct Flat {
        before: u8,
        #[serde(flatten)]
        json: Json,
    }

    const TEXT: &str = r#"{"b":{"n":[1,-2,1.5,1.50,1e400,18446744073709551616],"t":["\"é\n","\u0041\/","\ud800"]},"a":null,"c":[true,{}]}"#;

    #[test]
    fn keeps_order_and_spelling() {
        assert_eq!(serde_json::to_string(&Json(TEXT)).ok().as_deref(), Some(TEXT));
    }

    #[test]
    fn flattens_as_an_ordinary_map_does() {
        let flat = serde_json::to_string(&Flat { before: 1, json: Json(TEXT) }).ok();
        assert_eq!(flat, Some(TEXT.replacen('{', "{\"before\":1,", 1)));
    }

    #[test]
    fn becomes_an_ordinary_value() {
        let value = serde_json::to_value(Json(r#"{"a":[1,2.5,"x"],"b":null}"#)).ok();
        assert_eq!(value, Some(serde_json::json!({"a": [1, 2.5, "x"], "b": null})));
    }
}
