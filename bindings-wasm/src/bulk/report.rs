//! Reports of runs.

use soarwire::bulk::BulkReport;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Plan, refusal};
use crate::settle::Settle;

/// What happened to each incident.
#[wasm_bindgen]
pub struct Report(pub(super) BulkReport);

#[wasm_bindgen]
impl Report {
    /// The canonical JSON.
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The counts in words.
    pub fn summary(&self) -> String {
        self.0.counts().to_string()
    }

    /// What was to be done.
    pub fn plan(&self) -> Plan {
        Plan(self.0.plan().clone())
    }

    /// The plan of what is to be done again.
    pub fn retry(&self, unknown: bool, unreported: bool) -> Plan {
        Plan(self.0.retry_with(unknown, unreported))
    }

    /// What reads back the incidents that are unknown or unreported; nothing if there are none.
    pub fn settling(&self) -> Result<Option<Settle>, String> {
        Ok(self.0.settle().map_err(refusal)?.map(Settle))
    }

    /// A copy.
    pub fn copy(&self) -> Report {
        Report(self.0.clone())
    }

    /// Takes what was read back; gives the record for the journal.
    pub fn take(&mut self, settling: &Settle, now_ms: f64) -> String {
        self.0.take(&settling.0.clone().finish(), now_ms as u64)
    }
}
