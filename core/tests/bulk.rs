//! The blocking client runs plans against the served sandbox: with faults, with a journal, and again from the journal.

#![cfg(all(feature = "serve", feature = "ureq"))]
#![allow(clippy::indexing_slicing, reason = "places in a journal that the test has just found")]

mod client_support;

use std::{
    collections::BTreeSet,
    error::Error,
    fs,
    path::PathBuf,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use client_support::{answer, serve_answers};
use serde_json::json;
use soarwire::{
    BulkControl, BulkRun, Client, ClientConfig, Policy,
    bulk::{BulkOptions, BulkReport, Guard, Journal, Plan},
    d3,
    sandbox::{Config, Sandbox},
    transport::serve::{ServeOptions, Server},
    xpanse,
};

type Outcome = Result<(), Box<dyn Error>>;

fn server(d3: u32, xpanse: u32) -> Result<Server, Box<dyn Error>> {
    let d3: Vec<_> = (0..d3).map(|number| json!({ "number": format!("20261103-{number}"), "owner": "a" })).collect();
    let xpanse: Vec<_> = (0..xpanse).map(|id| json!({ "incident_id": (5_000 + id).to_string() })).collect();
    let config = json!({
        "d3": { "generate": 0, "rate_limit": null, "incidents": d3 },
        "xpanse": {
            "generate": 0, "rate_limit": null, "incidents": xpanse, "standard_keys": [{ "key_id": "1", "key": "k" }],
        },
    });
    let config: Config = serde_json::from_value(config)?;
    Ok(Server::start(Sandbox::new(config), ServeOptions::default())?)
}

fn config() -> ClientConfig {
    let policy = Policy::default().max_attempts(2).backoff_base_ms(5).attempt_timeout_ms(5_000);
    ClientConfig::default().requests_per_second(0.0).policy(policy)
}

fn d3(server: &Server) -> Result<Client<d3::Tenant>, soarwire::Error> {
    let tenant = d3::Tenant::new(&server.d3_base_url(), "Admin", "Security Operations")?
        .with_auth(d3::Auth::api_key("sandbox-d3-key"))?;
    Client::with_config(tenant, config())
}

fn xpanse(server: &Server) -> Result<Client<xpanse::Tenant>, soarwire::Error> {
    Client::with_config(xpanse::Tenant::at(&server.url())?.with_auth(xpanse::Auth::standard("1", "k"))?, config())
}

fn script(server: &Server, fault: serde_json::Value) -> Outcome {
    server.sandbox().script(vec![serde_json::from_value(fault)?]);
    Ok(())
}

fn numbers(server: &Server) -> Vec<String> {
    server.sandbox().snapshot().d3.iter().map(|incident| incident.number.clone()).collect()
}

fn ids(server: &Server) -> Vec<String> {
    server.sandbox().snapshot().xpanse.iter().map(|incident| incident.incident_id.clone()).collect()
}

/// A folder that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> std::io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("soarwire-bulk-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Folder(folder))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn close(numbers: &[String]) -> Result<Plan, soarwire::Error> {
    Plan::new(d3::CloseIncidents::new(numbers, true).conclusion("Contained."))?.chunk(10)
}

/// No text was appended twice, and what succeeded is in effect.
fn check(server: &Server, report: &BulkReport) {
    assert_eq!(server.sandbox().effects().duplicates(), []);
    let closed: Vec<String> = {
        let snapshot = server.sandbox().snapshot();
        snapshot.d3.iter().filter(|incident| incident.status == "Closed").map(|one| one.number.clone()).collect()
    };
    for row in report.rows().filter(|row| row.outcome.name() == "succeeded") {
        assert!(closed.iter().any(|number| number == row.id), "{} is not closed", row.id);
    }
}

#[test]
fn every_incident_has_an_outcome_and_the_streams_tell_each_once() -> Outcome {
    let server = server(205, 5)?;
    let folder = Folder::new("all")?;
    let numbers = numbers(&server);
    let told = Mutex::new(Vec::new());
    let ticks = AtomicUsize::new(0);
    let on_outcome = |row: &soarwire::bulk::BulkRow<'_>| {
        told.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(row.id.to_owned());
    };
    let on_progress = |_: &soarwire::bulk::BulkProgress| {
        ticks.fetch_add(1, Ordering::SeqCst);
    };
    let bulk = BulkRun::default().journal(folder.file("all.journal")).on_outcome(&on_outcome).on_progress(&on_progress);
    script(&server, json!({ "kind": "rate_limited", "times": 1, "retry_after": 0 }))?;
    let report = d3(&server)?.run_bulk(close(&numbers)?, &bulk)?;
    assert!(report.all_succeeded(), "{report}");
    check(&server, &report);
    let mut told = told.into_inner()?;
    told.sort();
    let mut wanted = numbers.clone();
    wanted.sort();
    assert_eq!(told, wanted);
    assert!(ticks.load(Ordering::SeqCst) > 0);
    let journal = Journal::read(folder.file("all.journal"))?;
    assert_eq!((journal.end(), journal.report()), (Some("done"), report));
    // A run that is done sends nothing.
    let again = d3(&server)?.resume(folder.file("all.journal"), &BulkRun::default())?;
    assert!(again.all_succeeded());
    check(&server, &again);
    Ok(())
}

