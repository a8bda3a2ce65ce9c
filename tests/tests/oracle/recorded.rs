//! Every request of the vectors is carried out by the sandbox, which reads all of its members: so an endpoint that has
//! vectors has a simulation, by the same names.

use std::{fs, path::Path};

use serde_json::Value;
use soarwire::sandbox::{ApiKey, Config, D3Incident, Incoming, Sandbox, User, XpanseAlert, XpanseIncident};
use soarwire_tests::run_vectors;

/// Every string in a value.
fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| strings(value, found)),
        Value::Object(object) => object.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

/// A sandbox in which every string of the body names something that exists and is allowed.
fn sandbox(prefix: &str, body: &Value) -> Sandbox {
    let mut names = Vec::new();
    strings(body, &mut names);
    let mut config = Config::default();
    let d3 = &mut config.d3;
    d3.generate = 0;
    prefix.clone_into(&mut d3.path_prefix);
    d3.keys = [("*".to_owned(), "key".to_owned())].into();
    let site = body.pointer("/CommandParams/Site Name").and_then(Value::as_str).unwrap_or_default();
    let incident = |name: &String| {
        let mut incident = D3Incident::new(name);
        site.clone_into(&mut incident.site);
        incident
    };
    // In front of those of the demo world, as the first of two with one number counts.
    d3.incidents.splice(..0, names.iter().map(incident));
    for known in [&mut d3.usernames, &mut d3.sites, &mut d3.owners, &mut d3.cases, &mut d3.playbooks] {
        known.clone_from(&names);
    }
    let xpanse = &mut config.xpanse;
    (xpanse.generate, xpanse.generate_alerts) = (0, 0);
    xpanse.standard_keys = vec![ApiKey::new("1", "key")];
    xpanse.incidents.extend(names.iter().map(XpanseIncident::new));
    xpanse.users = names.iter().map(|name| User::new(name, name)).collect();
    xpanse.alerts.extend(names.iter().map(XpanseAlert::new));
    for known in
        [&mut xpanse.statuses, &mut xpanse.severities, &mut xpanse.alert_statuses, &mut xpanse.alert_severities]
    {
        known.clone_from(&names);
    }
    Sandbox::new(config)
}

/// What is wrong, if anything; `None` if the case has no request to carry out.
fn check(case: &Value) -> Option<Result<(), String>> {
    // It sends commands of any name, and the sandbox has the endpoints that soarwire knows.
    if case.get("operation")? == "d3.command" {
        return None;
    }
    let request = case.get("request")?;
    let body = request.get("body").filter(|body| body.is_object())?;
    let url = request.get("url")?.as_str()?;
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme.get(after_scheme.find('/')?..)?;
    // A gateway's prefix is taken off by the gateway.
    let path = path.find("/public_api/").or(path.find("/api_keys/")).and_then(|at| path.get(at..)).unwrap_or(path);
    let prefix = path.split_once("/api/Command/").map_or("", |(prefix, _)| prefix);

    let mut sandbox = sandbox(prefix, body);
    let headers = [("d3key", "key"), ("x-xdr-auth-id", "1"), ("authorization", "key")];
    let text = body.to_string();
    let answer = sandbox.handle(0, &Incoming { method: "POST", path, headers: &headers, body: text.as_bytes() });
    let shown = String::from_utf8_lossy(&answer.body);
    let executed: u64 = sandbox.effects().operations.values().map(|counts| counts.executed).sum();
    let record = sandbox.requests().last().cloned().unwrap_or_default();
    Some(match executed {
        0 => Err(format!("refused with {}: {shown}", answer.status)),
        _ if !record.ignored.is_empty() => Err(format!("read {:?}, ignored {:?}", record.read, record.ignored)),
        _ => Ok(()),
    })
}

#[test]
fn every_request_of_the_vectors_is_carried_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut checked = 0;
    for file in run_vectors::find(&folder).unwrap_or_default() {
        let text = fs::read_to_string(&file).unwrap_or_default();
        let case: Value = serde_json::from_str(&text).unwrap_or_default();
        if let Some(result) = check(&case) {
            checked += 1;
            assert_eq!(result, Ok(()), "{}", file.display());
        }
    }
    assert!(checked > 50, "only {checked} requests found");
}
