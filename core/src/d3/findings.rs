//! What an answer holds beside its word: items, and errors that speak for incidents without one.

use super::{
    items::{Item, Reader, is_empty},
    role::Role,
    tally::{Doubt, Tally, Word},
};
use crate::{
    answer::{Places, Verdict, Warnings},
    json::{Bad, Level, Scanner, Span, Text, Value, View, is_container},
};

/// A text that is being read, the place at which it begins, and where JSON text inside its strings is decoded to.
pub(super) struct Sheet<'t, 'l> {
    pub(super) base: u32,
    pub(super) text: &'t str,
    pub(super) deeper: &'l mut [Level],
}

impl<'t> Sheet<'t, '_> {
    pub(super) fn again(&mut self) -> Sheet<'t, '_> {
        Sheet { base: self.base, text: self.text, deeper: self.deeper }
    }

    pub(super) fn scan(&self, span: Span) -> Scanner<'t> {
        Scanner::new(self.text, span.start as usize)
    }
}

/// If `string` is the JSON text of an array or object, hands it to `read`: what it says and where it stands there.
pub(super) fn inside(
    string: Text,
    sheet: Sheet<'_, '_>,
    read: &mut dyn FnMut(Sheet<'_, '_>, Span),
) -> Result<(), Plain> {
    let raw = string.span.of(sheet.text);
    if !string.escaped {
        // It stands there as it is.
        let text = sheet.text.get(..string.span.end as usize).unwrap_or_default();
        let start = string.span.start as usize;
        if !is_container(text, start) {
            return Err(Plain::of(raw));
        }
        read(sheet, string.span);
        return Ok(());
    }
    let Some((level, deeper)) = sheet.deeper.split_first_mut() else { return Err(Plain::of(&string.read(sheet.text))) };
    match level.decode(string, sheet.text) {
        Some(span) => {
            read(Sheet { base: level.base(), text: level.text(), deeper }, span);
            Ok(())
        }
        None => Err(Plain::of(&string.read(sheet.text))),
    }
}

/// A string that is no JSON text.
pub(super) struct Plain {
    /// It begins like the JSON text of a container.
    pub(super) is_broken: bool,
}

impl Plain {
    fn of(text: &str) -> Self {
        Plain { is_broken: matches!(text.trim_start().bytes().next(), Some(b'{' | b'[')) }
    }
}

/// What was found in an answer.
pub(super) struct Findings<'a> {
    pub(super) tally: Tally<'a>,
    pub(super) warnings: Warnings,
    /// The reason of an error that gives none.
    pub(super) no_reason: Text,
}

