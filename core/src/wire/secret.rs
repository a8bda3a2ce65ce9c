//! Keys and tokens: one type that never prints what it holds.

use std::{fmt, sync::Arc};

use zeroize::Zeroizing;

use crate::text::is_blank;

/// A key or token. `Debug` and `Display` print `***`; the memory is wiped when the last copy goes.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Takes a secret in.
    pub fn new(value: impl Into<String>) -> Self {
        Secret(Arc::new(Zeroizing::new(value.into())))
    }

    /// The secret itself, for the one place that puts it on the wire.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Why this is no key, if so: empty, or with white space around it.
    pub(crate) fn paste_problem(&self) -> Option<&'static str> {
        let value = self.expose();
        if is_blank(value) {
            Some("is empty: pass the key that the vendor's page shows")
        } else if value.trim() != value {
            Some("starts or ends with white space, as keys that are pasted or read from a file often do: strip it")
        } else {
            None
        }
    }

    /// Why this cannot be sent as a header value, if so: besides, it may hold only what a header can carry.
    pub(crate) fn header_problem(&self) -> Option<&'static str> {
        let carried = self.expose().bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let problem =
            "contains a line break, control or non-ASCII character, which headers do not allow: paste it again";
        self.paste_problem().or_else(|| (!carried).then_some(problem))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Secret::new(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Secret::new(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_nothing() {
        let secret = Secret::new("canary");
        assert_eq!(format!("{secret:?} {secret} {secret:#?}"), "*** *** ***");
    }

    #[test]
    fn header_values_only() {
        for bad in ["", "  ", "k\n", "a\r\nx: y", "k\u{e9}", " k", "k\0"] {
            assert!(Secret::new(bad).header_problem().is_some(), "{bad:?}");
        }
        assert_eq!(Secret::new("A b~!").header_problem(), None);
    }
}
