//! Any objects as typed incidents and alerts: no panic, and every field is what serde_json reads.
//!
//! The first line of an input is the operation that lists them, the rest the objects with commas between them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use soarwire::{AnyAnswer, Response, ffi::SHAPES};
use soarwire_fuzz::{case, params, typed};

fuzz_target!(init: params::load(), |input: &[u8]| {
    let (first, objects) = case::line(input);
    let Ok(objects) = std::str::from_utf8(objects) else { return };
    typed::check_text(objects);
    let listing: Vec<&str> = SHAPES.iter().flat_map(|shape| shape.operations).copied().collect();
    let known = listing.iter().find(|id| id.as_bytes() == first);
    let id = known.unwrap_or(&listing[first.len() % listing.len()]);
    let body = match id {
        id if id.starts_with("d3.") => format!(r#"{{"error": "", "rawData": {{"incidents": [{objects}]}}}}"#),
        // What is the list of one answer is unknown to the other.
        _ => format!(r#"{{"reply": {{"incidents": [{objects}], "alerts": [{objects}]}}}}"#),
    };
    let operation = case::operation(id, &["1"]).expect("these parameters are valid");
    if let Ok(AnyAnswer::Page(page)) = operation.parse(Response::new(200, body.as_bytes())) {
        typed::check_page(&page);
    }
});
