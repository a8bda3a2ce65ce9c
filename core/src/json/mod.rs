//! Lenient reading of what vendors answer: strict JSON grammar, bounded depth, and every value kept as it came.
//!
//! Replies are read by our own scanner rather than into a tree because the vendor's text must survive unchanged
//! (number spelling, key order, the last of duplicate keys), a broken body must say where it broke, and a bulk
//! reply of ten thousand items is read in one pass that keeps only spans.

mod bytes;
mod compact;
mod object;
mod scan;
mod skip;
mod sort;
mod source;
mod span;
mod text;
mod view;

pub(crate) use bytes::{common, same};
pub(crate) use compact::push as push_compact;
pub(crate) use object::{Object, push_array};
pub(crate) use scan::{Bad, Scanner, Value};
pub(crate) use skip::skip;
pub(crate) use source::{Level, Source, is_container};
pub(crate) use span::Span;
pub(crate) use text::{Text, cut, push_string};
pub(crate) use view::View;

/// Where the JSON of a body begins: after a byte order mark, if there is one.
pub(crate) fn start_of(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}
