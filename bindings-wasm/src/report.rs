//! Reports: a handle, and parts of it as text.

use soarwire::{AnyAnswer, Counts, ffi};
use wasm_bindgen::prelude::wasm_bindgen;

/// What happened to each incident.
#[wasm_bindgen]
pub struct Report(pub(crate) soarwire::Report);

impl Report {
    /// The report, if the answer is one.
    pub(crate) fn of(answer: AnyAnswer) -> Option<Report> {
        match answer {
            AnyAnswer::Report(report) => Some(Report(report)),
            _ => None,
        }
    }
}

#[wasm_bindgen]
impl Report {
    /// asked, succeeded, failed, unreported, unknown, and the number of items.
    pub fn counts(&self) -> Vec<u32> {
        let Counts { asked, succeeded, failed, unreported, unknown, .. } = self.0.counts();
        [asked, succeeded, failed, unreported, unknown, self.0.items().len()].map(|count| count as u32).to_vec()
    }

    /// Parts of it as text, by number; see `Part` on the TypeScript side. `start` and `end` are for pages.
    pub fn text(&self, part: u32, start: u32, end: u32) -> Option<String> {
        let report = &self.0;
        let (start, end) = (start as usize, end as usize);
        Some(match part {
            0 => ffi::strings_json(report.succeeded()),
            1 => ffi::strings_json(report.unreported()),
            2 => ffi::strings_json(report.unknown_ids()),
            3 => ffi::strings_json(report.warnings().iter().map(String::as_str)),
            4 => ffi::strings_json(report.asked().iter().map(String::as_str)),
            5 => ffi::failed_json(report),
            6 => ffi::outcomes_json(report, start, end),
            7 => ffi::items_json(report.items(), start, end),
            8 => report.to_json(),
            9 => report.operation().to_owned(),
            _ => return report.status_text().map(str::to_owned),
        })
    }

    /// The outcome of one incident as JSON.
    pub fn outcome(&self, id: &str) -> Option<String> {
        self.0.outcome(id).as_ref().map(ffi::outcome_json)
    }
}
