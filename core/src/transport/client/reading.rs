//! What the clients share that read page by page.

use crate::{
    answer::{Answer, AnyAnswer, Page},
    error::{Detail, Error, Undecodable},
    kind::Kind,
};

/// The page that an answer is. Operations that list answer with nothing else.
pub(crate) fn page(answer: impl Answer) -> Result<Page, Error> {
    match answer.into_any() {
        AnyAnswer::Page(page) => Ok(page),
        other => {
            let expected = Undecodable { expected: "a page".into(), ..Undecodable::default() };
            Err(Error::new(Kind::Undecodable, Detail::Decode(Box::new(expected)), None).about(other.context()))
        }
    }
}
