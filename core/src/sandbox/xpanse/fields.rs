//! Reading the members of a body. Every mistake is noted under its path, and one answer lists them all.

use serde_json::{Map, Value};

use super::answers::unprocessable;
use crate::sandbox::exchange::Answer;
use crate::sandbox::text::as_text;
use crate::sandbox::trace::Trace;

const MISSING: &str = "Missing data for required field.";
const NOT_A_TEXT: &str = "Not a valid string.";
const NOT_AN_OBJECT: &str = "Not a valid object.";
const NOT_AN_INTEGER: &str = "Not a valid integer.";
const NOT_A_FLAG: &str = "Not a valid boolean.";
const NOT_A_LIST: &str = "Not a valid list.";

/// An object of the body and where it stands; of a missing object all fields are absent.
#[derive(Clone)]
pub(super) struct Fields<'a> {
    path: Vec<String>,
    object: Option<&'a Map<String, Value>>,
    trace: &'a Trace,
}

impl<'a> Fields<'a> {
    /// The `request_data` of a body.
    pub(super) fn of_request(body: &'a Value, trace: &'a Trace, problems: &mut Problems) -> Self {
        let object = body.as_object().or_else(|| problems.add(&[], "json", NOT_AN_OBJECT));
        Self::open(Vec::new(), object, trace).object("request_data", problems)
    }

    /// An object at any path, such as an element of a list.
    pub(super) fn open(path: Vec<String>, object: Option<&'a Map<String, Value>>, trace: &'a Trace) -> Self {
        let fields = Self { path, object, trace };
        if let Some(object) = object {
            trace.open(&fields.path.join("."), object);
        }
        fields
    }

    /// A field of any type, null included.
    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.trace.read(&self.path.join("."), name);
        self.object?.get(name)
    }

    /// Whether it has this field, of whatever type.
    pub(super) fn has(&self, name: &str) -> bool {
        self.object.is_some_and(|fields| fields.contains_key(name))
    }

    /// A field that must be an object.
    pub(super) fn object(&self, name: &str, problems: &mut Problems) -> Self {
        let object = match self.get(name) {
            None if self.object.is_some() => self.problem(name, MISSING, problems),
            None => None,
            Some(value) => value.as_object().or_else(|| self.problem(name, NOT_AN_OBJECT, problems)),
        };
        Self::open(self.path_of(name), object, self.trace)
    }

    /// The objects of a list; none if it is absent.
    pub(super) fn objects(&self, name: &str, problems: &mut Problems) -> Vec<Self> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let Some(elements) = value.as_array() else {
            self.problem::<()>(name, NOT_A_LIST, problems);
            return Vec::new();
        };
        let object = |(index, element): (usize, &'a Value)| {
            let object = element.as_object().or_else(|| self.problem(name, NOT_AN_OBJECT, problems));
            let path = self.path_of(name).into_iter().chain([index.to_string()]).collect();
            Self::open(path, object, self.trace)
        };
        elements.iter().enumerate().map(object).collect()
    }

    /// A field that must be a whole number if it is there.
    pub(super) fn integer(&self, name: &str, problems: &mut Problems) -> Option<u64> {
        let value = self.get(name)?;
        value.as_u64().or_else(|| self.problem(name, NOT_AN_INTEGER, problems))
    }

    /// A field that must be a boolean if it is there; false if it is not.
    pub(super) fn flag(&self, name: &str, problems: &mut Problems) -> bool {
        let flag = |value: &Value| value.as_bool().or_else(|| self.problem(name, NOT_A_FLAG, problems));
        self.get(name).and_then(flag).unwrap_or(false)
    }

    /// A field that must be a string if it is there; null is not.
    pub(super) fn text(&self, name: &str, problems: &mut Problems) -> Option<&'a str> {
        let value = self.get(name)?;
        value.as_str().or_else(|| self.problem(name, NOT_A_TEXT, problems))
    }

    /// A string that must be there.
    pub(super) fn required_text(&self, name: &str, problems: &mut Problems) -> Option<&'a str> {
        if self.object.is_some() && !self.has(name) {
            return self.problem(name, MISSING, problems);
        }
        self.text(name, problems)
    }

    /// An id that must be there. It is documented as a string; some clients send a number, and it works.
    pub(super) fn required_id(&self, name: &str, problems: &mut Problems) -> Option<String> {
        match self.get(name) {
            None if self.object.is_some() => self.problem(name, MISSING, problems),
            None => None,
            Some(id) => as_text(id).or_else(|| self.problem(name, NOT_A_TEXT, problems)),
        }
    }

    /// Notes a mistake if a word is not among those allowed.
    pub(super) fn check_word(&self, name: &str, word: Option<&str>, words: &[String], problems: &mut Problems) {
        if word.is_some_and(|word| !words.iter().any(|known| known == word)) {
            self.problem::<()>(name, &format!("Must be one of: {}.", words.join(", ")), problems);
        }
    }

    /// The path of a field.
    pub(super) fn path_of(&self, name: &str) -> Vec<String> {
        self.path.iter().cloned().chain([name.to_owned()]).collect()
    }

    /// Notes a mistake in a field; gives `None`, in place of the value that could not be read.
    pub(super) fn problem<T>(&self, name: &str, message: &str, problems: &mut Problems) -> Option<T> {
        let path: Vec<&str> = ["json"].into_iter().chain(self.path.iter().map(String::as_str)).collect();
        problems.add(&path, name, message)
    }
}

/// The messages found so far, nested by field.
#[derive(Default)]
pub(super) struct Problems {
    errors: Map<String, Value>,
}

impl Problems {
    /// 422 if there are any.
    pub(super) fn finish(self) -> Result<(), Answer> {
        if self.errors.is_empty() { Ok(()) } else { Err(unprocessable(self.errors)) }
    }

    /// Adds a message; gives `None`, in place of the value that could not be read.
    fn add<T>(&mut self, path: &[&str], field: &str, message: &str) -> Option<T> {
        let mut at = &mut self.errors;
        for &name in path {
            at = at.entry(name).or_insert_with(|| Value::Object(Map::new())).as_object_mut()?;
        }
        at.entry(field).or_insert_with(|| Value::Array(Vec::new())).as_array_mut()?.push(message.into());
        None
    }
}
