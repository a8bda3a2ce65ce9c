//! Which of the vendor's items is about which incident.

use std::borrow::Cow;

use super::item::Item;
use crate::{
    id_index::groups,
    json::View,
    text::{is_blank, same_key},
};

/// The keys under which an item gives the number of its incident, in lower case without spaces or `_`; of several the
/// first that says anything counts.
pub(crate) const NUMBER_KEYS: [&str; 3] = ["incidentnumber", "incidentno", "irnumber"];

/// The number of the incident that an item is about; `None` also for two different ones under keys of one meaning.
fn number(item: Item<'_>) -> Option<Cow<'_, str>> {
    // The value of each key, and whether it has conflicting values.
    let mut found: [(Option<Cow<'_, str>>, bool); NUMBER_KEYS.len()] = Default::default();
    View::parse(item.as_json(), 0).ok()?.members(&mut |key, value| {
        let rank = NUMBER_KEYS.iter().position(|plain| same_key(key, plain));
        let slot = rank.and_then(|rank| found.get_mut(rank));
        if let (Some((known, is_ambiguous)), Some(number)) = (slot, value.word().filter(|word| !is_blank(word))) {
            *is_ambiguous |= known.as_ref().is_some_and(|known| *known != number);
            *known = Some(number);
        }
    });
    let (number, is_ambiguous) = found.into_iter().find(|(number, _)| number.is_some())?;
    number.filter(|_| !is_ambiguous)
}

/// For each incident the index of the item about it: of several the one that `decides` what became of the incident at this
/// place, or else the first.
pub(super) fn index<'a>(
    asked: &[String],
    items: impl Iterator<Item = Item<'a>>,
    decides: impl Fn(usize, Item<'a>) -> bool,
) -> Vec<Option<u32>> {
    let numbered: Vec<(u32, Item<'a>, Cow<'a, str>)> =
        (0..).zip(items).filter_map(|(index, item)| Some((index, item, number(item)?))).collect();
    // Incidents are asked for once each, and a server chooses the numbers of items.
    let texts = asked.iter().map(String::as_str).chain(numbered.iter().map(|(_, _, number)| number.as_ref()));
    let groups = groups(&texts.collect::<Vec<_>>());
    let mut found: Vec<Option<u32>> = vec![None; asked.len()];
    let mut is_decided = vec![false; asked.len()];
    for ((index, item, _), place) in numbered.iter().zip(groups.into_iter().skip(asked.len())) {
        let (Some(slot), Some(is_decided)) = (found.get_mut(place), is_decided.get_mut(place)) else { continue };
        if slot.is_none() || (!*is_decided && decides(place, *item)) {
            *slot = Some(*index);
            *is_decided = decides(place, *item);
        }
    }
    found
}
