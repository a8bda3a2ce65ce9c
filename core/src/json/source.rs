//! The texts that an answer is made of: its body, and what was decoded out of it. A place in it is one number, so that spans
//! and verdicts need not say which text they mean.

use std::borrow::Cow;

use super::{Scanner, Span, Text, Value, text::push_unescaped};

/// How often JSON text may stand inside JSON text.
const LEVELS: usize = 2;

/// A body and the texts behind it. Each level holds what was decoded out of the one before; decoding makes nothing longer,
/// so that no level can outgrow the body. Words of ours come last.
pub(crate) struct Source {
    pub(crate) body: String,
    pub(crate) levels: [Level; LEVELS],
    words: Cow<'static, str>,
}

/// Text that was decoded out of other text, and the place at which it begins.
pub(crate) struct Level {
    text: String,
    base: u32,
    /// How much it may come to.
    room: usize,
}

impl Source {
    /// The longest body whose places fit into 32 bits.
    pub(crate) const MAX_BODY: usize = 1 << 30;

    /// A body, and the first of our words.
    pub(crate) fn new(body: String, words: &'static str) -> (Self, Text) {
        let room = body.len();
        let level = |index| Level { text: String::new(), base: (room * index) as u32, room };
        let source = Source { levels: [level(1), level(2)], words: Cow::Borrowed(words), body };
        let text = source.words_from(0);
        (source, text)
    }

    fn words_from(&self, start: usize) -> Text {
        let base = (self.body.len() * (LEVELS + 1)) as u32;
        Text::plain(Span { start: start as u32, end: self.words.len() as u32 }.behind(base))
    }

    /// The text of a span.
    pub(crate) fn span(&self, span: Span) -> &str {
        if span.end as usize <= self.body.len() {
            return span.of(&self.body);
        }
        let [first, second] = &self.levels;
        let words = (self.body.len() * (LEVELS + 1)) as u32;
        for (base, text) in [(words, &*self.words), (second.base, &second.text), (first.base, &first.text)] {
            if base <= span.start {
                return Span { start: span.start - base, end: span.end - base }.of(text);
            }
        }
        ""
    }

    /// What a string says.
    pub(crate) fn read(&self, text: Text) -> Cow<'_, str> {
        text.of(self.span(text.span))
    }

    /// Adds words of ours.
    pub(crate) fn add(&mut self, words: &str) -> Text {
        let start = self.words.len();
        self.words.to_mut().push_str(words);
        self.words_from(start)
    }

    /// The same string without escapes.
    pub(crate) fn plain(&mut self, text: Text) -> Span {
        if !text.escaped {
            return text.span;
        }
        let decoded = self.read(text).into_owned();
        self.add(&decoded).span
    }

    /// Gives back what was set aside for decoding and not needed.
    pub(crate) fn finish(mut self) -> Self {
        for level in &mut self.levels {
            if level.text.len() < level.text.capacity() / 2 {
                level.text.shrink_to_fit();
            }
        }
        self
    }
}

impl Level {
    /// Decodes `string` out of `text` if it is the JSON text of an array or object; where that stands here.
    pub(crate) fn decode(&mut self, string: Text, text: &str) -> Option<Span> {
        let start = self.text.len();
        let raw = string.span.of(text);
        // All strings that are decoded here stand side by side in the level before: one piece of memory does for them.
        if self.text.capacity() == 0 {
            self.text.reserve_exact(self.room);
        }
        push_unescaped(raw, &mut self.text);
        if !is_container(&self.text, start) {
            self.text.truncate(start);
            return None;
        }
        Some(Span { start: start as u32, end: self.text.len() as u32 })
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn base(&self) -> u32 {
        self.base
    }
}

/// Whether `text` from `start` on is one array or object and nothing else.
pub(crate) fn is_container(text: &str, start: usize) -> bool {
    let mut scanner = Scanner::new(text, start);
    matches!(scanner.peek(), Some(b'{' | b'['))
        && matches!(scanner.value(), Ok(Value::Array(_) | Value::Object(_)))
        && scanner.end().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_through_all_texts() {
        let (mut source, none) = Source::new(r#"{"a": "[\"{\\\"b\\\": 1}\"]"}"#.to_owned(), "none");
        assert_eq!(source.read(none), "none");
        let string = |text: &str, at| Scanner::new(text, at).string().unwrap_or_default();
        let outer = string(&source.body, 6);
        let [first, second] = &mut source.levels;
        let list = first.decode(outer, &source.body);
        assert_eq!(list, Some(Span { start: 0, end: 14 }));
        let inner = string(first.text(), 1);
        let object = second.decode(inner, first.text());
        let place = object.map(|span| span.behind(second.base()));
        assert_eq!(place.map(|span| source.span(span)), Some(r#"{"b": 1}"#));
        assert_eq!(source.span(Span { start: 2, end: 4 }.behind(source.body.len() as u32)), "{\\");
        let words = source.add("Denied");
        assert_eq!((source.read(words), source.read(outer).len()), ("Denied".into(), 14));
        let plain = [words, outer].map(|text| source.plain(text));
        assert_eq!(plain.map(|span| source.span(span)), ["Denied", r#"["{\"b\": 1}"]"#]);
        assert_eq!(source.finish().span(words.span), "Denied");
    }

    #[test]
    fn what_is_no_container_leaves_nothing_behind() {
        let (mut source, _) = Source::new(r#""{\"a\": ""#.to_owned(), "");
        let cut = Text { span: Span { start: 1, end: 8 }, escaped: true };
        let [first, _] = &mut source.levels;
        assert_eq!((first.decode(cut, &source.body), first.text()), (None, ""));
    }
}
