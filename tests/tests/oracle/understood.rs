//! Whatever the client is asked for, the sandbox finds in the bytes, carries out, and says; and the client reads that.

use std::collections::BTreeSet;

use proptest::{prelude::*, test_runner::TestCaseError};
use serde_json::{Map, Value, json};
use soarwire::{Report, sandbox::Sandbox};

use super::{
    asked::{Asked, Caller, Field, asked, caller},
    world::{BEFORE, PLAYBOOK_INCIDENT, PRETTY_NAME, counts, exchange, members, read, sandbox},
};

/// The body by the names and spellings of the vendors' pages.
fn body(asked: &Asked, caller: &Caller) -> Value {
    let yes_no = |flag: bool| if flag { "Yes" } else { "No" };
    let mut params = Map::new();
    let mut set = |name: &str, value: Option<Value>| params.extend(value.map(|value| (name.to_owned(), value)));
    let text = |text: &Option<String>| text.clone().map(Value::from);
    let list = |numbers: &[String]| Some(Value::from(each_once(numbers)));
    match asked {
        Asked::UpdateOwner { numbers, owner, acting } => {
            set("Incident Numbers", list(numbers));
            set("Owner", Some(owner.clone().into()));
            set("Username", text(acting));
        }
        Asked::CloseIncidents { numbers, tasks, fields, acting, conclusion } => {
            set("Incident Numbers", list(numbers));
            set("Bypass Required Pending Tasks", Some(yes_no(*tasks).into()));
            set("Bypass All Required Fields", fields.map(|fields| yes_no(fields).into()));
            set("Username", text(acting));
            set("Conclusion", text(conclusion));
        }
        Asked::LinkToCases { numbers, cases, acting } => {
            set("Incident ID List", list(numbers));
            set("Case Numbers", list(cases));
            set("Username", text(acting));
        }
        Asked::CloseIncident { note } => set("Incident Note", text(note)),
        Asked::UpdateIncident { id, assignee, severity, status, resolve_comment, comment } => {
            match assignee {
                Field::Keep => {}
                Field::Clear => set("assigned_user_mail", Some("".into())),
                Field::Set((mail, name)) => {
                    set("assigned_user_mail", Some(mail.clone().into()));
                    set("assigned_user_pretty_name", text(name));
                }
            }
            match severity {
                Field::Keep => {}
                Field::Clear => set("manual_severity", Some("".into())),
                Field::Set(severity) => set("manual_severity", Some(severity.clone().into())),
            }
            set("status", text(status));
            set("resolve_comment", text(resolve_comment));
            set("comment", comment.as_ref().map(|comment| json!({ "comment_action": "add", "value": comment })));
            return json!({ "request_data": { "incident_id": id, "update_data": params } });
        }
    }
    json!({ "Username": caller.username, "Site": caller.site, "CommandParams": params })
}

fn check(asked: &Asked, caller: &Caller, seed: usize) -> Result<(), TestCaseError> {
    let mut sandbox = sandbox(asked, caller, seed);
    let sent = asked.send(caller)?;
    let answer = exchange(&mut sandbox, &sent, &sent.body);
    let shown = String::from_utf8_lossy(&answer.body).into_owned();
    let body = body(asked, caller);
    let sent_body: Option<Value> = serde_json::from_slice(&sent.body).ok();
    prop_assert_eq!(sent_body.as_ref(), Some(&body));
    prop_assert_eq!(answer.status, 200, "{}", shown);
    prop_assert_eq!(counts(&sandbox)?, (1, 0), "{}", shown);

    let record = sandbox.requests().last().ok_or_else(|| TestCaseError::fail("no record"))?;
    prop_assert_eq!(
        record.read.iter().cloned().collect::<BTreeSet<_>>(),
        members(&body).into_iter().map(|path| path.join(".")).collect()
    );
    prop_assert!(record.ignored.is_empty(), "{:?}", record.ignored);

    let report = read(&sent, &answer).map_err(|error| TestCaseError::fail(format!("{error}: {shown}")))?;
    let done = done(asked, caller, &sandbox)?;
    let numbers =
        |wanted: bool| done.iter().filter(move |(_, done)| *done == wanted).map(|(number, _)| number.as_str());
    let succeeded = |report: &Report| report.succeeded().map(str::to_owned).collect::<Vec<_>>();
    let failed = |report: &Report| report.failed().map(|failed| failed.id.to_string()).collect::<Vec<_>>();
    prop_assert_eq!(succeeded(&report), numbers(true).collect::<Vec<_>>());
    prop_assert_eq!(failed(&report), numbers(false).collect::<Vec<_>>());
    Ok(())
}

