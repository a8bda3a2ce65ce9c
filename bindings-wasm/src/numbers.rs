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
    let start = out.len();
    out.resize(start + places.len() * width + 1, b'0' + width as u8);
    let digits = out.get_mut(start..).unwrap_or_default();
    for (digits, place) in digits.chunks_exact_mut(width).zip(places) {
        let mut rest = *place;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest & 31) as u8;
            rest >>= 5;
        }
    }
}

/// The number of UTF-16 code units of a text.
pub(crate) fn units(text: &str) -> usize {
    // The common case. The standard library looks at four bytes at a time in wasm.
    let (words, rest) = text.as_bytes().as_chunks();
    let bits = words.iter().fold(0, |bits, word| bits | u64::from_le_bytes(*word));
    if bits & u64::from_le_bytes([0x80; 8]) == 0 && rest.is_ascii() {
        return text.len();
    }
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count() + text.bytes().filter(|byte| *byte >= 0xf0).count()
}
