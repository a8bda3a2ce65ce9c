//! The examples do what they show.

#![cfg(all(feature = "ureq", feature = "serve"))]

#[path = "../examples/queue.rs"]
mod queue;

#[test]
fn a_queue_on_disk() -> Result<(), Box<dyn std::error::Error>> {
    queue::main()
}
