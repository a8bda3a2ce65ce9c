//! Accepts connections, and ends them all when the server stops.

use std::net::{Shutdown, TcpListener, TcpStream};
#[cfg(unix)]
use std::os::fd::OwnedFd;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{connection, shared::Shared};

/// A connection's thread, and its socket for as long as that thread lives.
struct Open {
    stream: Weak<TcpStream>,
    thread: JoinHandle<()>,
}

pub(super) fn run(listener: TcpListener, shared: &Arc<Shared>) {
    let mut connections: Vec<Open> = Vec::new();
    let mut number = 0u64;
    while !shared.is_stopping() {
        let Ok((stream, _)) = listener.accept() else {
            // Out of file descriptors, most likely: wait for connections to end.
            shared.sleep_until(Instant::now() + Duration::from_millis(10));
            continue;
        };
        number += 1;
        connections.retain(|connection| !connection.thread.is_finished());
        connections.extend(open(stream, number, shared));
    }
    shared.listening.store(false, Ordering::Release);
    close(listener);
    for connection in &connections {
        if let Some(stream) = connection.stream.upgrade() {
            // Interrupts the thread's read or write; an error means that the peer closed first.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
    for connection in connections {
        let _ = connection.thread.join();
    }
}

/// Stops listening even if a forked child has a copy of the socket: closing alone would leave the port open, with nobody to
/// accept connections.
#[cfg(unix)]
fn close(listener: TcpListener) {
    // `TcpListener` has no `shutdown`. Some systems refuse it for a listening socket, which is closed in any case.
    let _ = TcpStream::from(OwnedFd::from(listener)).shutdown(Shutdown::Both);
}

#[cfg(not(unix))]
fn close(listener: TcpListener) {
    drop(listener);
}

/// `None` if the system cannot create a thread; the connection is then closed.
fn open(stream: TcpStream, number: u64, shared: &Arc<Shared>) -> Option<Open> {
    let stream = Arc::new(stream);
    let weak = Arc::downgrade(&stream);
    let shared = Arc::clone(shared);
    let thread = thread::Builder::new()
        .name(format!("sandbox-{number}"))
        .stack_size(256 * 1024)
        .spawn(move || connection::run(&stream, &shared))
        .ok()?;
    Some(Open { stream: weak, thread })
}
