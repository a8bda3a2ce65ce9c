//! What the runs of a tenant share.

use wasm_bindgen::prelude::wasm_bindgen;

use super::refusal;

/// The pace and the cooldown of a tenant.
#[wasm_bindgen]
pub struct Pacer(pub(super) soarwire::Pacer);

#[wasm_bindgen]
impl Pacer {
    /// At most so many requests a second; 0 for no pacing.
    #[wasm_bindgen(constructor)]
    pub fn new(requests_per_second: f64) -> Result<Pacer, String> {
        soarwire::Pacer::new(requests_per_second).map(Pacer).map_err(refusal)
    }

    /// The clock of the machine was set.
    pub fn clock_set(&self, from_ms: f64, to_ms: f64) {
        self.0.clock_set(from_ms as u64, to_ms as u64);
    }
}
