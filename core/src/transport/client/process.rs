//! Which process this is. A fork copies memory, and with it connections, locks and queues that belong to the parent.

/// The id of this process.
#[cfg(not(test))]
pub(crate) fn id() -> u32 {
    std::process::id()
}

#[cfg(test)]
pub(crate) use tests::id;

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::Cell;

    thread_local! {
        static PRETENDED: Cell<Option<u32>> = const { Cell::new(None) };
    }

    pub(crate) fn id() -> u32 {
        PRETENDED.get().unwrap_or_else(std::process::id)
    }

    /// Makes this thread believe that it is in a child of this process, or in a child of that one and so on.
    pub(crate) fn pretend_fork() {
        PRETENDED.set(Some(id().wrapping_add(1)));
    }
}
