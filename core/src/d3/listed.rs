//! Where an answer lists incidents.

use super::body::{Body, is_incident, member};
use crate::{
    answer::Places,
    json::{Span, Value, View, is_container},
};

/// The incidents that an answer lists.
#[derive(Default)]
pub(super) struct Listed {
    /// Objects, or numbers.
    pub(super) items: Places,
    /// They are numbers.
    pub(super) is_ids_alone: bool,
    pub(super) place: Place,
}

/// Which text the items stand in.
#[derive(Default)]
pub(super) enum Place {
    #[default]
    Body,
    /// JSON text that stood in a string.
    Decoded(String),
}

/// How deep the list may stand: how many objects it is inside of, each of which is scanned as a whole, and how often JSON text
/// may stand inside JSON text, each of which is decoded as a whole.
const DEPTH: Depth = Depth { objects: 4, texts: 2 };

#[derive(Clone, Copy)]
struct Depth {
    objects: usize,
    texts: usize,
}

impl Listed {
    /// The first list that has something in it, or else an empty one; `None` where there is none.
    pub(super) fn find(parts: &[Option<View<'_>>]) -> Option<Listed> {
        let mut found: Option<Listed> = None;
        for part in parts.iter().copied().flatten() {
            if found.as_ref().is_none_or(|listed| listed.items.len() == 0) {
                found = Listed::of(part, DEPTH).or(found);
            }
        }
        found
    }

    /// As [`Listed::find`], where the answer is about one incident, which it need not name.
    pub(super) fn find_one(body: &Body<'_>) -> Option<Listed> {
        Listed::find(&body.lists()).or_else(|| Listed::alone(member(body.returned?, "data")?))
    }

    /// An object, whatever it names.
    pub(super) fn alone(view: View<'_>) -> Option<Listed> {
        match view.value() {
            Value::Object(span) => Some(Listed::one(span)),
            _ => None,
        }
    }

    fn of(view: View<'_>, depth: Depth) -> Option<Listed> {
        match view.value() {
            Value::Array(_) => Some(Listed::elements(view)),
            Value::Object(span) if depth.objects > 0 => {
                let inner = member(view, "incidents").or_else(|| member(view, "data"));
                let depth = Depth { objects: depth.objects - 1, ..depth };
                let listed = inner.and_then(|inner| Listed::of(inner, depth));
                listed.or_else(|| is_incident(view).then(|| Listed::one(span)))
            }
            Value::String(_) if depth.texts > 0 => {
                let decoded = view.string().filter(|text| is_container(text, 0))?.into_owned();
                let listed = Listed::of(View::parse(&decoded, 0).ok()?, Depth { texts: depth.texts - 1, ..depth })?;
                let place = match listed.place {
                    Place::Body => Place::Decoded(decoded),
                    deeper => deeper,
                };
                Some(Listed { place, ..listed })
            }
            _ => None,
        }
    }

    fn one(span: Span) -> Listed {
        let mut listed = Listed::default();
        listed.items.push(span);
        listed
    }

    /// The objects of a list, or else its numbers.
    fn elements(list: View<'_>) -> Listed {
        let (mut objects, mut numbers) = (Places::default(), Places::default());
        list.elements(&mut |element| match element.value() {
            Value::Object(span) => objects.push(span),
            Value::Number(span) => numbers.push(span),
            Value::String(text) if !text.is_blank(list.text()) => numbers.push(text.quoted()),
            _ => {}
        });
        let is_ids_alone = objects.len() == 0 && numbers.len() > 0;
        Listed { items: if is_ids_alone { numbers } else { objects }, is_ids_alone, place: Place::Body }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(text: &str) -> bool {
        Listed::find(&[View::parse(text, 0).ok()]).is_some_and(|listed| listed.items.len() == 1)
    }

    #[test]
    fn a_server_does_not_choose_how_deep_a_list_is_looked_for() {
        let inside = |objects: usize| format!("{}[7]{}", "{\"data\":".repeat(objects), "}".repeat(objects));
        for (objects, is_found) in [(0, true), (1, true), (4, true), (5, false), (100, false)] {
            assert_eq!(finds(&inside(objects)), is_found, "{objects} objects");
        }
        let mut text = inside(0);
        for (texts, is_found) in [(0, true), (1, true), (2, true), (3, false), (4, false)] {
            assert_eq!(finds(&text), is_found, "{texts} texts");
            text = format!("{{\"data\":{text}}}").replace('\\', "\\\\").replace('"', "\\\"");
            text = format!("\"{text}\"");
        }
    }
}