impl Findings<'_> {
    /// Takes a list of items, or one item. `all`: also those that name no incident are the vendor's items.
    pub(super) fn list<'t>(
        &mut self,
        scanner: &mut Scanner<'t>,
        mut sheet: Sheet<'t, '_>,
        items: &mut Places,
        all: bool,
    ) -> Result<(), Bad> {
        let mut reader = Reader::new();
        match scanner.peek() {
            Some(b'{') => self.item(scanner, &mut reader, &mut sheet, items, all),
            Some(b'[') => scanner.each_element(&mut |scanner| match scanner.peek() {
                Some(b'{') => self.item(scanner, &mut reader, &mut sheet, items, all),
                _ => {
                    let value = scanner.value()?;
                    self.other(value, sheet.again(), items, all);
                    Ok(())
                }
            }),
            _ => {
                let value = scanner.value()?;
                self.other(value, sheet, items, all);
                Ok(())
            }
        }
    }

    fn item<'t>(
        &mut self,
        scanner: &mut Scanner<'t>,
        reader: &mut Reader,
        sheet: &mut Sheet<'t, '_>,
        items: &mut Places,
        all: bool,
    ) -> Result<(), Bad> {
        let item = reader.item(scanner)?;
        if self.file(&item, sheet.text, sheet.base) || all {
            items.push(item.span.behind(sheet.base));
        }
        if item.has_errors {
            self.inner(item.span, sheet.again(), None, items, false);
        }
        Ok(())
    }

    /// Files what an item says; whether it names an incident. One that names none, and is no success, speaks against all.
    #[cfg_attr(target_family = "wasm", inline(never))]
    fn file(&mut self, item: &Item, text: &str, base: u32) -> bool {
        let verdict = placed(item.verdict(text), base);
        match item.number() {
            Some(number) => {
                self.tally.claim(&number.read(text), verdict);
                true
            }
            None => {
                if matches!(verdict, Verdict::Failed(_) | Verdict::Unclear) {
                    self.tally.doubt(Doubt::Success);
                }
                false
            }
        }
    }

    /// What stands where an item should: JSON text may hold items; what cannot be read may hold anything.
    pub(super) fn other(&mut self, value: Value, sheet: Sheet<'_, '_>, items: &mut Places, all: bool) {
        match value {
            Value::String(string) => {
                let read = inside(string, sheet, &mut |sheet, span| {
                    // Validated, as all JSON text is.
                    let _ = self.list(&mut sheet.scan(span), sheet, items, all);
                });
                if read.is_err_and(|plain| plain.is_broken) {
                    self.tally.doubt(Doubt::Success);
                }
            }
            Value::Array(span) if !is_empty(span, sheet.text) => self.tally.doubt(Doubt::Success),
            Value::Bool(false, _) => self.tally.doubt(Doubt::Success),
            _ => {}
        }
    }

    /// An object of `returnData`: its own items, and those in `Data` and `ErrorData`.
    pub(super) fn object(&mut self, span: Span, sheet: Sheet<'_, '_>, word: Option<Word>, items: &mut Places) {
        let Ok(item) = Reader::new().item(&mut sheet.scan(span)) else { return };
        // A message beside a word of success belongs to that word.
        let is_answer = word.is_some_and(|word| word.is_success) && !item.is_error(sheet.text);
        if is_answer && item.verdict(sheet.text) != Verdict::Succeeded {
            if let Some(number) = item.number() {
                self.tally.claim(&number.read(sheet.text), Verdict::Unreported);
                items.push(item.span.behind(sheet.base));
            }
        } else if self.file(&item, sheet.text, sheet.base) {
            items.push(item.span.behind(sheet.base));
        } else if item.is_error(sheet.text)
            && let Some(reason) = item.error_reason(sheet.text)
        {
            self.warnings.push(reason.read(sheet.text));
        }
        self.inner(span, sheet, word, items, true);
    }

    /// The members `ErrorData` of an object, and with `data` also the items in its `Data`.
    pub(super) fn inner(
        &mut self,
        object: Span,
        mut sheet: Sheet<'_, '_>,
        word: Option<Word>,
        items: &mut Places,
        data: bool,
    ) {
        let text = sheet.text;
        let mut scanner = Scanner::new(text, object.start as usize);
        let _ = scanner.each_member(&mut |scanner, key| {
            match Role::of_key(key, text) {
                Role::Errors => {
                    let value = scanner.value()?;
                    self.errors(value, sheet.again(), word, items);
                }
                Role::Data if data => self.list(scanner, sheet.again(), items, false)?,
                _ => drop(scanner.value()?),
            }
            Ok(())
        });
    }

    /// `ErrorData`: those that it names failed; an error that names none speaks against all. Null, blank text and empty
    /// containers say nothing.
    fn errors(&mut self, value: Value, mut sheet: Sheet<'_, '_>, word: Option<Word>, items: &mut Places) {
        match value {
            Value::Null => {}
            Value::String(string) if string.is_blank(sheet.text) => {}
            Value::Array(span) | Value::Object(span) if is_empty(span, sheet.text) => {}
            Value::Array(span) => {
                let text = sheet.text;
                let _ = Scanner::new(text, span.start as usize).each_element(&mut |scanner| {
                    let value = scanner.value()?;
                    self.error(value, sheet.again(), word, items);
                    Ok(())
                });
            }
            value => self.error(value, sheet, word, items),
        }
    }

    /// One entry of `ErrorData`.
    fn error(&mut self, value: Value, sheet: Sheet<'_, '_>, word: Option<Word>, items: &mut Places) {
        let text = sheet.text;
        let fallback = word.filter(|word| !word.is_success).map_or(self.no_reason, |word| word.text);
        let mut shown = None;
        match value {
            Value::Object(span) => {
                let Ok(item) = Reader::new().item(&mut sheet.scan(span)) else { return };
                items.push(span.behind(sheet.base));
                let reason = item.error_reason(text);
                let placed = reason.map_or(fallback, |reason| reason.behind(sheet.base));
                let names = |number: Text| self.tally.claim(&number.read(text), Verdict::Failed(placed));
                if item.number().is_some_and(names) {
                    return;
                }
                shown = reason.map(|reason| reason.read(text));
            }
            Value::String(string) => {
                let read = inside(string, sheet, &mut |sheet, span| {
                    if let Ok(value) = sheet.scan(span).value() {
                        self.errors(value, sheet, word, items);
                    }
                });
                if read.is_ok() || self.tally.fail(&string.read(text), fallback) {
                    return;
                }
                shown = Some(string.read(text)).filter(|_| !string.is_blank(text));
            }
            Value::Number(span) if self.tally.fail(span.of(text), fallback) => return,
            _ => {}
        }
        self.tally.doubt(Doubt::All);
        match shown {
            Some(shown) => self.warnings.push(shown),
            None => self.warnings.add(View::new(text, value)),
        }
    }
}

/// The same verdict, of a text that begins at `base`.
fn placed(verdict: Verdict, base: u32) -> Verdict {
    match verdict {
        Verdict::Failed(reason) => Verdict::Failed(reason.behind(base)),
        other => other,
    }
}
