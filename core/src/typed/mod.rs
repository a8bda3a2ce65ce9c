//! Typed views of the vendors' incidents and alerts: their documented fields by name and type, found in the vendor's own text.
//!
//! Nothing is converted before it is asked for. The places of the known members are found in one pass; [`Layout`] makes that
//! pass fast for the items of one page, which all look alike.

pub(crate) mod declare;
mod field;
mod hash;
mod layout;
mod list;
mod members;
mod place;
mod shape;
mod value;

pub use field::FieldType;
pub use list::{TypedItem, TypedList};
pub use shape::{Field, Shape};
pub use value::FieldValue;

#[cfg(feature = "catalogue")]
pub use shape::TypeInfo;

pub(crate) use layout::Layout;
pub(crate) use members::Members;
pub(crate) use shape::Key;
