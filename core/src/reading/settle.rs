//! Finds out what is in effect after a call whose outcome is unknown.

use std::collections::BTreeMap;

use super::{
    expected::{self, Check, Expected, Source},
    found::{Found, NOT_READ},
    settlement::{Settled, Settlement},
};
use crate::{
    answer::{Item, Page, Report},
    error::Error,
    ffi::AnyOperation,
    id_index::Index,
    operation::{Param, Params},
    text::is_integer,
};

/// The most incidents of one reading.
pub(crate) const MOST: usize = 100;

/// Since when incidents are looked for, and until when: D3 requires a period.
const PERIOD: (&str, &str) = ("2000-01-01 00:00:00", "2999-12-31 23:59:59");

/// Finds out, by reading, what is in effect of an operation whose outcome is unknown or was not reported, before anybody sends it
/// again: hands out the operations that read, takes their pages, and judges.
///
/// It does no I/O: `Client::settle` and its like drive it. It never says that the call did it. A request whose answer was lost may still
/// be under way, so that what is not in effect now may be so a moment later: wait before you repeat a request that appends.
///
/// ```
/// use soarwire::{Operation, Response, Settle, TransportError, d3};
///
/// # fn main() -> Result<(), soarwire::Error> {
/// let close = d3::CloseIncidents::new(["20261103-104", "20261103-105"], true).conclusion("Contained.");
/// let lost = close.lost(TransportError::Timeout);
/// let mut settle = Settle::after_error(close, &lost);
/// while let Some(operation) = settle.operation() {
///     let body = br#"{"error": "", "rawData": {"incidents": [
///         {"IR Number": "20261103-104", "Status": "Closed", "Conclusion": "<p>Contained.</p>"},
///         {"IR Number": "20261103-105", "Status": "Open", "Conclusion": ""}]}}"#;
///     let soarwire::AnyAnswer::Page(page) = operation.parse(Response::new(200, &body[..]))? else { break };
///     settle.take(&page);
/// }
/// let settlement = settle.finish();
/// assert_eq!(settlement.in_effect().collect::<Vec<_>>(), ["20261103-104"]);
/// assert_eq!(settlement.operation(), Some(d3::CloseIncidents::new(["20261103-105"], true).conclusion("Contained.").into()));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Settle {
    operation: AnyOperation,
    expected: Result<Expected, &'static str>,
    rows: Vec<(String, Settled)>,
    /// Where the incidents begin that are to be read next, among those that can be.
    next: usize,
    /// The places of incidents that can be read.
    readable: Vec<usize>,
    reading: Option<AnyOperation>,
}

const NOT_GIVEN: &str = "the incident was missing from what was read back";
const ANOTHER: &str = "the operation is not about this incident";
const TWICE: &str = "the operation sets the field more than once";
const NO_INTEGER: &str = "alerts can be looked up only by an integer id";

impl Settle {
    /// For the incidents of a report that are unknown or unreported. Those that are not incidents of the operation are `cannot_tell`.
    pub fn new(operation: impl Into<AnyOperation>, report: &Report) -> Self {
        let open = report
            .outcomes()
            .filter(|(_, outcome)| matches!(outcome, crate::Outcome::Unknown { .. } | crate::Outcome::Unreported));
        Settle::of(operation.into(), open.map(|(id, _)| id.to_owned()).collect())
    }

    /// For the incidents of a call that ended with an error: all, if it may have been carried out, or else none.
    pub fn after_error(operation: impl Into<AnyOperation>, error: &Error) -> Self {
        let ids = error.report().map(|report| report.asked().to_vec());
        Settle::of(operation.into(), ids.unwrap_or_default())
    }

    /// For these incidents of a call.
    #[doc(hidden)]
    pub fn of(operation: AnyOperation, ids: Vec<String>) -> Self {
        let asked = operation.asked();
        let (known, _) = Index::of(asked.ids());
        Settle::with(operation, ids, |id| known.get(asked.ids(), id).is_some())
    }

    /// For these incidents of a run, of which `operation` is a request.
    pub(crate) fn over(operation: AnyOperation, ids: Vec<String>) -> Self {
        Settle::with(operation, ids, |_| true)
    }

    fn with(operation: AnyOperation, ids: Vec<String>, is_known: impl Fn(&str) -> bool) -> Self {
        let expected = expected::of(&operation);
        let unread = match &expected {
            Ok(_) => NOT_GIVEN,
            Err(why) => why,
        };
        let mut rows: Vec<_> = ids.into_iter().map(|id| (id, Settled::unclear(unread))).collect();
        let mut readable = Vec::new();
        if let Ok(expected) = &expected {
            for (place, (id, settled)) in rows.iter_mut().enumerate() {
                if !is_known(id) {
                    *settled = Settled::unclear(ANOTHER);
                } else if expected.source == Source::XpanseAlerts && !is_integer(id) {
                    *settled = Settled::unclear(NO_INTEGER);
                } else {
                    readable.push(place);
                }
            }
        }
        let mut settle = Settle { operation, expected, rows, next: 0, readable, reading: None };
        settle.prepare();
        settle
    }

