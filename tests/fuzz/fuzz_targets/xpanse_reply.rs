//! Any answer of Xpanse: no panic, and what is read says no more than the answer does.
#![no_main]

use libfuzzer_sys::fuzz_target;
use soarwire_fuzz::{case::Case, json, laws, params};

fuzz_target!(init: params::load(), |input: &[u8]| {
    let Some(case) = Case::read(input).filter(|case| case.operation.id().starts_with("xpanse.")) else { return };
    let result = laws::check(&case);
    // A page must hold a list, too.
    if case.status != 200 || case.operation.effect() == soarwire::Effect::Reads {
        return;
    }
    // Here the JSON has no quirk: it is read exactly when serde_json would read it.
    let readable = json::valid(&case.body).is_some_and(|text| {
        let first = text.trim_start_matches([' ', '\t', '\r', '\n']).as_bytes()[0];
        matches!(first, b'{' | b't' | b'f' | b'n') && json::depth(text) <= json::MAX_DEPTH
    });
    let read = result.as_ref().map_or_else(|error| error.kind() != soarwire::Kind::Undecodable, |_| true);
    assert_eq!(read, readable, "{result:?}");
});
