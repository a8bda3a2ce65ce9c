//! The asynchronous client where it differs from the blocking one: cancellation, runtimes, hooks. That both do the same on the
//! wire is the matter of `tests/behaviours`.

#![cfg(all(feature = "reqwest", feature = "ureq"))]

mod client_support;

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::Command,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use client_support::{CLOSED, KEY, Outcome, Seen, answer, close, config, serve, serve_answers};
use soarwire::{
    AnyOperation, AnyTenant, AsyncClient, ClientConfig, Error, Interrupt, Kind, Policy, Proxy, Report, RunOptions,
    Wait, d3, xpanse,
};
use tokio::{
    runtime::{Builder, Runtime},
    time::{sleep, timeout},
};

fn runtime() -> Result<Runtime, std::io::Error> {
    Builder::new_current_thread().enable_all().build()
}

fn client(port: u16) -> Result<AsyncClient<d3::Tenant>, Error> {
    client_with(port, config())
}

fn client_with(port: u16, config: ClientConfig) -> Result<AsyncClient<d3::Tenant>, Error> {
    AsyncClient::with_config(client_support::tenant(&format!("http://127.0.0.1:{port}/VSOC"))?, config)
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn calls_run_on_any_thread_and_share_connections() -> Outcome {
    let (port, seen) = serve_answers(|_| answer("200 OK", "x-request-id: 7f3a\r\n", CLOSED))?;
    let client = client(port)?;
    assert!(!format!("{client:?}").contains(KEY));
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        for _ in 0..3 {
            let client = client.clone();
            let run = is_send(async move { client.run(&close()).await });
            let report = tokio::spawn(run).await??;
            assert!(report.all_succeeded() && report.request_id() == Some("7f3a"));
        }
        Outcome::Ok(())
    })?;
    assert_eq!((seen.connections(), seen.requests().len()), (1, 3));
    let request = seen.requests().concat().to_ascii_lowercase();
    assert!(request.contains("user-agent: soarwire/") && request.contains("accept-encoding: gzip"));
    assert!(request.contains("content-length: ") && request.contains(&format!("d3key: {}", KEY.to_ascii_lowercase())));
    Ok(())
}

/// A server that reads requests and answers none, and says when one has arrived.
fn silent() -> Result<(u16, mpsc::Receiver<usize>), std::io::Error> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let (arrived, arrivals) = mpsc::channel();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let arrived = arrived.clone();
            thread::spawn(move || {
                let mut buffer = [0; 1 << 16];
                while let Ok(amount) = stream.read(&mut buffer) {
                    let _ = arrived.send(amount);
                    if amount == 0 {
                        return;
                    }
                }
            });
        }
    });
    Ok((port, arrivals))
}

#[test]
fn a_call_that_is_dropped_closes_its_connection_and_frees_its_place() -> Outcome {
    let (port, arrivals) = silent()?;
    // A request every four seconds.
    let client = client_with(port, config().requests_per_second(0.25))?;
    let waits = Mutex::new(Vec::new());
    let note = |wait: Wait| waits.lock().unwrap_or_else(PoisonError::into_inner).push(wait.ms);
    let (operation, options) = (close(), RunOptions::default().on_wait(&note));
    let (in_time, soon) = (Duration::from_secs(20), Duration::from_millis(50));
    let mut read = Vec::new();
    runtime()?.block_on(async {
        for number in 0..3 {
            let mut call = Box::pin(client.run_with(&operation, &options));
            if number == 1 {
                // It waits for its place in the pace, and gives it up.
                assert!(timeout(soon, &mut call).await.is_err());
                continue;
            }
            let arrives = Instant::now() + in_time;
            while read.len() % 2 == 0 && Instant::now() < arrives {
                assert!(timeout(soon, &mut call).await.is_err());
                read.extend(arrivals.try_iter());
            }
            drop(call);
            while read.len() % 2 == 1 && Instant::now() < arrives {
                sleep(soon).await;
                read.extend(arrivals.try_iter());
            }
        }
        Outcome::Ok(())
    })?;
    let ends: Vec<bool> = read.iter().map(|amount| *amount == 0).collect();
    assert_eq!(ends, [false, true, false, true], "two requests, each with the end of its connection: {read:?}");
    let waits = waits.into_inner().unwrap_or_else(PoisonError::into_inner);
    assert!(waits.len() == 2 && waits.iter().all(|ms| *ms <= 4_000), "each waits one turn at most: {waits:?}");
    Ok(())
}

#[test]
fn limits_and_hooks_of_one_call() -> Outcome {
    let (port, arrivals) = silent()?;
    let client = client(port)?;
    runtime()?.block_on(async {
        let options = RunOptions::default().timeout(Duration::from_millis(2_500));
        let error = client.run_with(&close().conclusion("x"), &options).await.err().ok_or("?")?;
        assert_eq!((error.kind(), error.maybe_executed(), error.attempts()), (Kind::Timeout, true, 1));
        assert_eq!(error.reason().as_deref(), Some("the whole answer did not arrive in time"));

        // Until its request has arrived too.
        let (arrivals, requests) = (Mutex::new(arrivals), AtomicUsize::new(0));
        let hook = Interrupt::new(move || {
            let arrivals = arrivals.lock().unwrap_or_else(PoisonError::into_inner);
            let more = arrivals.try_iter().filter(|amount| *amount > 0).count();
            requests.fetch_add(more, Ordering::SeqCst) + more == 2
        });
        let error = client.run_with(&close(), &RunOptions::default().interrupt(hook)).await.err().ok_or("?")?;
        assert_eq!((error.kind(), error.maybe_executed(), error.attempts()), (Kind::Interrupted, true, 1));
        Outcome::Ok(())
    })
}

