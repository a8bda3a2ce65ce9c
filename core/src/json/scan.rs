//! A validating scanner over JSON text that hands out spans and allocates nothing.

use super::{
    Text,
    bytes::{next_stop, plain_run},
    span::Span,
};

/// How deep arrays and objects may nest, the outermost counted as 1.
const MAX_DEPTH: u32 = 128;

/// Why a text is not the JSON that was looked for: an offset into it and what should have stood there. Never the
/// text itself, which may hold anything.
///
/// Boxed, so that results stay small: nearly all are fine, and there are several a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bad(Box<(usize, &'static str)>);

impl Bad {
    #[cold]
    pub(crate) fn new(offset: usize, expected: &'static str) -> Self {
        Bad(Box::new((offset, expected)))
    }

    pub(crate) fn offset(&self) -> usize {
        self.0.0
    }

    pub(crate) fn expected(&self) -> &'static str {
        self.0.1
    }
}

/// One JSON value, found and validated, not yet read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Bool(bool, Span),
    Number(Span),
    String(Text),
    Array(Span),
    Object(Span),
}

impl Value {
    /// The same value, moved by a number of bytes. Wraps, so that it can move back too.
    pub(crate) fn moved(self, by: u32) -> Self {
        let moved = |span: Span| Span { start: span.start.wrapping_add(by), end: span.end.wrapping_add(by) };
        match self {
            Value::Null => Value::Null,
            Value::Bool(value, span) => Value::Bool(value, moved(span)),
            Value::Number(span) => Value::Number(moved(span)),
            Value::String(text) => Value::String(Text { span: moved(text.span), ..text }),
            Value::Array(span) => Value::Array(moved(span)),
            Value::Object(span) => Value::Object(moved(span)),
        }
    }
}

