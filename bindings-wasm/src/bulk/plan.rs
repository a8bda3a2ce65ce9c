//! Plans.

use soarwire::{
    AnyOperation, Error,
    bulk::{self, Guard},
};
use wasm_bindgen::prelude::wasm_bindgen;

use super::refusal;
use crate::texts::texts;

/// What is to be done.
#[wasm_bindgen]
pub struct Plan(pub(super) bulk::Plan);

#[wasm_bindgen]
impl Plan {
    /// Of an operation as JSON text, for the incidents that it names, or for these: a JSON array of texts. The other settings are
    /// those of the core, where they are given.
    #[wasm_bindgen(constructor)]
    pub fn new(
        operation: &str,
        ids: Option<String>,
        chunk: Option<u32>,
        guard: Option<String>,
        tenant: Option<String>,
    ) -> Result<Plan, String> {
        let plan = || -> Result<bulk::Plan, Error> {
            let operation = AnyOperation::from_json(operation)?;
            let mut plan = match ids {
                Some(ids) => bulk::Plan::over(operation, texts(&ids))?,
                None => bulk::Plan::new(operation)?,
            };
            if let Some(chunk) = chunk {
                plan = plan.chunk(chunk as usize)?;
            }
            if let Some(guard) = guard {
                plan = plan.guard(Guard::from_json(&guard)?);
            }
            if let Some(tenant) = tenant {
                plan = plan.tenant(tenant);
            }
            Ok(plan)
        };
        plan().map(Plan).map_err(refusal)
    }

    /// What `to_json` gave.
    pub fn from_json(text: &str) -> Result<Plan, String> {
        bulk::Plan::from_json(text).map(Plan).map_err(refusal)
    }

    /// The canonical JSON.
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The dry run.
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// The effect of repeating a request.
    pub fn effect(&self) -> String {
        self.0.effect().as_str().to_owned()
    }

    /// How many requests it takes.
    pub fn request_count(&self) -> u32 {
        self.0.request_count() as u32
    }

    /// The operation of a request as JSON text; empty behind the last.
    pub fn request(&self, index: u32) -> Result<String, String> {
        let request = self.0.request(index as usize).transpose().map_err(refusal)?;
        Ok(request.as_ref().map(AnyOperation::to_json).unwrap_or_default())
    }

    /// One of several parts.
    pub fn shard(&self, index: u32, count: u32) -> Result<Plan, String> {
        self.0.shard(index as usize, count as usize).map(Plan).map_err(refusal)
    }
}
