//! Encodes answers as one text, from which JavaScript decodes members when they are read.

use soarwire::{AnyAnswer, Asked, Counts, Item, Outcome, Page, Report, ffi};

use crate::{
    crossing::{self, Code},
    text::{Digits, push_number, units},
};

/// A body up to this length is included in the text; JavaScript keeps longer ones itself.
const SHORT: usize = 4 << 10;

/// Up to this number of incidents are included; JavaScript has longer lists already, unless the answer names them.
const FEW: usize = 16;

/// Writes an answer in lines, and returns its code. The first line says how its call went, as JSON.
///
/// A report: the counts in words; a letter for the outcome of each requested incident (`s`, `f`, `u`, `k` for unknown); those
/// incidents, or nothing if they are those of the operation; the failed ones; the status text; the error kind if all are unknown.
///
/// A page: the number of items; the total; whether the vendor stopped counting; the next page.
///
/// Both continue with the warnings, the length of the body if it is included, the positions of the items and, after the last
/// line break, the body and texts of items that are not in it.
pub(crate) fn write(answer: &AnyAnswer, asked: &Asked, out: &mut String) -> Code {
    ffi::push_made(out, answer);
    out.push('\n');
    match answer {
        AnyAnswer::Report(report) => {
            write_report(report, asked.ids(), out);
            write_items(report.items(), report.body(), out);
            Code::Report
        }
        AnyAnswer::Page(page) => {
            write_page(page, out);
            write_items(page.items(), page.body(), out);
            Code::Page
        }
        // There are no others.
        _ => Code::Text,
    }
}

/// The same for the report of an error; its canonical JSON follows the last line break.
pub(crate) fn write_unknown(report: &Report, out: &mut String) {
    ffi::push_made(out, &AnyAnswer::Report(report.clone()));
    out.push('\n');
    write_report(report, &[], out);
    out.push_str("\n\n\n");
    out.push_str(&report.to_json());
}

fn write_report(report: &Report, asked: &[String], out: &mut String) {
    let counts = report.counts();
    let Counts { succeeded, failed, unreported, unknown, .. } = counts;
    for (count, what) in [
        (counts.asked, " asked, "),
        (succeeded, " succeeded, "),
        (failed, " failed, "),
        (unreported, " unreported, "),
        (unknown, " unknown\n"),
    ] {
        push_number(out, count as u64);
        out.push_str(what);
    }
    let letters = report.outcomes().map(|(_, outcome)| match outcome {
        Outcome::Succeeded => b's',
        Outcome::Failed { .. } => b'f',
        Outcome::Unreported => b'u',
        Outcome::Unknown { .. } => b'k',
    });
    out.push_str(crossing::text(&letters.collect::<Vec<u8>>()));
    out.push('\n');
    if counts.asked <= FEW || !std::ptr::eq(report.asked(), asked) {
        ffi::push_strings(out, report.asked());
    }
    out.push('\n');
    ffi::push_failed(out, report);
    out.push('\n');
    ffi::push_strings(out, report.status_text());
    out.push('\n');
    out.push_str(report.why_unknown().map_or("", |kind| kind.as_str()));
    out.push('\n');
    ffi::push_strings(out, report.warnings());
}

fn write_page(page: &Page, out: &mut String) {
    push_number(out, page.len() as u64);
    out.push_str(" items\n");
    if let Some(total) = page.total() {
        push_number(out, total);
    }
    out.push_str(if page.capped() { "\ncapped\n" } else { "\n\n" });
    if let Some(next) = page.next() {
        out.push_str(&next.to_json());
    }
    out.push('\n');
    ffi::push_strings(out, page.warnings());
}

/// For each item its distance from the end of the previous one, and its length: in UTF-16 code units, or in bytes if the body
/// is not included.
fn write_items<'a>(items: impl Iterator<Item = Item<'a>>, body: &'a str, out: &mut String) {
    let is_short = body.len() <= SHORT;
    let is_plain = !is_short || body.is_ascii();
    let length = |text: &str| if is_plain { text.len() } else { units(text) };
    let whole = length(body);
    out.push('\n');
    if is_short {
        push_number(out, whole as u64);
    }
    out.push('\n');
    let mut others = String::new();
    let mut others_units = 0;
    let mut end = 0;
    let mut places = Digits::default();
    for item in items {
        let text = item.as_json();
        let inside = (text.as_ptr() as usize).checked_sub(body.as_ptr() as usize);
        let (start, len) = match inside.filter(|start| start + text.len() <= body.len()) {
            Some(start) if is_plain => (start, text.len()),
            Some(start) => (units(body.get(..start).unwrap_or_default()), units(text)),
            None => {
                let (start, len) = (whole + others_units, units(text));
                others.push_str(text);
                others_units += len;
                (start, len)
            }
        };
        places.push_signed(start as isize - end as isize);
        places.push(len);
        end = start + len;
    }
    out.push_str(places.as_str());
    out.push('\n');
    if is_short {
        out.push_str(body);
    }
    out.push_str(&others);
}
