//! Calls that nobody can watch, without the feature `events`: its code would enlarge the browser's download.

use super::{Call, WaitReason};
use crate::{
    answer::Answer,
    error::Error,
    wire::{Request, Response},
};

impl<A: Answer> Call<A> {
    pub(super) fn tell_attempt(&self, _: &Request) {}
    pub(super) fn tell_wait(&self, _: u64, _: WaitReason) {}
    pub(super) fn keep_head(&self, _: Option<&Response<'_>>) {}
    pub(super) fn tell_answer(&self, _: Option<&Error>) {}
    pub(super) fn tell_end(&self, _: &Result<A, Error>) {}
}
