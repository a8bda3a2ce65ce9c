//! The common view of incidents and alerts, the same for both vendors.

use std::borrow::Cow;

use super::item::Item;
use crate::{
    json::{Object, Scanner, Value, View, push_string},
    text::same_key,
};

/// What both vendors say about an incident or alert. A field is `None` if the vendor's is absent, null or blank; a list, an object or
/// a boolean is its JSON, without white space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row<'a> {
    /// The id or number; empty if the item has none.
    pub id: Cow<'a, str>,
    /// The title or name.
    pub title: Option<Cow<'a, str>>,
    /// The status, in the vendor's words.
    pub status: Option<Cow<'a, str>>,
    /// The severity, in the vendor's words: the manual one if it is set, otherwise the computed one.
    pub severity: Option<Cow<'a, str>>,
    /// The user it is assigned to.
    pub owner: Option<Cow<'a, str>>,
    /// When it was created, as JSON text: a number of epoch milliseconds for Xpanse, the vendor's own string for D3.
    pub created: Option<Cow<'a, str>>,
    /// When it was last modified, as JSON text like `created`.
    pub modified: Option<Cow<'a, str>>,
    /// The URL of its page in the vendor's user interface.
    pub url: Option<Cow<'a, str>>,
}

impl Row<'_> {
    /// `{id, title, status, severity, owner, created, modified, url}` as JSON text, with `null` for what is absent.
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(256);
        self.write(&mut out);
        out
    }

    pub(super) fn write(&self, out: &mut String) {
        *out = Object::behind(std::mem::take(out))
            .text_or_null("id", Some(self.id.as_ref()).filter(|id| !id.is_empty()))
            .text_or_null("title", self.title.as_deref())
            .text_or_null("status", self.status.as_deref())
            .text_or_null("severity", self.severity.as_deref())
            .text_or_null("owner", self.owner.as_deref())
            .raw("created", self.created.as_deref().unwrap_or("null"))
            .raw("modified", self.modified.as_deref().unwrap_or("null"))
            .text_or_null("url", self.url.as_deref())
            .finish();
    }
}

/// The most keys that a column of a row has.
const MOST_KEYS: usize = 8;

/// The keys of a vendor's items that a row is made of, each in lower case without spaces or `_`; of several the first that
/// says anything counts.
#[derive(Debug)]
pub(crate) struct RowKeys {
    pub(crate) id: &'static [&'static str],
    pub(crate) title: &'static [&'static str],
    pub(crate) status: &'static [&'static str],
    pub(crate) severity: &'static [&'static str],
    pub(crate) owner: &'static [&'static str],
    pub(crate) created: &'static [&'static str],
    pub(crate) modified: &'static [&'static str],
    pub(crate) url: &'static [&'static str],
}

impl RowKeys {
    /// The id of an item, empty when it names none.
    pub(super) fn id<'a>(&self, item: Item<'a>) -> Cow<'a, str> {
        let [found] = find([self.id], item);
        found.map_or(Cow::Borrowed(""), id_of)
    }

    pub(super) fn row<'a>(&self, item: Item<'a>) -> Row<'a> {
        let Self { id, title, status, severity, owner, created, modified, url } = self;
        let columns = [*id, title, status, severity, owner, created, modified, url];
        let [id, title, status, severity, owner, created, modified, url] = find(columns, item);
        let text = |value: Option<&'a str>| value.map(text_of);
        Row {
            id: id.map(id_of).unwrap_or_default(),
            title: text(title),
            status: text(status),
            severity: text(severity),
            owner: text(owner),
            created: created.map(json_of),
            modified: modified.map(json_of),
            url: text(url),
        }
    }

    /// The rows of the objects in a list, as a JSON array.
    pub(crate) fn rows_json(&self, items: View<'_>) -> String {
        let mut out = String::from("[");
        items.elements(&mut |item| {
            if let Value::Object(span) = item.value() {
                out.push_str(if out.len() > 1 { "," } else { "" });
                self.row(Item(span.of(item.text()))).write(&mut out);
            }
        });
        out.push(']');
        out
    }
}

