//! What it takes to read an answer, without the parameters: which operation asked, what repeating it would do, and which
//! incidents it names.

use std::sync::Arc;

/// What repeating a request would do. Read off the concrete request, not its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// It changes nothing: it can always be repeated, and an error of it leaves nothing open.
    Reads,
    /// Twice is the same as once: an owner, a status, a link.
    Idempotent,
    /// It accumulates: a conclusion, a note or a comment would be there twice.
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

    /// The effect with this stable name.
    pub fn from_name(name: &str) -> Option<Effect> {
        [Effect::Reads, Effect::Idempotent, Effect::Appends].into_iter().find(|effect| effect.as_str() == name)
    }
}

/// The incidents that a request names, each once, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked(Arc<[String]>);

impl Asked {
    pub(crate) fn new(ids: Vec<String>) -> Self {
        Asked(ids.into())
    }

    /// The ids.
    pub fn ids(&self) -> &[String] {
        &self.0
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum Paging {
    /// From one offset to before another.
    Offset { from: u32, to: u32 },
}