/// Walks a text of at most 1 GiB from front to back. A copy is a place to come back to.
#[derive(Clone, Copy)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl<'a> Scanner<'a> {
    /// Scans `text` from the byte offset `at` on.
    pub(crate) fn new(text: &'a str, at: usize) -> Self {
        Scanner { text, at, depth: 0 }
    }

    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// Continues at another position in the same object, after a part known to be valid.
    pub(crate) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Steps over the current byte.
    pub(crate) fn skip(&mut self) {
        self.at += 1;
    }

    pub(crate) fn bad<T>(&self, expected: &'static str) -> Result<T, Bad> {
        Err(Bad::new(self.at, expected))
    }

    // Inlined even where the compiler is to save room: a reply is read byte by byte through it.
    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is not white space, without taking it.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        match self.byte() {
            Some(byte) if byte > b' ' => Some(byte),
            _ => self.peek_behind_space(),
        }
    }

    /// Reads the next separator, and the space that most writers put after it.
    #[inline(always)]
    fn separator(&mut self) {
        self.at += 1;
        self.at += usize::from(self.byte() == Some(b' '));
    }

    #[inline(never)]
    fn peek_behind_space(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    /// Takes `wanted` if it comes next, after white space.
    #[inline(always)]
    pub(crate) fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// Only white space may be left.
    pub(crate) fn end(&mut self) -> Result<(), Bad> {
        if self.peek().is_some() { self.bad("the end of the body") } else { Ok(()) }
    }

    /// Validates the next value and says what it is and where.
    pub(crate) fn value(&mut self) -> Result<Value, Bad> {
        let first = self.peek();
        let start = self.at;
        match first {
            Some(b'"') => self.string().map(Value::String),
            Some(b'{') => {
                self.object(|scanner, _| scanner.value().map(drop))?;
                Ok(Value::Object(self.span(start)))
            }
            Some(b'[') => {
                self.array(|scanner| scanner.value().map(drop))?;
                Ok(Value::Array(self.span(start)))
            }
            Some(b't') => self.word("true").map(|span| Value::Bool(true, span)),
            Some(b'f') => self.word("false").map(|span| Value::Bool(false, span)),
            Some(b'n') => self.word("null").map(|_| Value::Null),
            Some(b'-' | b'0'..=b'9') => self.number().map(Value::Number),
            _ => self.bad("a JSON value"),
        }
    }

    /// Walks an object; `member` gets each key and must take the value.
    pub(crate) fn object(&mut self, mut member: impl FnMut(&mut Self, Text) -> Result<(), Bad>) -> Result<(), Bad> {
        self.members(|scanner| {
            let key = scanner.string()?;
            scanner.colon()?;
            member(scanner, key)
        })
    }

    /// Walks an object; `member` stands at the quote of each key and must take the key, the colon and the value.
    pub(crate) fn members(&mut self, mut member: impl FnMut(&mut Self) -> Result<(), Bad>) -> Result<(), Bad> {
        if !self.take(b'{') {
            return self.bad("an object");
        }
        self.enter()?;
        if !self.take(b'}') {
            loop {
                if self.peek() != Some(b'"') {
                    return self.bad("a key in quotes");
                }
                member(self)?;
                match self.peek() {
                    Some(b',') => self.separator(),
                    Some(b'}') => {
                        self.at += 1;
                        break;
                    }
                    _ => return self.bad("`,` or `}` in an object"),
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// The same as [`Scanner::object`], compiled once for all that are not read byte by byte through it.
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(crate) fn each_member(
        &mut self,
        member: &mut dyn FnMut(&mut Self, Text) -> Result<(), Bad>,
    ) -> Result<(), Bad> {
        self.object(member)
    }

    /// The same as [`Scanner::array`], compiled once likewise.
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(crate) fn each_element(&mut self, element: &mut dyn FnMut(&mut Self) -> Result<(), Bad>) -> Result<(), Bad> {
        self.array(element)
    }

    /// Takes the colon behind a key.
    #[inline(always)]
    pub(crate) fn colon(&mut self) -> Result<(), Bad> {
        if self.peek() != Some(b':') {
            return self.bad("`:` after a key");
        }
        self.separator();
        Ok(())
    }

    /// Walks an array; `element` must take each value.
    pub(crate) fn array(&mut self, mut element: impl FnMut(&mut Self) -> Result<(), Bad>) -> Result<(), Bad> {
        if !self.take(b'[') {
            return self.bad("an array");
        }
        self.enter()?;
        if !self.take(b']') {
            loop {
                element(self)?;
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b']') => {
                        self.at += 1;
                        break;
                    }
                    _ => return self.bad("`,` or `]` in an array"),
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// The string that starts at the current quote.
    pub(crate) fn string(&mut self) -> Result<Text, Bad> {
        let start = self.at + 1;
        self.at = start + plain_run(self.text.as_bytes().get(start..).unwrap_or_default());
        // The common case.
        if self.byte() != Some(b'"') {
            return self.rest_of_string(start);
        }
        let span = self.span(start);
        self.at += 1;
        Ok(Text::plain(span))
    }

    #[inline(never)]
    fn rest_of_string(&mut self, start: usize) -> Result<Text, Bad> {
        loop {
            match self.byte() {
                Some(b'"') => {
                    let text = Text { span: self.span(start), escaped: true };
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => self.escape()?,
                Some(_) => return self.bad("no control character in a string"),
                None => return self.bad("the end of a string"),
            }
            self.at += next_stop(self.text.as_bytes().get(self.at..).unwrap_or_default());
        }
    }

    fn escape(&mut self) -> Result<(), Bad> {
        self.at += 1;
        match self.byte() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 1;
                Ok(())
            }
            Some(b'u') => {
                for _ in 0..4 {
                    self.at += 1;
                    if !self.byte().is_some_and(|digit| digit.is_ascii_hexdigit()) {
                        return self.bad("four hex digits");
                    }
                }
                self.at += 1;
                Ok(())
            }
            _ => self.bad("a valid JSON escape"),
        }
    }

    fn number(&mut self) -> Result<Span, Bad> {
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(self.span(start))
    }

    fn digits(&mut self) -> Result<(), Bad> {
        let start = self.at;
        while self.byte().is_some_and(|digit| digit.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start { self.bad("a digit") } else { Ok(()) }
    }

    fn word(&mut self, word: &'static str) -> Result<Span, Bad> {
        let start = self.at;
        if !self.text.as_bytes().get(start..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            return self.bad("a JSON value");
        }
        self.at += word.len();
        Ok(self.span(start))
    }

    fn enter(&mut self) -> Result<(), Bad> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { self.bad("at most 128 levels of nesting") } else { Ok(()) }
    }

    /// From `start` to here. Bodies over 1 GiB are refused before they are scanned, so the casts lose nothing.
    fn span(&self, start: usize) -> Span {
        Span { start: start as u32, end: self.at as u32 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str) -> Result<Value, Bad> {
        let mut scanner = Scanner::new(text, 0);
        let value = scanner.value()?;
        scanner.end()?;
        Ok(value)
    }

    #[test]
    fn says_where_and_what() {
        assert_eq!(check("{\"a\": tru}"), Err(Bad::new(6, "a JSON value")));
        assert_eq!(check("[1 2]"), Err(Bad::new(3, "`,` or `]` in an array")));
        assert_eq!(check("\"a"), Err(Bad::new(2, "the end of a string")));
        assert_eq!(check("01"), Err(Bad::new(1, "the end of the body")));
        assert_eq!(check("\"a\tb\""), Err(Bad::new(2, "no control character in a string")));
        let said = check("[1 2]").map_err(|bad| (bad.offset(), bad.expected()));
        assert_eq!(said, Err((3, "`,` or `]` in an array")));
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(check(&nested(128)).is_ok());
        assert!(check(&nested(129)).is_err());
        assert!(check(&"[".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn agrees_with_serde_json(text in "[\\[\\]{}:,\"\\\\a0-9eE.+\\-truefalsn \\n\u{e9}u]{0,40}") {
            prop_assert_eq!(check(&text).is_ok(), serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok());
        }

        #[test]
        fn takes_all_that_serde_json_writes(strings in prop::collection::vec(any::<String>(), 0..8)) {
            let text = serde_json::to_string(&strings).unwrap_or_default();
            prop_assert!(check(&text).is_ok());
        }
    }
}
