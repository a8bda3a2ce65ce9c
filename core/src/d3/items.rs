//! The items of a D3 answer: which incident each is about, and what it says of it.

use super::{
    repeats::Repeats,
    role::{MESSAGE, Role},
};
use crate::{
    answer::Verdict,
    json::{Bad, Scanner, Span, Text, Value},
    text::is_blank,
};

/// What one item says, as places in the text.
#[derive(Default)]
pub(super) struct Item {
    pub(super) span: Span,
    number: Ranked,
    /// Two different numbers were given under keys of one meaning.
    is_ambiguous: bool,
    result: Option<Value>,
    reason: Ranked,
    /// One of its reasons is no mere message.
    has_error: bool,
    /// A reason that is no text.
    fault: Option<Span>,
    /// It has a list of errors inside.
    pub(super) has_errors: bool,
}

/// What stands under the best of several keys.
#[derive(Default)]
struct Ranked {
    text: Option<Text>,
    rank: u8,
}

impl Ranked {
    /// Takes a text unless there is a better one; the one of the same rank that it takes the place of.
    fn put(&mut self, rank: u8, text: Text) -> Option<Text> {
        if self.text.is_some() && self.rank < rank {
            return None;
        }
        let known = self.text.replace(text).filter(|_| self.rank == rank);
        self.rank = rank;
        known
    }
}

impl Item {
    pub(super) fn number(&self) -> Option<Text> {
        self.number.text.filter(|_| !self.is_ambiguous)
    }

    pub(super) fn reason(&self) -> Option<Text> {
        self.reason.text
    }

    /// What a documented item says: success only in the vendor's words for it.
    pub(super) fn verdict(&self, text: &str) -> Verdict {
        match Said::of(self.result, text) {
            Said::Success => Verdict::Succeeded,
            Said::Failure(word) => Verdict::Failed(self.reason().unwrap_or(word)),
            said => match self.reason().or_else(|| self.fault.map(Text::plain)) {
                Some(reason) => Verdict::Failed(reason),
                None if said == Said::Unreadable => Verdict::Unclear,
                None => Verdict::Unreported,
            },
        }
    }

    /// Whether it says that something went wrong. A `message` alone does not: it stands beside success, too.
    pub(super) fn is_error(&self, text: &str) -> bool {
        let said = Said::of(self.result, text);
        self.has_error || self.fault.is_some() || matches!(said, Said::Failure(_) | Said::Unreadable)
    }

    /// The reason of an entry in a list of errors, if it gives any of its own.
    pub(super) fn error_reason(&self, text: &str) -> Option<Text> {
        self.reason().or_else(|| match Said::of(self.result, text) {
            Said::Failure(word) => Some(word),
            _ => None,
        })
    }

    /// Takes a result; of several the worst stays, and of several failures the first.
    #[cold]
    fn put_again(&mut self, value: Value, text: &str) {
        let rank = |result| match Said::of(result, text) {
            Said::Nothing => 0,
            Said::Success => 1,
            Said::Unreadable => 2,
            Said::Failure(_) => 3,
        };
        if rank(Some(value)) > rank(self.result) {
            self.result = Some(value);
        }
    }

    fn put_number(&mut self, rank: u8, value: Value, text: &str) {
        let Some(number) = text_of(value, text) else { return };
        if self.number.rank > rank {
            self.is_ambiguous = false;
        }
        if let Some(known) = self.number.put(rank, number) {
            self.is_ambiguous |= known.read(text) != number.read(text);
        }
    }

    fn put_reason(&mut self, rank: u8, value: Value, text: &str) {
        match text_of(value, text) {
            Some(reason) => {
                self.has_error |= rank != MESSAGE;
                self.reason.put(rank, reason);
            }
            None => self.fault = self.fault.or(fault(value, text)),
        }
    }
}

/// The text of a string that is not blank, or the spelling of a number.
fn text_of(value: Value, text: &str) -> Option<Text> {
    match value {
        Value::String(string) if !string.is_blank(text) => Some(string),
        Value::Number(span) => Some(Text::plain(span)),
        _ => None,
    }
}

/// A reason that is no text: `true`, or a container with something in it.
fn fault(value: Value, text: &str) -> Option<Span> {
    match value {
        Value::Bool(true, span) => Some(span),
        Value::Array(span) | Value::Object(span) if !is_empty(span, text) => Some(span),
        _ => None,
    }
}

/// Whether nothing stands between the brackets of a container.
pub(super) fn is_empty(span: Span, text: &str) -> bool {
    let inside = span.of(text).bytes().skip(1).find(|byte| !byte.is_ascii_whitespace());
    matches!(inside, None | Some(b']' | b'}'))
}

/// What a result says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Success,
    /// Any other word.
    Failure(Text),
    /// An object or an array.
    Unreadable,
}

impl Said {
    fn of(result: Option<Value>, text: &str) -> Said {
        let word = match result {
            None | Some(Value::Null) => return Said::Nothing,
            Some(Value::Array(_) | Value::Object(_)) => return Said::Unreadable,
            Some(Value::String(word)) => word,
            Some(Value::Bool(_, span) | Value::Number(span)) => Text::plain(span),
        };
        match word.read(text) {
            said if is_success(&said) => Said::Success,
            said if is_blank(&said) => Said::Nothing,
            _ => Said::Failure(word),
        }
    }
}

/// The vendor's words of success.
pub(super) fn is_success(word: &str) -> bool {
    if word == "Successful" {
        return true;
    }
    let word = word.trim();
    ["Successful", "Succeed", "true"].iter().any(|success| word.eq_ignore_ascii_case(success))
}

/// Reads items in one pass.
pub(super) struct Reader(Repeats);

impl Reader {
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(super) fn new() -> Self {
        Reader(Repeats::default())
    }

    /// Takes the object that comes next.
    #[cfg_attr(target_family = "wasm", inline(never))]
    pub(super) fn item(&mut self, scanner: &mut Scanner<'_>) -> Result<Item, Bad> {
        let text = scanner.text();
        scanner.peek();
        let mut item = Item { span: Span { start: scanner.offset() as u32, end: 0 }, ..Item::default() };
        self.0.members(scanner, &mut |role, value| match role {
            Role::Number(rank) => item.put_number(rank, value, text),
            Role::Reason(rank) => item.put_reason(rank, value, text),
            Role::Result if item.result.is_none() => item.result = Some(value),
            Role::Result => item.put_again(value, text),
            Role::Errors => item.has_errors = true,
            Role::Data | Role::Status | Role::Other => {}
        })?;
        item.span.end = scanner.offset() as u32;
        Ok(item)
    }
}
