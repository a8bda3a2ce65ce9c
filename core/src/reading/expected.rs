//! What each operation should have made of its incidents, and where that can be read.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter,
};

use super::{said::Wanted, tags::Rule};
use crate::{
    ffi::AnyOperation,
    operation::{Param, Params},
};

/// A field, and what it should say.
#[derive(Clone, Debug)]
pub(super) struct Check {
    /// The static field of D3 that is asked for; for Xpanse it need not be.
    pub(super) field: String,
    /// Its names in lower case without spaces or `_`.
    pub(super) keys: Vec<String>,
    pub(super) wanted: Wanted,
}

/// By what operation the incidents are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    XpanseIncidents,
    XpanseAlerts,
    D3Incidents,
}

/// What should be in effect.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    pub(super) source: Source,
    /// What holds for all incidents.
    checks: Vec<Check>,
    /// What holds for single incidents.
    own: BTreeMap<String, Vec<Check>>,
    /// What was asked for, too, and cannot be read.
    pub(super) unreadable: Option<&'static str>,
}

impl Expected {
    /// What holds for an incident.
    pub(super) fn checks(&self, id: &str) -> impl Iterator<Item = &Check> {
        self.checks.iter().chain(self.own.get(id).into_iter().flatten())
    }

    /// The static fields that say it of these incidents, each once.
    pub(super) fn fields(&self, ids: &[&str]) -> Vec<String> {
        let own = ids.iter().filter_map(|id| self.own.get(*id)).flatten();
        let names = self.checks.iter().chain(own).map(|check| check.field.as_str());
        let mut known = BTreeSet::new();
        iter::once("IR Number").chain(names).filter(|name| known.insert(*name)).map(str::to_owned).collect()
    }
}

const NO_COMMENT: &str = "comments cannot be read";

/// The parameters of an operation, to be looked at.
struct Given<'p>(&'p Params);

impl Given<'_> {
    fn param(&self, name: &str) -> Option<&Param> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    fn text(&self, name: &str) -> Option<String> {
        match self.param(name)? {
            Param::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let Some(Param::List(elements)) = self.param(name) else { return Vec::new() };
        let text = |element: &Param| match element {
            Param::Text(text) => Some(text.clone()),
            _ => None,
        };
        elements.iter().filter_map(text).collect()
    }
}

/// What should be in effect after an operation; why not, for one that leaves nothing to read.
pub(super) fn of(operation: &AnyOperation) -> Result<Expected, &'static str> {
    let params = operation.to_params();
    let given = Given(&params);
    match operation.id() {
        "xpanse.update_incident" => Ok(xpanse_incident(&given)),
        "xpanse.update_alerts" => Ok(xpanse_alerts(&given)),
        "d3.close_incidents" => {
            let conclusion = given.text("conclusion").map(|text| check("Conclusion", Wanted::Holding(text)));
            Ok(d3(iter::once(check("Status", Wanted::Text("Closed".into()))).chain(conclusion)))
        }
        "d3.update_owner" => Ok(d3(given.text("owner").map(|owner| check("Owner", Wanted::Text(owner))))),
        "d3.update_site" => Ok(d3(given.text("site").map(|site| check("Site", Wanted::Text(site))))),
        "d3.add_tags" => Ok(d3([check("Tags", Wanted::Tags(Rule::All, given.texts("tags")))])),
        "d3.remove_tags" if given.param("tags").is_some() => {
            Ok(d3([check("Tags", Wanted::Tags(Rule::None, given.texts("tags")))]))
        }
        "d3.remove_tags" => Ok(d3([check("Tags", Wanted::Tags(Rule::Exactly, Vec::new()))])),
        "d3.set_field" => {
            let field = given.text("field").unwrap_or_default();
            Ok(d3(given.param("value").map(|value| static_field(&field, value))))
        }
        "d3.set_fields" => Ok(d3_changes(&given)),
        "d3.link_to_cases" | "d3.remove_links" => Err("links cannot be read back"),
        "d3.set_html" => Err("added text cannot be distinguished from what the field held before"),
        "d3.run_playbooks" => Err("playbook runs cannot be read back"),
        "d3.close_incident" => Err("the request names no incident"),
        _ => Err("nothing is known about what this command changes"),
    }
}

fn xpanse_incident(given: &Given<'_>) -> Expected {
    let mut checks = Vec::new();
    for (name, key) in [("status", "status"), ("severity", "manualseverity"), ("resolve_comment", "resolvecomment")] {
        match given.param(name) {
            Some(Param::Text(text)) => checks.push(plain(key, Wanted::Text(text.clone()))),
            Some(Param::Null) => checks.push(plain(key, Wanted::Nothing)),
            _ => {}
        }
    }
    match given.param("assignee") {
        Some(Param::Object(assignee)) => {
            let mail = Given(assignee).text("mail").map(Wanted::Text);
            checks.extend(mail.map(|mail| plain("assignedusermail", mail)));
        }
        Some(_) => checks.push(plain("assignedusermail", Wanted::Nothing)),
        None => {}
    }
    xpanse(Source::XpanseIncidents, checks, given)
}

fn xpanse_alerts(given: &Given<'_>) -> Expected {
    let severity = given.text("severity").map(|severity| plain("severity", Wanted::Text(severity)));
    let status = given.text("status").map(|status| Check {
        field: String::new(),
        keys: vec!["resolutionstatus".into()],
        wanted: Wanted::AlertStatus(status),
    });
    xpanse(Source::XpanseAlerts, severity.into_iter().chain(status).collect(), given)
}

fn xpanse(source: Source, checks: Vec<Check>, given: &Given<'_>) -> Expected {
    let unreadable = given.param("comment").map(|_| NO_COMMENT);
    Expected { source, checks, own: BTreeMap::new(), unreadable }
}

fn plain(key: &str, wanted: Wanted) -> Check {
    Check { field: String::new(), keys: vec![key.to_owned()], wanted }
}

fn d3(checks: impl IntoIterator<Item = Check>) -> Expected {
    let (checks, own) = (checks.into_iter().collect(), BTreeMap::new());
    Expected { source: Source::D3Incidents, checks, own, unreadable: None }
}

fn d3_changes(given: &Given<'_>) -> Expected {
    let mut expected = d3([]);
    let Some(Param::List(changes)) = given.param("changes") else { return expected };
    for change in changes {
        let Param::Object(change) = change else { continue };
        let change = Given(change);
        let (Some(number), Some(Param::Object(fields))) = (change.text("incident_number"), change.param("fields"))
        else {
            continue;
        };
        let checks = fields.iter().map(|(field, value)| static_field(field, value));
        expected.own.entry(number).or_default().extend(checks);
    }
    expected
}

/// A field by its name in commands, which is not always that of the static field.
fn static_field(field: &str, value: &Param) -> Check {
    let name = match key(field).as_str() {
        "severityname" => "Severity",
        "sitename" => "Site",
        "incidenttype" => "IR Type",
        _ => field,
    };
    match value {
        Param::Text(tags) if key(name) == "tags" => {
            let tags = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned);
            check(name, Wanted::Tags(Rule::Exactly, tags.collect()))
        }
        value => check(name, Wanted::Value(value.clone())),
    }
}

fn check(field: &str, wanted: Wanted) -> Check {
    Check { field: field.to_owned(), keys: vec![key(field)], wanted }
}

/// A name in lower case without spaces or `_`.
fn key(name: &str) -> String {
    let letters = name.chars().filter(|letter| !matches!(letter, ' ' | '_'));
    letters.flat_map(char::to_lowercase).collect()
}
