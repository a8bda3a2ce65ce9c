//! Credentials that are asked for, attempt by attempt.

use std::{error::Error as StdError, fmt, sync::Arc};

use super::secret::Secret;

/// What a function that gives credentials may fail with.
type Cause = Box<dyn StdError + Send + Sync>;

/// What a function fails with that has its credential only later: the call is not over, it asks again at its next poll.
///
/// For bindings, whose functions may be asynchronous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub struct NotYet;

impl fmt::Display for NotYet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the credential is not there yet")
    }
}

impl StdError for NotYet {}

/// A function that gives a credential whenever an attempt is signed: for keys that rotate and tokens that are short-lived.
///
/// It runs where the call runs, between two attempts, so it should be quick: read what another task keeps up to date, and
/// cache what has to be fetched. If it fails, nothing is sent: the call ends with `missing_credential`, whose
/// [`source`](std::error::Error::source) is its error, or, after an attempt, with the error of that attempt.
#[derive(Clone)]
pub struct SecretSource<T = Secret>(Arc<dyn Fn() -> Result<T, Cause> + Send + Sync>);

impl<T> SecretSource<T> {
    /// A source that asks `give`.
    pub fn new<E: Into<Cause>>(give: impl Fn() -> Result<T, E> + Send + Sync + 'static) -> Self {
        SecretSource(Arc::new(move || give().map_err(Into::into)))
    }

    /// Asks for the credential.
    ///
    /// # Errors
    /// What the function fails with.
    pub fn give(&self) -> Result<T, Box<dyn StdError + Send + Sync>> {
        (self.0)()
    }
}

/// Two are equal if one is a clone of the other.
impl<T> PartialEq for SecretSource<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Eq for SecretSource<T> {}

impl<T> fmt::Debug for SecretSource<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretSource")
    }
}
