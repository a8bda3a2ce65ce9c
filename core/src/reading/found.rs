//! What comparing a field that was read with what was asked for gives.

/// Whether the field says what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Same,
    Other,
    /// The field was not read, or is written in a way that cannot be compared.
    Unclear(&'static str),
}

pub(super) const NOT_READ: &str = "the answer does not have the field";
pub(super) const ANOTHER_FORM: &str = "the field is written in a form that cannot be compared";
