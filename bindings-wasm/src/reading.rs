//! Reading a list to its end.

use soarwire::{AnyAnswer, Asked, Pages, Response, Turn};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    answer,
    crossing::{Code, enter},
    numbers::push_number,
    places::places,
    text::push,
};

/// Creates the state of a list that is read to its end and returns its number; a limit of pages that is NaN is none.
#[wasm_bindgen]
pub fn pages(limit: f64) -> u32 {
    enter(0, &mut |_, out| {
        let pages = Pages::new(Turn::default());
        let pages = if limit.is_nan() { pages } else { pages.limit(limit as u32) };
        push_number(out, places(|places| places.pages.put(pages)).into());
        Ok(Code::Text)
    })
}

/// Takes a page: the arguments are the operation that asked for it, and its body. Returns what is left of the page if incidents
/// in it came before.
#[wasm_bindgen]
pub fn pages_take(pages: u32, operation: u32, len: u32) -> u32 {
    enter(len, &mut |input, out| {
        places(|places| {
            let answer = places.operation(operation)?.parse(Response::new(200, input.as_ref()))?;
            let AnyAnswer::Page(page) = answer else { return Ok(Code::Text) };
            let len = page.len();
            let page = places.pages.get(pages)?.take(page);
            if page.len() == len {
                return Ok(Code::Text);
            }
            Ok(answer::write(&AnyAnswer::Page(page), &Asked::default(), out))
        })
    })
}

/// How it goes on: why there are no more pages, or after a line break the parameters that turn to the next one.
#[wasm_bindgen]
pub fn pages_next(pages: u32) -> u32 {
    enter(0, &mut |_, out| {
        places(|places| {
            let pages = places.pages.get(pages)?;
            push(out, pages.end().map_or("", |end| end.as_str()));
            out.push(b'\n');
            if let Some(Turn(Some(next))) = pages.operation() {
                push(out, &next.to_json());
            }
            Ok(Code::Text)
        })
    })
}

/// Drops the state of a list.
#[wasm_bindgen]
pub fn pages_free(pages: u32) {
    places(|places| places.pages.free(pages));
}
