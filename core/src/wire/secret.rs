//! Keys and tokens: a type that never prints its value.

use std::{fmt, sync::Arc};

use zeroize::Zeroizing;

use crate::text::is_blank;

/// A key or token. `Debug` and `Display` print `***`; the memory is wiped when the last clone is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// A secret with this value. It is checked when a tenant is given credentials.
    pub fn new(value: impl Into<String>) -> Self {
        Secret(Arc::new(Zeroizing::new(value.into())))
    }

    /// The value in plain text, for the code that sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is wrong with the key, if anything: it is empty, or has white space around it.
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

    /// What is wrong with the key as a header value, if anything: it may contain only characters that headers allow.
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
        let secret = Secret::new("a canary that is as long as keys are");
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
