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

#[test]
fn a_list_of_ids_leads_back_to_the_operation() -> Result<(), Error> {
    check(
        &xpanse::UpdateAlerts::new(["1", "2"]).status("new"),
        "alerts/update_alerts",
        r#"{"alert_ids":["1","2"],"status":"new"}"#,
    )
}

#[test]
fn times_lead_back_to_the_operation() -> Result<(), Error> {
    check(
        &d3::GetIncidents::new("2026-11-01 00:00:00", "2026-11-04 00:00:00").page_size(20_u32),
        "GetIncidents",
        r#"{"start_time":"2026-11-01 00:00:00","end_time":"2026-11-04 00:00:00","page_size":20}"#,
    )
}

#[test]
fn any_command_leads_back_to_itself() -> Result<(), Error> {
    let params = Params::from_json(r#"{"Site":"S","Ids":[1,null]}"#).unwrap_or_default();
    check(
        &d3::Command::new("GetUsersBySite").params(params).effect(Effect::Reads),
        "GetUsersBySite",
        r#"{"name":"GetUsersBySite","params":{"Site":"S","Ids":[1,null]},"effect":"reads"}"#,
    )
}

#[test]
fn tenants_of_a_vendor_have_its_documented_rate() -> Result<(), Error> {
    let d3 = d3::Tenant::new("/soar", "Admin", "Security Operations")?;
    let xpanse = xpanse::Tenant::at("/soar")?;
    assert_eq!((d3.documented_rate(), xpanse.documented_rate()), (50, 10));
    let any = [crate::AnyTenant::from(d3), xpanse.into()];
    assert_eq!(any.map(|tenant| tenant.documented_rate()), [50, 10]);
    Ok(())
}

#[test]
fn a_list_is_asked_for_another_of_its_pages() -> Result<(), Error> {
    let json = |params: Params| params.to_json();
    let list = xpanse::GetIncidents::new().search_from(0);
    let page = NextPage::Offset { search_from: 100, search_to: 200 };
    assert_eq!(json(list.at_page(&page)?.to_params()), r#"{"search_from":100,"search_to":200}"#);
    assert_eq!(
        json(crate::AnyOperation::from(list).at_page(&page)?.to_params()),
        r#"{"search_from":100,"search_to":200}"#
    );
    let page = NextPage::Token { next_page_token: "t-2".to_owned() };
    let list = xpanse::GetAlerts::new().at_page(&page)?;
    assert!(json(list.to_params()).contains(r#""next_page_token":"t-2""#), "{}", json(list.to_params()));
    let list = d3::GetIncidents::new("2026-11-01 00:00:00", "2026-11-04 00:00:00");
    let list = list.at_page(&NextPage::Index { page_index: 3 })?;
    assert!(json(list.to_params()).ends_with(r#","page_index":3}"#), "{}", json(list.to_params()));
    let no_list = d3::UpdateOwner::new(["1"], "m.okoye").at_page(&page).err();
    assert_eq!(no_list.as_ref().and_then(Error::field), Some("next_page_token"));
    Ok(())
}

#[test]
fn values_of_any_type_are_parameters() {
    let params = Params::default()
        .set("text", "a")
        .set("owned", String::from("b"))
        .set("u64", u64::MAX)
        .set("u32", 7_u32)
        .set("i64", -8_i64)
        .set("bool", true)
        .set("vec", vec!["c", "d"])
        .set("array", [1_u64, 2])
        .set("object", Param::Object(Params::default().set("none", Param::Null)));
    let json = concat!(
        r#"{"text":"a","owned":"b","u64":18446744073709551615,"u32":7,"i64":-8,"bool":true,"vec":["c","d"],"#,
        r#""array":[1,2],"object":{"none":null}}"#
    );
    assert_eq!(params.to_json(), json);
    assert_eq!(Params::from_json(json), Some(params));
}

/// No answer of another kind passes for the operation's.
#[test]
fn an_answer_of_another_kind_cannot_be_decoded() -> Result<(), Error> {
    let text = r#"{"operation": "xpanse.get_incidents", "asked": {"search_from": 0, "search_to": 2}, "items": []}"#;
    let page = crate::Page::from_json(text)?;
    let context = d3::UpdateOwner::new(["1"], "m.okoye").context();
    let error = typed::<crate::Report>(&context, crate::answer::AnyAnswer::Page(page)).err();
    assert_eq!(error.as_ref().map(Error::kind), Some(Kind::Undecodable));
    let expected = error.as_ref().and_then(Error::undecodable).map(|undecodable| undecodable.expected.as_ref());
    assert_eq!(expected, Some("the operation's answer"));
    Ok(())
}

#[test]
fn the_number_of_a_change_is_found_wherever_it_stands() -> Result<(), Error> {
    let json = r#"{"changes":[{"note":"7","incident_number":"8"},{"incident_number":"7","note":"8"}]}"#;
    let params = Params::from_json(json).unwrap_or_default();
    let only = fewer::only(params, vec!["7".to_owned()])?;
    assert_eq!(only.to_json(), r#"{"changes":[{"incident_number":"7","note":"8"}]}"#);
    Ok(())
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
