//! What must hold for typed incidents and alerts, whatever the vendor's objects look like. Their fields are compared with
//! serde_json's reading of the same objects.

use std::borrow::Cow;

use serde_json::value::RawValue;
use soarwire::{
    Page, d3,
    ffi::{Field, FieldType, FieldValue, SHAPES, Shape, TypedItem, TypedList},
    xpanse,
};

use crate::json::{self, Members};

/// Reads a text as an object of each type, which it is exactly when serde_json finds an object in it.
pub fn check_text(text: &str) {
    let is_object = json::is_json(text) && is_container(text, '{') && json::depth(text) <= json::MAX_DEPTH;
    for shape in SHAPES {
        let item = TypedItem::from_json(shape, text);
        assert_eq!(item.is_ok(), is_object, "{:?}", item.err());
        if let Ok(item) = item {
            check_item(&item);
        }
    }
}

/// What is listed reads as it does alone.
pub fn check_page(page: &Page) {
    for shape in SHAPES {
        let Some(list) = TypedList::of(shape, page) else {
            assert!(!shape.operations.contains(&page.operation()));
            continue;
        };
        assert_eq!(list.items().len(), page.items().len());
        for (listed, item) in list.items().zip(page.items()) {
            assert_eq!(listed.json(), item.as_json());
            let alone = TypedItem::from_json(shape, item.as_json()).expect("an item is an object");
            for field in shape.fields {
                assert_eq!(listed.value(field), alone.value(field), "{} of {}", field.name, item.as_json());
            }
            check_item(&alone);
        }
    }
    // The types of Rust find their members in the same two ways; what they print are fields.
    for (listed, item) in xpanse::Incident::of(page).zip(page.items()) {
        assert_eq!(format!("{listed:?}"), format!("{:?}", xpanse::Incident::new(item)));
    }
    for (listed, item) in xpanse::Alert::of(page).zip(page.items()) {
        assert_eq!(format!("{listed:?}"), format!("{:?}", xpanse::Alert::new(item)));
    }
    for (listed, item) in d3::Incident::of(page).zip(page.items()) {
        assert_eq!(format!("{listed:?}"), format!("{:?}", d3::Incident::new(item)));
    }
}

/// Each field is what serde_json reads, and what it holds is no larger than the object.
fn check_item(item: &TypedItem) {
    let (shape, object) = (item.shape(), item.json());
    let members = Members::of(object);
    for field in shape.fields {
        let value = item.value(field);
        assert!(size(&value) <= object.len(), "{} of {object}", field.name);
        if let Some(expected) = members.as_ref().and_then(|members| expected(shape, field, members)) {
            assert_eq!(value, expected, "{} of {object}", field.name);
        }
    }
    let compact = item.compact();
    assert!(compact.len() <= object.len());
    let again = TypedItem::from_json(shape, &compact).expect("a compact object is an object");
    assert_eq!(again.compact(), compact);
    if let Ok(object) = serde_json::from_str::<serde_json::Value>(object) {
        assert_eq!(serde_json::from_str::<serde_json::Value>(&compact).ok(), Some(object));
    }
}

/// How many bytes of text a value holds, or how many elements, if these are more.
fn size(value: &FieldValue<'_>) -> usize {
    match value {
        FieldValue::Absent | FieldValue::Integer(_) | FieldValue::Flag(_) | FieldValue::Time(_) => 0,
        FieldValue::Text(text) => text.len(),
        FieldValue::Texts(texts) => texts.len().max(texts.iter().map(|text| text.len()).sum()),
        FieldValue::Integers(numbers) | FieldValue::Times(numbers) => numbers.len(),
        FieldValue::Json(text) => text.len(),
        other => panic!("no laws for {other:?}"),
    }
}

/// The value of a field as serde_json reads the object; `None` for what it cannot hold.
fn expected<'a>(shape: &Shape, field: &Field, members: &Members<'a>) -> Option<FieldValue<'a>> {
    assert!(shape.fields.iter().any(|known| known.name == field.name));
    let values: Vec<&RawValue> =
        field.keys.iter().filter_map(|key| members.last(key)).filter(|value| value.get() != "null").collect();
    let mut said = values.first();
    for value in &values {
        if !json::text(value)?.trim().is_empty() {
            said = Some(value);
            break;
        }
    }
    said.map_or(Some(FieldValue::Absent), |value| read(field.of, value))
}

fn read<'a>(of: FieldType, value: &'a RawValue) -> Option<FieldValue<'a>> {
    let raw = value.get();
    let is_number = |value: &RawValue| value.get().starts_with(|first: char| first == '-' || first.is_ascii_digit());
    let is_string = |value: &RawValue| value.get().starts_with('"');
    let found = match of {
        FieldType::Text if is_string(value) => Some(FieldValue::Text(json::text(value)?)),
        FieldType::Id if is_string(value) || is_number(value) => Some(FieldValue::Text(json::text(value)?)),
        FieldType::Text | FieldType::Id => None,
        FieldType::Integer => integer(raw).map(FieldValue::Integer),
        FieldType::Flag => serde_json::from_str(raw).ok().map(FieldValue::Flag),
        FieldType::Time => time(raw).map(FieldValue::Time),
        FieldType::Texts if is_string(value) => {
            let text = json::text(value)?;
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            Some(FieldValue::Texts(parts.map(|part| Cow::Owned(part.to_owned())).collect()))
        }
        FieldType::Texts => match elements(value) {
            Some(elements) if elements.iter().all(|element| is_string(element)) => {
                let texts: Option<Vec<_>> = elements.into_iter().map(json::text).collect();
                Some(FieldValue::Texts(texts?))
            }
            _ => None,
        },
        FieldType::Integers => several(value, integer).map(FieldValue::Integers),
        FieldType::Times => several(value, time).map(FieldValue::Times),
        FieldType::Json => Some(FieldValue::Json(raw)),
        other => panic!("no laws for {other:?}"),
    };
    Some(found.unwrap_or(FieldValue::Absent))
}

/// A whole number, however it is spelt, that every language can hold.
fn integer(raw: &str) -> Option<i64> {
    const LARGEST: f64 = ((1u64 << 53) - 1) as f64;
    let number = serde_json::from_str::<serde_json::Number>(raw).ok()?;
    // serde_json may read a fraction less exactly than it can be.
    let spelt = || raw.parse().ok().filter(|number: &f64| number.trunc() == *number);
    let small = || spelt().filter(|number| (-LARGEST..=LARGEST).contains(number)).map(|number| number as i64);
    number.as_i64().or_else(small)
}

/// From the year 1 to the year 9999.
fn time(raw: &str) -> Option<i64> {
    const DAY_MS: i64 = 86_400_000;
    // The days from the first of both years to the first of 1970.
    let years = -719_162 * DAY_MS..2_932_897 * DAY_MS;
    integer(raw).filter(|ms| years.contains(ms))
}

/// An array of numbers, or one number.
fn several(value: &RawValue, read: fn(&str) -> Option<i64>) -> Option<Vec<i64>> {
    match elements(value) {
        Some(elements) => elements.into_iter().map(|element| read(element.get())).collect(),
        None => read(value.get()).map(|number| vec![number]),
    }
}

/// The elements of an array without those that are null.
fn elements(value: &RawValue) -> Option<Vec<&RawValue>> {
    let elements: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
    Some(elements.into_iter().filter(|element| element.get() != "null").collect())
}

fn is_container(text: &str, bracket: char) -> bool {
    text.trim_start_matches([' ', '\t', '\r', '\n']).starts_with(bracket)
}
