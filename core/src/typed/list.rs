//! Typed objects for bindings, which know their type only at run time.

use std::sync::{Arc, OnceLock};

use super::{Field, FieldValue, Layout, Members, Shape};
use crate::{
    answer::{Item, Page},
    error::Error,
    json::{Value, View, push_compact},
};

/// The typed objects of a page.
#[derive(Clone, Debug)]
pub struct TypedList(Arc<Listed>);

#[derive(Debug)]
struct Listed {
    shape: &'static Shape,
    page: Page,
    /// How they are written; known once one of them was looked into.
    layout: OnceLock<Layout>,
}

impl TypedList {
    /// The objects of a page; `None` if the page lists others.
    pub fn of(shape: &'static Shape, page: &Page) -> Option<Self> {
        let lists = shape.operations.contains(&page.operation());
        lists.then(|| TypedList(Arc::new(Listed { shape, page: page.clone(), layout: OnceLock::new() })))
    }

    /// The objects, in the order of the answer.
    pub fn items(&self) -> impl ExactSizeIterator<Item = TypedItem> {
        (0..self.0.page.items().len()).map(|index| TypedItem {
            shape: self.0.shape,
            source: Source::Page { list: Arc::clone(&self.0), index },
            members: OnceLock::new(),
        })
    }
}

/// A typed object. Its members are found when it is first asked for one.
#[derive(Clone, Debug)]
pub struct TypedItem {
    shape: &'static Shape,
    source: Source,
    members: OnceLock<Members>,
}

/// Where the text of an object is.
#[derive(Clone, Debug)]
enum Source {
    Page { list: Arc<Listed>, index: usize },
    Own(Box<str>),
}

impl TypedItem {
    /// An object of its own.
    ///
    /// # Errors
    /// `invalid_request` for text that is not a JSON object.
    pub fn from_json(shape: &'static Shape, json: &str) -> Result<Self, Error> {
        let is_object = View::parse(json, 0).is_ok_and(|view| matches!(view.value(), Value::Object(_)));
        if !is_object {
            return Err(Error::invalid("item", "must be a JSON object"));
        }
        Ok(TypedItem { shape, source: Source::Own(json.trim().into()), members: OnceLock::new() })
    }

    /// The vendor's own object, as JSON text.
    #[inline]
    pub fn json(&self) -> &str {
        match &self.source {
            Source::Page { list, index } => list.page.item_at(*index).map_or("{}", Item::as_json),
            Source::Own(json) => json,
        }
    }

    /// The same without white space, which equal objects have alike.
    pub fn compact(&self) -> String {
        let mut out = String::new();
        push_compact(self.json(), 0, &mut out, usize::MAX);
        out
    }

    /// What is known of objects of its type.
    pub fn shape(&self) -> &'static Shape {
        self.shape
    }

    /// The value of a field of its type.
    #[inline]
    pub fn value(&self, field: &Field) -> FieldValue<'_> {
        let object = self.json();
        self.members.get_or_init(|| self.find(object)).value(object, field)
    }

    fn find(&self, object: &str) -> Members {
        match &self.source {
            Source::Page { list, .. } => {
                let layout = list.layout.get_or_init(|| Layout::learn(self.shape, object));
                Members::find_alike(self.shape, layout, object)
            }
            Source::Own(_) => Members::find(self.shape, object),
        }
    }
}
