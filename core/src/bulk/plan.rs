//! What is to be done: an operation, its incidents, and how they are divided into requests.

use std::{fmt, ops::Range, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{
    guard::Guard,
    packed::Packed,
    template::{Naming, Template},
};
use crate::{
    error::Error,
    ffi::AnyOperation,
    json::{Object, cut, push_array, push_string},
    operation::{Param, Params},
    reply_context::Effect,
    text::{element, is_blank},
    wire::raw_json,
};

/// An operation for many incidents: each of them once, divided into requests that are made when they are needed.
///
/// Plain data without secrets: it prints as a dry run, compares, goes through JSON, and divides into shards. A million
/// incidents take as much memory as their ids.
///
/// ```
/// use soarwire::{bulk::Plan, d3};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let close = d3::CloseIncidents::new((0..250).map(|number| format!("20261103-{number}")), true).conclusion("Contained.");
/// let plan = Plan::new(close)?;
/// assert_eq!((plan.len(), plan.request_count()), (250, 3));
/// assert_eq!(plan.shard(1, 2)?.ids().next(), Some("20261103-100"));
/// assert_eq!(Plan::from_json(&plan.to_json())?, plan);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a plan does nothing until it is run"]
pub struct Plan {
    pub(super) template: Template,
    pub(super) ids: Arc<Packed>,
    pub(super) chunk: usize,
    pub(super) tenant: Option<String>,
    pub(super) guard: Guard,
}

impl Plan {
    /// The plan of an operation for the incidents that it names.
    ///
    /// # Errors
    /// `invalid_request`: as [`Operation::validate`](crate::Operation::validate), and (field `operation`) for an operation that
    /// cannot be divided.
    pub fn new(operation: impl Into<AnyOperation>) -> Result<Self, Error> {
        let (template, ids) = Template::of(&operation.into())?;
        Plan::of(template, ids)
    }

    /// The plan of an operation for these incidents instead of those that it names. Changes are the same for all incidents.
    ///
    /// # Errors
    /// As [`Plan::new`], and for an incident that is blank (field `incident_numbers[1]` and the like).
    pub fn over(
        operation: impl Into<AnyOperation>,
        ids: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Self, Error> {
        let (template, _) = Template::of(&operation.into())?;
        Plan::of(template.same_for_all()?, ids)
    }

    /// The plan of an operation by its id and its parameters but for the incidents. For `d3.set_fields` the parameter `fields` is
    /// what is set in each incident.
    ///
    /// # Errors
    /// As [`Plan::over`], and for parameters that are missing, unknown or of the wrong type.
    pub fn from_params(
        id: &str,
        params: Params,
        ids: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Self, Error> {
        Plan::of(Template::from_params(id, params)?, ids)
    }

    fn of(mut template: Template, ids: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self, Error> {
        let ids: Packed = ids.into_iter().collect();
        let param = template.naming.param();
        // Places are stored in 32 bits.
        if ids.len() >= u32::MAX as usize {
            return Err(Error::invalid(param, "are too many for one plan"));
        }
        if let Some(place) = ids.iter().position(is_blank) {
            return Err(Error::invalid(element(param, place), "is blank: remove it, or give the incident's number"));
        }
        let repeated = ids.repeated(&ids.sorted());
        if let (Some(place), Some(_)) = (repeated.first(), &template.fields) {
            let reason = "repeats an incident: put all its fields into one change";
            return Err(Error::invalid(element(param, *place as usize), reason));
        }
        let ids = if repeated.is_empty() {
            ids
        } else {
            let mut repeated = repeated.into_iter().peekable();
            let is_first = |(place, _): &(usize, &str)| repeated.next_if_eq(&(*place as u32)).is_none();
            ids.iter().enumerate().filter(is_first).map(|(_, id)| id).collect()
        };
        if ids.len() == 0 {
            template.fields = None;
        }
        let chunk = template.naming.usual();
        Ok(Plan { template, ids: Arc::new(ids), chunk, tenant: None, guard: Guard::default() })
    }

    /// Sets how many incidents a request has at most. The default is 100, or one where the vendor takes one a request.
    ///
    /// # Errors
    /// `invalid_request` (field `chunk`) for 0, and for more than the vendor takes.
    pub fn chunk(mut self, size: usize) -> Result<Self, Error> {
        let most = self.template.naming.most();
        if size == 0 || size > most {
            let reason = match self.template.naming {
                Naming::One(_) => "must be 1: the vendor accepts one incident per request".to_owned(),
                Naming::List(_, most) if most < usize::MAX => format_most(most),
                _ => "must be 1 or more".to_owned(),
            };
            return Err(Error::invalid("chunk", reason));
        }
        self.chunk = size;
        Ok(self)
    }

    /// Names the tenant that it is for: its base URL, or the name of a profile. A run on another tenant is refused.
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// Has each incident read right before it is written to, and skipped if the guard does not hold.
    pub fn guard(mut self, guard: Guard) -> Self {
        self.guard = guard;
        self
    }

    /// How many incidents there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The incidents, each once, in the order given.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.ids.iter()
    }

    /// How many requests it takes, if none is divided or repeated.
    pub fn request_count(&self) -> usize {
        self.len().div_ceil(self.chunk)
    }

    /// The operation of a request, counted from 0; `None` behind the last.
    ///
    /// # Errors
    /// `invalid_request`, for parameters that do not go with these incidents.
    pub fn request(&self, index: usize) -> Option<Result<AnyOperation, Error>> {
        let places = self.places(index);
        (!places.is_empty()).then(|| self.operation(&places.collect::<Vec<_>>()))
    }

    /// All requests, in order, each made when it is asked for.
    pub fn requests(&self) -> impl Iterator<Item = Result<AnyOperation, Error>> + '_ {
        (0..self.request_count()).filter_map(|index| self.request(index))
    }

    /// The places of the incidents of a request.
    pub(super) fn places(&self, index: usize) -> Range<u32> {
        let start = index.saturating_mul(self.chunk).min(self.len());
        let end = start.saturating_add(self.chunk).min(self.len());
        start as u32..end as u32
    }

    /// The most incidents that one request takes.
    pub(super) fn most(&self) -> usize {
        self.template.naming.most()
    }

    /// The operation for the incidents at these places.
    pub(super) fn operation(&self, places: &[u32]) -> Result<AnyOperation, Error> {
        let ids: Vec<&str> = places.iter().map(|place| self.ids.get(*place as usize)).collect();
        self.template.operation(&ids, places)
    }

    /// The id of the operation, such as `d3.close_incidents`.
    pub fn operation_id(&self) -> &'static str {
        self.template.id
    }

    /// The effect of repeating a request.
    pub fn effect(&self) -> Effect {
        self.template.effect
    }

    /// The most incidents of a request.
    pub fn chunk_size(&self) -> usize {
        self.chunk
    }

    /// The tenant that it is for, if it names one.
    pub fn tenant_name(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    /// Part `index` of `count`: every request whose number, divided by `count`, leaves `index`. All parts together are the plan.
    ///
    /// # Errors
    /// `invalid_request` (fields `count` and `index`) if there is no such part.
    pub fn shard(&self, index: usize, count: usize) -> Result<Self, Error> {
        if count == 0 {
            return Err(Error::invalid("count", "must be 1 or more"));
        }
        if index >= count {
            return Err(Error::invalid("index", "must be less than `count`"));
        }
        let requests = (index..self.request_count()).step_by(count);
        Ok(self.only(requests.flat_map(|request| self.places(request))))
    }

    /// The same plan for the incidents at these places, which are in order.
    pub(super) fn only(&self, places: impl Iterator<Item = u32>) -> Self {
        let (mut ids, mut kept) = (Packed::default(), Vec::new());
        for place in places {
            ids.push(self.ids.get(place as usize));
            kept.extend(self.template.fields.as_ref().and_then(|fields| fields.get(place as usize).cloned()));
        }
        let mut template = self.template.clone();
        template.fields = template.fields.map(|_| Arc::new(kept));
        Plan { template, ids: Arc::new(ids), ..self.clone() }
    }

    /// The plan as JSON text: `{operation, params, ids, chunk, tenant, guard}`, where the changes of each incident are in `fields`
    /// behind that.
    pub fn to_json(&self) -> String {
        let mut ids = String::new();
        push_array(&mut ids, self.ids(), push_string);
        let plan = self.head(Object::new()).raw("ids", &ids);
        let plan = plan
            .number_or_null("chunk", Some(self.chunk as u64))
            .text_or_null("tenant", self.tenant_name())
            .raw("guard", &self.guard.to_json());
        match &self.template.fields {
            Some(fields) => plan.raw("fields", &Param::List(fields.to_vec()).to_json()).finish(),
            None => plan.finish(),
        }
    }

    /// The operation and its parameters, as members of an object.
    pub(super) fn head(&self, object: Object) -> Object {
        object.text("operation", self.template.id).raw("params", &self.template.params.to_json())
    }

    /// Reads what [`Plan::to_json`] gives.
    ///
    /// # Errors
    /// `invalid_request`, naming the member.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let members = Params::from_json(text).ok_or_else(|| Error::invalid("plan", "must be a JSON object"))?;
        Plan::from_members(members)
    }

    pub(super) fn from_members(mut members: Params) -> Result<Self, Error> {
        let Some(Param::Text(id)) = members.take("operation") else {
            return Err(Error::invalid("operation", "must be the id of an operation"));
        };
        let Some(Param::Object(params)) = members.take("params") else {
            return Err(Error::invalid("params", "must be a JSON object"));
        };
        let Some(Param::List(ids)) = members.take("ids") else { return Err(Error::invalid("ids", "must be a list")) };
        let text = |(place, id)| match id {
            Param::Text(id) | Param::Number(id) => Ok(id),
            _ => Err(Error::invalid(element("ids", place), "must be text")),
        };
        let ids: Vec<String> = ids.into_iter().enumerate().map(text).collect::<Result<_, _>>()?;
        let plan = match members.take("fields") {
            Some(Param::List(fields)) => {
                let changes = ids.into_iter().zip(fields).map(|(id, fields)| {
                    Param::Object(Params::default().set("incident_number", id).set("fields", fields))
                });
                Plan::new(AnyOperation::from_params(&id, params.set("changes", Param::List(changes.collect())))?)?
            }
            _ => Plan::from_params(&id, params, ids)?,
        };
        let plan = match members.take("chunk") {
            Some(Param::Number(chunk)) => plan.chunk(chunk.parse().unwrap_or(0))?,
            _ => plan,
        };
        let guard = match members.take("guard") {
            None | Some(Param::Null) => Guard::default(),
            Some(guard) => Guard::from_param(guard)?,
        };
        let plan = match members.take("tenant") {
            Some(Param::Text(tenant)) => plan.tenant(tenant),
            _ => plan,
        };
        members.finish()?;
        Ok(plan.guard(guard))
    }
}

fn format_most(most: usize) -> String {
    ["must be 1 to ", &most.to_string(), ": the vendor takes no more"].concat()
}

/// The dry run: what would be sent, in a few lines.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let (incidents, requests) = (self.len(), self.request_count());
        write!(f, "{}: {incidents} incident{}", self.template.id, plural(incidents))?;
        write!(f, " in {requests} request{}", plural(requests))?;
        if self.chunk > 1 {
            write!(f, " of at most {}", self.chunk)?;
        }
        if let Some(tenant) = &self.tenant {
            write!(f, "\n  tenant: {tenant}")?;
        }
        for (name, value) in self.template.params.iter() {
            write!(f, "\n  {name}: {}", cut(value.to_json().into(), 200))?;
        }
        if !self.guard.is_empty() {
            write!(f, "\n  only if: {}", cut(self.guard.to_json().into(), 200))?;
        }
        let repeats = match self.effect() {
            Effect::Appends => "a request whose answer is lost is not sent again: its effect would be applied twice",
            _ => "a request whose answer is lost is sent again: repeating it has no further effect",
        };
        write!(f, "\n  {repeats}")
    }
}

