//! What all requests of a plan have in common: an operation without its incidents.

use std::sync::Arc;

use crate::{
    error::Error,
    ffi::AnyOperation,
    operation::{Param, Params},
    reply_context::Effect,
    text::join,
};

/// How an operation names its incidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// One a request, by this parameter.
    One(&'static str),
    /// A list, by this parameter, of at most so many.
    List(&'static str, usize),
    /// A list of changes, each of one incident.
    Changes,
}

/// The most incidents of a request, where the vendor names no limit.
const CHUNK: usize = 100;

impl Naming {
    fn of(operation: &str) -> Result<Self, Error> {
        let no_plan = |why| Err(Error::invalid("operation", join(&[operation, why], "")));
        match operation {
            "d3.close_incidents" | "d3.link_to_cases" | "d3.run_playbooks" | "d3.update_owner" | "d3.update_site" => {
                Ok(Naming::List("incident_numbers", usize::MAX))
            }
            "d3.remove_links" => Ok(Naming::List("linked_incident_numbers", usize::MAX)),
            "xpanse.update_alerts" => Ok(Naming::List("alert_ids", 100)),
            "d3.set_fields" => Ok(Naming::Changes),
            "d3.add_tags" | "d3.remove_tags" | "d3.set_field" | "d3.set_html" => Ok(Naming::One("incident_number")),
            "xpanse.update_incident" => Ok(Naming::One("incident_id")),
            "d3.link_to_new_case" => no_plan(" would create one case per request: run it once, for all incidents"),
            "d3.close_incident" => no_plan(" names no incident: use d3.close_incidents"),
            "d3.command" => no_plan(" can be any command, so soarwire cannot divide it: run each request yourself"),
            _ => no_plan(" does not act on incidents: a plan is for operations that do"),
        }
    }

    /// The parameter.
    pub(super) fn param(self) -> &'static str {
        match self {
            Naming::One(name) | Naming::List(name, _) => name,
            Naming::Changes => "changes",
        }
    }

    /// The most incidents that one request takes.
    pub(super) fn most(self) -> usize {
        match self {
            Naming::One(_) => 1,
            Naming::List(_, most) => most,
            Naming::Changes => usize::MAX,
        }
    }

    /// How many incidents of one request are a good number.
    pub(super) fn usual(self) -> usize {
        self.most().min(CHUNK)
    }
}

/// An operation without its incidents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    pub(super) id: &'static str,
    pub(super) naming: Naming,
    pub(super) effect: Effect,
    /// The other parameters; of changes `fields`, if they are the same for all incidents.
    pub(super) params: Params,
    /// The fields of each incident, where they are not the same for all.
    pub(super) fields: Option<Arc<Vec<Param>>>,
}

/// What stands in for an incident until there is one.
const ANY: &str = "1";

impl Template {
    /// The template of an operation and the incidents that it names.
    pub(super) fn of(operation: &AnyOperation) -> Result<(Self, Vec<String>), Error> {
        let naming = Naming::of(operation.id())?;
        operation.validate()?;
        let (id, effect) = (operation.id(), operation.effect());
        let (params, taken) = parted(operation, naming);
        let (fields, ids) = match (naming, taken) {
            (Naming::Changes, Some(Param::List(changes))) => {
                let (ids, fields): (Vec<_>, Vec<_>) = changes.into_iter().map(divided).unzip();
                (Some(Arc::new(fields)), ids)
            }
            _ => (None, operation.asked().ids().to_vec()),
        };
        Ok((Template { id, naming, effect, params, fields }, ids))
    }

    /// The template of an operation by its id, and its parameters but for the incidents. For changes the parameter `fields` is
    /// what is set in each of them.
    pub(super) fn from_params(id: &str, params: Params) -> Result<Self, Error> {
        let naming = Naming::of(id)?;
        if params.contains(naming.param()) {
            let reason = "names the incidents: pass them as the plan's incidents, not as a parameter";
            return Err(Error::invalid(naming.param(), reason));
        }
        if naming == Naming::Changes && !params.contains("fields") {
            return Err(Error::invalid("fields", "is missing: pass what is to be set in each incident"));
        }
        let operation = AnyOperation::from_params(id, named(naming, params.clone(), &[ANY], None))?;
        // In the order of the declaration, but for the fields of changes, which are part of the incidents there.
        let params = if naming == Naming::Changes { params } else { parted(&operation, naming).0 };
        Ok(Template { id: operation.id(), naming, effect: operation.effect(), params, fields: None })
    }

    /// The same fields for each incident, as those of the one change that it has.
    pub(super) fn same_for_all(mut self) -> Result<Self, Error> {
        if let Some(fields) = self.fields.take() {
            let [same] = fields.as_slice() else {
                let reason = "has more than one change: pass one, whose fields are set in every incident";
                return Err(Error::invalid("changes", reason));
            };
            self.params = self.params.set("fields", same.clone());
        }
        Ok(self)
    }

