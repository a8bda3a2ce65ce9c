//! The typed views: every field of every type, with every value of `tests/typed/values.json`. Python and TypeScript run the same
//! table.

use std::{error::Error, fs, path::Path};

use proptest::prelude::*;
use serde_json::{Value, json};
use soarwire::{
    Item, Operation, Page, Response,
    catalogue::TYPES,
    d3,
    ffi::{FieldValue, SHAPES, TypedItem, TypedList},
    xpanse,
};

type Outcome = Result<(), Box<dyn Error>>;

fn cases() -> Result<Vec<Value>, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("typed/values.json");
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn plain(value: &FieldValue<'_>) -> Value {
    match value {
        FieldValue::Text(text) => json!(text),
        FieldValue::Integer(number) | FieldValue::Time(number) => json!(number),
        FieldValue::Flag(flag) => json!(flag),
        FieldValue::Texts(texts) => json!(texts),
        FieldValue::Integers(numbers) | FieldValue::Times(numbers) => json!(numbers),
        FieldValue::Json(text) => serde_json::from_str(text).unwrap_or_default(),
        _ => Value::Null,
    }
}

#[test]
fn every_field_reads_every_value() -> Outcome {
    let cases = cases()?;
    let mut checked = 0;
    for shape in SHAPES {
        for field in shape.fields {
            let of = format!("{:?}", field.of);
            let cases: Vec<&Value> = cases.iter().filter(|case| text(case, "type") == of).collect();
            assert!(cases.len() > 5, "{of}");
            for (case, key) in cases.iter().flat_map(|case| field.keys.iter().map(move |key| (case, key))) {
                let object = format!(r#"{{"before": [1], "{key}": {}, "behind": {{}}}}"#, text(case, "json"));
                let item = TypedItem::from_json(shape, &object)?;
                assert_eq!(
                    Some(&plain(&item.value(field))),
                    case.get("value"),
                    "{}.{} of {object}",
                    shape.name,
                    field.name
                );
                assert_eq!(item.json(), object);
                checked += 1;
            }
            let missing = TypedItem::from_json(shape, r#"{"unknown": 1}"#)?;
            assert_eq!(missing.value(field), FieldValue::Absent, "{}", field.name);
        }
    }
    assert!(checked > 1_000, "{checked}");
    Ok(())
}

#[test]
fn an_object_may_have_few_of_its_fields_or_many() -> Outcome {
    let cases = cases()?;
    for shape in SHAPES {
        let value_of = |of: String| {
            cases
                .iter()
                .find(|case| text(case, "type") == of && case.get("value").is_some_and(|value| !value.is_null()))
        };
        let valued: Vec<_> = shape
            .fields
            .iter()
            .filter_map(|field| Some((field, field.keys.first()?, value_of(format!("{:?}", field.of))?)))
            .collect();
        assert_eq!(valued.len(), shape.fields.len());
        for count in 0..=valued.len() {
            let member = |(_, key, case): &(_, &&str, &Value)| format!("\"{key}\": {}", text(case, "json"));
            // The last of them, last first: neither the places nor the order are those of the declaration.
            let members: Vec<String> = valued.iter().rev().take(count).map(member).collect();
            let item = TypedItem::from_json(shape, &format!("{{{}}}", members.join(", ")))?;
            for (index, (field, _, case)) in valued.iter().enumerate() {
                let expected = if index < valued.len() - count { Some(&Value::Null) } else { case.get("value") };
                assert_eq!(Some(&plain(&item.value(field))), expected, "{} of {}", field.name, item.json());
            }
        }
    }
    Ok(())
}

#[test]
fn what_is_not_an_object_is_refused() {
    for shape in SHAPES {
        for json in ["", "[]", "null", "{", "{} {}", "{\"a\": tru}"] {
            assert_eq!(
                TypedItem::from_json(shape, json).err().and_then(|error| error.field().map(str::to_owned)).as_deref(),
                Some("item")
            );
        }
    }
}

fn incidents(objects: &[String]) -> Result<Page, Box<dyn Error>> {
    let body = format!(r#"{{"reply": {{"incidents": [{}]}}}}"#, objects.join(", "));
    Ok(xpanse::GetIncidents::new().parse(Response::new(200, body.as_bytes()))?)
}

/// Objects that are written alike, and some that are not, are read as each would be alone.
#[test]
fn how_the_others_are_written_does_not_matter() -> Outcome {
    let usual = |id: usize| {
        format!(
            r#"{{"incident_id": "{id}", "tags": ["a", "]"], "status": "a\"b", "x": {{"y": "}}"}}, "starred": true}}"#
        )
    };
    let odd = [
        r#"{"status":"new","incident_id":"1"}"#,
        r#"{"incident_id": "2", "status": "new", "starred": false}"#,
        r#"{"incident_id": "3", "tags": [], "status": null, "status": "last", "x": 1, "starred": true}"#,
        r#"{"incident_id": "4", "tags": [], "new": 1, "status": "s", "x": 1, "starred": true}"#,
        r#"{"Incident ID": "5", "STATUS" : "s"}"#,
        r#"{ "incident_id": "6", "status": "s" }"#,
        r#"{"incident_id": "7", "tags": ["a"], "status": "s", "x": 1, "starred": true, "status": "later"}"#,
        r#"{"incident\u005fid": "8", "status": "s"}"#,
        "{}",
    ];
    for first in 0..=odd.len() {
        let mut objects: Vec<String> = odd.iter().map(|object| (*object).to_owned()).collect();
        objects.insert(first, usual(100));
        objects.insert(0, odd.get(first).map_or_else(|| usual(99), |object| (*object).to_owned()));
        let page = incidents(&objects)?;
        let [shape, ..] = SHAPES;
        let status = shape.fields.iter().find(|field| field.name == "status").ok_or("a status")?;
        let list = TypedList::of(shape, &page).ok_or("a page of incidents")?;
        let listed: Vec<TypedItem> = list.items().collect();
        assert_eq!(listed.len(), objects.len());
        for (index, (object, incident)) in objects.iter().zip(xpanse::Incident::of(&page)).enumerate() {
            let (alone, listed) = (TypedItem::from_json(shape, object)?, listed.get(index).ok_or("an incident")?);
            for field in shape.fields {
                assert_eq!(alone.value(field), listed.value(field), "{} of {object}", field.name);
            }
            assert_eq!(listed.json(), object);
            assert_eq!(
                incident.status().map(|status| json!(status)),
                Some(plain(&alone.value(status))).filter(|value| !value.is_null())
            );
        }
    }
    Ok(())
}

proptest! {
    /// The same of objects made at random: members present or not, in any order, spaced and spelt in any way.
    #[test]
    fn a_listed_object_reads_as_it_does_alone(
        objects in prop::collection::vec(
            prop::collection::vec((0usize..8, 0usize..9, prop::bool::weighted(0.1), prop::bool::weighted(0.1)), 0..8),
            1..6,
        ),
    ) {
        const KEYS: [&str; 8] =
            ["incident_id", "status", "tags", "creation_time", "unknown", "Severity", "xpanse_risk_explainer", "alert\\u005fcount"];
        const VALUES: [&str; 9] =
            ["null", "\"a\"", "\"\\\"}\\\\\"", "[\"]\", \"b\"]", "17", "-1.5e3", "true", "{\"a\": {\"b\": []}}", "\"\""];
        let objects: Vec<String> = objects
            .iter()
            .map(|members| {
                let member = |(key, value, spaced, tight): &(usize, usize, bool, bool)| {
                    let colon = if *spaced { " : " } else if *tight { ":" } else { ": " };
                    let (key, value) = (KEYS.get(*key).unwrap_or(&""), VALUES.get(*value).unwrap_or(&""));
                    format!("\"{key}\"{colon}{value}")
                };
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
            })
            .collect();
        let page = incidents(&objects).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let [shape, ..] = SHAPES;
        let listed: Vec<TypedItem> = TypedList::of(shape, &page).iter().flat_map(TypedList::items).collect();
        prop_assert_eq!(listed.len(), objects.len());
        for (listed, object) in listed.iter().zip(&objects) {
            let alone = TypedItem::from_json(shape, object).map_err(|error| TestCaseError::fail(error.to_string()))?;
            for field in shape.fields {
                prop_assert_eq!(listed.value(field), alone.value(field), "{} of {}", field.name, object);
            }
        }
    }
}

#[test]
fn the_types_of_rust_have_the_values() -> Outcome {
    let body = r#"{"reply": {"alerts": [{"alert_id": 602, "case_id": 5471, "tags": "BU:Acme,AR:b", "event_timestamp": [1],
        "action_remote_port": 443, "starred": false, "last_observed": 1790000000000, "certificate": {"a": 1}, "new": 1}]}}"#;
    let page = xpanse::GetAlerts::new().parse(Response::new(200, body.as_bytes()))?;
    let alert = xpanse::Alert::of(&page).next().ok_or("an alert")?;
    assert_eq!((alert.alert_id().as_deref(), alert.case_id().as_deref()), (Some("602"), Some("5471")));
    assert_eq!(alert.tags(), Some(vec!["BU:Acme".into(), "AR:b".into()]));
    assert_eq!((alert.event_timestamp(), alert.action_remote_port()), (Some(vec![1]), Some(vec![443])));
    assert_eq!((alert.starred(), alert.last_observed()), (Some(false), Some(1_790_000_000_000)));
    assert_eq!((alert.certificate(), alert.name()), (Some(r#"{"a": 1}"#), None));
    assert_eq!(alert.item().get("new").as_deref(), Some("1"));
    assert_eq!(xpanse::Incident::of(&page).len(), 0, "a page of alerts");
    assert!(page.items().next().is_some_and(|item: Item<'_>| xpanse::Alert::new(item) == alert));
    assert!(format!("{alert:?}").starts_with(r#"Alert { alert_id: "602", case_id: "5471", name: None"#), "{alert:?}");
    Ok(())
}

#[test]
fn of_several_keys_the_first_that_says_anything_counts() -> Outcome {
    let body = r#"{"error": "", "rawData": {"incidents": [
        {"CaseNumber": "1", "IR Number": "20261103-104", "IncidentNo": "", "incident number": null, "Tags": "a, b", "Date Created": "11/03/2026 06:08 AM PST"}]}}"#;
    let list = d3::GetIncidents::new("2026-11-01 00:00:00", "2026-11-04 00:00:00");
    let page = list.parse(Response::new(200, body.as_bytes()))?;
    let incident = d3::Incident::of(&page).next().ok_or("an incident")?;
    assert_eq!(incident.number().as_deref(), Some("20261103-104"));
    assert_eq!(incident.tags(), Some(vec!["a".into(), "b".into()]));
    assert_eq!(incident.date_created().as_deref(), Some("11/03/2026 06:08 AM PST"));
    Ok(())
}

#[test]
fn an_object_is_printed_without_white_space() -> Outcome {
    for shape in SHAPES {
        let item = TypedItem::from_json(shape, " { \"a\" : [ 1.0 , \"b c\" ] } ")?;
        assert_eq!((item.json(), item.compact().as_str()), ("{ \"a\" : [ 1.0 , \"b c\" ] }", r#"{"a":[1.0,"b c"]}"#));
    }
    Ok(())
}

/// These have the hashes of `status` and `incident_id`.
#[test]
fn a_key_with_the_hash_of_another_is_not_the_other() -> Outcome {
    let page = incidents(&[r#"{"addujic": "new", "lytioic": "1", "INCIDENT ID": "2"}"#.to_owned()])?;
    let incident = xpanse::Incident::of(&page).next().ok_or("an incident")?;
    assert_eq!((incident.status(), incident.incident_id().as_deref()), (None, Some("2")));
    Ok(())
}

#[test]
fn fields_are_declared_once_with_keys_of_their_own() {
    let folded = |key: &str| key.to_lowercase().replace([' ', '_'], "");
    for info in TYPES {
        let fields = info.shape.fields;
        assert_eq!(info.docs.len(), fields.len());
        assert!(info.docs.iter().all(|doc| doc.trim().ends_with('.')), "{}", info.shape.name);
        let mut keys: Vec<String> = fields.iter().flat_map(|field| field.keys).map(|key| folded(key)).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count, "{}", info.shape.name);
        assert!(info.shape.headline().count() > 3, "{}", info.shape.name);
    }
}
