//! The parts of a report.

use soarwire::{Counts, Report, ffi};

/// asked, succeeded, failed, unreported, unknown, and the number of items.
pub(crate) fn counts(report: &Report) -> Vec<u32> {
    let Counts { asked, succeeded, failed, unreported, unknown, .. } = report.counts();
    [asked, succeeded, failed, unreported, unknown, report.items().len()].map(|count| count as u32).to_vec()
}

/// What most people read of a report, a line each: the counts, the parts 4, 5 and 6; and the body behind them, of which the
/// report can be made again.
pub(crate) fn packed(report: &Report) -> String {
    let mut out = String::with_capacity(report.body().len() + 256);
    for (index, count) in counts(report).into_iter().enumerate() {
        out.push_str(if index == 0 { "" } else { "," });
        out.push_str(&count.to_string());
    }
    for part in 4..=6 {
        out.push('\n');
        out.push_str(&text(report, part, 0, 0).unwrap_or_default());
    }
    out.push('\n');
    out.push_str(report.body());
    out
}

pub(crate) fn text(report: &Report, part: u32, start: usize, end: usize) -> Option<String> {
    Some(match part {
        0 => report.to_json(),
        1 => report.operation().to_owned(),
        2 => ffi::strings_json(report.warnings()),
        3 => ffi::items_json(report.items(), start, end),
        4 => ffi::strings_json(report.succeeded()),
        5 => ffi::failed_json(report),
        6 => ffi::strings_json(report.unreported()),
        7 => ffi::strings_json(report.unknown_ids()),
        8 => ffi::strings_json(report.asked()),
        9 => ffi::outcomes_json(report, start, end),
        _ => return report.status_text().map(str::to_owned),
    })
}

/// What happened to one incident, as JSON.
pub(crate) fn outcome(report: &Report, id: &str) -> Option<String> {
    report.outcome(id).as_ref().map(ffi::outcome_json)
}
