//! Where something stands.

/// A piece of a text, as byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// The same piece, of a text that begins at `base`.
    pub(crate) fn behind(self, base: u32) -> Self {
        Span { start: base + self.start, end: base + self.end }
    }
}
