//! The envelope of an answer that is not about incidents of the request: its parts, where they stand.

use std::borrow::Cow;

use super::{
    items::{is_empty, is_success},
    returned::said,
    role::Role,
    row::INCIDENT,
};
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
    /// An earlier `returnData`, which may be one of failure.
    pub(super) overridden: Option<View<'t>>,
    pub(super) key_fields: Option<View<'t>>,
    pub(super) output: Option<View<'t>>,
    pub(super) warnings: Option<View<'t>>,
    /// `ErrorData` beside `returnData`.
    errors: Option<View<'t>>,
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
            if key.eq_ignore_ascii_case("returndata") {
                body.overridden = body.overridden.or(body.returned);
            }
            let slots = [
                ("rawdata", &mut body.raw),
                ("contextdata", &mut body.context),
                ("returndata", &mut body.returned),
                ("keyfields", &mut body.key_fields),
                ("outputdata", &mut body.output),
                ("warnings", &mut body.warnings),
                ("errordata", &mut body.errors),
            ];
            if let Some((_, slot)) = slots.into_iter().find(|(name, _)| key.eq_ignore_ascii_case(name)) {
                *slot = Some(value);
            } else if key.eq_ignore_ascii_case("error") && value.is_stated() {
                body.failed = true;
                body.error_text = value.string().map(|text| cut(text, ERROR_LIMIT));
            } else if same_key(key, "errormessage") {
                body.errors = body.errors.or(Some(value));
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

    /// The word of `returnData`, or of its `Status`; of two the one of failure.
    pub(super) fn word(&self) -> Option<Word<'t>> {
        word(self.returned?)
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
        if let Some(errors) = self.errors {
            add_errors(errors, warnings);
        }
        if let Some(returned) = self.returned {
            errors(returned, 2, warnings);
        }
    }
}

/// Adds the entries of `ErrorData` of an object and, as deep as that, of its `Data`, which is scanned as a whole.
fn errors(view: View<'_>, depth: usize, warnings: &mut Warnings) {
    let deeper = depth.checked_sub(1);
    if let (Some(text), Some(depth)) = (view.string(), deeper)
        && let Ok(inner) = View::parse(&text, 0)
    {
        errors(inner, depth, warnings);
    }
    view.members(&mut |key, value| match (Role::of(key), deeper) {
        (Role::Errors, _) => add_errors(value, warnings),
        (Role::Data, Some(depth)) => errors(value, depth, warnings),
        _ => {}
    });
}

/// Adds what `ErrorData` says.
pub(super) fn add_errors(errors: View<'_>, warnings: &mut Warnings) {
    if says_something(errors) {
        warnings.append(Warnings::of(Some(errors)));
    }
}

/// Whether an error is there: null, false, a blank text and an empty container say nothing.
pub(super) fn says_something(error: View<'_>) -> bool {
    match error.value() {
        Value::Bool(is_error, _) => is_error,
        Value::Array(span) | Value::Object(span) => !is_empty(span, error.text()),
        _ => error.is_stated(),
    }
}

/// The word of a value that is no list: a text, a flag, or the `Status` of an object that is no incident. JSON text is read as what it holds.
pub(super) fn word(view: View<'_>) -> Option<Word<'_>> {
    match view.value() {
        Value::String(_) => {
            let text = view.string()?;
            if !text.trim_start().starts_with(['{', '[']) {
                return (!is_blank(&text)).then(|| Word { is_success: is_success(&text), text });
            }
            let Word { text, is_success } = word(View::parse(&text, 0).ok()?)?;
            Some(Word { text: Cow::Owned(text.into_owned()), is_success })
        }
        Value::Object(_) if member(view, "data").is_none() && is_incident(view) => None,
        value @ (Value::Bool(..) | Value::Object(_)) => {
            let word = said(value, view.text(), 0)?;
            Some(Word { text: word.text.read(view.text()), is_success: word.is_success })
        }
        _ => None,
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
    INCIDENT.id.iter().any(|key| member(view, key).is_some_and(|number| number.word().is_some()))
}

/// A number, or the text of one.
fn count(view: View<'_>) -> Option<u64> {
    view.word().map(Cow::into_owned)?.trim().parse().ok()
}
