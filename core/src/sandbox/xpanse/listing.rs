//! What the lists have in common: filters, order, and pages by offset or by token.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Value, json};

use super::answers::processing_failure;
use super::fields::{Fields, Problems};
use super::filter::{Filter, Rule};
use super::tenant::XpanseCall;
use crate::sandbox::exchange::Answer;
use crate::sandbox::store::{Generated, Store};

/// The most that a page can hold, and what it holds if the request does not say.
const PAGE: u64 = 100;
/// Larger sets are not counted.
const CAP: usize = 9_999;

/// What a list is made of.
pub(super) trait Listed: Generated + 'static {
    const RULES: &'static [Rule<Self>];
    /// What to sort by; none if it cannot be sorted by.
    fn sort_key(field: &str) -> Option<fn(&Store<Self>, u64) -> u64>;
}

/// A request for a page, all of it valid.
pub(super) struct Asked<T: 'static> {
    /// None of them is met by any row if one is on a field that is not known.
    filters: Option<Vec<Filter<T>>>,
    order: Order<T>,
    from: u64,
    size: u64,
    token: Option<Token>,
    /// What the list goes by in [`Store::list`].
    key: String,
    filters_json: Value,
}

struct Order<T> {
    key: fn(&Store<T>, u64) -> u64,
    descending: bool,
}

/// Where a page by token starts.
enum Token {
    First,
    /// After this time and this slot, newest first.
    After(u64, u64),
}

/// One page, and what it says of the whole.
pub(super) struct SimPage {
    slots: Arc<[u64]>,
    from: usize,
    to: usize,
    pub(super) next_page_token: Option<String>,
}

impl<T: Listed> Asked<T> {
    /// Reads a request, with page tokens where the call has them.
    pub(super) fn read(call: &XpanseCall<'_>, has_tokens: bool) -> Result<Self, Answer> {
        let mut problems = Problems::default();
        let request = call.request(&mut problems)?;
        let from = request.integer("search_from", &mut problems).unwrap_or(0);
        let to = request.integer("search_to", &mut problems);
        let sort = request.has("sort").then(|| sort(&request, &mut problems));
        let use_token = has_tokens && request.flag("use_page_token", &mut problems);
        let next = if has_tokens && request.get("next_page_token").is_some_and(|token| !token.is_null()) {
            request.text("next_page_token", &mut problems)
        } else {
            None
        };
        let fields = request.objects("filters", &mut problems);
        let now_ms = call.visit.now_ms;
        let filters = Filter::read_all(&fields, T::RULES, now_ms, &mut problems);
        problems.finish()?;

        let filters_json = request.get("filters").cloned().unwrap_or_else(|| json!([]));
        let filters: Vec<Option<Filter<T>>> = filters.into_iter().collect::<Result<_, _>>()?;
        let filters = filters.into_iter().collect();
        let uses_tokens = use_token || next.is_some();
        if uses_tokens && sort.is_some() {
            return Err(processing_failure("sort cannot be used with page tokens"));
        }
        let order = order(sort)?;
        let token = match next {
            Some(next) => Some(read_token(next, &filters_json)?),
            None => use_token.then_some(Token::First),
        };
        let to = to.unwrap_or(PAGE);
        if to <= from || to - from > PAGE {
            return Err(processing_failure("search_to must be 1 to 100 more than search_from"));
        }
        let recent = fields.iter().any(|field| field.get("operator").is_some_and(|word| word == "relative_timestamp"));
        let sort = request.get("sort").unwrap_or(&Value::Null);
        let key = json!([filters_json, sort, recent.then_some(now_ms)]).to_string();
        Ok(Self { filters, order, from, size: to - from, token, key, filters_json })
    }

