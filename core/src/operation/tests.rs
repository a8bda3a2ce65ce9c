//! Properties of every operation as a typed value; bindings create operations by id and JSON instead.

use super::*;
use crate::{d3, xpanse};

/// The parameters recreate the operation completely.
fn check<O: Operation>(operation: &O, wire_name: &str, params: &str) -> Result<(), Error> {
    assert_eq!(operation.wire_name(), wire_name);
    assert_eq!(operation.to_params().to_json(), params);
    assert_eq!(&O::from_params(operation.to_params())?, operation);
    Ok(())
}

#[test]
fn parameters_lead_back_to_the_operation() -> Result<(), Error> {
    check(&d3::CloseIncident::new(), "CloseIncident", "{}")?;
    check(&d3::CloseIncident::new().note("Done."), "CloseIncident", r#"{"note":"Done."}"#)?;
    check(
        &d3::CloseIncidents::new(["1", "2"], false).bypass_required_fields(true),
        "CloseIncidentInBulk",
        r#"{"incident_numbers":["1","2"],"bypass_required_tasks":false,"bypass_required_fields":true}"#,
    )?;
    let update = xpanse::UpdateIncident::new("7");
    check(
        &update.clone().clear_assignee().severity("high"),
        "incidents/update_incident",
        r#"{"incident_id":"7","assignee":null,"severity":"high"}"#,
    )?;
    let person = xpanse::Assignee::new("m@example.com").pretty_name("M. Okoye");
    check(
        &update.clear_severity().assignee(person),
        "incidents/update_incident",
        r#"{"incident_id":"7","assignee":{"mail":"m@example.com","pretty_name":"M. Okoye"},"severity":null}"#,
    )?;
    check(
        &xpanse::GetIncidents::new()
            .filters([xpanse::Filter::new("status", "eq", "new")])
            .search_from(5)
            .sort(xpanse::Sort::descending("creation_time")),
        "incidents/get_incidents",
        concat!(
            r#"{"filters":[{"field":"status","operator":"eq","value":"new"}],"search_from":5,"#,
            r#""sort":{"field":"creation_time","keyword":"desc"}}"#
        ),
    )
}