/// Compares the world with what was asked; gives each incident once, and whether anything was to be done to it.
fn done(asked: &Asked, caller: &Caller, sandbox: &Sandbox) -> Result<Vec<(String, bool)>, TestCaseError> {
    let world = sandbox.snapshot();
    let by = |acting: &Option<String>| Some(acting.clone().unwrap_or_else(|| caller.username.clone()));
    let mut done = Vec::new();
    match asked {
        Asked::UpdateOwner { numbers, owner, acting } => {
            prop_assert_eq!(each_once(numbers).len(), world.d3.len());
            for incident in &world.d3 {
                let effects = sandbox.effects().incident(&incident.number);
                prop_assert_eq!(effects.map(|effects| effects.owner_changes), Some(1));
                prop_assert_eq!(&incident.owner, owner);
                prop_assert_eq!(&incident.modified_by, &by(acting));
                done.push((incident.number.clone(), true));
            }
        }
        Asked::CloseIncidents { numbers, tasks, fields, acting, conclusion } => {
            prop_assert_eq!(each_once(numbers).len(), world.d3.len());
            for incident in &world.d3 {
                let stopped = incident.required_tasks_pending && !tasks
                    || incident.required_fields_missing && *fields != Some(true);
                let effects = sandbox.effects().incident(&incident.number).cloned().unwrap_or_default();
                prop_assert_eq!(effects.closes, u64::from(!stopped));
                if stopped {
                    prop_assert_eq!((&*incident.conclusion, &incident.modified_by), (BEFORE, &None));
                } else {
                    prop_assert_eq!(&effects.conclusions, &conclusion.iter().cloned().collect::<Vec<_>>());
                    let lines: Vec<&str> = [BEFORE].into_iter().chain(conclusion.as_deref()).collect();
                    prop_assert_eq!(&incident.conclusion, &lines.join("\n"));
                    prop_assert_eq!(&incident.closed_by, &by(acting));
                }
                done.push((incident.number.clone(), !stopped));
            }
        }
        Asked::LinkToCases { numbers, cases, acting } => {
            prop_assert_eq!(each_once(numbers).len(), world.d3.len());
            for incident in &world.d3 {
                let effects = sandbox.effects().incident(&incident.number);
                prop_assert_eq!(&incident.cases, &each_once(cases));
                prop_assert_eq!(effects.map(|effects| effects.links), Some(incident.cases.len() as u64));
                prop_assert_eq!(&incident.modified_by, &by(acting));
                done.push((incident.number.clone(), true));
            }
        }
        Asked::CloseIncident { note } => {
            let effects = sandbox.effects().incident(PLAYBOOK_INCIDENT).cloned().unwrap_or_default();
            prop_assert_eq!(effects.closes, 1);
            prop_assert_eq!(effects.notes, note.iter().cloned().collect::<Vec<_>>());
            done.push((PLAYBOOK_INCIDENT.to_owned(), true));
        }
        Asked::UpdateIncident { id, assignee, severity, status, resolve_comment, comment } => {
            let incident = world.xpanse.first().ok_or_else(|| TestCaseError::fail("no incident"))?;
            let person = incident.assignee.as_ref().map(|user| (user.mail.as_str(), user.pretty_name.as_str()));
            prop_assert_eq!(
                person,
                match assignee {
                    Field::Keep => Some(("before@example.com", BEFORE)),
                    Field::Clear => None,
                    Field::Set((mail, name)) => Some((mail.as_str(), name.as_deref().unwrap_or(PRETTY_NAME))),
                }
            );
            prop_assert_eq!(
                incident.manual_severity.as_deref(),
                match severity {
                    Field::Keep => Some(BEFORE),
                    Field::Clear => None,
                    Field::Set(severity) => Some(severity.as_str()),
                }
            );
            prop_assert_eq!(&*incident.status, status.as_deref().unwrap_or(BEFORE));
            prop_assert_eq!(incident.resolve_comment.as_deref(), resolve_comment.as_deref().or(Some(BEFORE)));
            let comments: Vec<&str> = [BEFORE].into_iter().chain(comment.as_deref()).collect();
            prop_assert_eq!(&incident.comments, &comments);
            done.push((id.clone(), true));
        }
    }
    Ok(done)
}

/// The client sends a number once that it was given twice; so the world has each once, in the same order.
fn each_once(given: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    given.iter().filter(|number| seen.insert(*number)).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn exactly_what_was_asked((asked, caller, seed) in (asked(), caller(), 0usize..4)) {
        check(&asked, &caller, seed)?;
    }
}
