//! A value of which every process has its own, also after a fork.

use std::{fmt, mem, sync::Arc};

use once_cell::race::OnceBox;

use super::process;

/// Gives each process a value of its own. A forked child makes a new one when it first asks; the one it inherited stays
/// in memory, untouched: its locks may have been held at the moment of the fork by threads that the child does not have,
/// and its connections are the parent's. Asking takes no lock, for the same reason.
pub(crate) struct PerProcess<T>(Node<T>);

/// The value of one process; `next` is that of a child, as that child sees it.
struct Node<T> {
    process: u32,
    value: Arc<T>,
    next: OnceBox<Node<T>>,
}

impl<T> PerProcess<T> {
    pub(crate) fn new(value: T) -> Self {
        PerProcess(Node::new(value))
    }

    /// The id of this process, and its value, made by `make` if there is none yet.
    pub(crate) fn get(&self, make: impl Fn() -> T) -> (u32, &Arc<T>) {
        let (here, mut node) = (process::id(), &self.0);
        loop {
            // Only the last can be ours: an ancestor may have had the id that this process has now.
            while let Some(next) = node.next.get() {
                node = next;
            }
            if node.process == here {
                return (here, &node.value);
            }
            // Of two threads that get here at once, one is too late, and takes what the other has made.
            let _ = node.next.set(Box::new(Node::new(make())));
        }
    }
}

impl<T> Node<T> {
    fn new(value: T) -> Self {
        Node { process: process::id(), value: Arc::new(value), next: OnceBox::new() }
    }
}

impl<T> Drop for Node<T> {
    fn drop(&mut self) {
        if self.process != process::id() {
            // One reference too many: what is the parent's is never dropped here.
            mem::forget(Arc::clone(&self.value));
        }
    }
}

impl<T> fmt::Debug for PerProcess<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PerProcess")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    };

    use super::{super::process::tests::pretend_fork, *};

    /// Counts how many there are.
    struct Counted<'a>(&'a AtomicU32, u32);

    impl<'a> Counted<'a> {
        fn new(made: &'a AtomicU32) -> Self {
            Counted(made, made.fetch_add(1, Ordering::SeqCst))
        }
    }

    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            self.0.fetch_sub(100, Ordering::SeqCst);
        }
    }

    #[test]
    fn every_process_has_its_own() {
        let made = AtomicU32::new(1_000);
        let value = PerProcess::new(Counted::new(&made));
        let get = || value.get(|| Counted::new(&made)).1.1;
        assert_eq!([get(), get()], [1_000, 1_000]);
        pretend_fork();
        assert_eq!([get(), get()], [1_001, 1_001]);
        pretend_fork();
        assert_eq!([get(), get()], [1_002, 1_002]);
        drop(value);
        assert_eq!(made.load(Ordering::SeqCst), 1_003 - 100, "of three values only our own was dropped");
    }

    #[test]
    fn a_lock_that_was_held_at_the_fork_is_not_waited_for() {
        let value = PerProcess::new(Mutex::new(1));
        let held = value.get(|| Mutex::new(0)).1.lock();
        pretend_fork();
        assert!(value.get(|| Mutex::new(2)).1.try_lock().is_ok_and(|guard| *guard == 2));
        drop(held);
    }
}
