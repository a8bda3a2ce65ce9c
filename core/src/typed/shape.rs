//! What is known of a vendor's objects.

use super::{FieldType, hash};

/// A type of objects: its fields, and the keys that the vendor has for them.
#[derive(Debug)]
pub struct Shape {
    /// The vendor, `d3` or `xpanse`.
    pub vendor: &'static str,
    /// The name of the type, such as `Incident`.
    pub name: &'static str,
    /// The operations whose pages list such objects, by id.
    pub operations: &'static [&'static str],
    /// The fields that say most about an object, by name.
    pub(crate) headline: &'static [&'static str],
    /// The fields, in the order of the documentation.
    pub fields: &'static [Field],
    /// The keys of all fields, those of the first field first.
    pub(crate) keys: &'static [Key],
}

/// A field.
#[derive(Debug)]
pub struct Field {
    /// The name, in snake_case.
    pub name: &'static str,
    /// The type.
    pub of: FieldType,
    /// The vendor's keys: of several the first that says anything counts. Keys compare without case, spaces or `_`.
    pub keys: &'static [&'static str],
    /// The place of its first key among all keys.
    pub(crate) at: usize,
}

/// A key that the vendor has for a field.
#[derive(Debug)]
pub(crate) struct Key {
    name: &'static str,
    hash: u32,
}

impl Key {
    pub(crate) const fn new(name: &'static str) -> Self {
        Key { name, hash: hash::of(name) }
    }
}

impl Shape {
    /// The fields that say most about an object.
    pub fn headline(&self) -> impl Iterator<Item = &'static Field> {
        self.headline.iter().filter_map(|name| self.fields.iter().find(|field| field.name == *name))
    }

    /// Which of the keys it is.
    pub(super) fn key(&self, key: &str) -> Option<usize> {
        let wanted = hash::of(key);
        self.keys.iter().position(|known| known.hash == wanted && hash::same(known.name, key))
    }
}

/// The documentation of a type of objects.
#[cfg(feature = "catalogue")]
#[derive(Debug)]
pub struct TypeInfo {
    /// The type.
    pub shape: &'static Shape,
    /// The title of the vendor's documentation page.
    pub page: &'static str,
    /// Its documentation, in Markdown.
    pub doc: &'static str,
    /// The documentation of each field, in Markdown.
    pub docs: &'static [&'static str],
}
