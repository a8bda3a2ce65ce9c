//! Containers inside bare quotes: the vendor's own sample of Close Incident prints `"contextData": "{ … }"` with the
//! inner quotes unescaped, which is no JSON.

use crate::json::{Bad, Scanner, Text};

/// What a member's value begins with.
pub(super) enum Opening {
    /// A string that holds as JSON; it has been taken.
    String(Text),
    /// A container inside bare quotes; the quote has been taken.
    Bare,
    /// Something without quotes.
    Plain,
}

/// Looks at the value that comes next. Strict JSON goes first; bare quotes count only when what stands between them
/// holds as a whole.
pub(super) fn open(scanner: &mut Scanner<'_>) -> Result<Opening, Bad> {
    if scanner.peek() != Some(b'"') {
        return Ok(Opening::Plain);
    }
    let mut inside = *scanner;
    let strict = scanner.string();
    if let Ok(string) = strict
        && matches!(scanner.peek(), Some(b',' | b'}'))
    {
        return Ok(Opening::String(string));
    }
    inside.skip();
    if matches!(inside.peek(), Some(b'{' | b'[')) {
        let mut probe = inside;
        if probe.value().is_ok() && probe.take(b'"') {
            *scanner = inside;
            return Ok(Opening::Bare);
        }
    }
    strict.map(Opening::String)
}

/// Takes the quote behind a container that [`open`] found to be bare.
pub(super) fn close(scanner: &mut Scanner<'_>) {
    scanner.take(b'"');
}
