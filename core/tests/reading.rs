//! The clients read lists and settle calls against the served sandbox.

#![cfg(all(feature = "serve", feature = "ureq", feature = "reqwest"))]

use std::{collections::BTreeSet, error::Error, time::Duration};

use serde_json::json;
use soarwire::{
    AsyncClient, Client, ClientConfig, Effect, Kind, Operation, Pages, PagesEnd, Policy, RunOptions, Settle, d3,
    sandbox::{Config, Sandbox},
    transport::serve::{ServeOptions, Server},
    xpanse,
};

type Outcome = Result<(), Box<dyn Error>>;

fn server(incidents: u32) -> Result<Server, Box<dyn Error>> {
    let config = json!({
        "d3": { "generate": 40, "rate_limit": null },
        "xpanse": {
            "generate": incidents, "incidents": [], "generate_alerts": 200, "alerts": [], "rate_limit": null,
            "standard_keys": [{ "key_id": "1", "key": "k" }],
        },
    });
    let config: Config = serde_json::from_value(config)?;
    Ok(Server::start(Sandbox::new(config), ServeOptions::default())?)
}

fn script(server: &Server, fault: serde_json::Value) -> Outcome {
    server.sandbox().script(vec![serde_json::from_value(fault)?]);
    Ok(())
}

fn config() -> Result<ClientConfig, soarwire::Error> {
    Ok(ClientConfig::default().requests_per_second(0.0).policy(Policy::default().max_attempts(1)))
}

fn xpanse(server: &Server) -> Result<xpanse::Tenant, soarwire::Error> {
    xpanse::Tenant::at(&server.url())?.with_auth(xpanse::Auth::standard("1", "k"))
}

fn d3(server: &Server) -> Result<d3::Tenant, soarwire::Error> {
    d3::Tenant::new(&server.d3_base_url(), "Admin", "Security Operations")?
        .with_auth(d3::Auth::api_key("sandbox-d3-key"))
}

#[test]
fn a_list_is_read_to_its_end() -> Outcome {
    let server = server(257)?;
    let client = Client::with_config(xpanse(&server)?, config()?)?;
    let there: BTreeSet<String> =
        server.sandbox().snapshot().xpanse.iter().map(|incident| incident.incident_id.clone()).collect();
    let mut pages = client.pages(xpanse::GetIncidents::new().search_to(100));
    let mut ids = BTreeSet::new();
    for page in &mut pages {
        ids.extend(page?.ids().map(|id| id.into_owned()));
    }
    assert_eq!((pages.end(), pages.pages().len()), (Some(PagesEnd::Complete), 3));
    assert_eq!(ids, there);

    let alerts = xpanse::GetAlerts::new().use_page_token(true).search_to(50);
    let mut pages = client.pages_with(Pages::new(alerts).limit(2), RunOptions::default());
    assert_eq!(pages.by_ref().filter_map(Result::ok).map(|page| page.len()).sum::<usize>(), 100);
    assert_eq!(pages.end(), Some(PagesEnd::Stopped));
    Ok(())
}

#[test]
fn a_world_that_moves_is_not_complete() -> Outcome {
    let server = server(60)?;
    let client = Client::with_config(xpanse(&server)?, config()?)?;
    for change in ["inserted", "removed"] {
        script(&server, json!({ "kind": "world_moves", "change": change, "count": 3 }))?;
        let newest = xpanse::Sort::descending("creation_time");
        let mut pages = client.pages(xpanse::GetIncidents::new().search_to(20).sort(newest));
        let mut ids = BTreeSet::new();
        for page in &mut pages {
            for id in page?.ids() {
                assert!(ids.insert(id.clone().into_owned()), "{id} came twice");
            }
        }
        assert_eq!(pages.end(), Some(PagesEnd::Moved), "{change}");
    }
    Ok(())
}

#[test]
fn an_error_in_the_middle_loses_nothing() -> Outcome {
    let server = server(60)?;
    let client = Client::with_config(xpanse(&server)?, config()?)?;
    let mut pages = client.pages(xpanse::GetIncidents::new().search_to(20));
    let mut count = pages.next().transpose()?.map_or(0, |page| page.len());
    script(&server, json!({ "kind": "server_error", "status": 503 }))?;
    let error = pages.next().and_then(Result::err);
    assert_eq!(error.map(|error| (error.kind(), error.maybe_executed())), Some((Kind::ServerError, false)));
    assert!(pages.next().is_none() && pages.end().is_none());
    pages.go_on();
    for page in &mut pages {
        count += page?.len();
    }
    assert_eq!((count, pages.end()), (60, Some(PagesEnd::Complete)));
    Ok(())
}

#[test]
fn a_lost_call_is_settled() -> Outcome {
    let server = server(10)?;
    let client = Client::with_config(d3(&server)?, config()?)?;
    let numbers: Vec<String> =
        server.sandbox().snapshot().d3.iter().take(3).map(|incident| incident.number.clone()).collect();
    let close = d3::CloseIncidents::new(numbers.clone(), true).conclusion("Contained.");
    assert_eq!(close.effect(), Effect::Appends);
    for (fault, expected) in [("cut_before", (0, 3)), ("cut_after", (3, 0))] {
        script(&server, json!({ "kind": fault }))?;
        let Err(error) = client.run(&close) else { return Err("the answer was lost".into()) };
        let settlement = client.settle(Settle::after_error(close.clone(), &error))?;
        assert_eq!((settlement.in_effect().count(), settlement.not_in_effect().count()), expected, "{fault}");
    }
    Ok(())
}

#[test]
fn the_asynchronous_client_does_the_same() -> Outcome {
    let server = server(60)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = AsyncClient::with_config(xpanse(&server)?, config()?)?;
        let mut pages = client.pages(xpanse::GetIncidents::new().search_to(25));
        // A future that is dropped leaves its page to be read again.
        let _ = tokio::time::timeout(Duration::ZERO, pages.next()).await;
        let mut count = 0;
        while let Some(page) = pages.next().await {
            count += page?.len();
        }
        assert_eq!((count, pages.end()), (60, Some(PagesEnd::Complete)));
        let id = server.sandbox().snapshot().xpanse.first().map(|incident| incident.incident_id.clone());
        let update = xpanse::UpdateIncident::new(id.unwrap_or_default()).status("under_investigation");
        script(&server, json!({ "kind": "cut_after" }))?;
        let Err(error) = client.run(&update).await else { return Err("the answer was lost".into()) };
        let settlement = client.settle(Settle::after_error(update, &error)).await?;
        assert_eq!(settlement.in_effect().count(), 1);
        Ok(())
    })
}
