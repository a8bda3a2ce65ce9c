//! The driver of docs/drivers.md, against servers that attack it.

mod driver;

use std::{
    error::Error,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use soarwire::{
    Kind, Operation, Pacer, Report, Tenant, TransportError, d3,
    sandbox::{Config, Fault, Sandbox},
    transport::serve::{ServeOptions, Server},
};

type Done = Result<(), Box<dyn Error>>;
type Answered<O> = Result<<O as Operation>::Answer, soarwire::Error>;

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 65\r\n\r\n{\"contextData\":[{\"Incident Number\":\"1\",\"Result\":\"Successful\"}]}\r\n";

fn close(number: &str) -> d3::CloseIncidents {
    d3::CloseIncidents::new([number], true).conclusion("Contained.")
}

fn tenant(url: &str) -> Result<d3::Tenant, soarwire::Error> {
    d3::Tenant::new(url, "Admin", "Security Operations")?.with_auth(d3::Auth::api_key("sandbox-d3-key"))
}

fn client() -> Result<reqwest::Client, reqwest::Error> {
    // Other clients of these tests may have installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    driver::client()
}

fn block_on<F: Future>(future: F) -> std::io::Result<F::Output> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(future))
}

/// A server at this address that answers each connection, after it has read a request; its URL, and how many requests came.
fn server(
    address: &str,
    answer: impl Fn(&mut TcpStream) -> std::io::Result<()> + Send + 'static,
) -> Result<(String, Arc<AtomicUsize>), Box<dyn Error>> {
    let listener = TcpListener::bind((address, 0))?;
    let url = format!("http://{}", listener.local_addr()?);
    let came = Arc::<AtomicUsize>::default();
    let count = Arc::clone(&came);
    thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            // It is small, and so one segment.
            if connection.read(&mut [0; 8192]).is_ok_and(|read| read > 0) {
                count.fetch_add(1, Ordering::SeqCst);
                let _ = answer(&mut connection);
            }
        }
    });
    Ok((url, came))
}

fn says(text: String) -> impl Fn(&mut TcpStream) -> std::io::Result<()> + Send + 'static {
    move |connection| connection.write_all(text.as_bytes())
}

/// One attempt.
fn sent(url: &str, time: Duration) -> Result<Result<Report, soarwire::Error>, Box<dyn Error>> {
    let close = close("1");
    let request = tenant(url)?.sign_with(&close, "", 0)?;
    Ok(match block_on(driver::send(&client()?, request, time))? {
        Ok(response) => close.parse(response),
        Err(class) => Err(close.lost(class)),
    })
}

fn failed(url: &str, time: Duration) -> Result<soarwire::Error, Box<dyn Error>> {
    Ok(sent(url, time)?.err().ok_or("it should have failed")?)
}

const TIME: Duration = Duration::from_secs(10);

#[test]
fn an_answer_is_read() -> Done {
    let (url, _) = server("127.0.0.1", says(OK.to_owned()))?;
    assert!(sent(&url, TIME)??.all_succeeded());
    Ok(())
}

#[test]
fn no_redirect_is_followed() -> Done {
    for status in [301, 302, 303, 307, 308] {
        let (other, stolen) = server("127.0.0.2", says(OK.to_owned()))?;
        let head = format!("HTTP/1.1 {status} Elsewhere\r\nlocation: {other}\r\ncontent-length: 0\r\n\r\n");
        let (url, came) = server("127.0.0.1", says(head))?;
        assert_eq!(failed(&url, TIME)?.kind(), Kind::UnexpectedStatus);
        assert_eq!((came.load(Ordering::SeqCst), stolen.load(Ordering::SeqCst)), (1, 0), "{status}");
    }
    Ok(())
}

#[test]
fn what_is_cut_off_may_have_been_executed_and_is_sent_once() -> Done {
    for part in ["", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"] {
        let (url, came) = server("127.0.0.1", says(part.to_owned()))?;
        let error = failed(&url, TIME)?;
        assert_eq!((error.kind(), error.maybe_executed()), (Kind::Interrupted, true), "{part}");
        assert_eq!(error.report().map(|report| report.counts().unknown), Some(1));
        assert_eq!(came.load(Ordering::SeqCst), 1);
    }
    Ok(())
}

#[test]
fn without_a_server_nothing_was_sent() -> Done {
    let url = format!("http://{}", TcpListener::bind(("127.0.0.1", 0))?.local_addr()?);
    let error = failed(&url, TIME)?;
    assert_eq!((error.kind(), error.maybe_executed()), (Kind::Connect, false));
    Ok(())
}

#[test]
fn a_body_over_the_limit_is_not_read_to_its_end() -> Done {
    let (url, _) = server("127.0.0.1", |connection| {
        connection.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        (0..1_000).try_for_each(|_| connection.write_all(&[b' '; 1 << 20]))
    })?;
    let error = failed(&url, Duration::from_secs(60))?;
    assert_eq!((error.kind(), error.maybe_executed()), (Kind::BodyTooLarge, true));
    Ok(())
}

#[test]
fn the_time_is_limited_for_the_whole_attempt() -> Done {
    let (url, _) = server("127.0.0.1", |connection| {
        for byte in OK.bytes() {
            thread::sleep(Duration::from_millis(50));
            connection.write_all(&[byte])?;
        }
        Ok(())
    })?;
    let began = Instant::now();
    let error = failed(&url, Duration::from_millis(500))?;
    assert_eq!((error.kind(), error.maybe_executed()), (Kind::Timeout, true));
    assert!(began.elapsed() < Duration::from_secs(4));
    Ok(())
}

/// The loop, against a sandbox with these faults.
fn repeated<O: Operation<Tenant = d3::Tenant>>(
    operation: &O,
    faults: &str,
) -> Result<(Answered<O>, Server), Box<dyn Error>> {
    let server = Server::start(Sandbox::new(Config::default()), ServeOptions::default())?;
    server.sandbox().script(Fault::list_from_json(faults.as_bytes())?);
    let tenant = tenant(&server.d3_base_url())?;
    let pacer = Pacer::new(0.0)?;
    let result = block_on(driver::run(&client()?, &tenant, operation, &pacer))?;
    Ok((result, server))
}

#[test]
fn the_loop_repeats_what_may_be_repeated() -> Done {
    let assign = d3::UpdateOwner::new(["20261103-104"], "Maria Keller");
    let faults = r#"[{"kind": "rate_limited", "retry_after": 0}, {"kind": "cut_after"}]"#;
    let (result, _server) = repeated(&assign, faults)?;
    let report = result?;
    assert!(report.all_succeeded());
    assert_eq!(report.attempts(), 3);
    Ok(())
}

#[test]
fn the_loop_adds_nothing_twice() -> Done {
    let (result, server) = repeated(&close("20261103-104"), r#"[{"kind": "cut_after"}]"#)?;
    let error = result.err().ok_or("it should have failed")?;
    assert_eq!((error.kind(), error.attempts()), (TransportError::Interrupted.kind(), 1));
    assert_eq!(server.sandbox().requests().count(), 1);
    Ok(())
}
