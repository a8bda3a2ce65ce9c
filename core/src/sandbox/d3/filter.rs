//! The filter of GetIncidents: an incident meets it if it meets all conditions of one of its lists.

use serde_json::Value;

use super::answers::command_error;
use super::params::{missing, wrong_type};
use super::parts::Part;
use super::static_fields::{self, FieldValue, RAW_DATA};
use crate::sandbox::d3_incident::D3Incident;
use crate::sandbox::exchange::Answer;

/// Lists of conditions; one without any lets everything pass.
pub(super) struct Filter<'a>(Vec<Vec<Condition<'a>>>);

/// What one field must be like.
struct Condition<'a> {
    /// The section of a dynamic field; none for a static field.
    section: Option<&'a str>,
    field: &'a str,
    operator: Operator,
    /// Empty for an operator that takes none.
    value: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Less,
    Greater,
    Equal,
    AtMost,
    AtLeast,
    NotEqual,
    Like,
    IsEmpty,
    IsNotEmpty,
}

impl Operator {
    fn read(text: &str) -> Option<Self> {
        Some(match text {
            "<" => Self::Less,
            ">" => Self::Greater,
            "=" => Self::Equal,
            "<=" => Self::AtMost,
            ">=" => Self::AtLeast,
            "!=" => Self::NotEqual,
            "LIKE" => Self::Like,
            "IS EMPTY" => Self::IsEmpty,
            "IS NOT EMPTY" => Self::IsNotEmpty,
            _ => return None,
        })
    }

    fn takes_value(self) -> bool {
        !matches!(self, Self::IsEmpty | Self::IsNotEmpty)
    }

    fn holds(self, text: &str, value: &str) -> bool {
        match self {
            Self::Less => text < value,
            Self::Greater => text > value,
            Self::Equal => text == value,
            Self::AtMost => text <= value,
            Self::AtLeast => text >= value,
            Self::NotEqual => text != value,
            Self::Like => like(text, value),
            Self::IsEmpty => text.is_empty(),
            Self::IsNotEmpty => !text.is_empty(),
        }
    }
}

impl<'a> Filter<'a> {
    /// An array of arrays of objects, and nothing else.
    pub(super) fn read(lists: Option<&'a [Value]>) -> Result<Self, Answer> {
        let lists = lists.unwrap_or_default().iter().enumerate().map(|(outer, list)| {
            let path = format!("Filter[{outer}]");
            let list = list.as_array().ok_or_else(|| wrong_type(&path, "an array of objects"))?;
            list.iter().enumerate().map(|(inner, one)| Condition::read(format!("{path}[{inner}]"), one)).collect()
        });
        lists.collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn lets_pass(&self, incident: &D3Incident) -> bool {
        self.0.is_empty() || self.0.iter().any(|all| all.iter().all(|condition| condition.met(incident)))
    }
}

impl<'a> Condition<'a> {
    fn read(path: String, json: &'a Value) -> Result<Self, Answer> {
        let part = Part::open(path, json, &["section", "field", "operator", "value"])?;
        let section = part.text("section")?.filter(|section| !section.is_empty());
        let field = part.required_text("field")?;
        let operator = part.required_text("operator")?;
        let operator = Operator::read(operator)
            .ok_or_else(|| command_error(&format!("'{operator}' is not an operator ({}).", part.path("operator"))))?;
        let value = match part.get("value") {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => return Err(wrong_type(&part.path("value"), "a string or a number")),
            None if operator.takes_value() => return Err(missing(&part.path("value"))),
            None => String::new(),
        };
        if section.is_none() && (field == RAW_DATA || !static_fields::exists(field)) {
            return Err(command_error(&format!("No filter can be on '{field}' ({}).", part.path("field"))));
        }
        Ok(Self { section, field, operator, value })
    }

    fn met(&self, incident: &D3Incident) -> bool {
        let value = match self.section {
            Some(section) => {
                let value = incident.dynamic_fields.get(section).and_then(|fields| fields.get(self.field));
                value.map(FieldValue::from)
            }
            None => static_fields::value(incident, self.field),
        };
        let text = value.map(FieldValue::into_text).unwrap_or_default();
        self.operator.holds(&text, &self.value)
    }
}

/// Whether a text has the form of a pattern, in which `%` stands for any characters or none.
fn like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('%');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn patterns() {
        for (pattern, yes, no) in [
            ("abc", &["abc"][..], &["", "ab", "abcd", "ABC"][..]),
            ("%", &["", "abc", "%"], &[]),
            ("a%", &["a", "abc"], &["", "ba"]),
            ("%c", &["c", "abc"], &["cb"]),
            ("%b%", &["b", "abc"], &["", "ac"]),
            ("a%a", &["aa", "aba"], &["a"]),
            ("%ab%ab%", &["abab", "xabyabz"], &["aab", "ab"]),
            ("%ab%b", &["abb"], &["ab"]),
            ("", &[""], &["a"]),
        ] {
            for text in yes {
                assert!(like(text, pattern), "{text:?} LIKE {pattern:?}");
            }
            for text in no {
                assert!(!like(text, pattern), "{text:?} LIKE {pattern:?}");
            }
        }
    }
}
