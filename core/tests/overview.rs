//! The clients read one list over several tenants of both vendors, each a served sandbox of its own.

#![cfg(all(feature = "serve", feature = "ureq", feature = "reqwest"))]

use std::{collections::BTreeSet, error::Error};

use serde_json::json;
use soarwire::{
    AsyncClient, AsyncOverview, Client, ClientConfig, ClientOverview, Kind, OverviewRow, PagesEnd, Policy, RunOptions,
    d3,
    sandbox::{Config, Sandbox},
    transport::serve::{ServeOptions, Server},
    xpanse,
};

type Outcome = Result<(), Box<dyn Error>>;

/// The tenants by name, and the seed of each. `soc` is D3's.
const TENANTS: [(&str, u64); 3] = [("soc", 1), ("berlin", 2), ("oslo", 3)];

fn servers() -> Result<Vec<Server>, Box<dyn Error>> {
    let server = |(_, seed): &(&str, u64)| {
        let config = json!({
            "seed": seed,
            "d3": { "generate": 30, "rate_limit": null },
            "xpanse": { "generate": 25, "rate_limit": null, "standard_keys": [{ "key_id": "1", "key": "k" }] },
        });
        let config: Config = serde_json::from_value(config)?;
        Ok(Server::start(Sandbox::new(config), ServeOptions::default())?)
    };
    TENANTS.iter().map(server).collect()
}

fn there(servers: &[Server]) -> BTreeSet<(String, String)> {
    let mut there = BTreeSet::new();
    for ((name, _), server) in TENANTS.iter().zip(servers) {
        let snapshot = server.sandbox().snapshot();
        if *name == "soc" {
            there.extend(snapshot.d3.iter().map(|incident| ((*name).to_owned(), incident.number.clone())));
        } else {
            there.extend(snapshot.xpanse.iter().map(|incident| ((*name).to_owned(), incident.incident_id.clone())));
        }
    }
    there
}

fn config() -> ClientConfig {
    ClientConfig::default().requests_per_second(0.0).policy(Policy::default().max_attempts(1))
}

fn d3_tenant(server: &Server) -> Result<d3::Tenant, soarwire::Error> {
    d3::Tenant::new(&server.d3_base_url(), "Admin", "Security Operations")?
        .with_auth(d3::Auth::api_key("sandbox-d3-key"))
}

fn xpanse_tenant(server: &Server) -> Result<xpanse::Tenant, soarwire::Error> {
    xpanse::Tenant::at(&server.url())?.with_auth(xpanse::Auth::standard("1", "k"))
}

fn all_d3() -> d3::GetIncidents {
    d3::GetIncidents::new("2000-01-01 00:00:00", "2099-01-01 00:00:00").page_size(7)
}

fn newest() -> xpanse::GetIncidents {
    xpanse::GetIncidents::new().search_to(10).sort(xpanse::Sort::descending("creation_time"))
}

/// The next request is answered with 403.
fn refuse(server: &Server) -> Outcome {
    server.sandbox().script(vec![serde_json::from_value(json!({ "kind": "status", "status": 403 }))?]);
    Ok(())
}

/// The rows, and how each tenant ended, by its name.
struct Read {
    rows: Vec<OverviewRow>,
    ended: Vec<(String, Result<PagesEnd, Kind>)>,
}

impl Read {
    fn new<'e>(
        rows: Vec<OverviewRow>,
        ended: impl Iterator<Item = (&'e str, Result<PagesEnd, &'e soarwire::Error>)>,
    ) -> Self {
        let mut ended: Vec<_> =
            ended.map(|(name, result)| (name.to_owned(), result.map_err(|error| error.kind()))).collect();
        ended.sort_by(|(one, _), (other, _)| one.cmp(other));
        Read { rows, ended }
    }
}

fn blocking(servers: &[Server]) -> Result<Read, Box<dyn Error>> {
    let [soc, berlin, oslo] = servers else { return Err("three tenants".into()) };
    let soc = Client::with_config(d3_tenant(soc)?, config())?;
    let [berlin, oslo] =
        [Client::with_config(xpanse_tenant(berlin)?, config())?, Client::with_config(xpanse_tenant(oslo)?, config())?];
    let overview = ClientOverview::new(RunOptions::default().max_attempts(1));
    let overview = overview.tenant("soc", &soc, all_d3()).tenant("berlin", &berlin, newest());
    let mut overview = overview.tenant("oslo", &oslo, newest());
    let rows = overview.by_ref().collect();
    Ok(Read::new(rows, overview.ended()))
}

