//! Reading a config from JSON, with errors that name the field.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::config::Config;

impl TryFrom<Value> for Config {
    type Error = String;

    fn try_from(json: Value) -> Result<Self, String> {
        let Value::Object(fields) = json else { return Err("the config must be an object".to_owned()) };
        let mut config = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "seed" => config.seed = read(&name, value)?,
                "d3" => config.d3 = tenant(&name, value)?,
                "xpanse" => config.xpanse = tenant(&name, value)?,
                "log_capacity" => config.log_capacity = read(&name, value)?,
                "record_bodies" => config.record_bodies = read(&name, value)?,
                _ => return Err(format!("`{name}` is unknown: use seed, d3, xpanse, log_capacity or record_bodies")),
            }
        }
        Ok(config)
    }
}

fn read<T: DeserializeOwned>(path: &str, value: Value) -> Result<T, String> {
    T::deserialize(value).map_err(|error| format!("`{path}`: {error}"))
}

/// A tenant. Each of its fields has a default, so that one with an error in it is found by reading each alone.
fn tenant<T: DeserializeOwned>(name: &str, value: Value) -> Result<T, String> {
    let Value::Object(fields) = &value else { return Err(format!("`{name}` must be an object")) };
    let wrong = fields.iter().find_map(|(field, value)| {
        let alone = Map::from_iter([(field.clone(), value.clone())]);
        read::<T>(&format!("{name}.{field}"), Value::Object(alone)).err()
    });
    wrong.map_or_else(|| read(name, value), Err)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_mistake_is_named_by_its_field() {
        for (json, parts) in [
            ("5", &["must be an object"][..]),
            (r#"{"d4": {}}"#, &["`d4`", "log_capacity"]),
            (r#"{"seed": "one"}"#, &["`seed`", "u64"]),
            (r#"{"d3": []}"#, &["`d3`", "an object"]),
            (r#"{"d3": {"rate_limit": 5, "generate": "many"}}"#, &["`d3.generate`", "u32"]),
            (r#"{"d3": {"key": 1}}"#, &["`d3.key`", "unknown field", "`keys`"]),
            (r#"{"d3": {"incidents": [{"title": "x"}]}}"#, &["`d3.incidents`", "`number`"]),
            (r#"{"xpanse": {"users": [{"mail": 7}]}}"#, &["`xpanse.users`", "a string"]),
            (r#"{"log_capacity": -1}"#, &["`log_capacity`"]),
        ] {
            let error = serde_json::from_str::<Config>(json).unwrap_err().to_string();
            for part in parts {
                assert!(error.contains(part), "{json}: {error}");
            }
        }
    }
}
