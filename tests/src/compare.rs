//! Comparing JSON by the rules of the vectors: by type, 1 = 1.0 and true ≠ 1, and lists or objects only as far as given.

use serde_json::{Value, value::RawValue};

/// Whether two values are equal by JSON type and value.
pub fn equal(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        (a, b) => a == b,
    }
}

/// The same for raw text; what serde_json cannot hold (numbers beyond f64, half surrogates) is compared as text.
pub fn equal_raw(expected: &RawValue, actual: &RawValue) -> bool {
    let value = |raw: &RawValue| serde_json::from_str::<Value>(raw.get()).ok();
    match (value(expected), value(actual)) {
        (Some(expected), Some(actual)) => equal(&expected, &actual),
        _ => expected.get() == actual.get(),
    }
}
