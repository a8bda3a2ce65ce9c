//! Every row of `tests/behaviours/rebuilt.json`: answers and errors made from canonical JSON, which Python and TypeScript make alike.

use std::{error::Error, fs, path::Path};

use serde_json::Value;
use soarwire::{Created, Details, Page, Reply, Report, Settlement, Validity};

/// The canonical JSON of what a row makes, and the sentence of an error.
fn made(what: &str, given: &Value) -> Result<(String, Option<String>), soarwire::Error> {
    let text = given.as_str().unwrap_or_default();
    Ok(match what {
        "report" => (Report::from_json(text)?.to_json(), None),
        "page" => (Page::from_json(text)?.to_json(), None),
        "details" => (Details::from_json(text)?.to_json(), None),
        "created" => (Created::from_json(text)?.to_json(), None),
        "validity" => (Validity::from_json(text)?.to_json(), None),
        "reply" => (Reply::from_json(text)?.to_json(), None),
        "settlement" => (Settlement::from_json(text)?.to_json(), None),
        "error" => {
            let error = soarwire::Error::from_json(text)?;
            (error.to_json(), Some(error.to_string()))
        }
        _ => {
            let texts = given.as_array().into_iter().flatten().filter_map(Value::as_str);
            let reports: Result<Vec<Report>, _> = texts.map(Report::from_json).collect();
            (Report::merged(reports?)?.to_json(), None)
        }
    })
}

#[test]
fn what_comes_from_json_is_the_same_in_every_language() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("behaviours/rebuilt.json");
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(path)?)?;
    assert!(rows.len() > 100);
    for row in rows {
        let text = |name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
        let given = row.get("given").unwrap_or(&Value::Null);
        match made(&text("what").unwrap_or_default(), given) {
            Ok(told) => assert_eq!(told, (text("canonical").unwrap_or_default(), text("message")), "{given}"),
            Err(error) => assert_eq!(error.field().map(str::to_owned), text("field"), "{given}"),
        }
    }
    Ok(())
}
