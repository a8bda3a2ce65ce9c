//! Texts put together.

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
