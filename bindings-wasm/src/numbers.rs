//! Encodings of numbers as text for JavaScript.

/// Writes a whole number in decimal digits. The standard library's formatting takes five times as long.
pub(crate) fn push_number(out: &mut Vec<u8>, number: u64) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push(b'0' + (number % 10) as u8);
}

/// Writes a number in digits of five bits, the lowest first; a sixth bit marks that more follow. Decoded in `digits.ts`.
pub(crate) fn push_digits(out: &mut Vec<u8>, mut number: usize) {
    while number > 31 {
        out.push(b'0' + 32 + (number & 31) as u8);
        number >>= 5;
    }
    out.push(b'0' + number as u8);
}

/// Writes places in as many digits of five bits as the last one has, the highest first, and how many that are.
pub(crate) fn push_places(out: &mut Vec<u8>, places: &[usize]) {
    let last = places.last().copied().unwrap_or_default();
    let mut width = 1;
    while last >> (5 * width) > 0 {
        width += 1;
    }
    for place in places {
        for digit in (0..width).rev() {
            out.push(b'0' + (place >> (5 * digit) & 31) as u8);
        }
    }
    out.push(b'0' + width as u8);
}

/// The number of UTF-16 code units of a text.
pub(crate) fn units(text: &str) -> usize {
    // The common case.
    if text.is_ascii() {
        return text.len();
    }
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count() + text.bytes().filter(|byte| *byte >= 0xf0).count()
}
