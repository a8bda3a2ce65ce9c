//! Errors of the core, on their way to becoming an `Error`.

use std::borrow::Cow;

use soarwire::{AnyAnswer, Body, Error, ffi};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::answer::Answer;

/// An error of the core. The TypeScript side reads it once and frees it.
#[wasm_bindgen]
pub struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure(error)
    }
}

#[wasm_bindgen]
impl Failure {
    /// An error about an argument that could not even be converted.
    pub fn invalid(field: &str, reason: &str) -> Failure {
        Failure(ffi::invalid(field, reason))
    }

    /// The sentence of the core, the canonical JSON, or the reason: 0, 1, 2.
    pub fn text(&self, part: u32) -> Option<String> {
        match part {
            0 => Some(self.0.to_string()),
            1 => Some(self.0.to_json()),
            _ => self.0.reason().map(Cow::into_owned),
        }
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts()
    }

    /// How far the body was understood: 0 empty, 1 documented, 2 other JSON, 3 raw; nothing for other families.
    pub fn tier(&self) -> Option<u32> {
        self.0.service().map(|service| match service.body {
            Body::Empty => 0,
            Body::Documented(_) => 1,
            Body::Json(_) => 2,
            Body::Raw(_) => 3,
        })
    }

    /// The body.
    pub fn body(&self) -> Vec<u8> {
        self.0.service().map(|service| service.body.as_bytes().to_vec()).unwrap_or_default()
    }

    /// The report in which every incident asked for is unknown.
    pub fn report(&self) -> Option<Answer> {
        self.0.report().cloned().map(|report| Answer(AnyAnswer::Report(report)))
    }
}
