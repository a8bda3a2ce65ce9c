//! The incidents or the alerts of the Xpanse tenant: given ones, generated ones that are made when they are read, and what
//! has changed since.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::alerts::XpanseAlert;
use super::incidents::XpanseIncident;
use super::plan::{FIRST_ALERT, FIRST_INCIDENT, Times, XpansePlan};
use super::table::Identified;

/// What a plan can generate. The ids of the generated ones count up from the first.
pub(super) trait Generated: Identified + Clone {
    const FIRST_ID: u64;
    fn count(plan: &XpansePlan) -> u64;
    fn generate(plan: &XpansePlan, index: u64) -> Self;
    /// The times of a generated one, without making it.
    fn generated_times(plan: &XpansePlan, index: u64) -> Times;
    fn times(&self) -> Times;
}

impl Generated for XpanseIncident {
    const FIRST_ID: u64 = FIRST_INCIDENT;

    fn count(plan: &XpansePlan) -> u64 {
        plan.incidents
    }

    fn generate(plan: &XpansePlan, index: u64) -> Self {
        plan.incident(index)
    }

    fn generated_times(plan: &XpansePlan, index: u64) -> Times {
        plan.incident_times(index)
    }

    fn times(&self) -> Times {
        Times { created: self.creation_time, modified: self.modification_time }
    }
}

impl Generated for XpanseAlert {
    const FIRST_ID: u64 = FIRST_ALERT;

    fn count(plan: &XpansePlan) -> u64 {
        plan.alerts
    }

    fn generate(plan: &XpansePlan, index: u64) -> Self {
        plan.alert(index)
    }

    fn generated_times(plan: &XpansePlan, index: u64) -> Times {
        plan.alert_times(index)
    }

    fn times(&self) -> Times {
        Times { created: self.creation_time, modified: self.modification_time }
    }
}

/// Rows in a fixed order, each in a slot of its own: first the given ones, then the generated ones, then those that came
/// later.
#[derive(Debug, Clone)]
pub(super) struct Store<T> {
    plan: Arc<XpansePlan>,
    /// The slots before those of the generated rows.
    given: u64,
    end: u64,
    /// The rows that are not as generated.
    kept: BTreeMap<u64, T>,
    gone: BTreeSet<u64>,
    /// The slots of the rows that were not generated, by id.
    slots: BTreeMap<String, u64>,
    listing: Option<Listing>,
}

/// The slots that a request for a list selects, in its order. A client that pages asks for the same list again and again.
#[derive(Debug, Clone)]
struct Listing {
    key: String,
    slots: Arc<[u64]>,
}

impl<T: Generated> Store<T> {
    /// Of two rows with one id, the first stays.
    pub(super) fn new(plan: Arc<XpansePlan>, rows: impl IntoIterator<Item = T>) -> Self {
        let (mut kept, mut slots) = (BTreeMap::new(), BTreeMap::new());
        for row in rows {
            let next = kept.len() as u64;
            if !slots.contains_key(row.id()) {
                slots.insert(row.id().to_owned(), next);
                kept.insert(next, row);
            }
        }
        let given = kept.len() as u64;
        let end = given.saturating_add(T::count(&plan));
        let mut store = Self { plan, given, end, kept, gone: BTreeSet::new(), slots, listing: None };
        let hidden: Vec<u64> = store.slots.keys().filter_map(|id| store.generated_slot(id)).collect();
        store.gone.extend(hidden);
        store
    }

    /// All slots that hold a row, in order.
    pub(super) fn slots(&self) -> impl Iterator<Item = u64> + '_ {
        (0..self.end).filter(|slot| !self.gone.contains(slot))
    }

    /// All rows, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Cow<'_, T>> {
        self.slots().filter_map(|slot| self.row(slot))
    }

    /// The rows that were not generated.
    pub(super) fn outside(&self) -> impl Iterator<Item = &T> {
        self.slots.values().filter_map(|slot| self.kept.get(slot))
    }

    pub(super) fn row(&self, slot: u64) -> Option<Cow<'_, T>> {
        if let Some(row) = self.kept.get(&slot) {
            return Some(Cow::Borrowed(row));
        }
        let index = slot.checked_sub(self.given).filter(|index| *index < T::count(&self.plan))?;
        (!self.gone.contains(&slot)).then(|| Cow::Owned(T::generate(&self.plan, index)))
    }

    /// The generated row at an index, if it is still there.
    pub(super) fn generated(&self, index: u64) -> Option<Cow<'_, T>> {
        self.row(self.given.saturating_add(index))
    }

    /// When the row in a slot was created and changed; zero if there is none.
    pub(super) fn times(&self, slot: u64) -> Times {
        match self.kept.get(&slot) {
            Some(row) => row.times(),
            None => T::generated_times(&self.plan, slot.saturating_sub(self.given)),
        }
    }

    /// Where the row with an id is.
    pub(super) fn slot_of(&self, id: &str) -> Option<u64> {
        let slot = self.slots.get(id).copied().or_else(|| self.generated_slot(id))?;
        (!self.gone.contains(&slot)).then_some(slot)
    }

    fn generated_slot(&self, id: &str) -> Option<u64> {
        generated_index::<T>(&self.plan, id).map(|index| self.given.saturating_add(index))
    }

    pub(super) fn get(&self, id: &str) -> Option<Cow<'_, T>> {
        self.row(self.slot_of(id)?)
    }

    /// A row to change.
    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        let slot = self.slot_of(id)?;
        self.listing = None;
        if !self.kept.contains_key(&slot) {
            let row = self.row(slot)?.into_owned();
            self.kept.insert(slot, row);
        }
        self.kept.get_mut(&slot)
    }

    /// Adds a row after all others; not if one has its id.
    pub(super) fn insert(&mut self, row: T) {
        if self.slot_of(row.id()).is_none() {
            self.listing = None;
            self.slots.insert(row.id().to_owned(), self.end);
            self.kept.insert(self.end, row);
            self.end = self.end.saturating_add(1);
        }
    }

    /// A row that the plan would generate next: what came later continues what was generated.
    pub(super) fn another(&self) -> T {
        let mut index = T::count(&self.plan);
        loop {
            let row = T::generate(&self.plan, index);
            if self.slot_of(row.id()).is_none() {
                return row;
            }
            index = index.saturating_add(1);
        }
    }

    pub(super) fn remove(&mut self, id: &str) {
        if let Some(slot) = self.slot_of(id) {
            self.listing = None;
            self.kept.remove(&slot);
            self.slots.remove(id);
            self.gone.insert(slot);
        }
    }

    /// The slots that `find` gives, remembered under a key until a row changes or another list is asked for.
    pub(super) fn list<E>(
        &mut self,
        key: String,
        find: impl FnOnce(&Self) -> Result<Vec<u64>, E>,
    ) -> Result<Arc<[u64]>, E> {
        if let Some(listing) = self.listing.as_ref().filter(|listing| listing.key == key) {
            return Ok(Arc::clone(&listing.slots));
        }
        let slots: Arc<[u64]> = find(self)?.into();
        self.listing = Some(Listing { key, slots: Arc::clone(&slots) });
        Ok(slots)
    }
}

