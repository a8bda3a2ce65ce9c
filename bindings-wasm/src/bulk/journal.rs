//! Journals.

use std::mem;

use soarwire::{bulk, ffi};
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Plan, Report};

/// Reads a journal.
#[wasm_bindgen]
#[derive(Default)]
pub struct Reader(bulk::JournalReader);

#[wasm_bindgen]
impl Reader {
    /// At the beginning.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Reader {
        Reader::default()
    }

    /// Takes the next bytes.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.0.feed(bytes);
    }

    /// What the journal says. What is refused is the reason alone, for the driver knows what the journal is called.
    pub fn finish(&mut self) -> Result<Journal, String> {
        let journal = mem::take(&mut self.0).finish();
        journal.map(Journal).map_err(|error| error.reason().map(|reason| reason.into_owned()).unwrap_or_default())
    }
}

/// What a journal says.
#[wasm_bindgen]
pub struct Journal(pub(super) bulk::Journal);

#[wasm_bindgen]
impl Journal {
    /// How many bytes are sound.
    pub fn sound_bytes(&self) -> f64 {
        self.0.sound_bytes() as f64
    }

    /// Texts as a JSON array: the id of the run, the base URL, the version, the user and how it ended, empty for none.
    pub fn about(&self) -> String {
        let journal = &self.0;
        let (user, end) = (journal.user().unwrap_or_default(), journal.end().unwrap_or_default());
        let mut out = String::new();
        ffi::push_strings(&mut out, [journal.run_id(), journal.base_url(), journal.version(), user, end]);
        out
    }

    /// When the run began, when the last record was written, and how many requests were sent or about to be.
    pub fn numbers(&self) -> Vec<f64> {
        let (begun_ms, last_ms) = self.0.times_ms();
        vec![begun_ms as f64, last_ms as f64, self.0.intents() as f64]
    }

    /// What was to be done.
    pub fn plan(&self) -> Plan {
        Plan(self.0.plan().clone())
    }

    /// What is known of each incident.
    pub fn report(&self) -> Report {
        Report(self.0.report())
    }
}
