//! `returnData`: the word of the envelope, and what stands beside it.

use super::{
    findings::{Findings, Sheet, inside},
    items::is_success,
    role::Role,
    tally::Word,
};
use crate::{
    answer::Places,
    json::{Bad, Scanner, Text, Value},
    text::is_blank,
};

impl Findings<'_> {
    /// Reads `returnData`; the word that it says.
    pub(super) fn returned(&mut self, value: Value, sheet: Sheet<'_, '_>, items: &mut Places) -> Option<Word> {
        let Value::String(string) = value else { return self.container(value, sheet, items) };
        let plain = word(string, sheet.text, sheet.base);
        let mut found = None;
        let read = inside(string, sheet, &mut |sheet, span| {
            found = sheet.scan(span).value().ok().and_then(|value| self.container(value, sheet, items));
        });
        if read.is_ok() { found } else { plain }
    }

    fn container(&mut self, value: Value, mut sheet: Sheet<'_, '_>, items: &mut Places) -> Option<Word> {
        let (text, base) = (sheet.text, sheet.base);
        let found = said(value, text, base);
        match value {
            Value::Object(span) => self.object(span, sheet, found, items),
            Value::Array(span) => {
                let _ = sheet.scan(span).each_element(&mut |scanner| {
                    match scanner.value()? {
                        Value::Object(span) => {
                            let own = said(Value::Object(span), text, base);
                            self.object(span, sheet.again(), own.or(found), items);
                        }
                        // JSON text may hold items, and a list anything; words are read above.
                        value @ (Value::String(_) | Value::Array(_)) => self.other(value, sheet.again(), items, false),
                        _ => {}
                    }
                    Ok(())
                });
            }
            _ => {}
        }
        found
    }
}

/// The word that a value says: of an object its `Status`; of a list its only element's, or success when all say so.
pub(super) fn said(value: Value, text: &str, base: u32) -> Option<Word> {
    match value {
        Value::Null => None,
        Value::Bool(_, span) | Value::Number(span) => word(Text::plain(span), text, base),
        Value::String(string) => word(string, text, base),
        Value::Array(span) => list(&mut Scanner::new(text, span.start as usize), base, true).unwrap_or_default(),
        Value::Object(span) => status(&mut Scanner::new(text, span.start as usize), base).unwrap_or_default(),
    }
}

/// The same of the value that comes next. Without `objects`, one says nothing: it may hold anything.
fn next(scanner: &mut Scanner<'_>, base: u32, objects: bool) -> Result<Option<Word>, Bad> {
    match scanner.peek() {
        Some(b'[') => list(scanner, base, objects),
        Some(b'{') if objects => status(scanner, base),
        Some(b'{') => scanner.value().map(|_| None),
        _ => Ok(said(scanner.value()?, scanner.text(), base)),
    }
}

fn list(scanner: &mut Scanner<'_>, base: u32, objects: bool) -> Result<Option<Word>, Bad> {
    let (mut count, mut all_succeeded, mut last) = (0usize, true, None);
    scanner.each_element(&mut |scanner| {
        last = next(scanner, base, objects)?;
        count += 1;
        all_succeeded &= last.is_some_and(|word: Word| word.is_success);
        Ok(())
    })?;
    Ok(last.filter(|_| all_succeeded || count == 1))
}

/// Of several the worst counts; one that cannot be read leaves nothing said.
fn status(scanner: &mut Scanner<'_>, base: u32) -> Result<Option<Word>, Bad> {
    let mut found: Option<Word> = None;
    let mut is_readable = true;
    scanner.each_member(&mut |scanner, key| {
        if Role::of_key(key, scanner.text()) != Role::Status {
            return scanner.value().map(drop);
        }
        let is_plain = !matches!(scanner.peek(), Some(b'{' | b'['));
        let own = next(scanner, base, false)?;
        is_readable &= is_plain || own.is_some();
        if let Some(own) = own.filter(|_| found.is_none_or(|found| found.is_success)) {
            found = Some(own);
        }
        Ok(())
    })?;
    Ok(found.filter(|_| is_readable))
}

fn word(string: Text, text: &str, base: u32) -> Option<Word> {
    let said = string.read(text);
    let is_success = is_success(&said);
    (!is_blank(&said)).then_some(Word { text: string.behind(base), is_success })
}
