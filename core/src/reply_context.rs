//! What is needed to read an answer, without the parameters: the operation, the effect of repeating it, and the incidents
//! that it names.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use crate::{id_index::Index, name::names};

/// The effect of repeating a request. It depends on the parameters, not only on the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// It changes nothing: it can always be repeated, and never has unknown outcomes.
    Reads,
    /// Sending it twice has the same effect as sending it once: it sets an owner, a status or a link.
    Idempotent,
    /// It accumulates: a conclusion, a note or a comment would be added twice.
    Appends,
}

impl Effect {
    /// The stable name, `reads`, `idempotent` or `appends`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Effect::Reads => "reads",
            Effect::Idempotent => "idempotent",
            Effect::Appends => "appends",
        }
    }

    /// The effect with this stable name; `None` for any other name.
    pub fn from_name(name: &str) -> Option<Effect> {
        [Effect::Reads, Effect::Idempotent, Effect::Appends].into_iter().find(|effect| effect.as_str() == name)
    }
}

names!(Effect);

/// The incidents that a request names, each once, in the order given.
// `None` without ids: an operation that is read from parameters begins without any.
#[derive(Clone, Default)]
pub struct Asked(Option<Arc<Ids>>);

struct Ids {
    ids: Vec<String>,
    /// Built by callers that hash the ids anyway. Not built lazily under a lock: the process may fork meanwhile, and the child
    /// would inherit the lock in its locked state.
    index: Option<Index>,
}

impl Asked {
    pub(crate) fn new(ids: Vec<String>) -> Self {
        Asked(Some(Arc::new(Ids { ids, index: None })))
    }

    /// With the index of these ids.
    pub(crate) fn indexed(ids: Vec<String>, index: Index) -> Self {
        Asked(Some(Arc::new(Ids { ids, index: Some(index) })))
    }

    /// The ids of the incidents.
    pub fn ids(&self) -> &[String] {
        self.0.as_ref().map_or(&[], |asked| &asked.ids)
    }

    pub(crate) fn index(&self) -> Option<&Index> {
        self.0.as_ref()?.index.as_ref()
    }
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        self.ids() == other.ids()
    }
}

impl Eq for Asked {}

impl Hash for Asked {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ids().hash(state);
    }
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Asked").field(&self.ids()).finish()
    }
}

/// What was asked, as far as it takes to read an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub struct ReplyContext {
    /// The id of the operation.
    pub(crate) operation: &'static str,
    pub(crate) effect: Effect,
    pub(crate) asked: Asked,
    /// Which page was asked for, by an operation that lists.
    pub(crate) paging: Option<Paging>,
}

/// Which page a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[doc(hidden)]
pub enum Paging {
    /// From one offset to before another.
    Offset { from: u32, to: u32 },
    /// The page behind a token, or the first one.
    Token,
    /// A page by its number, counted from 0, and the size of all pages.
    Index { index: u32, size: u32 },
    /// One page alone, of at most this many.
    Top(u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_have_stable_names() {
        let effects = [Effect::Reads, Effect::Idempotent, Effect::Appends];
        assert_eq!(effects.map(Effect::as_str), ["reads", "idempotent", "appends"]);
        assert_eq!(effects.map(|effect| Effect::from_name(effect.as_str())), effects.map(Some));
        assert_eq!(Effect::from_name("Reads"), None);
    }

    #[test]
    fn the_same_ids_are_the_same_however_they_came() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let asked = Asked::new(ids(&["2", "1"]));
        let (index, _) = Index::of(asked.ids());
        let indexed = Asked::indexed(ids(&["2", "1"]), index);
        assert_eq!(asked, indexed);
        assert_ne!(asked, Asked::new(ids(&["1", "2"])));
        assert_eq!(Asked::new(Vec::new()), Asked::default());
        assert_eq!(format!("{asked:?}"), "Asked([\"2\", \"1\"])");
        // An answer need not hash them again.
        assert!(indexed.index().is_some());
    }
}
