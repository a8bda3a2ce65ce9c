//! The parts of a page.

use soarwire::{Page, ffi};

/// The number of items, and whether the vendor stopped counting (1).
pub(crate) fn counts(page: &Page) -> Vec<u32> {
    vec![page.len() as u32, u32::from(page.capped())]
}

pub(crate) fn text(page: &Page, part: u32, start: usize, end: usize) -> Option<String> {
    Some(match part {
        0 => page.to_json(),
        1 => page.operation().to_owned(),
        2 => ffi::strings_json(page.warnings()),
        3 => ffi::items_json(page.items(), start, end),
        4 => ffi::strings_json(page.ids()),
        5 => ffi::rows_json(page, start, end),
        6 => return page.total().map(|total| total.to_string()),
        _ => return page.next().map(|next| next.to_json()),
    })
}
