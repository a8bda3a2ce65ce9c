//! No key in a log, however much is logged.

#![cfg(feature = "ureq")]

mod client_support;

use std::sync::{Mutex, PoisonError};

use client_support::{CLOSED, KEY, Outcome, answer, client, close, config, serve_answers};
use log::{LevelFilter, Log, Metadata, Record};
use soarwire::{Client, xpanse};

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Everything;

impl Log for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        LINES.lock().unwrap_or_else(PoisonError::into_inner).push(record.args().to_string());
    }

    fn flush(&self) {}
}

/// All that was logged, and the same put together out of the rows of a hex dump.
fn logged() -> String {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    let rows: String = lines.iter().filter_map(|line| line.get(line.len().checked_sub(16)?..)).collect();
    format!("{}\n{rows}", lines.join("\n"))
}

#[cfg(feature = "reqwest")]
fn asynchronous(port: u16) -> Outcome {
    let tenant = client_support::tenant(&format!("http://127.0.0.1:{port}/VSOC"))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(soarwire::AsyncClient::with_config(tenant, config())?.run(&close()))?;
    assert!(report.all_succeeded());
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(lines.iter().any(|line| line.contains("starting new connection")), "reqwest logged nothing");
    Ok(())
}

#[test]
fn keys_are_not_logged() -> Outcome {
    log::set_logger(&Everything)?;
    log::set_max_level(LevelFilter::Trace);
    let (port, seen) = serve_answers(|_| answer("200 OK", "", CLOSED))?;
    let _ = client(port)?.run(&close())?;

    let base = format!("http://127.0.0.1:{port}");
    for auth in [xpanse::Auth::standard("7", KEY), xpanse::Auth::advanced("7", KEY)] {
        let tenant = xpanse::Tenant::at(&base)?.with_auth(auth)?;
        let _ = Client::with_config(tenant, config())?.run(&xpanse::UpdateIncident::new("1").status("new"));
    }

    #[cfg(feature = "reqwest")]
    asynchronous(port)?;

    let logged = logged();
    // The dump shows a dot for a space.
    assert!(logged.contains("POST./VSOC/api/Command/CloseIncidentInBulk"), "nothing was logged: {logged}");
    assert!(logged.contains("d3key:.****"), "{logged}");
    assert!(!logged.contains(KEY) && !logged.contains(KEY.get(..16).unwrap_or(KEY)), "{logged}");

    // Each arrived as it should anyway.
    let requests = seen.requests();
    let header = |at: usize, name: &str| {
        let line = requests.get(at)?.lines().find_map(|line| line.strip_prefix(name))?;
        Some(line.to_owned())
    };
    assert_eq!(header(0, "d3key: ").as_deref(), Some(KEY));
    assert_eq!(header(1, "authorization: ").as_deref(), Some(KEY));
    assert_eq!(header(1, "x-xdr-auth-id: ").as_deref(), Some("7"));
    let signature = header(2, "authorization: ").ok_or("no signature")?;
    assert!(signature.len() == 64 && !signature.contains('*') && !logged.contains(&signature));
    Ok(())
}
