//! The conditions of a list: read strictly, then met by rows or not.

use std::borrow::Cow;

use serde_json::Value;

use super::answers::processing_failure;
use super::fields::{Fields, Problems};
use crate::sandbox::exchange::Answer;

/// What a row holds in a field that can be filtered by.
pub(super) enum Held<'r> {
    Text(Cow<'r, str>),
    /// Any one of them meets a condition.
    Texts(Vec<String>),
    Number(u64),
    Flag(bool),
    Nothing,
}

/// An operator, with the type of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    InTexts,
    InIntegers,
    Contains,
    Is,
    IsNot,
    IsFlag,
    IsNotFlag,
    AtLeast,
    AtMost,
    /// From and to, both in epoch milliseconds.
    Range,
    /// At most so many milliseconds ago.
    Recent,
}

impl Test {
    fn operator(self) -> &'static str {
        match self {
            Self::InTexts | Self::InIntegers => "in",
            Self::Contains => "contains",
            Self::Is | Self::IsFlag => "eq",
            Self::IsNot | Self::IsNotFlag => "neq",
            Self::AtLeast => "gte",
            Self::AtMost => "lte",
            Self::Range => "range",
            Self::Recent => "relative_timestamp",
        }
    }
}

/// A field that rows of a kind can be filtered by, and the operators that it takes.
pub(super) struct Rule<T> {
    pub(super) field: &'static str,
    pub(super) tests: &'static [Test],
    pub(super) held: for<'r> fn(&'r T) -> Held<'r>,
}

/// One condition.
pub(super) struct Filter<T: 'static> {
    rule: &'static Rule<T>,
    wanted: Wanted,
}

/// What a condition wants of a field.
enum Wanted {
    OneOf(Vec<String>),
    Number(Vec<u64>),
    Containing(String),
    Text { text: String, same: bool },
    Flag(bool),
    Between(u64, u64),
    Never,
}

impl<T> Filter<T> {
    /// Reads the `filters` of a request. No row meets a condition on a field that is not known; what the vendor does not
    /// document of a known field is a failure of the whole request.
    pub(super) fn read_all(
        filters: &[Fields<'_>],
        rules: &'static [Rule<T>],
        now_ms: u64,
        problems: &mut Problems,
    ) -> Vec<Result<Option<Self>, Answer>> {
        filters.iter().map(|filter| Self::read(filter, rules, now_ms, problems)).collect()
    }

    fn read(
        filter: &Fields<'_>,
        rules: &'static [Rule<T>],
        now_ms: u64,
        problems: &mut Problems,
    ) -> Result<Option<Self>, Answer> {
        let field = filter.required_text("field", problems).unwrap_or_default();
        let operator = filter.required_text("operator", problems).unwrap_or_default();
        let value = filter.get("value").unwrap_or(&Value::Null);
        let Some(rule) = rules.iter().find(|rule| rule.field == field) else { return Ok(None) };
        let tests = rule.tests.iter().filter(|test| test.operator() == operator);
        let wanted = tests.filter_map(|&test| wanted(test, field, value, now_ms)).next();
        let wanted = wanted.ok_or_else(|| processing_failure(&format!("the filter on {field} cannot be applied")))?;
        Ok(Some(Self { rule, wanted }))
    }

    /// The ids of which a row must have one to meet it, if it is a condition on the list's own ids.
    pub(super) fn ids(&self) -> Option<Vec<String>> {
        match &self.wanted {
            Wanted::OneOf(ids) if self.rule.field == "incident_id_list" => Some(ids.clone()),
            Wanted::Number(ids) if self.rule.field == "alert_id_list" => Some(ids.iter().map(u64::to_string).collect()),
            _ => None,
        }
    }

    pub(super) fn is_met(&self, row: &T) -> bool {
        match (&self.wanted, (self.rule.held)(row)) {
            (Wanted::OneOf(words), Held::Text(text)) => words.iter().any(|word| *word == text),
            (Wanted::OneOf(words), Held::Texts(texts)) => words.iter().any(|word| texts.contains(word)),
            (Wanted::Number(numbers), Held::Number(number)) => numbers.contains(&number),
            (Wanted::Containing(part), Held::Text(text)) => text.contains(part.as_str()),
            (Wanted::Text { text: wanted, same }, Held::Text(text)) => (text == wanted.as_str()) == *same,
            (Wanted::Flag(wanted), Held::Flag(flag)) => flag == *wanted,
            (Wanted::Between(from, to), Held::Number(number)) => (*from..=*to).contains(&number),
            _ => false,
        }
    }
}

/// What a test of this value wants; none if the value has another type.
fn wanted(test: Test, field: &str, value: &Value, now_ms: u64) -> Option<Wanted> {
    Some(match test {
        Test::InTexts => {
            let words: Vec<String> = value.as_array()?.iter().map(text).collect::<Option<_>>()?;
            // As reported of live tenants: no row comes from several sources.
            if field == "alert_sources" && words.len() > 1 { Wanted::Never } else { Wanted::OneOf(words) }
        }
        Test::InIntegers => Wanted::Number(value.as_array()?.iter().map(Value::as_u64).collect::<Option<_>>()?),
        Test::Contains => Wanted::Containing(text(value)?),
        Test::Is => Wanted::Text { text: text(value)?, same: true },
        Test::IsNot => Wanted::Text { text: text(value)?, same: false },
        Test::IsFlag => Wanted::Flag(flag(value)?),
        Test::IsNotFlag => Wanted::Flag(!flag(value)?),
        Test::AtLeast => Wanted::Between(value.as_u64()?, u64::MAX),
        Test::AtMost => Wanted::Between(0, value.as_u64()?),
        Test::Range => Wanted::Between(value.get("from")?.as_u64()?, value.get("to")?.as_u64()?),
        Test::Recent => Wanted::Between(now_ms.saturating_sub(value.as_u64()?), u64::MAX),
    })
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A boolean; the vendor's own integration sends the word.
fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(word) => word.parse().ok(),
        _ => None,
    }
}
