//! The types of fields.

/// The type of a field. A field is absent if the vendor's value is missing, null or of another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldType {
    /// Text.
    Text,
    /// An id: text, or a number, which is read as text.
    Id,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Flag,
    /// A point in time: the vendor's number of milliseconds since 1970, UTC, from the year 1 to the year 9999.
    Time,
    /// A list of texts. The vendor writes an array, or one text with commas between the values.
    Texts,
    /// A list of whole numbers. The vendor writes an array, or one number.
    Integers,
    /// A list of points in time. The vendor writes an array, or one number.
    Times,
    /// Any other JSON.
    Json,
}