#[test]
fn a_lost_answer_is_unknown_and_settled_by_reading() -> Outcome {
    let server = server(40, 5)?;
    let folder = Folder::new("lost")?;
    let numbers = numbers(&server);
    script(&server, json!({ "kind": "cut_after", "times": 1 }))?;
    let bulk = BulkRun::default().journal(folder.file("lost.journal"));
    let mut report = d3(&server)?.run_bulk(close(&numbers)?, &bulk)?;
    assert_eq!((report.counts().succeeded, report.counts().unknown), (30, 10));
    assert!(report.retry().is_empty());
    d3(&server)?.settle_bulk(&mut report, Some(&folder.file("lost.journal")))?;
    assert!(report.all_succeeded(), "{report}");
    assert_eq!(report.rows().filter(|row| row.settled == Some("in_effect")).count(), 10);
    check(&server, &report);
    assert_eq!(Journal::read(folder.file("lost.journal"))?.report(), report);
    let again = BulkReport::from_json(report.plan().clone(), &report.to_json())?;
    assert_eq!((&again, again.to_json()), (&report, report.to_json()));
    Ok(())
}

#[test]
fn a_refused_key_stops_the_run_and_the_rest_is_sent_later() -> Outcome {
    let server = server(60, 5)?;
    let folder = Folder::new("key")?;
    let numbers = numbers(&server);
    let tenant = d3::Tenant::new(&server.d3_base_url(), "Admin", "Security Operations")?;
    let wrong = Client::with_config(tenant.with_auth(d3::Auth::api_key("wrong"))?, config())?;
    let bulk = BulkRun::default().journal(folder.file("key.journal")).options(BulkOptions::default().concurrency(1));
    let report = wrong.run_bulk(close(&numbers)?, &bulk)?;
    assert_eq!((report.stopped(), report.counts().failed), (Some("unauthenticated"), 10));
    assert_eq!(report.retry().len(), 60);
    let report = d3(&server)?.resume(folder.file("key.journal"), &BulkRun::default())?;
    assert_eq!((report.counts().succeeded, report.counts().failed), (50, 10));
    assert!(d3(&server)?.run_bulk(report.retry(), &BulkRun::default())?.all_succeeded());
    check(&server, &report);
    Ok(())
}

#[test]
fn what_the_guard_does_not_hold_for_is_skipped() -> Outcome {
    let server = server(5, 40)?;
    let ids = ids(&server);
    let client = xpanse(&server)?;
    let resolve = || xpanse::UpdateIncident::new("1").status("resolved");
    assert!(client.run_bulk(Plan::over(resolve(), ids.iter().take(7))?, &BulkRun::default())?.all_succeeded());
    let guard = Guard::new().is_not_in("status", ["resolved"])?;
    let mut asked = ids.clone();
    asked.push("99999999".to_owned());
    let report = client.run_bulk(Plan::over(resolve(), &asked)?.guard(guard), &BulkRun::default())?;
    let skipped: Vec<_> = report.rows().filter(|row| row.outcome.name() == "skipped").collect();
    assert_eq!(skipped.iter().filter_map(|row| row.outcome.reason()).filter(|why| why.contains("resolved")).count(), 7);
    assert!(skipped.iter().any(|row| row.id == "99999999"));
    assert_eq!(report.counts().succeeded + report.counts().skipped, 41);
    Ok(())
}

#[test]
fn advanced_keys_are_signed_anew_for_every_request_of_a_run() -> Outcome {
    let count = AtomicUsize::new(0);
    let (port, seen) = serve_answers(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        3 => answer("503 Service Unavailable", "", ""),
        _ => answer("200 OK", "", r#"{"reply": true}"#),
    })?;
    let tenant =
        xpanse::Tenant::at(&format!("http://127.0.0.1:{port}"))?.with_auth(xpanse::Auth::advanced("7", "key"))?;
    let update = xpanse::UpdateIncident::new("1").status("new");
    let plan = Plan::over(update, (0..40).map(|id: u32| id.to_string()))?;
    assert!(Client::with_config(tenant, config())?.run_bulk(plan, &BulkRun::default())?.all_succeeded());
    let requests = seen.requests();
    let lines = |name: &str| -> BTreeSet<String> {
        requests.iter().flat_map(|text| text.lines()).filter(|line| line.starts_with(name)).map(str::to_owned).collect()
    };
    assert_eq!((requests.len(), lines("x-xdr-nonce: ").len(), lines("authorization: ").len()), (41, 41, 41));
    Ok(())
}

