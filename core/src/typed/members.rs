//! Where the known members of an object stand.

use super::{Field, FieldType, FieldValue, Layout, Shape, place::Place, value};
use crate::json::{Scanner, Span, Text, Value};

/// The value of each known key, as its place in the text of the object: a place for every key, or, where the object has few of
/// them, the places that there are, in the order of the keys. So the places take no more memory than the text in proportion.
#[derive(Clone, Debug)]
pub(crate) struct Members(Box<[Place]>);

impl Members {
    /// Finds the members of one object.
    pub(crate) fn find(shape: &Shape, object: &str) -> Self {
        let mut places = Members::none(shape);
        let found = scan(&mut places, shape, object);
        Members::of(places, found)
    }

    /// Finds the members of one of several objects that look alike.
    pub(crate) fn find_alike(shape: &Shape, layout: &Layout, object: &str) -> Self {
        let mut places = Members::none(shape);
        match layout.find(object, &mut places) {
            Some(found) => Members::of(places, found),
            None => Members::find(shape, object),
        }
    }

    fn none(shape: &Shape) -> Box<[Place]> {
        vec![Place::default(); shape.keys.len()].into_boxed_slice()
    }

    /// From a place for every key, of which so many were found.
    fn of(places: Box<[Place]>, found: usize) -> Self {
        if found * 2 >= places.len() {
            return Members(places);
        }
        let mut few = Vec::with_capacity(found);
        let keyed = places.iter().zip(1..).map(|(place, key)| Place { key, ..*place });
        few.extend(keyed.filter(|place| place.span != Span::default()));
        Members(few.into_boxed_slice())
    }

    /// The place of the value of a key.
    fn place(&self, at: usize) -> Option<&Place> {
        match self.0.get(at) {
            Some(place) if place.key == 0 => Some(place),
            _ => {
                let found = self.0.binary_search_by_key(&(at + 1), |place| usize::from(place.key)).ok()?;
                self.0.get(found)
            }
        }
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
        let places = (field.at..field.at + field.keys.len()).filter_map(|at| self.place(at));
        let mut found = places.filter_map(|place| match place.span.of(object) {
            "" | "null" => None,
            text => Some((text, place.escaped)),
        });
        if field.keys.len() == 1 {
            return found.next();
        }
        let stated = |(text, escaped): &(&str, bool)| !matches!(value::read(FieldType::Text, text, *escaped), FieldValue::Text(text) if text.trim().is_empty());
        found.clone().find(stated).or_else(|| found.next())
    }
}

/// Finds the known members of an object, and says how many.
fn scan(places: &mut [Place], shape: &Shape, object: &str) -> usize {
    let mut found = 0;
    // Validated when the answer was read; an object made by hand is checked before.
    let _ = Scanner::new(object, 0).each_member(&mut |scanner, key| {
        scanner.peek();
        let start = scanner.offset();
        let value = scanner.value()?;
        // Of a key that comes twice the last value counts.
        if let Some(place) = shape.key(&key.read(object)).and_then(|at| places.get_mut(at)) {
            let span = Span { start: start as u32, end: scanner.offset() as u32 };
            *place = Place::new(span, matches!(value, Value::String(Text { escaped: true, .. })));
            found += 1;
        }
        Ok(())
    });
    found
}
