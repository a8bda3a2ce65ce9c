//! Errors that JavaScript asks for, and what is known of their kinds.

use soarwire::{Error, TransportError, ffi};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    crossing::{Code, enter},
    places::places,
    text::{push, text},
};

/// An error about an argument that could not be converted: the argument is the name of the field, directly followed by the
/// reason.
#[wasm_bindgen]
pub fn invalid(field_len: u32, len: u32) -> u32 {
    enter(len, &mut |input, _| {
        let (field, reason) = text(&input).split_at_checked(field_len as usize).unwrap_or_default();
        Err(ffi::invalid(field, reason))
    })
}

/// The error of a call that ran out of memory: its response did not fit (0), or its state is lost (1).
#[wasm_bindgen]
pub fn lost(operation: u32, how: u32, attempts: u32) -> u32 {
    let class = if how == 0 { TransportError::BodyTooLarge } else { TransportError::Interrupted };
    enter(0, &mut |_, _| {
        Err(places(|places| Ok::<_, Error>(places.operation(operation)?.out_of_memory(class, attempts)))?)
    })
}

/// What the catalogue says of a kind, in the lines of `ffi::kind_lines`; nothing for a name that is none. The argument is the name.
#[wasm_bindgen]
pub fn kind(len: u32) -> u32 {
    enter(len, &mut |input, out| {
        push(out, &ffi::kind_lines(text(&input)).unwrap_or_default());
        Ok(Code::Text)
    })
}
