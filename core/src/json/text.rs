//! JSON strings: where one stands, what it says, and how to write one.

use std::borrow::Cow;

use super::{bytes::next_stop, span::Span};
use crate::text::{is_blank, push_hex};

/// A string inside a scanned text, without its quotes; `escaped` when it must be unescaped to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Text {
    pub(crate) span: Span,
    pub(crate) escaped: bool,
}

impl Text {
    /// A span that is to be read as it stands.
    pub(crate) fn plain(span: Span) -> Self {
        Text { span, escaped: false }
    }

    /// Where it stands with its quotes.
    pub(crate) fn quoted(self) -> Span {
        Span { start: self.span.start.saturating_sub(1), end: self.span.end + 1 }
    }

    /// Whether it says nothing but white space.
    pub(crate) fn is_blank(self, text: &str) -> bool {
        is_blank(&self.read(text))
    }

    /// What the string says, its escapes resolved.
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(crate) fn read(self, text: &str) -> Cow<'_, str> {
        self.of(self.span.of(text))
    }

    /// What the string says whose text between the quotes is `raw`.
    #[inline(always)]
    pub(super) fn of(self, raw: &str) -> Cow<'_, str> {
        if self.escaped { Cow::Owned(unescaped(raw)) } else { Cow::Borrowed(raw) }
    }

    /// The same string, in a text that begins at `base`.
    pub(crate) fn behind(self, base: u32) -> Self {
        Text { span: self.span.behind(base), ..self }
    }
}

/// The first `limit` bytes of a text, or a few less, with an ellipsis where something was cut off.
pub(crate) fn cut(text: Cow<'_, str>, limit: usize) -> String {
    if text.len() <= limit {
        return text.into_owned();
    }
    let end = (0..=limit).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    let mut out = String::with_capacity(end + '…'.len_utf8());
    out.push_str(text.get(..end).unwrap_or_default());
    out.push('…');
    out
}

#[inline(never)]
fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    push_unescaped(raw, &mut out);
    out
}

/// Writes a valid JSON string with its escapes resolved, which never makes it longer. Half of a surrogate pair becomes U+FFFD: a reply is not worth less
/// for one broken character.
pub(super) fn push_unescaped(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        let escape = rest.get(at..).unwrap_or_default();
        out.push_str(rest.get(..at).unwrap_or_default());
        let (char, length) = match escape.as_bytes().get(1) {
            Some(b'b') => ('\u{8}', 2),
            Some(b'f') => ('\u{c}', 2),
            Some(b'n') => ('\n', 2),
            Some(b'r') => ('\r', 2),
            Some(b't') => ('\t', 2),
            Some(b'u') => unicode_escape(escape),
            // The quote, the slash and the backslash: JSON has no others.
            other => (char::from(other.copied().unwrap_or_default()), 2),
        };
        out.push(char);
        rest = escape.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// The character of `\uXXXX` (or of a surrogate pair) at the front, and how many bytes it takes.
fn unicode_escape(escape: &str) -> (char, usize) {
    let unit = |from: usize| {
        let digits = escape.get(from..)?.strip_prefix("\\u")?.get(..4)?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(0) else { return (char::REPLACEMENT_CHARACTER, 2) };
    if let (0xD800..=0xDBFF, Some(second @ 0xDC00..=0xDFFF)) = (first, unit(6)) {
        let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12);
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 6)
}

/// Writes `value` as a JSON string, quotes included.
pub(crate) fn push_string(out: &mut String, value: &str) {
    out.reserve(value.len() + 2);
    out.push('"');
    let mut rest = value;
    loop {
        let (plain, behind) = rest.split_at_checked(next_stop(rest.as_bytes())).unwrap_or((rest, ""));
        out.push_str(plain);
        // The common case.
        let Some(stop) = behind.bytes().next() else { break };
        push_escaped(out, stop);
        rest = behind.get(1..).unwrap_or_default();
    }
    out.push('"');
}

#[inline(never)]
fn push_escaped(out: &mut String, stop: u8) {
    out.push('\\');
    let short = match stop {
        b'"' | b'\\' => stop,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        // Never longer than a server can write them: what it sends must not grow.
        0x08 => b'b',
        0x0c => b'f',
        _ => b'u',
    };
    out.push(char::from(short));
    if short == b'u' {
        out.push_str("00");
        push_hex(out, stop);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unescape(raw: &str) -> String {
        let mut out = String::new();
        push_unescaped(raw, &mut out);
        out
    }

    #[test]
    fn cuts_between_characters() {
        assert_eq!(cut("aé".into(), 3), "aé");
        assert_eq!(cut("aé".into(), 2), "a…");
        assert_eq!(cut("é".into(), 0), "…");
    }

    #[test]
    fn control_characters_have_their_usual_escapes() {
        let mut out = String::new();
        push_string(&mut out, "a\"\\\n\r\t\u{8}\u{c}\u{1f}/b\u{7f}");
        assert_eq!(out, r#""a\"\\\n\r\t\b\f\u001f/b"#.to_owned() + "\u{7f}\"");
    }

    #[test]
    fn broken_surrogates_are_replaced() {
        assert_eq!(unescape("a\\ud83d\\ude00b"), "a\u{1f600}b");
        assert_eq!(unescape("a\\ud83db"), "a\u{fffd}b");
        assert_eq!(unescape("\\ude00\\ud83d"), "\u{fffd}\u{fffd}");
    }

    proptest! {
        #[test]
        fn writes_what_serde_json_reads(value in any::<String>()) {
            let mut out = String::new();
            push_string(&mut out, &value);
            prop_assert_eq!(serde_json::from_str::<String>(&out).ok(), Some(value.clone()));
            let inner = out.get(1..out.len() - 1).unwrap_or_default();
            prop_assert_eq!(unescape(inner), value);
        }
    }
}
