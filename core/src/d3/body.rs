//! The envelope of an answer that is not about incidents of the request: its parts, where they stand.

use std::borrow::Cow;

use super::{items::is_success, page::count, role::Role};
use crate::{
    answer::Warnings,
    json::{Bad, Value, View, cut, is_container, start_of},
    text::{is_blank, same_key},
};

/// How much of the text of an error is kept.
const ERROR_LIMIT: usize = 16 << 10;

/// The parts of an envelope; of a duplicate key the last counts.
#[derive(Default)]
pub(super) struct Body<'t> {
    /// `error` or `Error` is neither null nor blank.
    pub(super) failed: bool,
    /// What it says, when it is text.
    pub(super) error_text: Option<String>,
    pub(super) raw: Option<View<'t>>,
    pub(super) context: Option<View<'t>>,
    pub(super) returned: Option<View<'t>>,
    pub(super) key_fields: Option<View<'t>>,
    pub(super) output: Option<View<'t>>,
    pub(super) warnings: Option<View<'t>>,
}

/// What an envelope says.
pub(super) struct Word<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) is_success: bool,
}

impl<'t> Body<'t> {
    pub(super) fn read(text: &'t str) -> Result<Self, Bad> {
        let view = View::parse(text, start_of(text))?;
        if !matches!(view.value(), Value::Object(_)) {
            return Err(Bad::new(start_of(text), "a JSON object"));
        }
        let mut body = Body::default();
        view.members(&mut |key, value| {
            let slots = [
                ("rawdata", &mut body.raw),
                ("contextdata", &mut body.context),
                ("returndata", &mut body.returned),
                ("keyfields", &mut body.key_fields),
                ("outputdata", &mut body.output),
                ("warnings", &mut body.warnings),
            ];
            if let Some((_, slot)) = slots.into_iter().find(|(name, _)| key.eq_ignore_ascii_case(name)) {
                *slot = Some(value);
            } else if key.eq_ignore_ascii_case("error") && value.is_stated() {
                body.failed = true;
                body.error_text = value.string().map(|text| cut(text, ERROR_LIMIT));
            }
        });
        Ok(body)
    }

    /// Where incidents may be listed.
    pub(super) fn lists(&self) -> [Option<View<'t>>; 3] {
        [self.raw, self.context, self.returned]
    }

    /// Whether a text begins like the JSON text of a list and is not: what it listed is lost.
    pub(super) fn has_broken_list(&self) -> bool {
        self.lists()
            .into_iter()
            .flatten()
            .filter_map(View::string)
            .any(|text| text.trim_start().starts_with(['{', '[']) && !is_container(&text, 0))
    }

    /// The word of `returnData`, or of its `Status`.
    pub(super) fn word(&self) -> Option<Word<'t>> {
        let returned = self.returned?;
        let view = match returned.value() {
            Value::Object(_) if member(returned, "data").is_some() || !is_incident(returned) => {
                member(returned, "status")?
            }
            Value::String(_) => returned,
            Value::Bool(is_success, _) => {
                return Some(Word { text: Cow::Borrowed(if is_success { "true" } else { "false" }), is_success });
            }
            _ => return None,
        };
        let text = view.string().filter(|text| !is_blank(text))?;
        // A list in a text is not a word.
        let is_word = !text.trim_start().starts_with(['{', '[']);
        is_word.then(|| Word { is_success: is_success(&text), text })
    }

    /// How many pages there are.
    pub(super) fn total_pages(&self) -> Option<u64> {
        [self.output, self.key_fields].into_iter().flatten().find_map(|part| match part.string() {
            Some(text) => member(View::parse(&text, 0).ok()?, "totalpages").and_then(count),
            None => member(part, "totalpages").and_then(count),
        })
    }

    /// Adds the entries of `ErrorData`, of which none can be about incidents of the request.
    pub(super) fn errors(&self, warnings: &mut Warnings) {
        let Some(returned) = self.returned else { return };
        returned.members(&mut |key, errors| {
            if Role::of(key) == Role::Errors {
                warnings.append(Warnings::of(Some(errors)));
            }
        });
    }
}

/// A member, by its name in lower case without spaces or `_`; null counts as absent, and of a duplicate key the last counts.
pub(super) fn member<'t>(view: View<'t>, name: &str) -> Option<View<'t>> {
    let mut found = None;
    view.members(&mut |key, value| {
        if same_key(key, name) {
            found = Some(value).filter(|value| !value.is_null());
        }
    });
    found
}

/// Whether an object names an incident.
pub(super) fn is_incident(view: View<'_>) -> bool {
    super::page::INCIDENT.id.iter().any(|key| member(view, key).is_some_and(|number| number.word().is_some()))
}
