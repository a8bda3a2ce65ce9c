//! The parts of a report.

use soarwire::{Counts, Report, ffi};

/// asked, succeeded, failed, unreported, unknown, and the number of items.
pub(crate) fn counts(report: &Report) -> Vec<u32> {
    let Counts { asked, succeeded, failed, unreported, unknown, .. } = report.counts();
    [asked, succeeded, failed, unreported, unknown, report.items().len()].map(|count| count as u32).to_vec()
}

pub(crate) fn text(report: &Report, part: u32, start: usize, end: usize) -> Option<String> {
    Some(match part {
        0 => report.to_json(),
        1 => report.operation().to_owned(),
        2 => ffi::strings_json(report.warnings().iter().map(String::as_str)),
        3 => ffi::items_json(report.items(), start, end),
        4 => ffi::strings_json(report.succeeded()),
        5 => ffi::strings_json(report.unreported()),
        6 => ffi::strings_json(report.unknown_ids()),
        7 => ffi::strings_json(report.asked().iter().map(String::as_str)),
        8 => ffi::failed_json(report),
        9 => ffi::outcomes_json(report, start, end),
        _ => return report.status_text().map(str::to_owned),
    })
}

/// What happened to one incident, as JSON.
pub(crate) fn outcome(report: &Report, id: &str) -> Option<String> {
    report.outcome(id).as_ref().map(ffi::outcome_json)
}
