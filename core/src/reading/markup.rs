//! Texts as a server gives them back that keeps rich text: with other spaces, with HTML, with entities.

/// The elements of HTML that rich text has. Any other word between `<` and `>` is text, such as `<redacted>`.
const ELEMENTS: [&str; 40] = [
    "a",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "u",
    "ul",
];

/// In lower case and with single spaces.
pub(super) fn folded(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same without HTML: what a reader of the text sees.
pub(super) fn rendered(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let last = text.rfind('>').unwrap_or_default();
    let mut is_markup = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '<' if at < last && is_element(text.get(at + 1..).unwrap_or_default()) => is_markup = true,
            '>' if is_markup => {
                is_markup = false;
                out.push(' ');
            }
            _ if is_markup => {}
            _ => out.push(letter),
        }
    }
    folded(&decoded(&out))
}

/// Whether a tag of HTML begins behind a `<`.
fn is_element(rest: &str) -> bool {
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (Some(name), Some(next)) = (rest.get(..end), rest.as_bytes().get(end)) else { return false };
    (matches!(next, b'>' | b'/') || next.is_ascii_whitespace())
        && ELEMENTS.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The text with the usual entities of HTML resolved.
pub(super) fn decoded(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

/// Whether a text stands in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Yes,
    /// In the middle of a word, where it may be another one: `ok` in `token`.
    InWord,
    No,
}

/// Whether `text` stands in `said`; both folded or rendered. A blank text stands nowhere.
pub(super) fn held(text: &str, said: &str) -> Held {
    let is_cut = |before: Option<char>, after: Option<char>| {
        // Only where words have spaces between them is there a middle of a word.
        let is_letter =
            |letter: Option<char>| letter.is_some_and(|letter| letter.is_lowercase() || letter.is_ascii_digit());
        is_letter(before) && is_letter(after)
    };
    let mut found = Held::No;
    if text.is_empty() {
        return found;
    }
    for (at, _) in said.match_indices(text) {
        let (before, after) = (said.get(..at).unwrap_or_default(), said.get(at + text.len()..).unwrap_or_default());
        if is_cut(before.chars().next_back(), text.chars().next())
            || is_cut(text.chars().next_back(), after.chars().next())
        {
            found = Held::InWord;
        } else {
            return Held::Yes;
        }
    }
    found
}

/// Whether a text may come back in another form: it has, or seems to have, markup of its own.
pub(super) fn is_marked(text: &str) -> bool {
    text.contains(['<', '&'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_html_has_is_taken_out() {
        for (text, seen) in [
            ("<P>One<br/>two</p>", "one two"),
            ("<a href=\"x\">One</a>", "one"),
            ("<redacted> a<b>c", "<redacted> a c"),
            ("<b x", "<b x"),
            ("a < b > c", "a < b > c"),
            ("<bold>", "<bold>"),
            ("<i", "<i"),
            ("&lt;i&gt; &amp;lt;", "<i> &lt;"),
        ] {
            assert_eq!(rendered(text), seen, "{text}");
        }
    }

    #[test]
    fn a_text_in_the_middle_of_a_word_may_be_another() {
        for (text, said, held_there) in [
            ("ok", "ok", Held::Yes),
            ("ok", "broken, ok", Held::Yes),
            ("ok", "broken", Held::InWord),
            ("ok", "oks", Held::InWord),
            ("ok", "book", Held::InWord),
            ("ok.", "ok.x", Held::Yes),
            ("7", "17", Held::InWord),
            ("ok", "no", Held::No),
            ("", "ok", Held::No),
        ] {
            assert_eq!(held(text, said), held_there, "{text} in {said}");
        }
    }
}
