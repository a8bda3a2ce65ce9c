//! How text and bytes are passed between JavaScript and wasm: functions take only numbers, and the data is in shared memory.
//!
//! JavaScript writes its argument into `room`, or, if it is too long, into memory that it reserves. Every function returns
//! the address of its result: two 32-bit numbers (the length of the text, and its `Code`), and the text.

use std::{borrow::Cow, cell::RefCell, mem};

use soarwire::Error;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error;

/// Most arguments are shorter.
const ROOM: usize = 16 << 10;

/// A longer result is freed at the next call.
const KEPT: usize = 64 << 10;

/// The two numbers before a text.
const HEAD: [u8; 8] = [0; 8];

/// The kind of a result. Same values as in TypeScript.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(crate) enum Code {
    Text,
    Error,
    Report,
    Page,
    Send,
    Wait,
    Details,
    Created,
    Validity,
    Reply,
}

struct Buffers {
    room: Vec<u8>,
    reserved: Vec<u8>,
    out: Vec<u8>,
}

thread_local! {
    static BUFFERS: RefCell<Buffers> =
        const { RefCell::new(Buffers { room: Vec::new(), reserved: Vec::new(), out: Vec::new() }) };
}

/// The address of the fixed buffer of 16 KiB, which never moves.
#[wasm_bindgen]
pub fn room() -> u32 {
    BUFFERS.with_borrow_mut(|buffers| {
        buffers.room.resize(ROOM, 0);
        buffers.room.as_mut_ptr() as usize as u32
    })
}

/// Allocates memory for the next call only and returns its address; 0 if there is not enough.
#[wasm_bindgen]
pub fn reserve(len: u32) -> u32 {
    BUFFERS.with_borrow_mut(|Buffers { reserved, .. }| {
        *reserved = Vec::new();
        if reserved.try_reserve_exact(len as usize).is_err() {
            return 0;
        }
        reserved.resize(len as usize, 0);
        reserved.as_mut_ptr() as usize as u32
    })
}

/// The argument: bytes, or text that JavaScript has encoded.
pub(crate) type Input<'a> = Cow<'a, [u8]>;

type Work<'a> = &'a mut dyn FnMut(Input<'_>, &mut Vec<u8>) -> Result<Code, Error>;

/// Runs `work` on the argument of `len` bytes; what it writes is the result.
pub(crate) fn enter(len: u32, work: Work<'_>) -> u32 {
    BUFFERS.with_borrow_mut(|Buffers { room, reserved, out }| {
        let reserved = mem::take(reserved);
        let input = match room.get(..len as usize) {
            Some(input) => Cow::Borrowed(input),
            None => Cow::Owned(reserved),
        };
        if out.capacity() > KEPT {
            *out = Vec::new();
        }
        let mut made = mem::take(out);
        made.clear();
        made.extend_from_slice(&HEAD);
        let code = work(input, &mut made).unwrap_or_else(|error| {
            made.truncate(HEAD.len());
            error::write(&error, &mut made);
            Code::Error
        });
        let len = (made.len() - HEAD.len()) as u32;
        if let Some(head) = made.first_chunk_mut() {
            *head = (u64::from(len) | (code as u64) << 32).to_le_bytes();
        }
        *out = made;
        out.as_ptr() as usize as u32
    })
}

/// Wipes the argument, which contained secrets.
pub(crate) fn wipe() {
    BUFFERS.with_borrow_mut(|buffers| buffers.room.fill(0));
}
