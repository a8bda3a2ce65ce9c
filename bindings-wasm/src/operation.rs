//! Operations.

use std::{borrow::Cow, mem};

use soarwire::{
    AnyAnswer, Error, Response, TransportError,
    ffi::{self, AnyOperation},
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    answer,
    crossing::{Code, Input, enter},
    numbers::{push_digits, units},
    places::places,
    text::{push, text},
    wire::with_headers,
};

/// Parameters up to this length are turned into the content of requests at once.
const SHORT: usize = 4 << 10;

/// Stores an operation in a slot: the argument is its id and its parameters as the text of a JSON object. If they are short, returns
/// the path, a line break and the content of requests.
#[wasm_bindgen]
pub fn operation(place: u32, len: u32) -> u32 {
    enter(len, &mut |input, out| {
        let input = text(&input);
        let (id, params) = input.split_at_checked(input.find('{').unwrap_or_default()).unwrap_or_default();
        let operation = AnyOperation::from_params_json(id, params)?;
        if params.len() <= SHORT {
            push(out, operation.path());
            out.push(b'\n');
            let mut shape = String::from_utf8(mem::take(out)).unwrap_or_default();
            operation.write_content(&mut shape);
            *out = shape.into_bytes();
        }
        places(|places| places.operations.get_mut(place as usize).map(|slot| *slot = Some(operation)));
        Ok(Code::Text)
    })
}

/// The vendor's name of the command or endpoint, the effect of repeating it, and the requested ids, one per line.
#[wasm_bindgen]
pub fn describe(place: u32) -> u32 {
    enter(0, &mut |_, out| {
        places(|places| {
            let operation = places.operation(place)?;
            for part in [operation.wire_name(), "\n", operation.effect().as_str(), "\n"] {
                push(out, part);
            }
            let mut asked = String::new();
            ffi::push_strings(&mut asked, operation.asked().ids());
            push(out, &asked);
            Ok(Code::Text)
        })
    })
}

/// Parses a response: the argument is its body, followed by the headers as names and values, one per line.
#[wasm_bindgen]
pub fn parse(place: u32, status: u16, body_len: u32, len: u32) -> u32 {
    enter(len, &mut |input, out| {
        places(|places| {
            let operation = places.operation(place)?;
            let read = with_response(status, body_len, input, |response| operation.parse(response))?;
            Ok(answer::write(&read, &operation.asked(), out))
        })
    })
}

/// Parts of an answer that are computed on request; the argument is its body. 0: the canonical JSON. 1: the rows of a page.
/// 2: for each incident of a report the length of its item in UTF-16 code units, 0 if there is none, and after a line break
/// these items. 3: the ids of a page.
#[wasm_bindgen]
pub fn again(place: u32, part: u32, len: u32) -> u32 {
    enter(len, &mut |input, out| {
        let read = places(|places| places.operation(place)?.parse(Response::new(200, input.as_ref())))?;
        match (&read, part) {
            (read, 0) => push(out, &read.to_json()),
            (AnyAnswer::Page(page), 1) => push(out, &page.rows_json(0, usize::MAX)),
            (AnyAnswer::Page(page), _) => {
                let mut ids = String::new();
                ffi::push_strings(&mut ids, page.ids());
                push(out, &ids);
            }
            (AnyAnswer::Report(report), _) => {
                let mut items = String::new();
                for id in report.asked() {
                    let item = report.item(id).map(|item| item.as_json());
                    push_digits(out, item.map_or(0, units));
                    items.push_str(item.unwrap_or_default());
                }
                out.push(b'\n');
                push(out, &items);
            }
            _ => {}
        }
        Ok(Code::Text)
    })
}

/// The rows of items, for a page that is made again: the argument is the id of the operation, a line break and the items as a JSON
/// array. The code says whether the operation answers with a page, or that there is none; for another the result is the names of
/// its answers, one per line.
#[wasm_bindgen]
pub fn rows(len: u32) -> u32 {
    enter(len, &mut |input, out| {
        let (id, items) = text(&input).split_once('\n').unwrap_or_default();
        Ok(match ffi::rows_json(id, items) {
            Some(Ok(rows)) => {
                push(out, &rows);
                Code::Page
            }
            Some(Err(answers)) => {
                for answer in answers {
                    push(out, answer);
                    out.push(b'\n');
                }
                Code::Report
            }
            None => Code::Text,
        })
    })
}

/// The error of a call whose answer was lost: the argument is the kind, a line break, and the reason, if there is one.
#[wasm_bindgen]
pub fn lost_by(place: u32, len: u32) -> u32 {
    enter(len, &mut |input, _| {
        let (kind, reason) = text(&input).split_once('\n').unwrap_or_default();
        let class = TransportError::from_name(kind)
            .ok_or_else(|| ffi::invalid("kind", "must be dns, connect, tls, timeout, interrupted or body_too_large"))?;
        let reason = (!reason.is_empty()).then(|| reason.to_owned());
        Err(places(|places| Ok::<_, Error>(places.operation(place)?.lost(class, reason)))?)
    })
}

/// Passes a response to `take`.
pub(crate) fn with_response<T>(
    status: u16,
    body_len: u32,
    input: Input<'_>,
    take: impl FnOnce(Response<'_>) -> T,
) -> T {
    let (body, headers) = match input {
        Cow::Borrowed(bytes) => {
            let (body, headers) = bytes.split_at_checked(body_len as usize).unwrap_or_default();
            (Cow::Borrowed(body), Cow::Borrowed(headers))
        }
        Cow::Owned(mut bytes) => {
            let headers = bytes.split_off((body_len as usize).min(bytes.len()));
            (Cow::Owned(bytes), Cow::Owned(headers))
        }
    };
    take(with_headers(Response::new(status, body), text(&headers)))
}
