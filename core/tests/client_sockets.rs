//! The blocking client over plain sockets on loopback. What all clients make of servers that misbehave is in
//! `tests/behaviours`, in one table.

#![cfg(feature = "ureq")]

mod client_support;

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use client_support::{
    CLOSED, KEY, Outcome, Seen, answer, client, client_with, close, conclude, config, hang, serve, serve_answers,
    tenant,
};
use soarwire::{Error, Kind, Report, RunOptions, Wait, WaitReason};

fn failed(result: Result<Report, Error>) -> Result<Error, String> {
    result.map_or_else(Ok, |report| Err(format!("expected an error, not {report}")))
}

fn kinds(result: Result<Report, Error>) -> Result<(Kind, bool, u32), String> {
    failed(result).map(|error| (error.kind(), error.maybe_executed(), error.attempts()))
}

fn closed() -> Vec<u8> {
    answer("200 OK", "content-type: application/json\r\n", CLOSED)
}

#[test]
fn a_good_answer_is_a_report() -> Outcome {
    let (port, seen) = serve_answers(|_| closed())?;
    let report = client(port)?.run(&conclude())?;
    assert!(report.all_succeeded(), "{report}");
    let request = seen.requests().concat();
    assert!(request.starts_with("POST /VSOC/api/Command/CloseIncidentInBulk HTTP/1.1\r\n"), "{request}");
    for line in [
        &format!("\r\nd3key: {KEY}\r\n"),
        "\r\ncontent-type: application/json\r\n",
        "\r\naccept-encoding: gzip\r\n",
        concat!("\r\nuser-agent: soarwire/", env!("CARGO_PKG_VERSION"), "\r\n"),
    ] {
        assert!(request.contains(line), "{line} in {request}");
    }
    Ok(())
}

#[test]
fn nobody_listens() -> Outcome {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let error = failed(client(port)?.run(&conclude()))?;
    assert_eq!((error.kind(), error.maybe_executed(), error.attempts()), (Kind::Connect, false, 4));
    assert!(error.report().is_none());
    assert_eq!(error.reason().as_deref(), Some("no connection was made: connection refused"));
    // With its causes, as error reporters print it, nothing is said twice.
    let source = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    assert_eq!(error.to_string(), "connect: no connection was made");
    assert!(source.starts_with("Connection refused"), "{source}");
    Ok(())
}

/// The kind, whether it may have been carried out, and how often it was sent.
type Ended = (Kind, bool, usize);

/// Serves connections that end in some way, and tells how a call that must not be repeated ends, how one that may be,
/// and how often each was sent.
fn ends(how: fn(TcpStream)) -> Result<Vec<Ended>, Box<dyn std::error::Error>> {
    let mut both = Vec::new();
    for operation in [conclude(), close()] {
        let (port, seen) = serve(move |stream, _| how(stream))?;
        let (kind, executed, _) = kinds(client(port)?.run(&operation))?;
        both.push((kind, executed, seen.connections()));
    }
    Ok(both)
}

fn read_some(stream: &mut TcpStream, most: usize) -> usize {
    stream.read(&mut vec![0; most]).unwrap_or_default()
}

