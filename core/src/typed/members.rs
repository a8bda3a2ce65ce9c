//! Where the known members of an object stand.

use super::{Field, FieldType, FieldValue, Layout, Shape, value};
use crate::json::{Scanner, Span, Text, Value};

/// The value of each known key, as its place in the text of the object.
#[derive(Clone, Debug)]
pub(crate) struct Members(Box<[Place]>);

/// The place of a value; empty for a key that the object does not have. A value never stands at the start of its object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) span: Span,
    /// It is a string that must be unescaped to be read.
    pub(super) escaped: bool,
}

impl Members {
    /// Finds the members of one object.
    pub(crate) fn find(shape: &Shape, object: &str) -> Self {
        let mut places = Members::none(shape);
        places.scan(shape, object);
        places
    }

    /// Finds the members of one of several objects that look alike.
    pub(crate) fn find_alike(shape: &Shape, layout: &Layout, object: &str) -> Self {
        let mut members = Members::none(shape);
        if !layout.find(object, &mut members.0) {
            members = Members::find(shape, object);
        }
        members
    }

    fn none(shape: &Shape) -> Self {
        Members(vec![Place::default(); shape.keys.len()].into_boxed_slice())
    }

    fn scan(&mut self, shape: &Shape, object: &str) {
        // Validated when the answer was read; an object made by hand is checked before.
        let _ = Scanner::new(object, 0).each_member(&mut |scanner, key| {
            scanner.peek();
            let start = scanner.offset();
            let value = scanner.value()?;
            // Of a key that comes twice the last value counts.
            if let Some(place) = shape.key(&key.read(object)).and_then(|at| self.0.get_mut(at)) {
                let span = Span { start: start as u32, end: scanner.offset() as u32 };
                let escaped = matches!(value, Value::String(Text { escaped: true, .. }));
                *place = Place { span, escaped };
            }
            Ok(())
        });
    }

    /// The value of a field.
    #[inline]
    pub(crate) fn value<'a>(&self, object: &'a str, field: &Field) -> FieldValue<'a> {
        match self.text(object, field) {
            Some((text, escaped)) => value::read(field.of, text, escaped),
            None => FieldValue::Absent,
        }
    }

    /// The text of the value that counts, and whether it has escapes.
    fn text<'a>(&self, object: &'a str, field: &Field) -> Option<(&'a str, bool)> {
        let places = self.0.get(field.at..field.at + field.keys.len())?;
        let read = |place: &Place| match place.span.of(object) {
            "" | "null" => None,
            text => Some((text, place.escaped)),
        };
        match places {
            [place] => read(place),
            places => {
                let stated = |(text, escaped): &(&str, bool)| !matches!(value::read(FieldType::Text, text, *escaped), FieldValue::Text(text) if text.trim().is_empty());
                let mut found = places.iter().filter_map(read);
                found.clone().find(stated).or_else(|| found.next())
            }
        }
    }
}
