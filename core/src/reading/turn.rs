//! A list whose parameters a binding keeps.

use super::pages::Listing;
use crate::{answer::NextPage, error::Error, operation::sealed::Sealed};

/// Stands for an operation in [`Pages`](crate::Pages): the parameters that turn it to the next page, which the binding adds to its
/// own; none for the first page.
#[derive(Clone, Debug, Default)]
pub struct Turn(pub Option<NextPage>);

impl Sealed for Turn {}

impl Listing for Turn {
    fn turned_to(&self, page: &NextPage) -> Result<Self, Error> {
        Ok(Turn(Some(page.clone())))
    }
}