#[test]
fn a_run_that_is_cancelled_lets_what_is_in_flight_finish() -> Outcome {
    let server = server(100, 5)?;
    let numbers = numbers(&server);
    let control = BulkControl::new();
    let cancel = |progress: &soarwire::bulk::BulkProgress| {
        if progress.sent > 0 {
            control.cancel();
        }
    };
    script(&server, json!({ "kind": "delay", "ms": 1_500, "times": 100 }))?;
    let bulk = BulkRun::default().control(control.clone()).on_progress(&cancel);
    let report = d3(&server)?.run_bulk(close(&numbers)?, &bulk)?;
    assert_eq!(report.stopped(), Some("cancelled"));
    assert_eq!(report.counts().unknown, 0, "{report}");
    assert!(report.counts().succeeded > 0 && report.counts().not_attempted > 0, "{report}");
    check(&server, &report);
    Ok(())
}

#[test]
fn what_a_limiter_holds_back_beyond_the_time_of_an_attempt_is_sent_in_time_or_not_at_all() -> Outcome {
    let server = server(5, 1)?;
    let plan = Plan::over(xpanse::UpdateIncident::new("1").comment("Seen."), ids(&server))?;
    let count = plan.len();
    let limiter = |ms| -> soarwire::Acquire {
        std::sync::Arc::new(move |_| {
            std::thread::sleep(std::time::Duration::from_millis(ms));
            Ok(())
        })
    };
    let run = |policy: Policy, ms: u64| -> Result<BulkReport, Box<dyn Error>> {
        let tenant = xpanse::Tenant::at(&server.url())?.with_auth(xpanse::Auth::standard("1", "k"))?;
        let client = Client::with_config(tenant, config().policy(policy))?;
        Ok(client.run_bulk(plan.clone(), &BulkRun::default().acquire(limiter(ms)))?)
    };
    let received = || server.sandbox().effects().operation("update_incident").received;
    let report = run(Policy::default().deadline_ms(50), 100)?;
    assert_eq!((report.counts().not_attempted, received()), (count, 0), "{report}");
    let report = run(Policy::default().max_attempts(1).attempt_timeout_ms(2_500), 2_600)?;
    assert_eq!((report.counts().succeeded, received()), (count, count as u64), "{report}");
    Ok(())
}

#[test]
fn a_report_is_read_with_its_own_plan_alone() -> Outcome {
    let server = server(20, 5)?;
    let numbers = numbers(&server);
    script(&server, json!({ "kind": "cut_after", "times": 1 }))?;
    // One at a time, so that it is the first request that is lost.
    let one = BulkRun::default().options(BulkOptions::default().concurrency(1));
    let report = d3(&server)?.run_bulk(close(&numbers)?, &one)?;
    let (plan, text) = (report.plan(), report.to_json());
    let read = |plan: &Plan, text: &str| BulkReport::from_json(plan.clone(), text);
    assert_eq!(read(plan, &text)?, report);
    let owner = Plan::new(d3::UpdateOwner::new(&numbers, "m.okoye"))?;
    let other_outcome = text.replacen("succeeded\",", "settled\",", 1);
    for (plan, text, field) in [
        (plan, "{", "report"),
        (plan, "{}", "run"),
        (&owner, text.as_str(), "operation"),
        (&plan.shard(0, 2)?, text.as_str(), "outcomes[10]"),
        (&plan.shard(1, 2)?, text.as_str(), "outcomes[0]"),
        (plan, r#"{"run": "x", "operation": "d3.close_incidents"}"#, "outcomes"),
        (plan, r#"{"run": "x", "operation": "d3.close_incidents", "outcomes": []}"#, "outcomes"),
        (plan, other_outcome.as_str(), "outcomes[10]"),
    ] {
        assert_eq!(read(plan, text).err().as_ref().and_then(soarwire::Error::field), Some(field), "{field}: {text}");
    }
    Ok(())
}

#[test]
fn a_journal_whose_plan_was_cut_off_gives_way_to_a_new_run_and_no_other_does() -> Outcome {
    let server = server(20, 5)?;
    let folder = Folder::new("begin")?;
    let path = folder.file("begin.journal");
    let bulk = BulkRun::default().journal(&path);
    assert!(d3(&server)?.run_bulk(close(&numbers(&server))?, &bulk)?.all_succeeded());
    let whole = fs::read(&path)?;
    let ends: Vec<usize> = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
    let [head, _, planned, ..] = *ends.as_slice() else { return Err("it has fewer records".into()) };
    let part = |from: usize, to: usize| whole.get(from..to).unwrap_or_default().to_vec();
    let report = d3(&server)?.run_bulk(Plan::new(d3::UpdateOwner::new(["x"], "y"))?, &BulkRun::default())?;
    for cut in [head, head + 1, planned - 1] {
        fs::write(&path, part(0, cut))?;
        let begun = d3(&server)?.run_bulk(report.plan().clone(), &bulk)?;
        assert_eq!(Journal::read(&path)?.report(), begun, "cut at {cut}");
    }
    let torn = [part(0, head + 1), b"\n".to_vec(), part(head, planned)].concat();
    for kept in [whole.clone(), part(0, planned), part(0, head - 1), torn, b"notes\n".to_vec()] {
        fs::write(&path, &kept)?;
        let refused = d3(&server)?.run_bulk(report.plan().clone(), &bulk).err();
        assert_eq!(refused.as_ref().and_then(soarwire::Error::field), Some("journal"));
        assert_eq!(fs::read(&path)?, kept);
    }
    Ok(())
}
