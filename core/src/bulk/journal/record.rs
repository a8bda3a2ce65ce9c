//! The records of a journal, as JSON.

use super::super::{
    outcome::{BulkCounts, State},
    packed::Packed,
    plan::Plan,
};
use crate::{
    json::{Object, push_array, push_string},
    operation::Param,
};

/// The version of the format that this library writes; it reads this one and older ones.
pub(crate) const FORMAT: u64 = 1;

/// What a run is, in the first record of its journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head<'a> {
    pub(crate) run: &'a str,
    pub(crate) plan: &'a Plan,
    /// The base URL of the tenant, and the user whose calls they are.
    pub(crate) base_url: &'a str,
    pub(crate) user: Option<&'a str>,
    pub(crate) at_ms: u64,
}

/// The record with the number of its line, counted from 1, so that none can be removed, repeated or moved unseen.
pub(crate) fn numbered(json: &str, line: u64) -> String {
    let members = json.strip_suffix('}').unwrap_or(json);
    [members, r#","line":"#, &line.to_string(), "}"].concat()
}

/// The first record.
pub(crate) fn head(head: &Head<'_>) -> String {
    let tenant = Object::new()
        .text("base_url", head.base_url)
        .text_or_null("user", head.user)
        .text_or_null("name", head.plan.tenant_name())
        .finish();
    head.plan
        .head(Object::new().number_or_null("journal", Some(FORMAT)).text("run", head.run))
        .raw("tenant", &tenant)
        .number_or_null("chunk", Some(head.plan.chunk as u64))
        .raw("guard", &head.plan.guard.to_json())
        .text("version", env!("CARGO_PKG_VERSION"))
        .number_or_null("at", Some(head.at_ms))
        .finish()
}

/// The incidents of the requests from number `first` on, request by request.
pub(crate) fn plan(plan: &Plan, first: usize, count: usize) -> String {
    let mut requests = String::new();
    let places = |index: usize| plan.places(index);
    push_array(&mut requests, first..first + count, |out, index| {
        push_array(out, places(index), |out, place| push_string(out, plan.ids.get(place as usize)));
    });
    let record = Object::new().number_or_null("plan", Some(first as u64)).raw("requests", &requests);
    let Some(fields) = &plan.template.fields else { return record.finish() };
    let all =
        (first..first + count).flat_map(places).map(|place| fields.get(place as usize).cloned().unwrap_or_default());
    record.raw("fields", &Param::List(all.collect()).to_json()).finish()
}

/// The end of the plan: nothing is sent before it is on disk.
pub(crate) fn planned(plan: &Plan) -> String {
    Object::new()
        .number_or_null("planned", Some(plan.request_count() as u64))
        .number_or_null("incidents", Some(plan.len() as u64))
        .finish()
}

fn about(name: &str, request: u32) -> Object {
    Object::new().number_or_null(name, Some(u64::from(request)))
}

fn ids(plan: &Plan, places: &[u32]) -> String {
    let mut out = String::new();
    push_array(&mut out, places, |out, place| push_string(out, plan.ids.get(*place as usize)));
    out
}

/// A request is about to go out.
pub(crate) fn intent(plan: &Plan, request: u32, attempt: u32, places: &[u32], at_ms: u64) -> String {
    about("intent", request)
        .number_or_null("attempt", Some(u64::from(attempt)))
        .raw("ids", &ids(plan, places))
        .number_or_null("at", Some(at_ms))
        .finish()
}

/// An attempt was certainly not carried out, and what becomes of its incidents is still open.
pub(crate) fn returned(request: u32, why: &str, at_ms: u64) -> String {
    about("returned", request).text("why", why).number_or_null("at", Some(at_ms)).finish()
}

/// What became of one incident of a request.
pub(crate) struct Became<'a> {
    pub(crate) place: u32,
    pub(crate) state: State,
    pub(crate) reason: Option<&'a str>,
}

/// What became of incidents, and what the answer was: the vendor's id of the request, or the error.
pub(crate) fn outcome(plan: &Plan, request: u32, became: &[Became<'_>], answer: &Answered<'_>, at_ms: u64) -> String {
    let record = about("outcome", request).array("rows", became, |out, row| {
        *out = Object::behind(std::mem::take(out))
            .text("id", plan.ids.get(row.place as usize))
            .text("outcome", row.state.name())
            .text_or_null("reason", row.reason)
            .finish();
    });
    record
        .number_or_null("attempts", answer.attempts.map(u64::from))
        .number_or_null("status", answer.status.map(u64::from))
        .text_or_null("error", answer.error)
        .text_or_null("request_id", answer.request_id)
        .number_or_null("at", Some(at_ms))
        .finish()
}

/// How the server answered, for those who look into a journal later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answered<'a> {
    pub(crate) attempts: Option<u32>,
    pub(crate) status: Option<u16>,
    /// The kind of the error.
    pub(crate) error: Option<&'a str>,
    pub(crate) request_id: Option<&'a str>,
}

/// What reading incidents back said.
pub(crate) fn settled<'a>(
    ids: &Packed,
    rows: impl IntoIterator<Item = (u32, &'a str, Option<&'a str>)>,
    at_ms: u64,
) -> String {
    let record = Object::new().array("settled", rows, |out, (place, settled, why)| {
        *out = Object::behind(std::mem::take(out))
            .text("id", ids.get(place as usize))
            .text("settled", settled)
            .text_or_null("why", why)
            .finish();
    });
    record.number_or_null("at", Some(at_ms)).finish()
}

/// Another process goes on with the run.
pub(crate) fn resumed(at_ms: u64) -> String {
    Object::new().number_or_null("resumed", Some(at_ms)).text("version", env!("CARGO_PKG_VERSION")).finish()
}

/// The run ended: `done`, or why it was stopped.
pub(crate) fn end(why: &str, counts: &BulkCounts, at_ms: u64) -> String {
    let all = counts
        .named()
        .into_iter()
        .fold(Object::new(), |all, (name, count)| all.number_or_null(name, Some(count as u64)));
    Object::new().text("end", why).raw("counts", &all.finish()).number_or_null("at", Some(at_ms)).finish()
}
