//! Lists of incident and case numbers.

use crate::{
    error::Error,
    id_index::Index,
    reply_context::Asked,
    text::{element, is_blank},
};

/// A list of incident or case numbers: opaque text, each sent once, in the given order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Ids {
    unique: Asked,
    /// The index, as given, of the first blank one.
    blank: Option<usize>,
}

impl Ids {
    pub(crate) fn new(given: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Ids::from_texts(given.into_iter().map(Into::into).collect())
    }

    pub(crate) fn from_texts(given: Vec<String>) -> Self {
        let blank = given.iter().position(|id| is_blank(id));
        Ids { unique: each_once(given), blank }
    }

    pub(crate) fn asked(&self) -> Asked {
        self.unique.clone()
    }

    pub(crate) fn as_slice(&self) -> &[String] {
        self.unique.ids()
    }

    /// Refuses an empty list and blank elements.
    pub(crate) fn check(&self, name: &str) -> Result<(), Error> {
        match self.blank {
            Some(index) => {
                Err(Error::invalid(element(name, index), "is blank: pass a number, or remove it from the list"))
            }
            None if self.as_slice().is_empty() => Err(Error::invalid(name, "is empty: pass at least one number")),
            None => Ok(()),
        }
    }
}

fn each_once(given: Vec<String>) -> Asked {
    let (index, is_unique) = Index::of(&given);
    if is_unique {
        return Asked::indexed(given, index);
    }
    let is_first: Vec<bool> = (0..).zip(&given).map(|(place, id)| index.get(&given, id) == Some(place)).collect();
    let unique: Vec<String> = given.into_iter().zip(is_first).filter_map(|(id, first)| first.then_some(id)).collect();
    let (index, _) = Index::of(&unique);
    Asked::indexed(unique, index)
}
