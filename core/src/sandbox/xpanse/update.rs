//! Reading an update: what is checked by field is answered by field.

use serde_json::{Map, Value};

use super::answers::{failure, unprocessable};
use crate::sandbox::config::XpanseConfig;
use crate::sandbox::exchange::Answer;
use crate::sandbox::text::as_text;

/// The three states of a field that can be cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change<'a> {
    Keep,
    Clear,
    Set(&'a str),
}

impl<'a> Change<'a> {
    /// `""` clears, and so does the word `none`, which other clients send.
    fn new(text: Option<&'a str>) -> Self {
        match text {
            None => Self::Keep,
            Some("" | "none") => Self::Clear,
            Some(text) => Self::Set(text),
        }
    }

    pub(super) fn value(self) -> Option<&'a str> {
        match self {
            Self::Set(text) => Some(text),
            Self::Keep | Self::Clear => None,
        }
    }
}

/// A request whose fields are all of the right kind.
pub(super) struct Update<'a> {
    pub(super) incident_id: String,
    pub(super) assignee: Change<'a>,
    pub(super) pretty_name: Option<&'a str>,
    pub(super) severity: Change<'a>,
    pub(super) status: Option<&'a str>,
    pub(super) resolve_comment: Option<&'a str>,
    pub(super) comment: Option<&'a str>,
}

impl<'a> Update<'a> {
    pub(super) fn read(config: &XpanseConfig, body: &'a Value) -> Result<Self, Answer> {
        let mut problems = Problems::default();
        let top = body.as_object().or_else(|| problems.add(&[], "json", NOT_AN_OBJECT));
        let top = Fields { path: &["json"], of: top };
        let request = top.object("request_data", &["json", "request_data"], &mut problems);
        let incident_id = request.of.and_then(|fields| fields.get("incident_id"));
        let update = request.object("update_data", &["json", "request_data", "update_data"], &mut problems);

        let incident_id = match incident_id {
            None if request.of.is_some() => problems.add(request.path, "incident_id", MISSING),
            None => None,
            // Documented as a text; some clients send a number, and it works.
            Some(id) => as_text(id).or_else(|| problems.add(request.path, "incident_id", NOT_A_TEXT)),
        };
        let read = Self {
            incident_id: incident_id.unwrap_or_default(),
            assignee: Change::new(update.text("assigned_user_mail", &mut problems)),
            pretty_name: update.text("assigned_user_pretty_name", &mut problems).filter(|name| !name.is_empty()),
            severity: Change::new(update.text("manual_severity", &mut problems)),
            status: update.text("status", &mut problems),
            resolve_comment: update.text("resolve_comment", &mut problems),
            comment: comment(update, &mut problems),
        };
        problems.check_word(update.path, "manual_severity", read.severity.value(), &config.severities);
        problems.check_word(update.path, "status", read.status, &config.statuses);
        if !problems.errors.is_empty() {
            return Err(unprocessable(problems.errors));
        }
        if read.pretty_name.is_some() && read.assignee.value().is_none() {
            let extra = "assigned_user_pretty_name needs assigned_user_mail in the same request";
            return Err(failure(400, "The request is not valid.", Some(extra)));
        }
        Ok(read)
    }
}

fn comment<'a>(update: Fields<'a>, problems: &mut Problems) -> Option<&'a str> {
    update.of?.get("comment")?;
    let comment = update.object("comment", &["json", "request_data", "update_data", "comment"], problems);
    let action = comment.text("comment_action", problems);
    problems.check_word(comment.path, "comment_action", action, &["add".to_owned()]);
    let value = comment.text("value", problems);
    if comment.of.is_some_and(|fields| !fields.contains_key("value")) {
        problems.add::<()>(comment.path, "value", MISSING);
    }
    value
}

const MISSING: &str = "Missing data for required field.";
const NOT_A_TEXT: &str = "Not a valid string.";
const NOT_AN_OBJECT: &str = "Not a valid object.";

/// An object of the request and where it stands; of a missing object all fields are absent.
#[derive(Clone, Copy)]
struct Fields<'a> {
    path: &'static [&'static str],
    of: Option<&'a Map<String, Value>>,
}

impl<'a> Fields<'a> {
    /// A field that must be an object.
    fn object(self, name: &str, path: &'static [&'static str], problems: &mut Problems) -> Fields<'a> {
        let of = match self.of.map(|fields| fields.get(name)) {
            None => None,
            Some(None) => problems.add(self.path, name, MISSING),
            Some(Some(value)) => value.as_object().or_else(|| problems.add(self.path, name, NOT_AN_OBJECT)),
        };
        Fields { path, of }
    }

    /// A field that is a text or absent; null is neither.
    fn text(self, name: &str, problems: &mut Problems) -> Option<&'a str> {
        let value = self.of?.get(name)?;
        value.as_str().or_else(|| problems.add(self.path, name, NOT_A_TEXT))
    }
}

/// The messages found so far, nested by field.
#[derive(Default)]
struct Problems {
    errors: Map<String, Value>,
}

impl Problems {
    /// Adds a message; gives `None`, for the value that is not to be had.
    fn add<T>(&mut self, path: &[&str], field: &str, message: &str) -> Option<T> {
        let mut at = &mut self.errors;
        for &name in path {
            at = at.entry(name).or_insert_with(|| Value::Object(Map::new())).as_object_mut()?;
        }
        at.entry(field).or_insert_with(|| Value::Array(Vec::new())).as_array_mut()?.push(message.into());
        None
    }

    fn check_word(&mut self, path: &[&str], field: &str, word: Option<&str>, words: &[String]) {
        if word.is_some_and(|word| !words.iter().any(|known| known == word)) {
            self.add::<()>(path, field, &format!("Must be one of: {}.", words.join(", ")));
        }
    }
}
