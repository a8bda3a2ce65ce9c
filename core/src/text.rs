//! Helpers for text.

/// Whether a text is empty or all white space.
pub(crate) fn is_blank(text: &str) -> bool {
    let begins_plainly = text.as_bytes().first().is_some_and(u8::is_ascii_graphic);
    !begins_plainly && text.chars().all(char::is_whitespace)
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

/// Whether `key` equals `plain`, ignoring case, spaces and `_`; `plain` has none of them.
pub(crate) fn same_key(key: &str, plain: &str) -> bool {
    let key = key.bytes().filter(|byte| !matches!(byte, b' ' | b'_')).map(|byte| byte.to_ascii_lowercase());
    key.eq(plain.bytes())
}

/// The name of one element of a list parameter, such as `incident_numbers[1]`.
pub(crate) fn element(name: &str, index: usize) -> String {
    join(&[name, "[", &index.to_string(), "]"], "")
}
