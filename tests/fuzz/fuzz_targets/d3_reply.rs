//! Any answer to a D3 command: no panic, and the report claims no more than the answer states.
#![no_main]

use libfuzzer_sys::fuzz_target;
use soarwire_fuzz::{case::Case, laws, params};

fuzz_target!(init: params::load(), |input: &[u8]| {
    if let Some(case) = Case::read(input).filter(|case| case.operation.id().starts_with("d3.")) {
        let _ = laws::check(&case);
    }
});