/// The place of a generated row in the plan, by its id.
pub(super) fn generated_index<T: Generated>(plan: &XpansePlan, id: &str) -> Option<u64> {
    let number: u64 = id.parse().ok().filter(|number: &u64| number.to_string() == id)?;
    number.checked_sub(T::FIRST_ID).filter(|index| *index < T::count(plan))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn store(given: &[&str], generated: u64) -> Store<XpanseIncident> {
        let plan = XpansePlan { seed: 1, incidents: generated, alerts: 0, users: Vec::new() };
        Store::new(Arc::new(plan), given.iter().map(|&id| XpanseIncident::new(id)))
    }

    fn ids(store: &Store<XpanseIncident>) -> Vec<String> {
        store.rows().map(|row| row.incident_id.clone()).collect()
    }

    #[test]
    fn given_rows_come_first_and_hide_generated_ones_with_their_ids() {
        let store = store(&["7", "10002", "7"], 3);
        assert_eq!(ids(&store), ["7", "10002", "10001", "10003"]);
        assert_eq!(store.get("10002").unwrap().name, "");
        assert_ne!(store.get("10003").unwrap().name, "");
        for id in ["8", "10004", "010001", "+10001", ""] {
            assert!(store.get(id).is_none(), "{id}");
        }
    }

    #[test]
    fn changes_last_and_leave_the_rest() {
        let mut store = store(&["7"], 1_000_000_000);
        let before = store.get("500000").unwrap().into_owned();
        store.get_mut("500000").unwrap().severity = "odd".to_owned();
        assert_eq!(store.get("500000").unwrap().severity, "odd");
        assert_eq!(store.kept.len(), 2, "only what changed is kept");
        store.remove("500001");
        store.remove("7");
        store.remove("nothing");
        assert!(store.get("500001").is_none() && store.get("7").is_none() && store.get_mut("7").is_none());
        let another = store.another();
        assert_eq!(another.incident_id, "1000010001");
        store.insert(another.clone());
        store.insert(before.clone());
        assert_eq!(store.get("1000010001").unwrap().name, another.name);
        assert_eq!(store.get("500000").unwrap().severity, "odd", "of two rows with one id the first stays");
        assert_ne!(store.another().incident_id, another.incident_id);
        assert_eq!(store.outside().count(), 1);
        store.remove("1000010001");
        assert!(store.get("1000010001").is_none());
    }

    #[test]
    fn times_are_those_of_the_rows() {
        let mut store = store(&["7"], 9);
        store.get_mut("10004").unwrap().modification_time = 5;
        for slot in store.slots().collect::<Vec<_>>() {
            assert_eq!(store.times(slot), store.row(slot).unwrap().times());
        }
    }

    #[test]
    fn a_list_is_remembered_until_something_changes() {
        let mut store = store(&[], 3);
        let mut found = 0;
        let mut list = |store: &mut Store<XpanseIncident>, key: &str| {
            let slots = store.list(key.to_owned(), |store| {
                found += 1;
                Ok::<_, ()>(store.slots().collect())
            });
            (slots.unwrap().len(), found)
        };
        assert_eq!(list(&mut store, "a"), (3, 1));
        assert_eq!(list(&mut store, "a"), (3, 1));
        assert_eq!(list(&mut store, "b"), (3, 2));
        store.remove("10001");
        assert_eq!(list(&mut store, "b"), (2, 3));
        store.get_mut("10002");
        assert_eq!(list(&mut store, "b"), (2, 4));
        store.insert(XpanseIncident::new("x"));
        assert_eq!(list(&mut store, "b"), (3, 5));
    }
}
