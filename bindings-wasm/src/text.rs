//! Encodings of numbers as text for JavaScript.

use crate::crossing;

/// Writes a whole number in decimal digits. The standard library's formatting takes five times as long.
pub(crate) fn push_number(out: &mut String, number: u64) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// Writes numbers in digits of five bits, the lowest first; a sixth bit marks that more follow. Decoded in `digits.ts`.
#[derive(Default)]
pub(crate) struct Digits(Vec<u8>);

impl Digits {
    pub(crate) fn push(&mut self, mut number: usize) {
        while number > 31 {
            self.0.push(b'0' + 32 + (number & 31) as u8);
            number >>= 5;
        }
        self.0.push(b'0' + number as u8);
    }

    /// Writes a difference, which may be negative.
    pub(crate) fn push_signed(&mut self, difference: isize) {
        self.push(((difference << 1) ^ (difference >> (isize::BITS - 1))) as usize);
    }

    pub(crate) fn as_str(&self) -> &str {
        crossing::text(&self.0)
    }
}

/// The number of UTF-16 code units of a text.
pub(crate) fn units(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count() + text.bytes().filter(|byte| *byte >= 0xf0).count()
}
