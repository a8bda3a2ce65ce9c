//! What the declarations of fields say, as data.

use crate::xpanse::filter_type::FilterType;

/// The fields of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListFields {
    /// The id of the operation that lists, such as `xpanse.get_incidents`.
    pub operation: &'static str,
    /// The name of the type that has the fields to filter by, such as `IncidentFilter`.
    pub filter: &'static str,
    /// Its documentation, in Markdown.
    pub filter_doc: &'static str,
    /// The fields to filter by.
    pub fields: &'static [FilterField],
    /// The name of the type that has the fields to sort by, such as `IncidentSort`.
    pub sort: &'static str,
    /// Its documentation, in Markdown.
    pub sort_doc: &'static str,
    /// The fields to sort by.
    pub sorts: &'static [SortField],
}

/// A field that a list can be filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilterField {
    /// The vendor's name.
    pub name: &'static str,
    /// Its kind.
    pub kind: FieldKind,
    /// The documented words, if there are any; a tenant may have others.
    pub words: &'static [&'static str],
    /// Its documentation, in Markdown.
    pub doc: &'static str,
}

/// A field that a list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SortField {
    /// The vendor's name.
    pub name: &'static str,
    /// Its documentation, in Markdown.
    pub doc: &'static str,
}

/// A kind of fields: which operators they take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldKind {
    /// The name of its type, such as `Time`.
    pub name: &'static str,
    /// Its documentation, in Markdown.
    pub doc: &'static str,
    /// The operators.
    pub operators: &'static [OperatorInfo],
}

/// An operator of a kind of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperatorInfo {
    /// The name of its method, such as `is_in`.
    pub name: &'static str,
    /// The vendor's name, such as `in`.
    pub wire_name: &'static str,
    /// The type of the value.
    pub of: FilterType,
    /// Its documentation.
    pub doc: &'static str,
}
