//! The smaller answers from their canonical JSON.

use super::{document, each, flag, made, members, missing, number, operation, text};
use crate::{
    answer::{AnyAnswer, Created, Details, Document, Reply, Validity},
    error::Error,
    json::{Object, Value, View},
    reply_context::{Asked, Effect, ReplyContext},
    text::{element, join},
};

/// What a member may be; null where nothing else is said.
#[derive(Clone, Copy)]
enum Shape {
    /// An object, which must be there.
    Object,
    /// A list of objects.
    Objects,
    /// A list.
    List,
    Number,
    Text,
    /// `true` or `false`, which must be there.
    Flag,
    Any,
}

impl Shape {
    fn check(self, name: &str, view: Option<View<'_>>) -> Result<(), Error> {
        match self {
            Shape::Object => match view.ok_or_else(|| missing(name))?.value() {
                Value::Object(_) => Ok(()),
                _ => Err(Error::invalid(name, "must be an object")),
            },
            Shape::Objects => each(view, name, &mut |place, item| match item.value() {
                Value::Object(_) => Ok(()),
                _ => Err(Error::invalid(element(name, place), "must be an object")),
            }),
            Shape::List => each(view, name, &mut |_, _| Ok(())),
            Shape::Number => number(view, name, u64::MAX).map(drop),
            Shape::Text => text(view, name).map(drop),
            Shape::Flag => flag(view, name)?.map(drop).ok_or_else(|| missing(name)),
            Shape::Any => Ok(()),
        }
    }
}

/// `what`: the name of the answer's type.
fn rebuilt(json: &str, what: &str, shapes: &[(&str, Shape)]) -> Result<(Document, super::Made), Error> {
    let view = document(json, what)?;
    let [id, attempts, elapsed, request] = {
        let mut found = [None; 4];
        members(view, &["operation", "attempts", "elapsed_ms", "request_id"], &mut found);
        found
    };
    let (operation, reading) = operation(id)?.ok_or_else(|| missing("operation"))?;
    if !reading.answers.contains(&what) {
        return Err(Error::invalid("operation", join(&["does not answer with a ", what], "")));
    }
    let mut said = Object::new();
    for (name, shape) in shapes {
        let value = view.get(name).filter(|value| !value.is_null());
        shape.check(name, value)?;
        said = match value {
            None if matches!(shape, Shape::Objects | Shape::List) => said.raw(name, "[]"),
            value => said.view(name, value),
        };
    }
    let context = ReplyContext { operation, effect: Effect::Reads, asked: Asked::default(), paging: None };
    Ok((Document::new(&context, said, None), made(attempts, elapsed, request)?))
}

macro_rules! from_json {
    ($name:ident $what:literal [$($member:literal: $shape:ident),*]) => {
        impl $name {
            /// Makes an equal answer from the text that `to_json` gives. Its body is empty.
            ///
            /// # Errors
            /// `invalid_request` for any other text, naming the member.
            pub fn from_json(json: &str) -> Result<$name, Error> {
                let (document, mut made) = rebuilt(json, $what, &[$(($member, Shape::$shape)),*])?;
                Ok($name(document).made(&mut |slot| std::mem::swap(slot, &mut made)))
            }
        }
    };
}

from_json!(Details "details" [
    "incident": Object, "alerts": Objects, "alerts_total": Number, "network_artifacts": List, "file_artifacts": List
]);
from_json!(Created "created" ["id": Text, "items": Objects]);
from_json!(Validity "validity" ["valid": Flag]);
from_json!(Reply "reply" [
    "status_text": Text, "items": Objects, "return_data": Any, "raw_data": Any, "key_fields": Any, "output_data": Any
]);

/// An answer from the name of its type and its canonical JSON; `None` for an unknown name.
pub(crate) fn any(name: &str, json: &str) -> Option<Result<AnyAnswer, Error>> {
    Some(match name {
        "report" => crate::Report::from_json(json).map(AnyAnswer::Report),
        "page" => crate::Page::from_json(json).map(AnyAnswer::Page),
        "details" => Details::from_json(json).map(AnyAnswer::Details),
        "created" => Created::from_json(json).map(AnyAnswer::Created),
        "validity" => Validity::from_json(json).map(AnyAnswer::Validity),
        "reply" => Reply::from_json(json).map(AnyAnswer::Reply),
        _ => return None,
    })
}
