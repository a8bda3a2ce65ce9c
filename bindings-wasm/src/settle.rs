//! Settling, for a page or a program that needs it.

use soarwire::{AnyAnswer, AnyOperation, Response};
use wasm_bindgen::prelude::wasm_bindgen;

/// A settlement again from its JSON text: the canonical text of it. What is refused comes back as the error's JSON text.
#[cfg(feature = "settle")]
#[wasm_bindgen]
pub fn settlement(json: &str) -> Result<String, String> {
    soarwire::Settlement::from_json(json).map(|settlement| settlement.to_json()).map_err(|error| error.to_json())
}

/// Finds out what is in effect. What is refused comes back as text.
#[wasm_bindgen]
pub struct Settle(pub(crate) soarwire::Settle);

#[cfg(feature = "settle")]
#[wasm_bindgen]
impl Settle {
    /// For incidents of an operation, both as JSON text.
    #[wasm_bindgen(constructor)]
    pub fn new(operation: &str, ids: &str) -> Result<Settle, String> {
        let operation = AnyOperation::from_json(operation).map_err(|error| error.to_string())?;
        Ok(Settle(soarwire::Settle::of(operation, crate::texts::texts(ids))))
    }

    /// What is in effect, as JSON text.
    pub fn finish(&self) -> String {
        self.0.clone().finish().to_json()
    }
}

#[wasm_bindgen]
impl Settle {
    /// What reads next, as JSON text; empty when all is read.
    pub fn operation(&self) -> String {
        self.0.operation().map(AnyOperation::to_json).unwrap_or_default()
    }

    /// Takes the body of the page that answers it; returns whether it was a page.
    pub fn take(&mut self, body: &[u8]) -> bool {
        let Some(Ok(AnyAnswer::Page(page))) =
            self.0.operation().map(|operation| operation.parse(Response::new(200, body)))
        else {
            return false;
        };
        self.0.take(&page);
        true
    }
}
