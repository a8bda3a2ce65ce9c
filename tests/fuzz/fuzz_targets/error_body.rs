//! Any status, headers and body, read as an error of either vendor: printing an error never shows the body's text.
//! Every `@` of the body becomes a canary.
#![no_main]

use libfuzzer_sys::fuzz_target;
use soarwire_fuzz::{
    case::{self, Case},
    laws, params,
};

const CANARY: &str = "canary-canary-canary";

fuzz_target!(init: params::load(), |input: &[u8]| {
    let Some(mut case) = Case::read(input) else { return };
    case.body = case.body.split(|byte| *byte == b'@').collect::<Vec<_>>().join(CANARY.as_bytes());
    for id in ["d3.update_owner", "d3.close_incidents+", "xpanse.update_incident", "xpanse.update_incident+"] {
        case.operation = case::operation(id, &["20260114-7"]).expect("these parameters are valid");
        if let Err(error) = laws::check(&case) {
            for printed in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
                assert!(!printed.contains(CANARY), "{printed}");
            }
            if let Some(service) = error.service() {
                assert!(!format!("{service:?} {:?}", service.body).contains(CANARY));
            }
        }
    }
});
