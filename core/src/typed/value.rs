//! The values of fields.

use std::{borrow::Cow, fmt};

use super::FieldType;
use crate::json::{Scanner, Span, Text, Value};

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldValue<'a> {
    /// The vendor's value is missing, null or of another type.
    Absent,
    /// Text, or an id.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`.
    Flag(bool),
    /// Milliseconds since 1970, UTC.
    Time(i64),
    /// A list of texts.
    Texts(Vec<Cow<'a, str>>),
    /// A list of whole numbers.
    Integers(Vec<i64>),
    /// A list of milliseconds since 1970, UTC.
    Times(Vec<i64>),
    /// The text of any other JSON.
    Json(&'a str),
}

impl FieldValue<'_> {
    /// What it prints as.
    pub(crate) fn shown(&self) -> &dyn fmt::Debug {
        match self {
            FieldValue::Absent => &None::<()>,
            FieldValue::Text(text) => text,
            FieldValue::Integer(number) | FieldValue::Time(number) => number,
            FieldValue::Flag(flag) => flag,
            FieldValue::Texts(texts) => texts,
            FieldValue::Integers(numbers) | FieldValue::Times(numbers) => numbers,
            FieldValue::Json(json) => json,
        }
    }
}

/// The first and the last millisecond of the years 1 to 9999, which every language can represent.
const TIMES: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;

/// Whole numbers up to here are the same in every language.
const LARGEST: f64 = 9_007_199_254_740_991.0;

/// Reads the text of a value.
#[inline]
pub(super) fn read(of: FieldType, text: &str, escaped: bool) -> FieldValue<'_> {
    match of {
        FieldType::Text => string(text, escaped).map(FieldValue::Text),
        FieldType::Id => id(text, escaped).map(FieldValue::Text),
        FieldType::Integer => integer(text).map(FieldValue::Integer),
        FieldType::Flag => match text {
            "true" => Some(FieldValue::Flag(true)),
            "false" => Some(FieldValue::Flag(false)),
            _ => None,
        },
        FieldType::Time => time(text).map(FieldValue::Time),
        FieldType::Texts => texts(text, escaped).map(FieldValue::Texts),
        FieldType::Integers => several(text, integer).map(FieldValue::Integers),
        FieldType::Times => several(text, time).map(FieldValue::Times),
        FieldType::Json => Some(FieldValue::Json(text)),
    }
    .unwrap_or(FieldValue::Absent)
}

/// What a string says.
#[inline]
fn string(text: &str, escaped: bool) -> Option<Cow<'_, str>> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if !escaped {
        return Some(Cow::Borrowed(inner));
    }
    let span = Span { start: 0, end: u32::try_from(inner.len()).ok()? };
    Some(Text { span, escaped }.read(inner))
}

fn id(text: &str, escaped: bool) -> Option<Cow<'_, str>> {
    if is_number(text) { Some(Cow::Borrowed(text)) } else { string(text, escaped) }
}

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

fn integer(text: &str) -> Option<i64> {
    if let Ok(integer) = text.parse() {
        return Some(integer);
    }
    // Spelt as 7.0 or 7e3.
    let number: f64 = if is_number(text) { text.parse().ok()? } else { return None };
    (number.fract() == 0.0 && number.abs() <= LARGEST).then_some(number as i64)
}

fn time(text: &str) -> Option<i64> {
    integer(text).filter(|ms| TIMES.contains(ms))
}

fn texts(text: &str, escaped: bool) -> Option<Vec<Cow<'_, str>>> {
    if text.starts_with('[') {
        return elements(text, |value| match value {
            Value::String(string) => Some(string.read(text)),
            _ => None,
        });
    }
    Some(match string(text, escaped)? {
        Cow::Borrowed(text) => parts(text).map(Cow::Borrowed).collect(),
        Cow::Owned(text) => parts(&text).map(|part| Cow::Owned(part.to_owned())).collect(),
    })
}

/// The values between commas.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

fn several(text: &str, read: fn(&str) -> Option<i64>) -> Option<Vec<i64>> {
    if !text.starts_with('[') {
        return read(text).map(|value| vec![value]);
    }
    elements(text, |value| match value {
        Value::Number(span) => read(span.of(text)),
        _ => None,
    })
}

/// The elements of an array. Null elements are left out; any other that `read` does not take makes the whole array one of another type.
fn elements<T>(text: &str, read: impl Fn(Value) -> Option<T>) -> Option<Vec<T>> {
    let (mut found, mut is_all) = (Vec::new(), true);
    // Validated before.
    let _ = Scanner::new(text, 0).each_element(&mut |scanner| {
        match scanner.value()? {
            Value::Null => {}
            value => match read(value) {
                Some(element) => found.push(element),
                None => is_all = false,
            },
        }
        Ok(())
    });
    is_all.then_some(found)
}
