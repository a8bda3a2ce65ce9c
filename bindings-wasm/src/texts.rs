//! Lists of texts from JavaScript.

use std::convert::Infallible;

use soarwire::ffi::{self, Part};

/// The texts of a JSON array.
pub(crate) fn texts(json: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let Ok(()) = ffi::elements(json, |element| {
        if let Part::String(text) = element {
            texts.push(text.into_owned());
        }
        Ok::<_, Infallible>(())
    });
    texts
}
