//! Xpanse answers that list: `{reply: {total_count, result_count, <list>, …}}`, with counts and lists that may be null.

use std::borrow::Cow;

use super::reply::{is_error_object, is_mark};
use crate::{
    answer::{AnyAnswer, Further, PageDraft, Places, RowKeys, Warnings},
    json::{Bad, Scanner, Value, View, is_container, start_of},
    operation::parse::Refused,
    reply_context::ReplyContext,
    text::is_blank,
};

/// Where the list of an answer is, and what the common view of its items is made of.
pub(super) struct Listing {
    /// The key of the list.
    pub(super) list: &'static str,
    pub(super) keys: &'static RowKeys,
}

pub(super) fn read(context: &ReplyContext, listing: &Listing, text: String) -> Result<AnyAnswer, Refused> {
    let mut found = Found::of(listing);
    let mut has_reply = false;
    let mut scanner = Scanner::new(&text, start_of(&text));
    if scanner.peek() != Some(b'{') {
        return scanner.bad("a JSON object")?;
    }
    scanner.each_member(&mut |scanner, key| {
        if key.read(scanner.text()) != "reply" {
            return found.member(scanner, &key.read(scanner.text()));
        }
        // Of a key that comes twice the last value counts. What stands before the only one does, too.
        if std::mem::replace(&mut has_reply, true) {
            found = Found { failed: found.failed, ..Found::of(listing) };
        }
        match scanner.peek() {
            Some(b'{') => scanner.each_member(&mut |scanner, key| found.member(scanner, &key.read(scanner.text()))),
            Some(b'[') => found.take_list(scanner),
            _ => scanner.value().map(drop),
        }
    })?;
    scanner.end()?;
    // The other shapes of an error look like nothing here.
    if found.failed || (!found.stated && is_error_object(View::parse(&text, start_of(&text))?)) {
        return Err(Refused::CommandFailed { text, message: None });
    }
    if !found.stated || found.lost {
        return Err(Bad::new(text.len(), "a list of incidents or alerts").into());
    }
    let Found { items, decoded, total, token, mut warnings, .. } = found;
    if found.strange {
        warnings.push("a list in the answer cannot be read".into());
    }
    let (text, body) = match decoded {
        Some(decoded) => (decoded, Some(text)),
        None => (text, None),
    };
    let further = Further { token, pages: None };
    let draft = PageDraft { text, body, keys: listing.keys, items, is_ids_alone: false, total, further, warnings };
    Ok(AnyAnswer::Page(draft.finish(context)))
}

/// What an answer holds.
struct Found<'l> {
    listing: &'l Listing,
    items: Places,
    /// The text of the list, if it stands in a string.
    decoded: Option<String>,
    total: Option<u64>,
    /// The token of the next page.
    token: Option<String>,
    warnings: Warnings,
    /// There is a list or a count, null ones included: the server understood.
    stated: bool,
    /// The list is JSON text that breaks off: what it listed is lost.
    lost: bool,
    /// The list is something else, which may hold more than nothing.
    strange: bool,
    /// There is an error.
    failed: bool,
}

impl<'l> Found<'l> {
    fn of(listing: &'l Listing) -> Self {
        Found {
            listing,
            items: Places::default(),
            decoded: None,
            total: None,
            token: None,
            warnings: Warnings::default(),
            stated: false,
            lost: false,
            strange: false,
            failed: false,
        }
    }

    fn member(&mut self, scanner: &mut Scanner<'_>, key: &str) -> Result<(), Bad> {
        match key {
            key if key == self.listing.list => self.take_list(scanner),
            "total_count" => {
                self.stated = true;
                self.total = match scanner.value()? {
                    Value::Number(span) => span.of(scanner.text()).parse().ok(),
                    Value::String(string) => string.read(scanner.text()).parse().ok(),
                    _ => None,
                };
                Ok(())
            }
            "result_count" => {
                self.stated = true;
                scanner.value().map(drop)
            }
            "next_page_token" => {
                let value = scanner.value()?;
                let view = View::new(scanner.text(), value);
                self.token = view.word().filter(|token| !is_blank(token)).map(Cow::into_owned);
                Ok(())
            }
            "warnings" => {
                let value = scanner.value()?;
                self.warnings = Warnings::of(Some(View::new(scanner.text(), value)));
                Ok(())
            }
            key if is_mark(key) => {
                let value = scanner.value()?;
                self.failed |= View::new(scanner.text(), value).is_stated();
                Ok(())
            }
            _ => scanner.value().map(drop),
        }
    }

    /// The objects of the list; of a list that comes twice the last counts.
    fn take_list(&mut self, scanner: &mut Scanner<'_>) -> Result<(), Bad> {
        self.items.clear();
        self.decoded = None;
        self.lost = false;
        self.strange = false;
        if scanner.peek() == Some(b'[') {
            return self.take_elements(scanner);
        }
        match scanner.value()? {
            Value::Null => self.stated = true,
            Value::String(string) => {
                let decoded = string.read(scanner.text()).into_owned();
                if decoded.trim_start().starts_with('[') {
                    self.lost = !is_container(&decoded, 0);
                    if !self.lost {
                        self.take_elements(&mut Scanner::new(&decoded, 0))?;
                        self.decoded = Some(decoded);
                    }
                }
            }
            _ => self.strange = true,
        }
        Ok(())
    }

    fn take_elements(&mut self, scanner: &mut Scanner<'_>) -> Result<(), Bad> {
        self.stated = true;
        scanner.peek();
        scanner.each_element(&mut |scanner| {
            if let Value::Object(span) = scanner.value()? {
                self.items.push(span);
            }
            Ok(())
        })
    }
}
