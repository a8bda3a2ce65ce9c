//! Messages per field in the body of a refusal: nested below `errors`, or listed with a `loc` or `field`.

use crate::{
    id_index::groups,
    json::{Bad, Scanner, Value, View},
};

/// How much the messages per field may come to, their paths included, each counted with what it takes to keep it.
const LIMIT: usize = 128 << 10;
const OVERHEAD: usize = 128;

/// The messages below `errors`, and those listed in `extra`, by the dotted path of their field.
pub(super) fn read(errors: Option<View<'_>>, extra: Option<View<'_>>) -> Vec<(String, Vec<String>)> {
    let mut found = Found { messages: Vec::new(), room: LIMIT };
    if let Some(errors) = errors {
        let _ = match errors.value() {
            Value::Array(span) | Value::Object(span) => {
                descend(&mut Scanner::new(errors.text(), span.start as usize), &mut String::new(), &mut found)
            }
            _ => {
                found.leaf("", errors);
                Ok(())
            }
        };
    }
    if let Some(extra) = extra {
        listed(extra, &mut found);
    }
    grouped(found.messages)
}

fn grouped(messages: Vec<(String, String)>) -> Vec<(String, Vec<String>)> {
    let paths: Vec<&str> = messages.iter().map(|(path, _)| path.as_str()).collect();
    let groups = groups(&paths);
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    for ((path, message), group) in messages.into_iter().zip(groups) {
        match fields.get_mut(group) {
            Some((_, messages)) => messages.push(message),
            None => fields.push((path, vec![message])),
        }
    }
    fields
}

/// Messages as they are found, each with the path of its field. A path stands beside every message below it, so that a small
/// body could fill the memory: past the limit nothing is taken up. The body keeps it all.
struct Found {
    messages: Vec<(String, String)>,
    room: usize,
}

impl Found {
    fn add(&mut self, path: &str, message: &str) {
        let room = self.room.checked_sub(path.len() + message.len() + OVERHEAD);
        self.room = room.unwrap_or_default();
        if room.is_some() {
            self.messages.push((path.to_owned(), message.to_owned()));
        }
    }

    fn leaf(&mut self, path: &str, leaf: View<'_>) {
        if !leaf.is_null() {
            self.add(path, &leaf.shown(self.room));
        }
    }
}

/// Takes the value that comes next. `path` leads to it, and is put back.
fn descend(scanner: &mut Scanner<'_>, path: &mut String, found: &mut Found) -> Result<(), Bad> {
    let text = scanner.text();
    match scanner.peek() {
        Some(b'{') => scanner.each_member(&mut |scanner, key| {
            let length = path.len();
            if length > 0 {
                path.push('.');
            }
            path.push_str(&key.read(text));
            descend(scanner, path, found)?;
            path.truncate(length);
            Ok(())
        }),
        _ => {
            let view = View::new(text, scanner.value()?);
            if !matches!(view.value(), Value::Array(_)) {
                found.leaf(path, view);
            } else if !listed(view, found) {
                // All elements count here, null too.
                view.elements(&mut |element| found.add(path, &element.shown(found.room)));
            }
            Ok(())
        }
    }
}

/// Takes entries with a `loc` (a path) or a `field`, and a `msg` or `message`; whether there are any with a place.
fn listed(list: View<'_>, found: &mut Found) -> bool {
    let mut has_places = false;
    list.elements(&mut |entry| {
        let (mut loc, mut field, mut msg, mut message) = (None, None, None, None);
        entry.members(&mut |key, value| match key {
            "loc" => loc = Some(value),
            "field" => field = Some(value),
            "msg" => msg = value.string().or(msg.take()),
            "message" => message = value.string().or(message.take()),
            _ => {}
        });
        let Some(place) = loc.or(field) else { return };
        has_places = true;
        if let (Some(path), Some(message)) = (path(place), msg.or(message)) {
            found.add(&path, &message);
        }
    });
    has_places
}

/// The dotted path of a list of words, or a single word; `None` if it is not a word.
fn path(place: View<'_>) -> Option<String> {
    if !matches!(place.value(), Value::Array(_)) {
        return place.word().map(String::from);
    }
    let mut path = String::new();
    let mut is_first = true;
    place.elements(&mut |part| {
        if let Some(word) = part.word() {
            if !std::mem::take(&mut is_first) {
                path.push('.');
            }
            path.push_str(&word);
        }
    });
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(errors: &str) -> Vec<(String, Vec<String>)> {
        read(View::parse(errors, 0).ok(), None)
    }

    fn size(fields: &[(String, Vec<String>)]) -> usize {
        fields.iter().map(|(path, messages)| path.len() + messages.iter().map(String::len).sum::<usize>()).sum()
    }

    #[test]
    fn paths_are_dotted_and_put_back() {
        let found =
            fields(r#"{"a": {"b": ["x", null], "c": 1}, "d": "y", "e": [{"field": 3, "msg": "z"}], "f": null}"#);
        let shown: Vec<String> =
            found.iter().map(|(path, messages)| format!("{path}={}", messages.join("|"))).collect();
        assert_eq!(shown, ["a.b=x|null", "a.c=1", "d=y", "3=z"]);
    }

    #[test]
    fn a_long_path_above_many_messages_does_not_fill_the_memory() {
        let key = "k".repeat(50_000);
        let leaves: Vec<String> = (0..10_000).map(|index| format!("\"{index}\": \"no\"")).collect();
        let found = fields(&format!("{{\"{key}\": {{{}}}}}", leaves.join(",")));
        assert!((1..=LIMIT).contains(&size(&found)), "{}", size(&found));
    }

    #[test]
    fn a_path_that_is_too_long_is_not_told_by_halves() {
        let long = "k".repeat(LIMIT);
        let listed = format!(r#"[{{"loc": ["a", "{long}", "b"], "msg": "no"}}]"#);
        for errors in [format!(r#"{{"{long}": {{"b": "no"}}}}"#), listed] {
            assert_eq!(fields(&errors), []);
        }
    }

    #[test]
    fn long_messages_of_no_field_do_not_fill_the_memory() {
        let long = "m".repeat(1_000);
        let found = fields(&format!("[{}\"{long}\"]", format!("\"{long}\",").repeat(1_000)));
        assert!((LIMIT / 2..=LIMIT).contains(&size(&found)), "{}", size(&found));
    }

    #[test]
    fn messages_without_a_byte_are_bounded_too() {
        let found = fields(&format!("{{\"\": [{}\"\"]}}", "\"\",".repeat(1 << 20)));
        assert!((1..2000).contains(&found.iter().map(|(_, messages)| messages.len()).sum::<usize>()));
    }
}
