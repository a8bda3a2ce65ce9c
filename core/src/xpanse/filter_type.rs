//! What the values of filters must be.

use crate::operation::Param;

/// What the value of a filter must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FilterType {
    /// A whole number; times are milliseconds since 1970, UTC.
    Integer,
    /// `true` or `false`.
    Flag,
    /// Text.
    Text,
    /// A list of texts.
    Texts,
    /// A list of whole numbers.
    Integers,
    /// Any JSON value: the vendor documents no type.
    Any,
}

fn is_integer(value: &Param) -> bool {
    matches!(value, Param::Number(raw) if raw.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
}

impl FilterType {
    pub(crate) fn holds(self, value: &Param) -> bool {
        match (self, value) {
            (FilterType::Integer, value) => is_integer(value),
            (FilterType::Any, _) | (FilterType::Flag, Param::Bool(_)) | (FilterType::Text, Param::Text(_)) => true,
            (FilterType::Integers, Param::List(elements)) => elements.iter().all(is_integer),
            (FilterType::Texts, Param::List(elements)) => {
                elements.iter().all(|element| matches!(element, Param::Text(_)))
            }
            _ => false,
        }
    }

    pub(crate) fn requirement(self) -> &'static str {
        match self {
            FilterType::Integer => "must be a whole number: times are epoch milliseconds",
            FilterType::Flag => "must be true or false",
            FilterType::Text => "must be text",
            FilterType::Texts => "must be a list of text values",
            FilterType::Integers => "must be a list of whole numbers",
            FilterType::Any => "",
        }
    }
}

/// The operators of a field, and for each the type of its value.
pub(crate) type Operators = &'static [(&'static str, FilterType)];

/// What a documented field can be compared with.
pub(crate) type FieldRule = (&'static str, Operators);
