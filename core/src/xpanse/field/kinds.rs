//! The kinds of fields: each a type that has a method for each operator that such a field takes.

use crate::{
    operation::Param,
    xpanse::{
        filter::Filter,
        filter_type::{FilterType, Operators},
    },
};

/// The vendor's name of an operator.
macro_rules! wire_name {
    (is_in) => {
        "in"
    };
    ($operator:ident) => {
        stringify!($operator)
    };
}

/// What an operator says, in every language.
macro_rules! doc {
    (eq) => {
        "The field is equal to this."
    };
    (neq) => {
        "The field is not equal to this."
    };
    (gte) => {
        "The field is this time or later."
    };
    (lte) => {
        "The field is this time or earlier."
    };
    (is_in) => {
        "The field is one of these."
    };
    (contains) => {
        "The field contains this text."
    };
    (range) => {
        "The field is within this range; the vendor does not document how to write it."
    };
    (relative_timestamp) => {
        "The field lies between this time and now; the vendor does not document how to write it."
    };
}

/// The method of an operator, whose value has this type.
macro_rules! method {
    ($operator:ident Integer) => {
        method!($operator(value: i64) value);
    };
    ($operator:ident Flag) => {
        method!($operator(value: bool) value);
    };
    ($operator:ident Text) => {
        method!($operator(value: impl Into<String>) value.into());
    };
    ($operator:ident Texts) => {
        method!($operator(values: impl IntoIterator<Item = impl Into<String>>) list::<String>(values.into_iter().map(Into::into)));
    };
    ($operator:ident Integers) => {
        method!($operator(values: impl IntoIterator<Item = i64>) list(values));
    };
    ($operator:ident Any) => {
        method!($operator(value: impl Into<Param>) value.into());
    };
    ($operator:ident($argument:ident: $of:ty) $value:expr) => {
        #[doc = doc!($operator)]
        pub fn $operator(self, $argument: $of) -> Filter {
            Filter::new(self.0, wire_name!($operator), $value)
        }
    };
}

fn list<T: Into<Param>>(values: impl IntoIterator<Item = T>) -> Param {
    Param::List(values.into_iter().map(Into::into).collect())
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $kind:ident { $($operator:ident: $of:ident),* })*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $kind(&'static str);

            impl $kind {
                /// The operators, and for each the type of its value.
                pub(crate) const OPERATORS: Operators = &[$((wire_name!($operator), FilterType::$of)),*];

                #[cfg(feature = "catalogue")]
                pub(crate) const INFO: super::FieldKind = super::FieldKind {
                    name: stringify!($kind),
                    doc: concat!($($doc, "\n"),*),
                    operators: &[$(super::OperatorInfo {
                        name: stringify!($operator),
                        wire_name: wire_name!($operator),
                        of: FilterType::$of,
                        doc: doc!($operator),
                    }),*],
                };

                pub(crate) const fn new(field: &'static str) -> Self {
                    $kind(field)
                }

                $(method!($operator $of);)*
            }
        )*

        #[cfg(feature = "catalogue")]
        pub(crate) const KINDS: &[super::FieldKind] = &[$($kind::INFO),*];
    };
}

kinds! {
    /// A time, in milliseconds since 1970, UTC.
    Time { gte: Integer, lte: Integer }

    /// The time of an observation, in milliseconds since 1970, UTC.
    Observed { gte: Integer, lte: Integer, range: Any, relative_timestamp: Any }

    /// Text that can be searched.
    Text { is_in: Texts, contains: Text }

    /// A word that is compared with one other.
    Word { eq: Text, neq: Text }

    /// A word that is compared with one other or with several.
    Choice { is_in: Texts, eq: Text }

    /// Words that are compared with several others.
    Words { is_in: Texts }

    /// Whole numbers, such as ids.
    Numbers { is_in: Integers }

    /// True or false.
    Flag { eq: Flag, neq: Flag }
}
