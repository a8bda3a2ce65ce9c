//! The scanner against serde_json, through the body of a D3 answer: a body is undecodable exactly when serde_json finds
//! no object in it, but for nesting over the limit and for containers inside bare quotes, which the vendor documents.
#![no_main]

use libfuzzer_sys::fuzz_target;
use soarwire::{Kind, Response, ffi::AnyOperation};
use soarwire_fuzz::{case, json, params};

fuzz_target!(init: params::load(), |input: &[u8]| {
    let operation = case::operation("d3.close_incidents", &["20260114-7"]).expect("these parameters are valid");
    check(&operation, input);
    // The same as a value: below a key without meaning, and as an item.
    check(&operation, &[b"{\"x\":", input, b"}"].concat());
    check(&operation, &[b"{\"contextData\":[{\"x\":", input, b"}]}"].concat());
});

fn check(operation: &AnyOperation, body: &[u8]) {
    let result = operation.parse(Response::new(200, body));
    let decoded = result.as_ref().map_or_else(|error| error.kind() != Kind::Undecodable, |_| true);
    let object = json::valid(body).filter(|text| text.trim_start_matches([' ', '\t', '\r', '\n']).starts_with('{'));
    match object {
        Some(text) => assert_eq!(decoded, json::depth(text) <= json::MAX_DEPTH, "{result:?}"),
        None => assert!(!decoded || has_bare_quotes(body), "{result:?}"),
    }
}

/// Whether there is a container inside bare quotes after a key that may have one.
fn has_bare_quotes(body: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(body) else { return false };
    let opens = text
        .split('"')
        .skip(1)
        .any(|behind| behind.trim_start_matches([' ', '\t', '\r', '\n']).starts_with(['{', '[']));
    // Keys may be spelt with escapes.
    let text = text.to_ascii_lowercase();
    opens && (text.contains("data") || text.contains("\\u00"))
}
