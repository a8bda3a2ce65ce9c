//! The hook that ends a call, in every state that a call can be in.

#![cfg(feature = "ureq")]

mod client_support;

use std::{
    io::Write,
    net::TcpListener,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use client_support::{Outcome, answer, client, close, conclude, hang, serve, serve_answers};
use soarwire::{Error, Interrupt, Kind, RunOptions, d3};

/// Runs a call that is interrupted 200 ms after it got so far, and returns how it ended. Nothing else ends it sooner than 5 s.
fn interrupted(
    port: u16,
    operation: &d3::CloseIncidents,
    got_so_far: impl Fn() -> bool + Send + Sync + 'static,
) -> Result<Error, Box<dyn std::error::Error>> {
    let since = OnceLock::new();
    let hook =
        Interrupt::new(move || got_so_far() && since.get_or_init(Instant::now).elapsed() > Duration::from_millis(200));
    let options = RunOptions::default().interrupt(hook);
    Ok(client(port)?.run_with(operation, &options).err().ok_or("the call was not interrupted")?)
}

#[test]
fn ends_a_request_in_flight() -> Outcome {
    for operation in [close(), conclude()] {
        let (port, seen) = serve(|mut stream, seen| {
            seen.read(&mut stream);
            hang();
        })?;
        let arrived = seen.clone();
        let error = interrupted(port, &operation, move || !arrived.requests().is_empty())?;
        assert_eq!((error.kind(), error.maybe_executed(), error.attempts()), (Kind::Interrupted, true, 1));
        assert_eq!(seen.requests().len(), 1);
    }
    Ok(())
}

#[test]
fn ends_the_reading_of_a_body() -> Outcome {
    let begun = Arc::new(AtomicBool::new(false));
    let sent = begun.clone();
    let (port, _) = serve(move |mut stream, seen| {
        seen.read(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"error\":");
        sent.store(true, Ordering::SeqCst);
        hang();
    })?;
    assert_eq!(interrupted(port, &close(), move || begun.load(Ordering::SeqCst))?.kind(), Kind::Interrupted);
    Ok(())
}

#[test]
fn ends_a_wait_between_attempts() -> Outcome {
    let (port, seen) = serve_answers(|_| answer("429 Too Many Requests", "retry-after: 5\r\n", ""))?;
    let waits = Arc::new(AtomicBool::new(false));
    let waiting = waits.clone();
    let told = |_| waits.store(true, Ordering::SeqCst);
    let options =
        RunOptions::default().on_wait(&told).interrupt(Interrupt::new(move || waiting.load(Ordering::SeqCst)));
    let error = client(port)?.run_with(&conclude(), &options).err().ok_or("the call was not interrupted")?;
    // Refused for certain, so nothing is unknown.
    assert_eq!((error.kind(), error.maybe_executed(), error.attempts()), (Kind::Interrupted, false, 1));
    assert_eq!(seen.requests().len(), 1);
    Ok(())
}

#[test]
fn ends_a_write_that_nobody_reads() -> Outcome {
    let (port, seen) = serve(|_stream, _| hang())?;
    // More than the buffers of both sockets hold.
    let operation = close().conclusion("x".repeat(8 << 20));
    let error = interrupted(port, &operation, move || seen.connections() == 1)?;
    assert_eq!((error.kind(), error.maybe_executed()), (Kind::Interrupted, true));
    Ok(())
}

#[test]
fn ends_the_making_of_a_connection() -> Outcome {
    // Nobody accepts: TLS waits for an answer to its first message.
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let tenant = client_support::tenant(&format!("https://{}", listener.local_addr()?))?;
    // Only the hook ends it in the time of this test.
    let config = client_support::config().connect_timeout(Duration::from_secs(60));
    let client = soarwire::Client::with_config(tenant, config)?;
    let began = Instant::now();
    let hook = Interrupt::new(move || began.elapsed() > Duration::from_millis(200));
    let options = RunOptions::default().interrupt(hook);
    let error = client.run_with(&conclude(), &options).err().ok_or("not interrupted")?;
    assert_eq!((error.kind(), error.maybe_executed(), error.attempts()), (Kind::Interrupted, false, 0));
    Ok(())
}

#[test]
fn a_hook_may_make_calls_of_its_own() -> Outcome {
    let (port, _) = serve_answers(|_| answer("200 OK", "", client_support::CLOSED))?;
    let (slow, _) = serve(|mut stream, seen| {
        seen.read(&mut stream);
        std::thread::sleep(Duration::from_millis(150));
        let _ = stream.write_all(&answer("200 OK", "", client_support::CLOSED));
    })?;
    let inner = client(port)?;
    let hook = Interrupt::new(move || !inner.run(&close()).is_ok_and(|report| report.all_succeeded()));
    let options = RunOptions::default().interrupt(hook).timeout(Duration::from_millis(5_000));
    assert!(client(slow)?.run_with(&close(), &options)?.all_succeeded());
    Ok(())
}