    /// The page, from the rows as they are now.
    pub(super) fn page(self, store: &mut Store<T>) -> Result<SimPage, Answer> {
        let Self { filters, order, key, .. } = &self;
        let slots = store.list(key.clone(), |store| Ok(select(store, filters.as_deref(), order)))?;
        let start = match self.token {
            None => usize::try_from(self.from).unwrap_or(usize::MAX),
            Some(Token::First) => 0,
            Some(Token::After(time, last)) => slots.partition_point(|&slot| {
                let created = store.times(slot).created;
                created > time || created == time && slot <= last
            }),
        };
        let from = start.min(slots.len());
        let to = from.saturating_add(usize::try_from(self.size).unwrap_or(usize::MAX)).min(slots.len());
        let last = to.checked_sub(1).and_then(|last| slots.get(last)).filter(|_| to < slots.len());
        let next = |last: &u64| token(&self.filters_json, store.times(*last).created, *last);
        let next_page_token = if self.token.is_some() { last.map(next) } else { None };
        Ok(SimPage { slots, from, to, next_page_token })
    }
}

impl SimPage {
    /// The rows of the page.
    pub(super) fn rows<'s, T: Generated>(&'s self, store: &'s Store<T>) -> impl Iterator<Item = Cow<'s, T>> {
        let slots = self.slots.get(self.from..self.to).unwrap_or_default();
        slots.iter().filter_map(|&slot| store.row(slot))
    }

    /// How many there are in all, up to the cap. An empty set has no count at all.
    pub(super) fn total_count(&self) -> Option<usize> {
        (!self.slots.is_empty()).then_some(self.slots.len().min(CAP))
    }

    /// How many there are on the page.
    pub(super) fn result_count(&self) -> Option<usize> {
        (!self.slots.is_empty()).then_some(self.to - self.from)
    }
}

fn sort<'a>(request: &Fields<'a>, problems: &mut Problems) -> (&'a str, bool) {
    let sort = request.object("sort", problems);
    let field = sort.required_text("field", problems).unwrap_or_default();
    let keyword = sort.required_text("keyword", problems);
    let lower = keyword.map(str::to_ascii_lowercase);
    sort.check_word("keyword", lower.as_deref(), &["asc".to_owned(), "desc".to_owned()], problems);
    (field, lower.as_deref() == Some("desc"))
}

/// Newest first if the request gives none.
fn order<T: Listed>(sort: Option<(&str, bool)>) -> Result<Order<T>, Answer> {
    let (field, descending) = sort.unwrap_or(("creation_time", true));
    let key = T::sort_key(field).ok_or_else(|| processing_failure(&format!("{field} cannot be sorted by")))?;
    Ok(Order { key, descending })
}

/// The slots of the rows that meet all conditions, in order; rows that are equal in it stay in the order of their slots.
fn select<T: Listed>(store: &Store<T>, filters: Option<&[Filter<T>]>, order: &Order<T>) -> Vec<u64> {
    let Some(filters) = filters else { return Vec::new() };
    let meets = |slot: u64| {
        filters.is_empty() || store.row(slot).is_some_and(|row| filters.iter().all(|filter| filter.is_met(&row)))
    };
    let key = |slot: u64| {
        let key = (order.key)(store, slot);
        (if order.descending { !key } else { key }, slot)
    };
    let mut keys: Vec<(u64, u64)> = match filters.iter().find_map(Filter::ids) {
        // Nobody reads a million rows to find two.
        Some(ids) => ids.iter().filter_map(|id| store.slot_of(id)).filter(|&slot| meets(slot)).map(key).collect(),
        None => store.slots().filter(|&slot| meets(slot)).map(key).collect(),
    };
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().map(|(_, slot)| slot).collect()
}

/// A token holds all that the next page needs, in hex digits: the filters, and the last row given.
fn token(filters: &Value, time: u64, slot: u64) -> String {
    json!([filters, time, slot]).to_string().bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn read_token(token: &str, filters: &Value) -> Result<Token, Answer> {
    let unknown = || processing_failure("next_page_token is not valid");
    let (given, time, slot): (Value, u64, u64) =
        from_hex(token).and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(unknown)?;
    if given != *filters {
        return Err(processing_failure("next_page_token is for other filters"));
    }
    Ok(Token::After(time, slot))
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let byte = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    };
    digits.chunks(2).map(byte).collect()
}