    /// The operation for these incidents, at these places of the plan.
    pub(super) fn operation(&self, ids: &[&str], places: &[u32]) -> Result<AnyOperation, Error> {
        let fields = self.fields.as_ref().map(|fields| {
            places.iter().map(|place| fields.get(*place as usize).cloned().unwrap_or_default()).collect::<Vec<_>>()
        });
        AnyOperation::from_params(self.id, named(self.naming, self.params.clone(), ids, fields))
    }
}

/// The parameters without the incidents, in order, and the incidents.
fn parted(operation: &AnyOperation, naming: Naming) -> (Params, Option<Param>) {
    let pairs = operation.to_params().into_pairs();
    let (named, others): (Vec<_>, Vec<_>) = pairs.partition(|(name, _)| name == naming.param());
    (others.into_iter().collect(), named.into_iter().next().map(|(_, value)| value))
}

/// The incident of a change, and its fields.
fn divided(change: Param) -> (String, Param) {
    let Param::Object(mut change) = change else { return Default::default() };
    let number = match change.take("incident_number") {
        Some(Param::Text(number) | Param::Number(number)) => number,
        _ => String::new(),
    };
    (number, change.take("fields").unwrap_or_default())
}

/// The parameters with the incidents.
fn named(naming: Naming, mut params: Params, ids: &[&str], fields: Option<Vec<Param>>) -> Params {
    let texts = |ids: &[&str]| Param::List(ids.iter().map(|id| Param::from(*id)).collect());
    match naming {
        Naming::One(name) => params.set(name, ids.first().copied().unwrap_or_default()),
        Naming::List(name, _) => params.set(name, texts(ids)),
        Naming::Changes => {
            let same = params.take("fields");
            let of = |place: usize| fields.as_ref().and_then(|fields| fields.get(place)).or(same.as_ref());
            let change = |(place, id): (usize, &&str)| {
                let change = Params::default().set("incident_number", *id);
                Param::Object(change.set("fields", of(place).cloned().unwrap_or_default()))
            };
            params.set("changes", Param::List(ids.iter().enumerate().map(change).collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::d3;

    #[test]
    fn what_cannot_be_divided_is_refused_with_the_way_out() {
        for (id, word) in [
            ("d3.link_to_new_case", "once"),
            ("d3.close_incident", "d3.close_incidents"),
            ("d3.command", "each request yourself"),
            ("d3.get_incidents", "does not act"),
            ("nothing", "does not act"),
        ] {
            let error = Template::from_params(id, Params::default()).err();
            let reason = error.as_ref().and_then(|error| error.reason()).unwrap_or_default();
            assert!(reason.contains(word), "{id}: {reason}");
            assert_eq!(error.as_ref().and_then(Error::field), Some("operation"), "{id}");
        }
    }

    #[cfg(feature = "catalogue")]
    #[test]
    fn every_operation_that_reports_is_planned_or_says_why_not() {
        for info in crate::catalogue::OPERATIONS {
            let acts = info.effect != Effect::Reads && info.answers == ["report"] && info.id != "d3.close_incident";
            assert_eq!(Naming::of(info.id).is_ok(), acts, "{}", info.id);
        }
    }

    #[test]
    fn changes_are_the_same_for_all_or_of_each() -> Result<(), Error> {
        let json = |operation: AnyOperation| operation.to_params().to_json();
        let all = Params::from_json(r#"{"fields": {"Severity": "High"}}"#).unwrap_or_default();
        let same = Template::from_params("d3.set_fields", all)?.operation(&["7", "8"], &[0, 1])?;
        let wanted = r#"{"changes":[{"incident_number":"7","fields":{"Severity":"High"}},{"incident_number":"8","fields":{"Severity":"High"}}]}"#;
        assert_eq!(json(same.clone()), wanted);
        let (each, ids) = Template::of(&same)?;
        assert_eq!(ids, ["7", "8"]);
        assert_eq!(
            json(each.operation(&["8"], &[1])?),
            r#"{"changes":[{"incident_number":"8","fields":{"Severity":"High"}}]}"#
        );
        assert!(each.same_for_all().is_err());
        let missing = Template::from_params("d3.set_fields", Params::default()).err();
        assert_eq!(missing.as_ref().and_then(Error::field), Some("fields"));
        Ok(())
    }

    #[test]
    fn an_operation_is_checked_before_there_are_incidents() {
        let wrong = Template::of(&d3::UpdateOwner::new(["1"], " ").into()).err();
        assert_eq!(wrong.as_ref().and_then(Error::field), Some("owner"));
        let twice = Params::default().set("incident_numbers", "1").set("owner", "m.okoye");
        let twice = Template::from_params("d3.update_owner", twice).err();
        assert_eq!(twice.as_ref().and_then(Error::field), Some("incident_numbers"));
    }
}
