//! Lists of incidents by what became of each.

use super::{each, text};
use crate::{
    answer::Matcher,
    error::Error,
    json::{Text, Value, View},
    reply_context::Asked,
    text::{element, join},
};

/// What is told of each incident that was asked for, as it is found, each by its place.
pub(crate) struct Outcomes<'a, T> {
    found: Vec<Option<T>>,
    matcher: Matcher<'a>,
}

impl<'a, T: Clone> Outcomes<'a, T> {
    pub(crate) fn new(asked: &'a Asked) -> Self {
        Outcomes { found: vec![None; asked.ids().len()], matcher: Matcher::new(asked) }
    }

    /// What was found of an incident.
    pub(super) fn of(&mut self, id: &str) -> Option<&T> {
        self.matcher.find(id).and_then(|place| self.found.get(place)?.as_ref())
    }

    fn put(&mut self, view: Option<View<'_>>, field: &str, place: usize, told: T) -> Result<(), Error> {
        let at = || element(field, place);
        let id = text(view, &at())?.ok_or_else(|| Error::invalid(at(), "must be the id of an incident"))?;
        let slot = self.matcher.find(&id).and_then(|place| self.found.get_mut(place));
        match slot {
            Some(slot @ None) => {
                *slot = Some(told);
                Ok(())
            }
            Some(_) => Err(Error::invalid(at(), "has another outcome already")),
            None => Err(Error::invalid(at(), "is not in `asked`")),
        }
    }

    /// A list of ids, of each of which `told` holds.
    pub(crate) fn list(&mut self, list: Option<View<'_>>, field: &str, told: &T) -> Result<(), Error> {
        each(list, field, &mut |place, id| self.put(Some(id), field, place, told.clone()))
    }

    /// A list of objects, each with an `id` and a text under `key`, of which `tell` makes what is told; it is given the JSON, too.
    pub(crate) fn entries(
        &mut self,
        list: Option<View<'_>>,
        field: &str,
        key: &str,
        tell: &dyn Fn(Text, &str) -> T,
    ) -> Result<(), Error> {
        each(list, field, &mut |place, entry| match entry.get(key).map(|words| (words.value(), words.text())) {
            Some((Value::String(words), json)) => self.put(entry.get("id"), field, place, tell(words, json)),
            _ => Err(Error::invalid(element(field, place), join(&["must have an `id` and a `", key, "`"], ""))),
        })
    }

    /// What is told of each; it must be of all.
    pub(crate) fn finish(self) -> Result<Vec<T>, Error> {
        let told = |(place, told): (usize, Option<T>)| {
            told.ok_or_else(|| Error::invalid(element("asked", place), "has no outcome, or comes twice"))
        };
        self.found.into_iter().enumerate().map(told).collect()
    }
}