#[test]
fn what_was_sent_may_have_been_carried_out() -> Outcome {
    let cut_unread = |stream: TcpStream| {
        let _ = stream.peek(&mut [0]);
    };
    let cut_after_reading = |mut stream: TcpStream| {
        Seen::default().read(&mut stream);
    };
    // Closing with something unread resets the connection.
    let reset = |mut stream: TcpStream| {
        read_some(&mut stream, 10);
    };
    let part_of_the_head = |mut stream: TcpStream| {
        Seen::default().read(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-le");
    };
    let part_of_the_body = |mut stream: TcpStream| {
        Seen::default().read(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"error\":");
    };
    let part_of_the_chunks = |mut stream: TcpStream| {
        Seen::default().read(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{\"error\":\r\n");
    };
    let no_http = |mut stream: TcpStream| {
        Seen::default().read(&mut stream);
        let _ = stream.write_all(b"220 mail.example.com ESMTP\r\n\r\n");
    };
    for how in [cut_unread, cut_after_reading, reset, part_of_the_head, part_of_the_body, part_of_the_chunks, no_http]
        as [fn(TcpStream); 7]
    {
        assert_eq!(ends(how)?, [(Kind::Interrupted, true, 1), (Kind::Interrupted, true, 4)]);
    }
    Ok(())
}

#[test]
fn an_appending_call_that_was_cut_is_sent_once_and_is_unknown() -> Outcome {
    let (port, seen) = serve(|mut stream, seen| drop(seen.read(&mut stream)))?;
    let error = failed(client(port)?.run(&conclude()))?;
    assert_eq!((error.kind(), error.attempts(), seen.requests().len()), (Kind::Interrupted, 1, 1));
    let unknown: Vec<_> = error.report().into_iter().flat_map(|report| report.unknown_ids()).collect();
    assert_eq!(unknown, ["1-1", "1-2"]);
    Ok(())
}

#[test]
fn no_answer_ends_with_the_deadline() -> Outcome {
    let (port, seen) = serve(|mut stream, seen| {
        seen.read(&mut stream);
        hang();
    })?;
    let began = Instant::now();
    let options = RunOptions::default().timeout(Duration::from_millis(2_500));
    let result = client(port)?.run_with(&close(), &options);
    assert_eq!(kinds(result)?, (Kind::Timeout, true, 1));
    assert!((2_480..10_000).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
    assert_eq!(seen.requests().len(), 1);
    Ok(())
}

/// Writes byte by byte.
fn drip(mut stream: TcpStream, bytes: &[u8], every: Duration) {
    for byte in bytes {
        if stream.write_all(&[*byte]).is_err() {
            return;
        }
        thread::sleep(every);
    }
}

#[test]
fn a_slow_answer_is_read_or_timed_out() -> Outcome {
    let (port, _) = serve(|mut stream, seen| {
        seen.read(&mut stream);
        drip(stream, &closed(), Duration::from_millis(2));
    })?;
    assert!(client(port)?.run(&close())?.all_succeeded());

    let (port, _) = serve(|mut stream, seen| {
        seen.read(&mut stream);
        drip(stream, &closed(), Duration::from_millis(40));
    })?;
    let began = Instant::now();
    let options = RunOptions::default().timeout(Duration::from_millis(2_500));
    assert_eq!(kinds(client(port)?.run_with(&close(), &options))?, (Kind::Timeout, true, 1));
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
    Ok(())
}

#[test]
fn a_redirect_is_an_answer_and_keys_stay_here() -> Outcome {
    let (other, lured) = serve_answers(|_| closed())?;
    for status in ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let location = format!("location: http://127.0.0.1:{other}/VSOC\r\n");
        let (port, seen) = serve_answers(move |_| answer(status, &location, "elsewhere"))?;
        let error = failed(client(port)?.run(&close()))?;
        assert_eq!(
            (error.kind(), error.service().map(|service| service.status.to_string())),
            (Kind::UnexpectedStatus, status.get(..3).map(str::to_owned))
        );
        assert_eq!((seen.requests().len(), lured.connections()), (1, 0));
    }
    Ok(())
}

#[test]
fn a_refusal_is_read_though_the_request_was_not() -> Outcome {
    // A proxy that refuses a large request reads its head alone, answers and closes.
    let (port, _) = serve(|mut stream, _| {
        read_some(&mut stream, 1_000);
        let _ = stream.write_all(&answer("413 Too Large", "connection: close\r\n", "<html>413</html>"));
        let _ = stream.shutdown(Shutdown::Write);
        thread::sleep(Duration::from_millis(300));
    })?;
    let result = client(port)?.run(&close().conclusion("x".repeat(8 << 20)));
    assert_eq!(kinds(result)?, (Kind::TooLarge, false, 1));
    Ok(())
}

#[test]
fn connections_are_kept() -> Outcome {
    let (port, seen) = serve_answers(|_| closed())?;
    let client = client(port)?;
    for _ in 0..50 {
        assert!(client.clone().run(&close())?.all_succeeded());
    }
    assert_eq!((seen.requests().len(), seen.connections()), (50, 1));
    Ok(())
}

#[test]
fn many_threads_share_a_client() -> Outcome {
    let (port, seen) = serve_answers(|_| closed())?;
    let client = client(port)?;
    let done = thread::scope(|scope| {
        let call = || (0..20).filter(|_| client.run(&close()).is_ok_and(|report| report.all_succeeded())).count();
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(call)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_default()).sum::<usize>()
    });
    assert_eq!((done, seen.requests().len()), (320, 320));
    assert!(seen.connections() <= 16, "{} connections", seen.connections());
    Ok(())
}

#[test]
fn a_rate_limit_is_waited_out() -> Outcome {
    let (port, seen) = serve_answers(|number| match number {
        0 => answer("429 Too Many Requests", "retry-after: 1\r\n", ""),
        _ => closed(),
    })?;
    let waits = Mutex::new(Vec::new());
    let note = |wait: Wait| waits.lock().unwrap_or_else(PoisonError::into_inner).push(wait);
    let began = Instant::now();
    let options = RunOptions::default().on_wait(&note);
    assert!(client(port)?.run_with(&conclude(), &options)?.all_succeeded());
    assert!((950..10_000).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
    assert_eq!(seen.requests().len(), 2);
    let waits = waits.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(waits.iter().all(|wait| wait.why == WaitReason::RetryAfter && wait.attempts == 1), "{waits:?}");
    assert!(waits.first().is_some_and(|wait| (1..1_200).contains(&wait.ms)), "{waits:?}");
    Ok(())
}

#[test]
fn the_pace_is_kept() -> Outcome {
    let (port, _) = serve_answers(|_| closed())?;
    let began = Instant::now();
    let client = client_with(port, config().requests_per_second(20.0))?;
    for _ in 0..5 {
        let _ = client.run(&close())?;
    }
    assert!(began.elapsed() >= Duration::from_millis(200), "{:?}", began.elapsed());
    Ok(())
}

#[test]
fn settings_that_do_not_do_are_named() -> Outcome {
    let field = |config| client_with(1, config).err().and_then(|error| error.field().map(str::to_owned));
    let missing = config().ca_file("/nowhere/ca.pem");
    let empty = config().ca_file("/dev/null");
    assert_eq!([field(missing), field(empty)], [Some("ca_file".to_owned()), Some("ca_file".to_owned())]);
    assert_eq!(field(config().user_agent("a\r\nx: y")).as_deref(), Some("user_agent"));
    for rate in [-1.0, f64::NAN, f64::INFINITY] {
        let config = config().requests_per_second(rate);
        assert_eq!(field(config).as_deref(), Some("requests_per_second"));
    }
    let path = soarwire::Client::with_config(soarwire::d3::Tenant::new("/soar", "Admin", "S")?, config())?;
    assert_eq!(failed(path.run(&close()))?.field(), Some("base_url"));
    Ok(())
}

#[test]
fn a_key_for_another_command_is_missed_before_anything_is_sent() -> Outcome {
    let (port, seen) = serve_answers(|_| closed())?;
    let keys = soarwire::d3::Auth::api_keys([("CloseIncident", KEY)]);
    let tenant = tenant(&format!("http://127.0.0.1:{port}"))?.with_auth(keys)?;
    let error = failed(soarwire::Client::with_config(tenant, config())?.run(&close()))?;
    assert_eq!((error.kind(), seen.connections()), (Kind::MissingCredential, 0));
    Ok(())
}