    /// What reads next; `None` when all is read. It can be sent again after an error.
    pub fn operation(&self) -> Option<&AnyOperation> {
        self.reading.as_ref()
    }

    /// Takes the page that answers [`Settle::operation`].
    pub fn take(&mut self, page: &Page) {
        let (Ok(expected), Some(_)) = (&self.expected, &self.reading) else { return };
        let places = self.readable.get(self.next..).unwrap_or_default();
        let places: Vec<usize> = places.iter().copied().take(MOST).collect();
        let items: Vec<(String, Item<'_>)> =
            page.ids().map(|id| id.into_owned()).zip(page.items()).filter(|(id, _)| !id.is_empty()).collect();
        let sorted = {
            let mut sorted: Vec<&(String, Item<'_>)> = items.iter().collect();
            sorted.sort_by(|one, other| one.0.cmp(&other.0));
            sorted
        };
        for place in &places {
            let Some((id, settled)) = self.rows.get_mut(*place) else { continue };
            let start = sorted.partition_point(|(known, _)| known < id);
            let about = sorted.iter().skip(start).take_while(|(known, _)| known == id);
            let judged = about.map(|(_, item)| judge(expected, id, *item)).reduce(worse);
            *settled = judged.unwrap_or(Settled::unclear(NOT_GIVEN));
        }
        self.next += places.len();
        self.prepare();
    }

    /// What is in effect; incidents that were not read yet are `cannot_tell`.
    pub fn finish(self) -> Settlement {
        Settlement { operation: self.operation, rows: self.rows }
    }

    fn prepare(&mut self) {
        let places = self.readable.iter().skip(self.next).take(MOST);
        let ids: Vec<&str> = places.filter_map(|place| self.rows.get(*place)).map(|(id, _)| id.as_str()).collect();
        self.reading = match &self.expected {
            Ok(expected) if !ids.is_empty() => reading(expected.source, &expected.fields(&ids), &ids),
            _ => None,
        };
    }
}

/// The operation that reads incidents, of D3 with these static fields. At most 100 at a time.
pub(crate) fn reading(source: Source, fields: &[String], ids: &[&str]) -> Option<AnyOperation> {
    let object = |pairs: Vec<(&'static str, Param)>| {
        Param::Object(pairs.into_iter().fold(Params::default(), |params, (name, value)| params.set(name, value)))
    };
    let filter = |field: &'static str, values: Vec<Param>| {
        let filter = vec![("field", field.into()), ("operator", "in".into()), ("value", Param::List(values))];
        Params::default().set("filters", Param::List(vec![object(filter)])).set("search_to", MOST as u32)
    };
    let (id, params) = match source {
        Source::XpanseIncidents => {
            ("xpanse.get_incidents", filter("incident_id_list", ids.iter().map(|id| Param::from(*id)).collect()))
        }
        Source::XpanseAlerts => {
            let ids = ids.iter().map(|id| Param::Number((*id).to_owned()));
            ("xpanse.get_alerts", filter("alert_id_list", ids.collect()))
        }
        Source::D3Incidents => {
            let condition = |id: &&str| {
                let condition =
                    vec![("field", "IR Number".into()), ("operator", "=".into()), ("value", Param::from(*id))];
                Param::List(vec![object(condition)])
            };
            let params = Params::default()
                .set("start_time", PERIOD.0)
                .set("end_time", PERIOD.1)
                .set("filter", Param::List(ids.iter().map(condition).collect()))
                .set("static_fields", fields)
                .set("page_size", MOST as u32);
            ("d3.get_incidents", params)
        }
    };
    // These parameters are valid.
    AnyOperation::from_params(id, params).ok()
}

/// What an item says of its incident.
fn judge(expected: &Expected, id: &str, item: Item<'_>) -> Settled {
    // By field, as one that an operation sets twice cannot have both values.
    let mut found: BTreeMap<&[String], Found> = BTreeMap::new();
    for check in expected.checks(id) {
        let own = compare(check, item);
        let merged = found.entry(&check.keys).or_insert(own);
        if *merged != own {
            *merged = Found::Unclear(TWICE);
        }
    }
    if found.is_empty() {
        return Settled::unclear(expected.unreadable.unwrap_or(NOT_READ));
    }
    if found.values().any(|found| *found == Found::Other) {
        return Settled::NotInEffect;
    }
    let unclear = found.values().find_map(|found| match found {
        Found::Unclear(why) => Some(*why),
        _ => None,
    });
    match unclear.or(expected.unreadable) {
        Some(why) => Settled::unclear(why),
        None => Settled::InEffect,
    }
}

fn compare(check: &Check, item: Item<'_>) -> Found {
    let keys: Vec<&str> = check.keys.iter().map(String::as_str).collect();
    check.wanted.compare(item, &keys)
}

/// Of several items about one incident that differ none is believed.
fn worse(one: Settled, other: Settled) -> Settled {
    if one == other { one } else { Settled::unclear("the answer contradicts itself") }
}
