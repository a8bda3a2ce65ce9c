//! What operations answer with: a handle, and parts of it as text.

use soarwire::AnyAnswer;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{page, report};

/// Any answer. The TypeScript side gives each kind a class of its own.
#[wasm_bindgen]
pub struct Answer(pub(crate) AnyAnswer);

#[wasm_bindgen]
impl Answer {
    /// The kind of answer: its stable name.
    pub fn kind(&self) -> String {
        self.0.name().to_owned()
    }

    /// The numbers of incidents and items; see the kind's module.
    pub fn counts(&self) -> Vec<u32> {
        match &self.0 {
            AnyAnswer::Report(answer) => report::counts(answer),
            AnyAnswer::Page(answer) => page::counts(answer),
            _ => Vec::new(),
        }
    }

    /// Parts of it as text, by number; see `Part` on the TypeScript side. `start` and `end` are for pages.
    pub fn text(&self, part: u32, start: u32, end: u32) -> Option<String> {
        let (start, end) = (start as usize, end as usize);
        match &self.0 {
            AnyAnswer::Report(answer) => report::text(answer, part, start, end),
            AnyAnswer::Page(answer) => page::text(answer, part, start, end),
            _ => None,
        }
    }

    /// The vendor's item of one incident of a report, as the vendor wrote it.
    pub fn item(&self, id: &str) -> Option<String> {
        match &self.0 {
            AnyAnswer::Report(answer) => answer.item(id).map(|item| item.as_json().to_owned()),
            _ => None,
        }
    }

    /// What happened to one incident of a report, as JSON.
    pub fn outcome(&self, id: &str) -> Option<String> {
        match &self.0 {
            AnyAnswer::Report(answer) => report::outcome(answer, id),
            _ => None,
        }
    }
}