fn asynchronous(servers: &[Server]) -> Result<Read, Box<dyn Error>> {
    let [soc, berlin, oslo] = servers else { return Err("three tenants".into()) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let soc = AsyncClient::with_config(d3_tenant(soc)?, config())?;
        let berlin = AsyncClient::with_config(xpanse_tenant(berlin)?, config())?;
        let oslo = AsyncClient::with_config(xpanse_tenant(oslo)?, config())?;
        let overview = AsyncOverview::default().tenant("soc", &soc, all_d3());
        let mut overview = overview.tenant("berlin", &berlin, newest()).tenant("oslo", &oslo, newest());
        // A future that is dropped leaves its page to be read again.
        let _ = tokio::time::timeout(std::time::Duration::ZERO, overview.next()).await;
        let mut rows = Vec::new();
        while let Some(row) = overview.next().await {
            rows.push(row);
        }
        Ok(Read::new(rows, overview.ended()))
    })
}

type Reading = fn(&[Server]) -> Result<Read, Box<dyn Error>>;
const BOTH: [Reading; 2] = [blocking, asynchronous];

#[test]
fn all_incidents_of_all_tenants_come_once_the_newest_first() -> Outcome {
    for read in BOTH {
        let servers = servers()?;
        let Read { rows, ended } = read(&servers)?;
        let seen: Vec<_> = rows.iter().map(|row| (row.tenant().to_owned(), row.row().id.into_owned())).collect();
        assert_eq!((seen.len(), seen.into_iter().collect()), (there(&servers).len(), there(&servers)));
        assert!(rows.iter().map(OverviewRow::created_ms).is_sorted_by(|newer, older| newer >= older));
        let vendor =
            |row: &OverviewRow| if row.tenant() == "soc" { "d3.get_incidents" } else { "xpanse.get_incidents" };
        assert!(rows.iter().all(|row| row.operation() == vendor(row) && row.created_ms().is_some()));
        let complete = |name: &str| (name.to_owned(), Ok(PagesEnd::Complete));
        assert_eq!(ended, ["berlin", "oslo", "soc"].map(complete));
    }
    Ok(())
}

#[test]
fn a_tenant_that_fails_is_reported_and_the_others_go_on() -> Outcome {
    for read in BOTH {
        let servers = servers()?;
        let [_, berlin, _] = servers.as_slice() else { return Err("three tenants".into()) };
        refuse(berlin)?;
        let Read { rows, ended } = read(&servers)?;
        let mut expected = there(&servers);
        expected.retain(|(name, _)| name != "berlin");
        let seen = rows.iter().map(|row| (row.tenant().to_owned(), row.row().id.into_owned()));
        assert_eq!(seen.collect::<BTreeSet<_>>(), expected);
        let ends = [Err(Kind::Forbidden), Ok(PagesEnd::Complete), Ok(PagesEnd::Complete)];
        assert!(ended.into_iter().map(|(_, end)| end).eq(ends));
    }
    Ok(())
}

#[test]
fn what_was_read_before_a_failure_is_given() -> Outcome {
    let servers = servers()?;
    let [_, berlin, _] = servers.as_slice() else { return Err("three tenants".into()) };
    let client = Client::with_config(xpanse_tenant(berlin)?, config())?;
    let mut overview = ClientOverview::default().tenant("berlin", &client, newest());
    assert!(overview.next().is_some());
    refuse(berlin)?;
    assert_eq!(overview.by_ref().count(), 9);
    let ended: Vec<_> = overview.ended().map(|(name, result)| (name, result.map_err(soarwire::Error::kind))).collect();
    assert_eq!(ended, [("berlin", Err(Kind::Forbidden))]);
    Ok(())
}

#[test]
fn an_overview_may_be_sent_and_prints_who_has_ended() -> Outcome {
    fn sent<T: Send + Sync>(_: &T) {}
    sent(&AsyncOverview::default());
    let unsigned = Client::new(d3::Tenant::new("http://127.0.0.1:1", "Admin", "SOC")?);
    let mut overview = ClientOverview::new(RunOptions::default().max_attempts(1)).tenant("soc", &unsigned, all_d3());
    sent(&overview);
    assert!(overview.next().is_none());
    assert_eq!(overview.ended().len(), 1);
    let printed = format!("{overview:?}");
    assert!(printed.contains("tenants: 1") && printed.contains("connect"), "{printed}");
    assert!(ClientOverview::default().next().is_none());
    Ok(())
}
