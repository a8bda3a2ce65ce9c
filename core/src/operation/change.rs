//! A field that can be kept, cleared or set.

/// A field that can be kept, cleared or set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Change<T> {
    /// Keeps the present value; the request does not contain the field.
    #[default]
    Keep,
    /// Clears the field.
    Clear,
    /// Sets a value.
    Set(T),
}

impl<T> Change<T> {
    /// The value to set; otherwise `None`.
    pub fn value(&self) -> Option<&T> {
        match self {
            Change::Set(value) => Some(value),
            Change::Keep | Change::Clear => None,
        }
    }

    /// Whether the field is cleared or set.
    pub fn is_change(&self) -> bool {
        !matches!(self, Change::Keep)
    }
}