#[test]
fn waits_are_told_and_can_be_interrupted() -> Outcome {
    let (port, seen) = serve_answers(|_| answer("429 Too Many Requests", "retry-after: 5\r\n", ""))?;
    let client = client(port)?;
    let told = Arc::new(AtomicUsize::new(0));
    let note = |wait: Wait| {
        told.fetch_add(1, Ordering::SeqCst);
        assert!(wait.ms <= 6_000 && wait.attempts == 1, "{wait:?}");
    };
    let waits = told.clone();
    let hook = Interrupt::new(move || waits.load(Ordering::SeqCst) > 0);
    let options = RunOptions::default().on_wait(&note).interrupt(hook);
    let result = runtime()?.block_on(client.run_with(&close(), &options));
    let error = result.err().ok_or("?")?;
    assert_eq!((error.kind(), error.maybe_executed(), error.attempts()), (Kind::Interrupted, false, 1));
    assert_eq!((told.load(Ordering::SeqCst), seen.requests().len()), (1, 1));
    Ok(())
}

/// A program may block its runtime between two calls.
#[test]
fn what_arrived_while_the_runtime_was_blocked_is_no_answer() -> Outcome {
    let failed = CLOSED.replace("Successful", "Failed");
    let (sent, copies) = mpsc::channel();
    let (port, seen) = serve(move |mut stream, seen| {
        if seen.connections() > 1 {
            while seen.read(&mut stream).is_some() {
                let _ = stream.write_all(&answer("200 OK", "", &failed));
            }
            return;
        }
        seen.read(&mut stream);
        let _ = stream.write_all(&answer("200 OK", "", CLOSED));
        thread::sleep(Duration::from_millis(50));
        let _ = stream.write_all(&answer("200 OK", "", CLOSED));
        let _ = sent.send(());
        while seen.read(&mut stream).is_some() {}
    })?;
    let client = client(port)?;
    runtime()?.block_on(async {
        assert!(client.run(&close()).await?.all_succeeded());
        copies.recv_timeout(Duration::from_secs(20))?;
        let report: Report = client.run(&close().conclusion("x")).await?;
        assert_eq!(report.counts().succeeded, 0, "the copy of the first answer was taken for the second");
        Outcome::Ok(())
    })?;
    assert_eq!(seen.connections(), 2);
    Ok(())
}

#[test]
fn names_that_do_not_exist_are_dns() -> Outcome {
    let tenant = d3::Tenant::new("http://soc.example.invalid", "Admin", "Security Operations")?;
    let client = AsyncClient::with_config(tenant, config())?;
    let error = runtime()?.block_on(client.run(&close())).err().ok_or("?")?;
    assert_eq!((error.kind(), error.maybe_executed()), (Kind::Dns, false), "{error}");
    Ok(())
}

/// Takes a `CONNECT` and answers as the proxy is told to.
fn behind(proxy: String) -> Result<AsyncClient<d3::Tenant>, Error> {
    let tenant = d3::Tenant::new("https://soc.example.test/VSOC", "Admin", "Security Operations")?
        .with_auth(d3::Auth::api_key(KEY))?;
    AsyncClient::with_config(tenant, config().proxy(Proxy::Url(proxy)))
}

