//! A vendor's warnings as a list of texts. A server chooses how many there are: a bounded part of them is kept.

use std::borrow::Cow;

use crate::{
    json::{Value, View, cut},
    text::{is_blank, join},
};

/// How much the texts may come to, each counted with what it takes to keep one more.
const ROOM: usize = 64 << 10;
const OVERHEAD: usize = 64;

/// Warnings as they are found. Where some were left out, a last one says how many.
pub(crate) struct Warnings {
    kept: Vec<String>,
    room: usize,
    more: usize,
}

impl Default for Warnings {
    fn default() -> Self {
        Warnings { kept: Vec::new(), room: ROOM, more: 0 }
    }
}

impl Warnings {
    /// A list of warnings, or one alone: strings as they are, other values as JSON.
    pub(crate) fn of(view: Option<View<'_>>) -> Self {
        let mut warnings = Warnings::default();
        match view {
            None => {}
            Some(view) if view.is_null() => {}
            Some(view) if matches!(view.value(), Value::Array(_)) => {
                view.elements(&mut |element| warnings.add(element));
            }
            Some(view) => warnings.add(view),
        }
        warnings
    }

    pub(crate) fn add(&mut self, view: View<'_>) {
        self.push_with(|room| view.shown(room));
    }

    pub(crate) fn push(&mut self, text: Cow<'_, str>) {
        self.push_with(|_| text);
    }

    /// Adds those of another list.
    pub(crate) fn append(&mut self, other: Warnings) {
        other.kept.into_iter().for_each(|text| self.push(text.into()));
        self.more += other.more;
    }

    /// Keeps a text that `shown` gives when told how much of it there is room for.
    fn push_with<'t>(&mut self, shown: impl FnOnce(usize) -> Cow<'t, str>) {
        let Some(room) = self.room.checked_sub(OVERHEAD) else {
            self.more += 1;
            return;
        };
        let text = cut(shown(room), room);
        self.room = room.saturating_sub(text.len());
        self.kept.push(text);
    }

    /// Those that are not blank as one text; `None` when there are none.
    pub(crate) fn joined(&self) -> Option<String> {
        let last = self.last();
        let spoken: Vec<&String> = self.kept.iter().chain(&last).filter(|warning| !is_blank(warning)).collect();
        (!spoken.is_empty()).then(|| join(&spoken, "; "))
    }

    pub(crate) fn finish(mut self) -> Vec<String> {
        self.kept.extend(self.last());
        self.kept
    }

    fn last(&self) -> Option<String> {
        (self.more > 0).then(|| join(&["and", &self.more.to_string(), "more"], " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        Warnings::of(View::parse(text, 0).ok()).finish()
    }

    #[test]
    fn strings_as_they_are_and_other_values_as_json() {
        assert_eq!(read(r#"["a\n", 7, { "b" : [ 1.50 ] }, null]"#), ["a\n", "7", r#"{"b":[1.50]}"#, "null"]);
        assert_eq!(read(r#""one""#), ["one"]);
        assert_eq!(read("null"), [""; 0]);
    }

    #[test]
    fn says_how_many_were_left_out() {
        let many = read(&format!("[{}0]", "0,".repeat(99_999)));
        assert_eq!(many.last().map(String::as_str), Some(format!("and {} more", 100_001 - many.len()).as_str()));
        assert!((500..2000).contains(&many.len()), "{}", many.len());
    }

    #[test]
    fn of_two_lists_it_says_how_many_were_left_out_of_both() {
        let list = format!("[{}0]", "0,".repeat(9_999));
        let mut both = Warnings::of(View::parse(&list, 0).ok());
        both.append(Warnings::of(View::parse(&list, 0).ok()));
        let kept = both.finish();
        let left_out = 20_000 - (kept.len() - 1);
        assert_eq!(kept.last().map(String::as_str), Some(format!("and {left_out} more").as_str()));
    }

    #[test]
    fn a_long_one_is_cut() {
        let long = read(&format!("[\"{}\", [{}0], \"b\"]", "x".repeat(1 << 20), "0,".repeat(1 << 20)));
        assert_eq!(long.iter().map(|text| text.ends_with("x…")).collect::<Vec<_>>(), [true, false]);
        assert_eq!(long.last().map(String::as_str), Some("and 2 more"));
        assert!(long.iter().all(|text| text.len() < ROOM));
    }
}
