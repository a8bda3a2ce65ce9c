//! Reads incidents right before they are written to, and keeps those for which the guard holds.

use std::collections::BTreeMap;

use super::{
    super::{guard::Guard, packed::Packed, plan::Plan},
    part::Part,
};
use crate::{
    answer::Page,
    ffi::AnyOperation,
    reading::{MOST_READ, Source, reading},
    text::is_integer,
};

/// The static fields of D3 that the columns of the common row are made of.
const FIELDS: [&str; 7] = ["IR Number", "Title", "Status", "Severity", "Owner", "Date Created", "Date Modified"];

const NOT_GIVEN: &str = "the incident was missing from what was read back";
const NO_INTEGER: &str = "alerts can be looked up only by an integer id";

/// The reading for some requests.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) parts: Vec<Part>,
    /// The places that are to be read, the next ones last.
    left: Vec<u32>,
    /// The places that are being read.
    now: Vec<u32>,
    /// Why the guard does not hold.
    refused: BTreeMap<u32, String>,
}

/// Requests with the incidents for which the guard held, if there are any, and incidents for which it did not.
pub(super) struct Guarded {
    pub(super) parts: Vec<Part>,
    pub(super) skipped: Vec<(u32, Vec<(u32, String)>)>,
}

impl Reading {
    pub(super) fn new(plan: &Plan, parts: Vec<Part>) -> Self {
        let mut left: Vec<u32> = parts.iter().flat_map(|part| part.places.iter().copied()).collect();
        let mut refused = BTreeMap::new();
        if source(plan) == Source::XpanseAlerts {
            left.retain(|place| {
                let is_integer = is_integer(plan.ids.get(*place as usize));
                if !is_integer {
                    refused.insert(*place, NO_INTEGER.to_owned());
                }
                is_integer
            });
        }
        left.reverse();
        Reading { parts, left, now: Vec::new(), refused }
    }

    /// What reads next; `None` when all is read.
    pub(super) fn operation(&mut self, plan: &Plan) -> Option<AnyOperation> {
        let at = self.left.len().saturating_sub(MOST_READ);
        self.now = self.left.split_off(at);
        self.now.reverse();
        self.under_way(plan)
    }

    /// What is being read.
    pub(super) fn under_way(&self, plan: &Plan) -> Option<AnyOperation> {
        if self.now.is_empty() {
            return None;
        }
        let ids: Vec<&str> = self.now.iter().map(|place| plan.ids.get(*place as usize)).collect();
        reading(source(plan), &FIELDS.map(str::to_owned), &ids)
    }

    /// Takes the page that answers it.
    pub(super) fn take(&mut self, ids: &Packed, guard: &Guard, page: &Page) {
        let rows: Vec<_> = page.rows().collect();
        let mut by_id: Vec<_> = rows.iter().collect();
        by_id.sort_by(|one, other| one.id.cmp(&other.id));
        for place in std::mem::take(&mut self.now) {
            let id = ids.get(place as usize);
            let first = by_id.partition_point(|row| row.id.as_ref() < id);
            let mut about = by_id.iter().skip(first).take_while(|row| row.id == id).peekable();
            // Of several items about one incident each must do.
            let refusal = match about.peek() {
                None => Some(NOT_GIVEN.to_owned()),
                Some(_) => about.find_map(|row| guard.refusal(row)),
            };
            refusal.into_iter().for_each(|why| drop(self.refused.insert(place, why)));
        }
    }

    pub(super) fn finish(self) -> Guarded {
        let (mut parts, mut skipped) = (Vec::new(), Vec::new());
        let mut refused = self.refused;
        for mut part in self.parts {
            let mut out = Vec::new();
            part.places.retain(|place| match refused.remove(place) {
                Some(why) => {
                    out.push((*place, why));
                    false
                }
                None => true,
            });
            if !out.is_empty() {
                skipped.push((part.number, out));
            }
            parts.push(Part { is_guarded: true, ..part });
        }
        Guarded { parts, skipped }
    }
}

/// Where the incidents of a plan are read.
fn source(plan: &Plan) -> Source {
    match plan.operation_id() {
        "xpanse.update_alerts" => Source::XpanseAlerts,
        "xpanse.update_incident" => Source::XpanseIncidents,
        _ => Source::D3Incidents,
    }
}