#[test]
fn a_proxy_gets_the_password_and_never_the_key() -> Outcome {
    let (port, seen) = serve(|mut stream, seen| {
        seen.read(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
        let _ = stream.read(&mut [0]);
    })?;
    let client = behind(format!("http://anna:s3cret@127.0.0.1:{port}"))?;
    assert!(!format!("{client:?}").contains("s3cret"));
    let error = runtime()?.block_on(client.run(&close().conclusion("x"))).err().ok_or("?")?;
    assert_eq!((error.kind(), error.maybe_executed()), (Kind::Connect, false), "{error}");
    assert_eq!(error.reason().as_deref(), Some("the proxy did not connect to the host"));
    let requests = seen.requests().concat();
    assert!(requests.starts_with("CONNECT soc.example.test:443 HTTP/1.1\r\n"), "{requests}");
    assert!(requests.contains("Basic YW5uYTpzM2NyZXQ=") && !requests.contains(KEY), "{requests}");
    Ok(())
}

#[test]
fn this_machine_is_not_behind_a_proxy() -> Outcome {
    let (proxy, asked) = serve(|mut stream, seen| drop(seen.read(&mut stream)))?;
    let (port, seen) = serve_answers(|_| answer("200 OK", "", CLOSED))?;
    let config = config().proxy(Proxy::Url(format!("http://127.0.0.1:{proxy}")));
    let client = client_with(port, config)?;
    assert!(runtime()?.block_on(client.run(&close()))?.all_succeeded());
    assert_eq!((seen.connections(), asked.connections()), (1, 0));
    Ok(())
}

#[test]
fn settings_are_checked_as_the_blocking_client_does() -> Outcome {
    let tenant = || d3::Tenant::new("http://127.0.0.1:9", "Admin", "Security Operations");
    for (config, field) in [
        (config().ca_file("/nonexistent/ca.pem"), "ca_file"),
        (config().proxy(Proxy::Url("socks5://127.0.0.1:1080".to_owned())), "proxy"),
        (config().user_agent("x\ny"), "user_agent"),
        (config().requests_per_second(-1.0), "requests_per_second"),
    ] {
        let error = AsyncClient::with_config(tenant()?, config).err().ok_or(field)?;
        assert_eq!((error.kind(), error.field()), (Kind::InvalidRequest, Some(field)));
    }
    Ok(())
}

#[test]
fn advanced_keys_are_signed_anew_for_every_attempt() -> Outcome {
    let count = Arc::new(AtomicUsize::new(0));
    let (port, seen) = serve_answers(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => answer("503 Service Unavailable", "", ""),
        _ => answer("200 OK", "", r#"{"reply": true}"#),
    })?;
    let tenant =
        xpanse::Tenant::at(&format!("http://127.0.0.1:{port}"))?.with_auth(xpanse::Auth::advanced("7", "key"))?;
    let client = AsyncClient::with_config(tenant, config())?;
    assert!(runtime()?.block_on(client.run(&xpanse::UpdateIncident::new("1").status("new")))?.all_succeeded());
    let nonces: Vec<String> = seen
        .requests()
        .iter()
        .filter_map(|request| request.lines().find(|line| line.starts_with("x-xdr-nonce: ")).map(str::to_owned))
        .collect();
    assert_eq!(nonces.len(), 2);
    assert_ne!(nonces.first(), nonces.last());
    Ok(())
}

/// Vendor and operation are known only at run time.
#[test]
fn any_tenant_runs_any_operation() -> Outcome {
    let (port, seen) = serve_answers(|_| answer("200 OK", "", CLOSED))?;
    let site = client_support::tenant(&format!("http://127.0.0.1:{port}/VSOC"))?;
    let client = AsyncClient::with_config(AnyTenant::from(site), config())?;
    let close = AnyOperation::from(close());
    let answer = runtime()?.block_on(client.run(&close))?;
    assert!(answer.to_json().contains(r#""succeeded":["1-1","1-2"]"#), "{}", answer.to_json());
    let foreign = AnyOperation::from_params_json("xpanse.update_incident", r#"{"incident_id": "1", "status": "new"}"#)?;
    let error = runtime()?.block_on(client.run(&foreign)).err().ok_or("?")?;
    assert_eq!((error.field(), seen.requests().len()), (Some("operation"), 1));
    Ok(())
}

#[test]
fn redirects_and_other_policies_are_the_calls_own() -> Outcome {
    let (port, seen) = serve_answers(|_| answer("307 Temporary Redirect", "location: /elsewhere\r\n", ""))?;
    let config = config().policy(Policy::default().max_attempts(3));
    let error = runtime()?.block_on(client_with(port, config)?.run(&close())).err().ok_or("?")?;
    assert_eq!((error.kind(), seen.requests().len()), (Kind::UnexpectedStatus, 1));
    Ok(())
}

const CHILD: &str = "SOARWIRE_TEST_CHILD";

/// Proxies of the environment are those of the blocking client: what reqwest would read by itself is not read.
#[test]
fn the_environment_names_the_proxy() -> Outcome {
    if std::env::var_os(CHILD).is_some() {
        let tenant = d3::Tenant::new("https://soc.example.test", "Admin", "Security Operations")?;
        let client = AsyncClient::with_config(tenant, config().proxy(Proxy::Environment))?;
        let error = runtime()?.block_on(client.run(&close().conclusion("x"))).err().ok_or("?")?;
        return if error.kind() == Kind::Connect { Ok(()) } else { Err(format!("{error}").into()) };
    }
    let (port, seen) = serve(|mut stream: TcpStream, seen: &Seen| drop(seen.read(&mut stream)))?;
    let run = |variables: &[(&str, String)]| {
        let mut child = Command::new(std::env::current_exe()?);
        for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
            child.env_remove(name).env_remove(name.to_lowercase());
        }
        child.env(CHILD, "1").envs(variables.iter().map(|(name, value)| (*name, value)));
        child.args(["--exact", "the_environment_names_the_proxy"]).output()
    };
    let url = format!("http://127.0.0.1:{port}");
    let output = run(&[("HTTP_PROXY", url.clone())])?;
    assert!(output.status.success() && seen.connections() > 0, "{output:?}");
    let before = seen.connections();
    let output = run(&[("ALL_PROXY", url), ("NO_PROXY", ".example.test".to_owned())])?;
    assert!(!output.status.success(), "the name does not resolve: {output:?}");
    assert_eq!(seen.connections(), before);
    Ok(())
}
