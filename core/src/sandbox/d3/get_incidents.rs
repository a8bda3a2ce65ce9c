//! `GetIncidents`: lists the incidents that were created in a span of time and meet a filter, newest first, in pages.

use serde_json::{Map, Value, json};

use super::answers::command_error;
use super::filter::Filter;
use super::item::SUCCESSFUL;
use super::params::wrong_type;
use super::static_fields::{self, DEFAULTS};
use super::tenant::D3Command;
use crate::sandbox::d3_incident::D3Incident;
use crate::sandbox::endpoint::{Endpoint, Handler, ItemFault};
use crate::sandbox::exchange::Answer;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.get_incidents",
    wire_name: "GetIncidents",
    item_faults: &[ItemFault::WorldMoves],
    rate: None,
    handler: Handler::D3(run),
};

/// JSON in the answer; the others are files and links to files.
const JSON: u64 = 2;
const LARGEST_PAGE: u64 = 1000;

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let params = command.params;
    // Dates out have no milliseconds, so that the last second counts whole.
    let (start, end) = (params.required_date("Start Time")?, params.required_date("End Time")? + 999);
    let filter = Filter::read(params.array("Filter")?)?;
    let named = params.texts("Static Fields")?.filter(|names| !names.is_empty());
    let names = named.as_deref().unwrap_or(DEFAULTS);
    let sections = sections(params.object("Dynamic Fields")?)?;
    let format = params.integer("Output Format")?;
    let index = params.integer("Page Index")?.unwrap_or(0);
    let size = params.integer("Page Size")?.unwrap_or(0);
    if format.is_some_and(|format| format != JSON) {
        return Err(command_error("The sandbox has no output format but 2, JSON."));
    }
    if size > LARGEST_PAGE {
        return Err(command_error("The page size must be 1 to 1000."));
    }
    if let Some(unknown) = names.iter().find(|name| !static_fields::exists(name)) {
        return Err(command_error(&format!("There is no static field '{unknown}'.")));
    }
    let mut rows = command.world.d3_newest_first();
    rows.retain(|incident| (start..=end).contains(&incident.creation_time) && filter.lets_pass(incident));
    let total = rows.len() as u64;
    let (skipped, taken) = if size == 0 { (0, total) } else { (index.saturating_mul(size), size) };
    let page = rows.into_iter().skip(count(skipped)).take(count(taken));
    let incidents: Vec<Value> = page.map(|incident| shown(incident, names, &sections)).collect();
    let mut answer = json!({ "error": "", "returnData": SUCCESSFUL, "rawData": { "incidents": incidents } });
    // Only where pages were asked for.
    if let (1.., Some(answer)) = (size, answer.as_object_mut()) {
        answer.insert("outputData".to_owned(), json!({ "TotalPages": total.div_ceil(size) }));
    }
    Ok(Answer::json(200, &answer))
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Sections of dynamic fields, and the names of the fields that are asked for.
type Sections<'a> = Vec<(&'a str, Vec<&'a str>)>;

fn sections(object: Option<&Map<String, Value>>) -> Result<Sections<'_>, Answer> {
    let sections = object.into_iter().flatten().map(|(section, names)| {
        let names = names.as_array().and_then(|names| names.iter().map(Value::as_str).collect());
        let names = names.ok_or_else(|| wrong_type(&format!("Dynamic Fields.{section}"), "an array of strings"))?;
        Ok((section.as_str(), names))
    });
    sections.collect()
}

