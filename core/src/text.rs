//! Helpers for text.

/// Whether a text is empty or all white space.
pub(crate) fn is_blank(text: &str) -> bool {
    let begins_plainly = text.as_bytes().first().is_some_and(u8::is_ascii_graphic);
    !begins_plainly && text.chars().all(char::is_whitespace)
}

/// Whether a text is an integer as JSON spells it, without needless signs and zeros.
pub(crate) fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|number| number.to_string() == text)
}

/// The parts, with the separator between them.
pub(crate) fn join<S: AsRef<str>>(parts: &[S], separator: &str) -> String {
    let length: usize = parts.iter().map(|part| part.as_ref().len() + separator.len()).sum();
    let mut out = String::with_capacity(length);
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        out.push_str(part.as_ref());
    }
    out
}

/// Writes a byte as two hex digits. A formatter would bring its machinery along.
pub(crate) fn push_hex(out: &mut String, byte: u8) {
    for digit in [byte >> 4, byte & 15] {
        out.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
    }
}

/// Whether `key` is `plain`, which is in lower case, when case, spaces and `_` do not count.
pub(crate) fn same_key(key: &str, plain: &str) -> bool {
    let key = key.bytes().filter(|byte| !matches!(byte, b' ' | b'_')).map(|byte| byte.to_ascii_lowercase());
    key.eq(plain.bytes())
}

/// The name of one element of a list parameter, such as `incident_numbers[1]`.
pub(crate) fn element(name: &str, index: usize) -> String {
    join(&[name, "[", &index.to_string(), "]"], "")
}
