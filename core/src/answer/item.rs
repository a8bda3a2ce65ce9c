//! The vendor's own items, as they came.

use std::{borrow::Cow, fmt};

use serde::{Serialize, Serializer};

use crate::{
    json::{View, push_compact},
    wire::raw_json,
};

/// One of the vendor's own items: a JSON object, unchanged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Item<'a>(pub(super) &'a str);

impl<'a> Item<'a> {
    /// The JSON text of the object, as the vendor wrote it.
    pub fn as_json(self) -> &'a str {
        self.0
    }

    /// A member of the object: the text of a string, any other value as compact JSON; `None` if there is no such member. Of
    /// duplicate members the last one counts.
    pub fn get(self, key: &str) -> Option<Cow<'a, str>> {
        Some(View::parse(self.0, 0).ok()?.get(key)?.shown(usize::MAX))
    }

    /// Hands each member to `visit`, in the order of the text: the key, and the value as JSON text with a flag that
    /// says whether it is a string without escapes (then the text stands between its quotes).
    #[doc(hidden)]
    pub fn visit(self, mut visit: impl FnMut(Cow<'a, str>, &'a str)) {
        let mut scanner = crate::json::Scanner::new(self.0, 0);
        // The item was validated when the report was made.
        let _ = scanner.each_member(&mut |scanner, key| {
            scanner.peek();
            let start = scanner.offset();
            scanner.value()?;
            visit(key.read(self.0), self.0.get(start..scanner.offset()).unwrap_or_default());
            Ok(())
        });
    }

    pub(super) fn write(self, out: &mut String) {
        push_compact(self.0, 0, out, usize::MAX);
    }
}

impl fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Item({} bytes)", self.0.len())
    }
}

impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = String::new();
        self.write(&mut json);
        raw_json(&json, serializer)
    }
}
