//! The envelope of a D3 answer, `{error, returnData, contextData}`, read in one pass.

use super::{
    bare_quotes::{self, Opening},
    items::{Reader, Tally},
};
use crate::{
    answer::warnings,
    json::{Bad, Node, Scanner, Span, Text, Value},
    text::is_blank,
};

/// The envelope; items that stand in the body as such are read on the way.
#[derive(Default)]
pub(super) struct Envelope {
    /// `error` or `Error` is neither null nor blank.
    pub(super) failed: bool,
    /// What it says, when it is text.
    pub(super) error_text: Option<String>,
    pub(super) returned: Option<Value>,
    /// Whether `returnData` stands before `contextData`.
    pub(super) returned_first: bool,
    pub(super) context: Context,
    pub(super) warnings: Vec<String>,
}

/// What `contextData` held.
#[derive(Default)]
pub(super) struct Context {
    pub(super) items: Vec<Span>,
    /// Strings that may be JSON text, each with the number of items before it.
    pub(super) texts: Vec<(usize, Text)>,
}

impl Envelope {
    pub(super) fn read(text: &str, start: usize, tally: &mut Tally<'_>) -> Result<Self, Bad> {
        let mut envelope = Envelope::default();
        // `error` and `Error` are two keys: each keeps its last value.
        let mut errors = [None, None];
        let mut seen_context = false;
        let mut scanner = Scanner::new(text, start);
        if scanner.peek() != Some(b'{') {
            return scanner.bad("a JSON object");
        }
        scanner.object(|scanner, key| {
            let key = key.read(text);
            if key.eq_ignore_ascii_case("contextData") {
                seen_context = true;
                envelope.returned_first = envelope.returned.is_some();
                envelope.context = Context::default();
                tally.clear();
                envelope.context.read(scanner, tally)?;
            } else if key.eq_ignore_ascii_case("returnData") {
                envelope.returned_first = !seen_context;
                envelope.returned = Some(returned(scanner)?);
            } else if key.eq_ignore_ascii_case("error") {
                let value = scanner.value()?;
                let [lower, upper] = &mut errors;
                *(if key.starts_with('E') { upper } else { lower }) = stated(value, text);
            } else if key.eq_ignore_ascii_case("warnings") {
                envelope.warnings = warnings(&Node::read(scanner)?);
            } else {
                scanner.value()?;
            }
            Ok(())
        })?;
        scanner.end()?;
        envelope.failed = errors.iter().any(Option::is_some);
        envelope.error_text = errors.into_iter().flatten().find(|text| !text.is_empty());
        Ok(envelope)
    }
}

/// The text of an error that is stated at all; empty for one that is not text.
fn stated(value: Value, text: &str) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(string) => Some(string.read(text).into_owned()).filter(|text| !is_blank(text)),
        _ => Some(String::new()),
    }
}

fn returned(scanner: &mut Scanner<'_>) -> Result<Value, Bad> {
    match bare_quotes::open(scanner)? {
        Opening::String(string) => Ok(Value::String(string)),
        Opening::Plain => scanner.value(),
        Opening::Bare => {
            let value = scanner.value();
            bare_quotes::close(scanner);
            value
        }
    }
}

impl Context {
    fn read<'t>(&mut self, scanner: &mut Scanner<'t>, tally: &mut Tally<'_>) -> Result<(), Bad> {
        match bare_quotes::open(scanner)? {
            Opening::String(string) => self.texts.push((0, string)),
            Opening::Plain => self.value(scanner, tally)?,
            Opening::Bare => {
                self.value(scanner, tally)?;
                bare_quotes::close(scanner);
            }
        }
        Ok(())
    }

    /// Takes an array of items, or one item; any other value is stepped over.
    pub(super) fn value<'t>(&mut self, scanner: &mut Scanner<'t>, tally: &mut Tally<'_>) -> Result<(), Bad> {
        let mut reader = Reader::default();
        match scanner.peek() {
            Some(b'{') => self.item(scanner, &mut reader, tally),
            Some(b'[') => scanner.array(|scanner| {
                if scanner.peek() == Some(b'{') {
                    return self.item(scanner, &mut reader, tally);
                }
                if let Value::String(string) = scanner.value()? {
                    self.texts.push((self.items.len(), string));
                }
                Ok(())
            }),
            _ => scanner.value().map(drop),
        }
    }

    fn item<'t>(
        &mut self,
        scanner: &mut Scanner<'t>,
        reader: &mut Reader<'t>,
        tally: &mut Tally<'_>,
    ) -> Result<(), Bad> {
        let item = reader.item(scanner)?;
        tally.file(&item, scanner.text());
        self.items.push(item.span);
        Ok(())
    }
}