/// The value of each column: that of the first of its keys which says anything.
fn find<'a, const N: usize>(columns: [&[&str]; N], item: Item<'a>) -> [Option<&'a str>; N] {
    let mut found: [[Option<&'a str>; MOST_KEYS]; N] = [[None; MOST_KEYS]; N];
    item.visit(|key, value| {
        for (column, found) in columns.iter().zip(&mut found) {
            for (plain, slot) in column.iter().zip(found) {
                // Of a key that comes twice the last value counts.
                if same_key(&key, plain) {
                    *slot = Some(value).filter(|value| says_something(value));
                }
            }
        }
    });
    found.map(|values| values.into_iter().flatten().next())
}

/// Whether a value is neither null nor blank. No tree is made of it: it may be large.
fn says_something(value: &str) -> bool {
    match Scanner::new(value, 0).value() {
        Ok(Value::Null) | Err(_) => false,
        Ok(Value::String(text)) => !text.is_blank(value),
        Ok(_) => true,
    }
}

/// The id that a string or a number is; nothing else is one.
fn id_of(value: &str) -> Cow<'_, str> {
    match Scanner::new(value, 0).value() {
        Ok(Value::String(text)) => text.read(value),
        Ok(Value::Number(_)) => Cow::Borrowed(value),
        _ => Cow::Borrowed(""),
    }
}

/// The text of a string, and the JSON of anything else, written as the items of a page are.
pub(super) fn text_of(value: &str) -> Cow<'_, str> {
    match Scanner::new(value, 0).value() {
        Ok(cell) => View::new(value, cell).shown(usize::MAX),
        Err(_) => Cow::Borrowed(value),
    }
}

/// A number in its own spelling, anything else as a JSON string.
fn json_of(value: &str) -> Cow<'_, str> {
    if value.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) {
        return Cow::Borrowed(value);
    }
    let mut out = String::new();
    push_string(&mut out, &text_of(value));
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: RowKeys = RowKeys {
        id: &["incidentid"],
        title: &["incidentname", "description"],
        status: &["status"],
        severity: &["manualseverity", "severity"],
        owner: &["owner"],
        created: &["creationtime"],
        modified: &["modificationtime"],
        url: &["url"],
    };

    fn row(json: &str) -> String {
        KEYS.row(Item(json)).to_json()
    }

    #[test]
    fn the_first_key_that_says_anything_counts() {
        assert_eq!(
            row(
                r#"{"severity":"low","Manual Severity":" ","description":"d","incident_name":"n","incident_id":7,"creation_time":1.0,"owner":null}"#
            ),
            r#"{"id":"7","title":"n","status":null,"severity":"low","owner":null,"created":1.0,"modified":null,"url":null}"#
        );
    }

    #[test]
    fn a_cell_that_is_an_object_is_written_as_in_an_item() {
        let spaced = r#"{"description": {"a" : [1.0, 2], "a" : { "b" : "c" }}, "status": [ ], "severity": true, "creation_time": [ 7 ]}"#;
        let compact = r#"{"description":{"a":{"b":"c"}},"status":[],"severity":true,"creation_time":[7]}"#;
        assert_eq!(row(spaced), row(compact));
        assert_eq!(
            row(spaced),
            r#"{"id":null,"title":"{\"a\":{\"b\":\"c\"}}","status":"[]","severity":"true","owner":null,"created":"[7]","modified":null,"url":null}"#
        );
    }

    #[test]
    fn of_a_key_that_comes_twice_the_last_counts() {
        assert_eq!(
            row(r#"{"status":"new","status":"re\"opened","owner":"a","owner":"","creation_time":"x","severity":"low",
                "manual_severity":"high","manual_severity":null}"#),
            r#"{"id":null,"title":null,"status":"re\"opened","severity":"low","owner":null,"created":"x","modified":null,"url":null}"#
        );
    }
}
