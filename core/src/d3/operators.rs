//! The operators of conditions.

/// Hands the operators to a macro: for each what it says in every language, the name of its method, the vendor's name, and
/// what it is given.
macro_rules! operators {
    ($with:ident) => {
        $with! {
            /// The field is equal to this.
            eq: "=" Value;
            /// The field is not equal to this.
            neq: "!=" Value;
            /// The field is less than this.
            lt: "<" Ordered;
            /// The field is greater than this.
            gt: ">" Ordered;
            /// The field is this or less.
            lte: "<=" Ordered;
            /// The field is this or greater.
            gte: ">=" Ordered;
            /// The field is like this pattern, in which `%` stands for any text.
            like: "LIKE" Text;
            /// The field is empty.
            is_empty: "IS EMPTY" Nothing;
            /// The field is not empty.
            is_not_empty: "IS NOT EMPTY" Nothing;
        }
    };
}

pub(super) use operators;

/// What an operator of a condition is given.
#[cfg(feature = "catalogue")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operand {
    /// Text, a number, or true or false.
    Value,
    /// Text or a number.
    Ordered,
    /// Text.
    Text,
    /// Nothing.
    Nothing,
}

/// An operator of a condition.
#[cfg(feature = "catalogue")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConditionOperator {
    /// The name of its method, such as `gte`.
    pub name: &'static str,
    /// The vendor's name, such as `>=`.
    pub wire_name: &'static str,
    /// What it is given.
    pub operand: Operand,
    /// Its documentation.
    pub doc: &'static str,
}

macro_rules! tables {
    ($(#[doc = $doc:literal] $name:ident: $wire_name:literal $operand:ident;)*) => {
        /// The operators that the vendor documents.
        pub(super) const OPERATORS: &[&str] = &[$($wire_name),*];

        #[cfg(feature = "catalogue")]
        pub(crate) const OPERATORS_INFO: &[ConditionOperator] = &[$(ConditionOperator {
            name: stringify!($name),
            wire_name: $wire_name,
            operand: Operand::$operand,
            doc: $doc,
        }),*];
    };
}

operators!(tables);