/// An incident with the fields that are asked for, by their names with spaces.
fn shown(incident: &D3Incident, names: &[&str], sections: &Sections<'_>) -> Value {
    let named = |&name: &&str| (name.to_owned(), json!(static_fields::value(incident, name)));
    let mut shown: Map<String, Value> = names.iter().map(named).collect();
    if !sections.is_empty() {
        let of_section = |(section, names): &(&str, Vec<&str>)| {
            let fields = incident.dynamic_fields.get(*section);
            let value = |name: &str| json!(fields.and_then(|fields| fields.get(name)));
            let fields: Map<String, Value> = names.iter().map(|&name| (name.to_owned(), value(name))).collect();
            ((*section).to_owned(), Value::Object(fields))
        };
        shown.insert("Dynamic Fields".to_owned(), Value::Object(sections.iter().map(of_section).collect()));
    }
    Value::Object(shown)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::{Value, json};

    use crate::sandbox::tests::{body, command, demo};
    use crate::sandbox::{Config, D3Incident, Sandbox};

    const EVER: (&str, &str) = ("2000-01-01 00:00:00", "2100-01-01 00:00:00");

    /// All incidents that were ever created, with more parameters.
    fn list(sandbox: &mut Sandbox, more: &Value) -> Value {
        let mut params = json!({ "Start Time": EVER.0, "End Time": EVER.1, "Output Format": 2 });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = command(sandbox, "GetIncidents", &params);
        let mut body = body(&answer);
        body["status"] = json!(answer.status);
        body
    }

    fn numbers(answer: &Value) -> Vec<String> {
        let rows = answer["rawData"]["incidents"].as_array().unwrap();
        rows.iter().map(|row| row["IR Number"].as_str().unwrap().to_owned()).collect()
    }

    fn many(count: u32) -> Sandbox {
        let mut config = Config::default();
        config.d3.generate = count;
        Sandbox::new(config)
    }

    #[test]
    fn pages_hold_each_incident_once_and_say_how_many_there_are() {
        let mut sandbox = many(3_000);
        let all: BTreeSet<String> = sandbox.snapshot().d3.into_iter().map(|incident| incident.number).collect();
        let mut seen = Vec::new();
        for index in 0..5 {
            let answer = list(&mut sandbox, &json!({ "Page Index": index, "Page Size": 1000 }));
            assert_eq!(answer["outputData"], json!({ "TotalPages": 4 }), "page {index}");
            seen.extend(numbers(&answer));
        }
        assert!(all.len() > 3_000);
        assert_eq!((seen.len(), seen.iter().cloned().collect::<BTreeSet<_>>()), (all.len(), all.clone()));

        let everything = list(&mut sandbox, &json!({ "Page Index": 0, "Page Size": 0 }));
        assert_eq!((numbers(&everything).len(), everything.get("outputData")), (all.len(), None));
        assert!(sandbox.effects().d3.is_empty());
    }

    #[test]
    fn the_span_of_time_is_on_the_creation_and_includes_both_ends() {
        let mut config = Config::default();
        config.d3.generate = 0;
        config.d3.incidents = [999, 1_000, 1_999, 2_000, 2_999, 3_000]
            .map(|creation_time| D3Incident { creation_time, ..D3Incident::new(creation_time.to_string()) })
            .to_vec();
        let params = json!({ "Start Time": "1970-01-01 00:00:01", "End Time": "1970-01-01 00:00:02" });
        let answer = body(&command(&mut Sandbox::new(config), "GetIncidents", &params));
        assert_eq!(numbers(&answer), ["2999", "2000", "1999", "1000"], "newest first");
    }

    #[test]
    fn fields_are_those_asked_for_by_their_names_with_spaces() {
        let mut config = Config::default();
        let mut incident = D3Incident::new("A");
        incident.tags = vec!["a".to_owned(), "b".to_owned()];
        incident.fields.insert("CustomAsset".to_owned(), "30".to_owned());
        incident.dynamic_fields =
            BTreeMap::from([("Mail".to_owned(), BTreeMap::from([("From".to_owned(), json!("x"))]))]);
        (config.d3.generate, config.d3.incidents) = (0, vec![incident]);
        let mut sandbox = Sandbox::new(config);
        let answer = list(
            &mut sandbox,
            &json!({
                "Static Fields": ["IR Number", "Tags", "Date Created", "Custom Field", "Priority"],
                "Dynamic Fields": { "Mail": ["From", "To"], "Host": ["Name"] },
            }),
        );
        assert_eq!(
            answer["rawData"]["incidents"],
            json!([{
                "IR Number": "A", "Tags": "a,b", "Date Created": "2026-11-02 12:00:00",
                "Custom Field": { "CustomAsset": "30" }, "Priority": null,
                "Dynamic Fields": { "Mail": { "From": "x", "To": null }, "Host": { "Name": null } },
            }])
        );
        for fields in [json!([]), json!(null)] {
            let answer = list(&mut sandbox, &json!({ "Static Fields": fields }));
            assert_eq!(answer["rawData"]["incidents"][0].as_object().unwrap().len(), super::DEFAULTS.len());
        }
    }

    #[test]
    fn one_list_of_conditions_has_to_hold_as_a_whole() {
        let mut config = Config::default();
        config.d3.generate = 0;
        let incident = |number: &str, severity: &str, owner: &str| {
            let mut incident = D3Incident::new(number);
            severity.clone_into(&mut incident.severity);
            owner.clone_into(&mut incident.owner);
            let section = BTreeMap::from([("Score".to_owned(), json!(7)), ("From".to_owned(), json!(number))]);
            incident.dynamic_fields.insert("Mail".to_owned(), section);
            incident
        };
        config.d3.incidents = vec![incident("A", "High", "x"), incident("B", "High", ""), incident("C", "Low", "")];
        let mut sandbox = Sandbox::new(config);
        let one =
            |field: &str, operator: &str, value: &str| json!({ "field": field, "operator": operator, "value": value });
        for (filter, expected) in [
            (json!(null), "ABC"),
            (json!([]), "ABC"),
            (json!([[]]), "ABC"),
            (json!([[one("Severity", "=", "High")]]), "AB"),
            (json!([[one("Severity", "=", "high")]]), ""),
            (json!([[one("Severity", "!=", "High")]]), "C"),
            (json!([[one("Severity", "=", "High"), { "field": "Owner", "operator": "IS EMPTY" }]]), "B"),
            (json!([[one("IR Number", "=", "A")], [one("IR Number", "=", "C")]]), "AC"),
            (json!([[{ "field": "Owner", "operator": "IS NOT EMPTY", "value": "" }]]), "A"),
            (json!([[one("Severity", "LIKE", "%ig%")]]), "AB"),
            (json!([[one("IR Number", "<", "B")]]), "A"),
            (json!([[one("IR Number", "<=", "B")]]), "AB"),
            (json!([[one("IR Number", ">", "B")]]), "C"),
            (json!([[one("IR Number", ">=", "B")]]), "BC"),
            (json!([[one("Date Created", ">=", "2026-11-03 00:00:00")]]), ""),
            (json!([[{ "section": "Mail", "field": "From", "operator": "=", "value": "B" }]]), "B"),
            (json!([[{ "section": "Mail", "field": "Score", "operator": "=", "value": 7 }]]), "ABC"),
            (json!([[{ "section": "Host", "field": "Name", "operator": "IS EMPTY" }]]), "ABC"),
        ] {
            let answer = list(&mut sandbox, &json!({ "Filter": filter }));
            assert_eq!(numbers(&answer).concat(), expected, "{filter}");
        }
    }

    #[test]
    fn what_is_of_the_wrong_kind_is_a_400_and_what_is_unknown_fails_the_command() {
        let mut sandbox = demo();
        let flat = json!({ "field": "Title", "operator": "=", "value": "x" });
        for (params, status, part) in [
            (json!({ "Start Time": null }), 400, "'Start Time'"),
            (json!({ "End Time": "2026-11-03T00:00:00Z" }), 400, "'End Time'"),
            (json!({ "Filter": [flat] }), 400, "'Filter[0]'"),
            (json!({ "Filter": {} }), 400, "'Filter'"),
            (json!({ "Filter": [[7]] }), 400, "'Filter[0][0]'"),
            (json!({ "Filter": [[flat, { "operator": "=" }]] }), 400, "'Filter[0][1].field'"),
            (json!({ "Filter": [[{ "field": "Title", "operator": "=" }]] }), 400, "'Filter[0][0].value'"),
            (json!({ "Filter": [[{ "field": "Title", "operator": "=", "value": [] }]] }), 400, "'Filter[0][0].value'"),
            (json!({ "Filter": [[{ "field": "Title", "op": "=" }]] }), 400, "'Filter[0][0].op'"),
            (json!({ "Static Fields": "Title" }), 400, "'Static Fields'"),
            (json!({ "Dynamic Fields": { "Mail": "From" } }), 400, "'Dynamic Fields.Mail'"),
            (json!({ "Page Index": -1 }), 400, "'Page Index'"),
            (json!({ "Page Size": "100" }), 400, "'Page Size'"),
            (json!({ "Page Size": 1001 }), 200, "1 to 1000"),
            (json!({ "Output Format": 1 }), 200, "format"),
            (json!({ "Static Fields": ["Colour"] }), 200, "'Colour'"),
            (json!({ "Filter": [[{ "field": "Colour", "operator": "=", "value": "x" }]] }), 200, "'Colour'"),
            (json!({ "Filter": [[{ "field": "Incident Raw Data", "operator": "IS EMPTY" }]] }), 200, "Raw Data"),
            (json!({ "Filter": [[{ "field": "Title", "operator": "like", "value": "x" }]] }), 200, "'like'"),
        ] {
            let answer = list(&mut sandbox, &params);
            assert_eq!(answer["status"], status, "{params}");
            let error = if status == 400 { &answer["Error"] } else { &answer["error"] };
            assert!(error.as_str().unwrap().contains(part), "{params}: {error}");
        }
        assert_eq!(sandbox.effects().operation("GetIncidents").executed, 0);
    }
}
