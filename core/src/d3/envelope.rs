//! The envelope of a D3 answer, `{error, returnData, contextData}`, read in one pass.

use super::{
    bare_quotes::{self, Opening},
    findings::{Findings, Sheet},
    role::{ERROR_MESSAGE, Role},
    tally::Doubt,
};
use crate::{
    answer::Places,
    json::{Bad, Level, Scanner, Span, Text, Value, View, cut, same, start_of},
};

/// How much of the text of an error is kept.
const ERROR_LIMIT: usize = 16 << 10;

/// The envelope; items that stand in the body as such are read on the way.
#[derive(Default)]
pub(super) struct Envelope {
    /// `error` or `Error` is neither null nor blank.
    pub(super) failed: bool,
    /// What it says, when it is text.
    pub(super) error_text: Option<String>,
    /// `returnData`, and the same under another spelling of the key.
    pub(super) returned: [Option<Value>; 2],
    /// Whether `returnData` stands before `contextData`.
    pub(super) returned_first: bool,
    /// The items of `contextData`.
    pub(super) items: Places,
    pub(super) warnings: Option<Value>,
    /// The whole, if it has an `ErrorData` of its own.
    pub(super) with_errors: Option<Span>,
}

impl Envelope {
    pub(super) fn read(text: &str, levels: &mut [Level], findings: &mut Findings<'_>) -> Result<Self, Bad> {
        let mut envelope = Envelope::default();
        let (mut context_key, mut returned_key) = (Key::default(), Key::default());
        let (mut has_errors, mut fault) = (false, None);
        let mut scanner = Scanner::new(text, start_of(text));
        if scanner.peek() != Some(b'{') {
            return scanner.bad("a JSON object");
        }
        let start = scanner.offset();
        scanner.each_member(&mut |scanner, key| {
            let name = key.read(text);
            if is(&name, "contextData") {
                envelope.returned_first = returned_key.is_seen();
                // Of a duplicate key the last counts; under two spellings both do.
                let is_repeated = context_key.is_seen();
                if context_key.is_first(key, text) && is_repeated && !context_key.is_ambiguous {
                    envelope.items.clear();
                    findings.tally.clear();
                }
                envelope.context(scanner, Sheet { base: 0, text, deeper: levels }, findings)?;
            } else if is(&name, "returnData") {
                envelope.returned_first = !context_key.is_seen();
                let [first, other] = &mut envelope.returned;
                let slot = if returned_key.is_first(key, text) { first } else { other };
                *slot = Some(returned(scanner)?);
            } else if is(&name, "error") {
                envelope.error(View::new(text, scanner.value()?));
            } else if is(&name, "warnings") {
                envelope.warnings = Some(scanner.value()?);
            } else {
                let role = Role::of(&name);
                let value = View::new(text, scanner.value()?);
                has_errors |= role == Role::Errors;
                if role == Role::Reason(ERROR_MESSAGE) && value.is_stated() {
                    fault = Some(value);
                }
            }
            Ok(())
        })?;
        envelope.with_errors = has_errors.then_some(Span { start: start as u32, end: scanner.offset() as u32 });
        scanner.end()?;
        if returned_key.is_ambiguous || fault.is_some() {
            findings.tally.doubt(Doubt::Success);
        }
        if let Some(fault) = fault {
            findings.warnings.add(fault);
        }
        Ok(envelope)
    }

    fn error(&mut self, error: View<'_>) {
        if error.is_stated() {
            self.failed = true;
            if let Some(text) = error.string() {
                self.error_text = Some(cut(text, ERROR_LIMIT));
            }
        }
    }

    fn context<'t>(
        &mut self,
        scanner: &mut Scanner<'t>,
        sheet: Sheet<'t, '_>,
        findings: &mut Findings<'_>,
    ) -> Result<(), Bad> {
        match bare_quotes::open(scanner)? {
            Opening::String(string) => findings.other(Value::String(string), sheet, &mut self.items, true),
            Opening::Plain => findings.list(scanner, sheet, &mut self.items, true)?,
            Opening::Bare => {
                findings.list(scanner, sheet, &mut self.items, true)?;
                bare_quotes::close(scanner);
            }
        }
        Ok(())
    }
}

/// Whether a key equals the vendor's spelling, ignoring case.
fn is(key: &str, known: &str) -> bool {
    key.len() == known.len() && (same(key.as_bytes(), known.as_bytes()) || key.eq_ignore_ascii_case(known))
}

/// How a key was spelt first.
#[derive(Default)]
struct Key {
    first: Option<Text>,
    /// It came in another spelling too.
    is_ambiguous: bool,
}

impl Key {
    fn is_seen(&self) -> bool {
        self.first.is_some()
    }

    /// Whether a key is spelt as the first one was.
    fn is_first(&mut self, key: Text, text: &str) -> bool {
        let first = *self.first.get_or_insert(key);
        let is_same = first == key || first.read(text) == key.read(text);
        self.is_ambiguous |= !is_same;
        is_same
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