/// The JSON of [`Plan::to_json`].
impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw_json(&self.to_json(), serializer)
    }
}

impl<'de> Deserialize<'de> for Plan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = serde_json::Map::<String, serde_json::Value>::deserialize(deserializer)?;
        Plan::from_members(members.into()).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{d3, xpanse};

    fn numbers(count: usize) -> Vec<String> {
        (0..count).map(|number| number.to_string()).collect()
    }

    #[test]
    fn each_incident_is_planned_once_in_the_order_given() -> Result<(), Error> {
        let plan = Plan::over(xpanse::UpdateIncident::new("1").status("new"), ["7", "3", "7", "1", "3"])?;
        assert_eq!(plan.ids().collect::<Vec<_>>(), ["7", "3", "1"]);
        assert!(!plan.is_empty() && plan.only([].into_iter()).is_empty());
        let sent = plan.requests().map(|request| request.map(|request| request.asked().ids().to_vec()));
        assert_eq!(sent.collect::<Result<Vec<_>, _>>()?.concat(), ["7", "3", "1"]);
        Ok(())
    }

    #[test]
    fn shards_are_the_plan_in_whole_requests() -> Result<(), Error> {
        let plan = Plan::new(d3::UpdateOwner::new(numbers(1_050), "m.okoye"))?.tenant("soc");
        let mut requests = Vec::new();
        for index in 0..4 {
            let shard = plan.shard(index, 4)?;
            assert_eq!(shard.tenant_name(), Some("soc"));
            requests.extend(shard.requests().collect::<Result<Vec<_>, _>>()?);
        }
        let whole = plan.requests().collect::<Result<Vec<_>, _>>()?;
        assert_eq!(requests.len(), 11);
        assert!(whole.iter().all(|request| requests.contains(request)));
        assert_eq!(plan.shard(4, 4).err().as_ref().and_then(Error::field), Some("index"));
        assert_eq!(plan.shard(0, 0).err().as_ref().and_then(Error::field), Some("count"));
        Ok(())
    }

    #[test]
    fn a_part_of_a_plan_keeps_the_change_of_each_incident() -> Result<(), Error> {
        let change = |number: &str| d3::FieldChanges::new(number).set("Title", ["of ", number].concat());
        let plan = Plan::new(d3::SetFields::new(["1", "2", "3"].map(change)))?.chunk(1)?;
        let part = plan.shard(1, 2)?;
        let json = part.requests().map(|request| request.map(|request| request.to_params().to_json()));
        let wanted = r#"{"changes":[{"incident_number":"2","fields":{"Title":"of 2"}}]}"#;
        assert_eq!(json.collect::<Result<Vec<_>, _>>()?, [wanted]);
        assert_eq!(Plan::from_json(&part.to_json())?, part);
        Ok(())
    }

    #[test]
    fn a_plan_goes_through_json() -> Result<(), Error> {
        let changes = Params::from_json(
            r#"{"changes": [{"incident_number": "1", "fields": {"Title": "a"}}, {"incident_number": "2", "fields": {"Title": "b"}}]}"#,
        );
        let changes = AnyOperation::from_params("d3.set_fields", changes.unwrap_or_default())?;
        for plan in [
            Plan::new(d3::CloseIncidents::new(numbers(7), true).conclusion("a \"b\""))?.chunk(3)?.tenant("soc"),
            Plan::over(xpanse::UpdateIncident::new("1").clear_severity(), numbers(3))?
                .guard(Guard::new().is_in("status", ["new"])?),
            Plan::new(changes)?.chunk(1)?,
            Plan::over(d3::UpdateOwner::new(["1"], "m"), [""; 0])?,
        ] {
            assert_eq!(Plan::from_json(&plan.to_json())?, plan);
            let through = serde_json::to_string(&plan).and_then(|json| serde_json::from_str::<Plan>(&json)).ok();
            assert_eq!(through, Some(plan));
        }
        Ok(())
    }

    #[test]
    fn bad_input_is_named() -> Result<(), Error> {
        let field = |plan: Result<Plan, Error>| plan.err().and_then(|error| error.field().map(str::to_owned));
        let owner = || d3::UpdateOwner::new(["1"], "m.okoye");
        assert_eq!(field(Plan::over(owner(), ["1", " "])).as_deref(), Some("incident_numbers[1]"));
        assert_eq!(field(Plan::new(owner())?.chunk(0)).as_deref(), Some("chunk"));
        let update = || xpanse::UpdateIncident::new("1").status("new");
        assert_eq!(field(Plan::new(update())?.chunk(2)).as_deref(), Some("chunk"));
        assert_eq!(field(Plan::over(update(), [" "])).as_deref(), Some("incident_id[0]"));
        let alerts = || xpanse::UpdateAlerts::new(["1"]).status("new");
        assert_eq!(field(Plan::new(alerts())?.chunk(101)).as_deref(), Some("chunk"));
        let most = |plan: Plan, size| {
            let reason = plan.chunk(size).err().and_then(|error| error.reason().map(|reason| reason.into_owned()));
            reason.unwrap_or_default()
        };
        assert_eq!((Plan::new(owner())?.chunk_size(), Plan::new(update())?.chunk_size()), (100, 1));
        assert_eq!(most(Plan::new(owner())?, 0), "must be 1 or more");
        assert_eq!(most(Plan::new(update())?, 2), "must be 1: the vendor accepts one incident per request");
        assert_eq!(most(Plan::new(alerts())?, 101), "must be 1 to 100: the vendor takes no more");
        assert!(Plan::new(alerts())?.chunk(100).is_ok() && Plan::new(owner())?.chunk(101).is_ok());
        assert_eq!(field(Plan::from_json("[]")).as_deref(), Some("plan"));
        assert_eq!(
            field(Plan::from_json(r#"{"operation": "d3.update_owner", "params": {"owner": "m"}, "ids": [true]}"#))
                .as_deref(),
            Some("ids[0]")
        );
        Ok(())
    }

    #[test]
    fn prints_as_a_dry_run() -> Result<(), Error> {
        let plan = Plan::new(d3::CloseIncidents::new(numbers(250), true).conclusion("Contained."))?.tenant("soc");
        let wanted = "d3.close_incidents: 250 incidents in 3 requests of at most 100\n  tenant: soc\n  \
            bypass_required_tasks: true\n  conclusion: \"Contained.\"\n  \
            a request whose answer is lost is not sent again: its effect would be applied twice";
        assert_eq!(plan.to_string(), wanted);
        let one = Plan::new(d3::UpdateOwner::new(["1"], "m.okoye"))?.chunk(1)?;
        let wanted = "d3.update_owner: 1 incident in 1 request\n  owner: \"m.okoye\"\n  \
            a request whose answer is lost is sent again: repeating it has no further effect";
        assert_eq!(one.to_string(), wanted);
        let guarded = one.guard(Guard::new().is_in("status", ["Open"])?).to_string();
        let wanted = "\n  only if: [{\"field\":\"status\",\"operator\":\"in\",\"value\":[\"Open\"]}]\n";
        assert!(guarded.contains(wanted), "{guarded}");
        Ok(())
    }
}
