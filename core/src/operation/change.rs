//! Three states: left alone, cleared, set.

/// A field that can be left alone, cleared or set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// Left as it is.
    #[default]
    Keep,
    /// Made empty.
    Clear,
    /// Given a value.
    Set(T),
}

impl<T> Change<T> {
    /// The value, if one is set.
    pub fn value(&self) -> Option<&T> {
        match self {
            Change::Set(value) => Some(value),
            Change::Keep | Change::Clear => None,
        }
    }

    /// Whether it is cleared or set.
    pub fn is_change(&self) -> bool {
        !matches!(self, Change::Keep)
    }
}
