//! Threads for what blocks: at most so many, made when they are needed, gone when they are not. They never touch Python.

use std::{
    collections::VecDeque,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    process,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use crate::client::MOST_AT_ONCE;

pub(crate) type Job = Box<dyn FnOnce() + Send>;

/// How long a thread waits for work before it ends.
const IDLE: Duration = Duration::from_secs(5);
/// Parsing recurses to a bounded depth; TLS is the hungriest.
const STACK: usize = 512 << 10;

/// The threads of one client. Dropping it ends them, each after its job; jobs that wait are still done.
///
/// It belongs to the process that made it: threads do not survive a fork.
pub(crate) struct Pool {
    process: u32,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    work: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    threads: usize,
    idle: usize,
    closed: bool,
}

impl Pool {
    pub(crate) fn new() -> Self {
        Pool { process: process::id(), shared: Arc::default() }
    }

    /// Whether a parent process made it.
    pub(crate) fn is_inherited(&self) -> bool {
        self.process != process::id()
    }

    /// Whether a job would be begun at once.
    pub(crate) fn has_room(&self) -> bool {
        let state = self.shared.state();
        state.jobs.len() < state.idle + (MOST_AT_ONCE - state.threads)
    }

    /// Does the job on a thread, the earliest first. When the system has no thread to give, those that there are do it.
    pub(crate) fn submit(&self, job: Job) -> std::io::Result<()> {
        let mut state = self.shared.state();
        state.jobs.push_back(job);
        if state.jobs.len() <= state.idle || state.threads == MOST_AT_ONCE {
            drop(state);
            self.shared.work.notify_one();
            return Ok(());
        }
        let shared = Arc::clone(&self.shared);
        let made = thread::Builder::new().name("soarwire".to_owned()).stack_size(STACK).spawn(move || shared.work());
        match made {
            Ok(_) => state.threads += 1,
            Err(error) if state.threads == 0 => {
                state.jobs.pop_back();
                return Err(error);
            }
            Err(_) => {}
        }
        Ok(())
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        if self.is_inherited() {
            // The lock may be held for ever.
            mem::forget(Arc::clone(&self.shared));
            return;
        }
        self.shared.state().closed = true;
        self.shared.work.notify_all();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a thread does from its beginning to its end.
    fn work(&self) {
        let mut state = self.state();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                drop(state);
                // A job says itself when it has failed.
                let _ = catch_unwind(AssertUnwindSafe(job));
                state = self.state();
                continue;
            }
            if state.closed {
                break;
            }
            state.idle += 1;
            let (woken, waited) = self.work.wait_timeout(state, IDLE).unwrap_or_else(PoisonError::into_inner);
            state = woken;
            state.idle -= 1;
            if waited.timed_out() && state.jobs.is_empty() {
                break;
            }
        }
        state.threads -= 1;
    }
}
