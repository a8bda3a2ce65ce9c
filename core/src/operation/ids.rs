//! Lists of incident and case numbers.

use crate::{
    error::Error,
    id_index::Index,
    reply_context::Asked,
    text::{element, is_blank},
};

/// A list of incident or case numbers: opaque text, each sent once, in the given order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ids {
    unique: Asked,
    /// The index, as given, of the first blank one.
    blank: Option<usize>,
}

impl Default for Ids {
    fn default() -> Self {
        Ids::from_texts(Vec::new())
    }
}

impl Ids {
    pub(crate) fn new(given: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Ids::from_texts(given.into_iter().map(Into::into).collect())
    }

    pub(crate) fn from_texts(given: Vec<String>) -> Self {
        let blank = given.iter().position(|id| is_blank(id));
        Ids { unique: Asked::new(each_once(given)), blank }
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

fn each_once(given: Vec<String>) -> Vec<String> {
    let mut seen = Index::of(given.len());
    if given.iter().all(|id| seen.insert(id, 0)) {
        return given;
    }
    let mut seen = Index::of(given.len());
    let fresh: Vec<bool> = given.iter().map(|id| seen.insert(id, 0)).collect();
    given.into_iter().zip(fresh).filter_map(|(id, fresh)| fresh.then_some(id)).collect()
}
