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

/// Bindings put a request together from these parts.
#[test]
fn a_request_is_the_content_in_the_frame_of_the_tenant() -> Result<(), Error> {
    let site = d3::Tenant::new("/soar", "A\"dmin", "S")?;
    let close = d3::CloseIncident::new().note("Done.");
    let Frame { base_url, before, behind } = site.frame();
    let content = |operation: &dyn Fn(&mut String)| {
        let mut content = String::new();
        operation(&mut content);
        content
    };
    let whole = [before, &content(&|body| close.write_content(body)), behind].concat();
    assert_eq!(
        (base_url, whole.as_str()),
        ("/soar", r#"{"Username":"A\"dmin","Site":"S","CommandParams":{"Incident Note":"Done."}}"#)
    );
    let request = site.build(&close)?;
    assert_eq!((request.url(), request.body()), ("/soar/api/Command/CloseIncident", whole.as_bytes()));
    let listing = xpanse::GetIncidents::new();
    let body = xpanse::Tenant::at("/xpanse")?.build(&listing)?.into_body();
    assert_eq!(body, content(&|body| listing.write_content(body)).into_bytes());
    Ok(())
}
