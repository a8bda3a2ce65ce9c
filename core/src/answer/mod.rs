//! What an operation answers with.

mod about;
mod created;
mod details;
mod document;
mod incomplete;
mod item;
mod made;
mod matcher;
mod outcome;
mod page;
mod places;
mod reply;
mod report;
mod row;
mod validity;
mod warnings;

use std::fmt;

pub(crate) use about::NUMBER_KEYS;
pub use created::Created;
pub use details::Details;
pub(crate) use document::Document;
pub use incomplete::Incomplete;
pub(crate) use incomplete::caution;
pub use item::Item;
pub(crate) use made::Made;
pub(crate) use matcher::Matcher;
pub(crate) use outcome::Verdict;
pub use outcome::{Counts, Failed, Outcome};
pub(crate) use page::{Further, PageDraft, Said};
pub use page::{NextPage, Page};
pub(crate) use places::Places;
pub use reply::Reply;
pub use report::Report;
pub(crate) use report::{Draft, Rebuilt};
pub use row::Row;
pub(crate) use row::RowKeys;
pub use validity::Validity;
pub(crate) use warnings::Warnings;

use crate::reply_context::ReplyContext;

/// The type of an operation's answer: a [`Report`] for operations that act on incidents, a [`Page`] for those that list, and
/// [`Details`], [`Created`], [`Validity`] and [`Reply`] for the others.
///
/// Sealed: this crate defines all answers.
pub trait Answer: fmt::Debug + Clone + PartialEq + Send + Sync + 'static + sealed::Sealed {
    /// The answer as [`AnyAnswer`].
    fn into_any(self) -> AnyAnswer;

    /// The answer with its own type; `None` for an answer of another type.
    fn from_any(answer: AnyAnswer) -> Option<Self>;

    /// The answer with what its call knows about how it went.
    #[doc(hidden)]
    fn with_call(self, attempts: u32, elapsed_ms: u64) -> Self;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! answers {
    ($($(#[$doc:meta])* $name:ident $word:literal,)*) => {
        /// Any answer. For bindings, which know its type only at run time.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum AnyAnswer {
            $($(#[$doc])* $name($name),)*
        }

        impl AnyAnswer {
            /// The stable name of its type, such as `report` or `page`.
            pub fn name(&self) -> &'static str {
                match self { $(AnyAnswer::$name(_) => $word,)* }
            }

            /// The canonical JSON; see [`Report::to_json`] and its like.
            pub fn to_json(&self) -> String {
                match self { $(AnyAnswer::$name(answer) => answer.to_json(),)* }
            }

            /// What it was an answer to.
            pub(crate) fn context(&self) -> &ReplyContext {
                match self { $(AnyAnswer::$name(answer) => answer.context(),)* }
            }

            /// How its call went.
            pub(crate) fn how_made(&self) -> &Made {
                match self { $(AnyAnswer::$name(answer) => answer.how_made(),)* }
            }

            /// The body, if it was read from one, from which it can be read again.
            pub(crate) fn source(&self) -> Option<&str> {
                match self { $(AnyAnswer::$name(answer) => answer.source(),)* }
            }

            /// The answer with what is known about how it came.
            pub(crate) fn made(self, made: &mut dyn FnMut(&mut Made)) -> Self {
                match self { $(AnyAnswer::$name(answer) => AnyAnswer::$name(answer.made(made)),)* }
            }
        }

        $(
            impl sealed::Sealed for $name {}

            impl Answer for $name {
                fn into_any(self) -> AnyAnswer {
                    AnyAnswer::$name(self)
                }

                fn from_any(answer: AnyAnswer) -> Option<Self> {
                    match answer {
                        AnyAnswer::$name(answer) => Some(answer),
                        _ => None,
                    }
                }

                fn with_call(self, attempts: u32, elapsed_ms: u64) -> Self {
                    self.made(&mut |made| made.called(attempts, elapsed_ms))
                }
            }
        )*
    };
}

answers! {
    /// What happened to each incident.
    Report "report",
    /// One page of a list.
    Page "page",
    /// Everything about one incident.
    Details "details",
    /// What was created.
    Created "created",
    /// Whether a key is valid.
    Validity "validity",
    /// What a command says that names no incidents.
    Reply "reply",
}

impl sealed::Sealed for AnyAnswer {}

impl Answer for AnyAnswer {
    fn into_any(self) -> AnyAnswer {
        self
    }

    fn from_any(answer: AnyAnswer) -> Option<Self> {
        Some(answer)
    }

    fn with_call(self, attempts: u32, elapsed_ms: u64) -> Self {
        self.made(&mut |made| made.called(attempts, elapsed_ms))
    }
}
