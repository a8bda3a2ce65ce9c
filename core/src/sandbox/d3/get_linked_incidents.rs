//! `GetLinkedIncidentsOfAnIncident`: the incidents linked to one, those linked to them and so on, and that one itself.

use std::collections::BTreeSet;

use serde_json::json;

use super::answers::{Envelope, command_error};
use super::item::{SUCCESSFUL, not_found};
use super::tenant::D3Command;
use crate::sandbox::d3_incident::D3Incident;
use crate::sandbox::endpoint::{Endpoint, Handler};
use crate::sandbox::exchange::Answer;
use crate::sandbox::table::Table;

pub(super) const ENDPOINT: Endpoint = Endpoint {
    id: "d3.get_linked_incidents",
    wire_name: "GetLinkedIncidentsOfAnIncident",
    item_faults: &[],
    rate: None,
    handler: Handler::D3(run),
};

/// How many links away an incident can be.
const DEPTH: usize = 10;

fn run(command: &mut D3Command<'_>) -> Result<Answer, Answer> {
    let number = command.params.required_text("Incident Number")?;
    let first = command.world.d3.get(number).ok_or_else(|| command_error(&not_found(number)))?;
    let return_data = json!({ "Status": SUCCESSFUL, "Data": reached(&command.world.d3, first) });
    Ok(Answer::json(200, &Envelope { error: "", return_data, context_data: None::<()> }))
}

/// Their numbers, nearest first, each once.
fn reached<'a>(incidents: &'a Table<D3Incident>, first: &'a D3Incident) -> Vec<&'a str> {
    let mut seen = BTreeSet::from([first.number.as_str()]);
    let (mut reached, mut edge) = (vec![first.number.as_str()], vec![first]);
    for _ in 0..DEPTH {
        let linked = edge.iter().flat_map(|incident| &incident.linked_incidents);
        edge = linked.filter(|&number| seen.insert(number)).filter_map(|number| incidents.get(number)).collect();
        reached.extend(edge.iter().map(|incident| incident.number.as_str()));
    }
    reached
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::{Value, json};

    use crate::sandbox::tests::{body, command};
    use crate::sandbox::{Config, D3Incident, Sandbox};

    fn numbers(answer: &Value) -> Vec<&str> {
        let numbers = answer.pointer("/returnData/Data").and_then(Value::as_array).unwrap();
        numbers.iter().map(|number| number.as_str().unwrap()).collect()
    }

    /// A chain of 14 incidents, and one alone.
    fn chain() -> Sandbox {
        let mut config = Config::default();
        config.d3.generate = 0;
        config.d3.incidents = (0..15)
            .map(|at| {
                let mut incident = D3Incident::new(at.to_string());
                incident.linked_incidents = match at {
                    0 | 14 => Vec::new(),
                    _ => vec![(at - 1).to_string(), "NO-SUCH".to_owned()],
                };
                incident
            })
            .collect();
        Sandbox::new(config)
    }

    fn linked(number: &str) -> Value {
        body(&command(&mut chain(), "GetLinkedIncidentsOfAnIncident", &json!({ "Incident Number": number })))
    }

    #[test]
    fn links_are_followed_ten_deep_and_each_incident_comes_once() {
        assert_eq!(numbers(&linked("0")), ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
        let middle = linked("7");
        let mut all = numbers(&middle);
        assert_eq!(all.first(), Some(&"7"));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 14);
    }

    #[test]
    fn one_alone_is_linked_to_itself_and_an_unknown_one_fails_the_command() {
        assert_eq!(numbers(&linked("14")), ["14"]);
        assert!(linked("NO-SUCH").get("error").unwrap().as_str().unwrap().contains("NO-SUCH"));
    }
}
