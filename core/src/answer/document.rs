//! What the smaller answers have in common: each is kept as its canonical JSON.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use super::{item::Item, made::Made};
use crate::{
    json::{Object, Value, View},
    reply_context::ReplyContext,
};

/// An answer in canonical JSON, with what is known about how it came.
#[derive(Clone)]
pub(crate) struct Document(Arc<Inner>);

struct Inner {
    context: ReplyContext,
    /// The canonical JSON without how the call went, once somebody asks.
    json: OnceLock<String>,
    /// What writes it from the body; `None` where it stands already.
    say: Option<fn(&str) -> Object>,
    made: Made,
    /// The body of the answer; `None` for one that comes from JSON.
    body: Option<String>,
}

impl Document {
    /// `said`: the members of the answer, to which the id of the operation is added.
    pub(crate) fn new(context: &ReplyContext, said: Object, body: Option<String>) -> Self {
        let json = OnceLock::from(said.text("operation", context.operation).finish());
        Document(Arc::new(Inner { context: context.clone(), json, say: None, made: Made::once(None), body }))
    }

    /// One whose members are written when somebody asks: they repeat parts of the body, and could be larger than it.
    pub(crate) fn of_body(context: &ReplyContext, body: String, say: fn(&str) -> Object) -> Self {
        let (json, say) = (OnceLock::new(), Some(say));
        Document(Arc::new(Inner { context: context.clone(), json, say, made: Made::once(None), body: Some(body) }))
    }

    fn json(&self) -> &str {
        let Inner { context, json, say, body, .. } = &*self.0;
        json.get_or_init(|| {
            let said = say.zip(body.as_deref()).map(|(say, body)| say(body)).unwrap_or_else(Object::new);
            said.text("operation", context.operation).finish()
        })
    }

    pub(super) fn made(mut self, made: &mut dyn FnMut(&mut Made)) -> Self {
        // An answer that was handed out keeps what it says.
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            made(&mut inner.made);
        }
        self
    }

    pub(super) fn context(&self) -> &ReplyContext {
        &self.0.context
    }

    pub(super) fn how_made(&self) -> &Made {
        &self.0.made
    }

    pub(super) fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// The member with this name, unless it is null.
    pub(super) fn get(&self, key: &str) -> Option<View<'_>> {
        // Written by us.
        View::parse(self.json(), 0).ok()?.get(key).filter(|value| !value.is_null())
    }

    /// The JSON text of a member, unless it is null.
    pub(super) fn json_of(&self, key: &str) -> Option<String> {
        let mut out = String::new();
        self.get(key)?.push_json(&mut out, usize::MAX);
        Some(out)
    }

    /// The objects of a list.
    pub(super) fn items(&self, key: &str) -> impl ExactSizeIterator<Item = Item<'_>> + Clone {
        let mut items = Vec::new();
        if let Some(list) = self.get(key) {
            list.elements(&mut |element| items.extend(object(element)));
        }
        items.into_iter()
    }

    /// The values of a list, as JSON text.
    pub(super) fn values(&self, key: &str) -> impl ExactSizeIterator<Item = Cow<'_, str>> + Clone {
        let mut values = Vec::new();
        if let Some(list) = self.get(key) {
            list.elements(&mut |element| {
                let mut out = String::new();
                element.push_json(&mut out, usize::MAX);
                values.push(Cow::Owned(out));
            });
        }
        values.into_iter()
    }

    pub(super) fn to_json(&self) -> String {
        let open = self.json().strip_suffix('}').unwrap_or_default();
        self.0.made.write(Object::reopened(open.to_owned())).finish()
    }
}

/// The value as an item, if it is an object.
pub(super) fn object(view: View<'_>) -> Option<Item<'_>> {
    match view.value() {
        Value::Object(span) => Some(Item(span.of(view.text()))),
        _ => None,
    }
}

/// Answers that say the same are equal, whatever it took: attempts, time and request id do not count.
impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

/// Gives a type of answers what all of them have.
macro_rules! document {
    ($name:ident) => {
        impl $name {
            pub(crate) fn made(self, made: &mut dyn FnMut(&mut $crate::answer::Made)) -> Self {
                $name(self.0.made(made))
            }

            pub(crate) fn context(&self) -> &$crate::reply_context::ReplyContext {
                self.0.context()
            }

            pub(crate) fn how_made(&self) -> &$crate::answer::Made {
                self.0.how_made()
            }

            /// The body, from which it can be read again, if it was read from one.
            pub(crate) fn source(&self) -> Option<&str> {
                self.0.body()
            }

            /// The id of the operation, such as `xpanse.get_incidents`.
            pub fn operation(&self) -> &'static str {
                self.0.context().operation
            }

            /// How often the request was sent; as [`Report::attempts`](crate::Report::attempts).
            pub fn attempts(&self) -> u32 {
                self.0.how_made().attempts
            }

            /// How long the call took; as [`Report::elapsed`](crate::Report::elapsed).
            pub fn elapsed(&self) -> Option<std::time::Duration> {
                self.0.how_made().elapsed()
            }

            /// The vendor's id of this answer; as [`Report::request_id`](crate::Report::request_id).
            pub fn request_id(&self) -> Option<&str> {
                self.0.how_made().request_id.as_deref()
            }

            /// The body of the answer; empty for one that comes from JSON.
            pub fn body(&self) -> &str {
                self.0.body().unwrap_or_default()
            }

            /// The canonical JSON: the members that the type documents, then `operation, attempts, elapsed_ms, request_id`. The
            /// vendor's values are unchanged.
            pub fn to_json(&self) -> String {
                self.0.to_json()
            }
        }

        impl Eq for $name {}

        /// The canonical JSON.
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::raw_json(&self.to_json(), serializer)
            }
        }
    };
}

pub(super) use document;
