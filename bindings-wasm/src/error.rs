//! Errors of the core, on their way to becoming an `Error`.

use soarwire::{Error, ffi};

use crate::text::push;

/// The data of an error, in lines: the canonical JSON; the sentence as JSON.
pub(crate) fn write(error: &Error, out: &mut Vec<u8>) {
    push(out, &error.to_json());
    out.push(b'\n');
    let mut sentence = String::new();
    ffi::push_strings(&mut sentence, [error.sentence()]);
    push(out, &sentence);
}
