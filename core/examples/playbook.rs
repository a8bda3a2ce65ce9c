//! A playbook against a sandbox that this program starts: first calls that succeed, then failures. Run it with
//!
//! ```text
//! cargo run -p soarwire --example playbook --features ureq,serve
//! ```

use std::{
    error::Error,
    io::{self, Write},
    sync::{Mutex, PoisonError},
};

use soarwire::{
    Client, ClientConfig, Operation, Proxy, Report, RunOptions, Tenant, Wait, d3,
    sandbox::{Config, Effects, Fault, Pick, Sandbox, What},
    transport::serve::{ServeOptions, Server},
    xpanse,
};

fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start(Sandbox::new(Config::default()), ServeOptions::default())?;
    let site = d3::Tenant::new(&server.d3_base_url(), "Admin", "Security Operations")?;
    let d3 = client(site.clone().with_auth(d3::Auth::api_key("sandbox-d3-key"))?)?;
    let key = xpanse::Auth::advanced("2", "sandbox-xpanse-advanced-key");
    let xpanse = client(xpanse::Tenant::at(&server.url())?.with_auth(key)?)?;

    print(&format!("A playbook against the sandbox on {}\n\n", server.url()))?;
    let owner = d3::UpdateOwner::new(["20261103-104", "20261103-105"], "Maria Keller");
    run(&d3, &owner, "two incidents to Maria Keller")?;

    // 106 has open tasks, so it fails; 105 is closed too, but the answer does not say so.
    server
        .sandbox()
        .script(vec![Fault::new(What::LeftOut { incidents: Pick::These(vec!["20261103-105".to_owned()]) })]);
    let close = d3::CloseIncidents::new(["20261103-104", "20261103-105", "20261103-106"], false);
    run(&d3, &close.conclusion("Contained."), "three at once")?;

    run(&d3, &d3::LinkToCases::new(["20261103-106"], ["20261102-7"]), "one incident to a case")?;
    run(&d3, &d3::CloseIncident::new().note("Closed by the playbook."), "the playbook's own")?;
    let update = xpanse::UpdateIncident::new("5471").status("resolved").resolve_comment("Port closed.");
    run(&xpanse, &update.assignee(xpanse::Assignee::new("li.wen@example.com")), "status, comment, assignee")?;

    print("\nTrouble\n")?;
    server.sandbox().script(vec![Fault::new(What::RateLimited { retry_after: Some("1".to_owned()) })]);
    run(&d3, &d3::UpdateOwner::new(["20261103-107"], "Li Wen"), "asked to slow down")?;

    let wrong = client(site.with_auth(d3::Auth::api_key("a-key-of-yesterday"))?)?;
    run(&wrong, &d3::UpdateOwner::new(["20261103-107"], "Tom Okafor"), "a wrong key")?;

    server.sandbox().script(vec![Fault::new(What::CutAfter)]);
    let close = d3::CloseIncidents::new(["20261103-107"], true).bypass_required_fields(true);
    run(&d3, &close.conclusion("False positive."), "cut after it was done")?;

    print(&table(server.sandbox().effects()))?;
    Ok(())
}

fn client<T: Tenant>(tenant: T) -> Result<Client<T>, soarwire::Error> {
    Client::with_config(tenant, ClientConfig::default().proxy(Proxy::None))
}

/// Runs one call, and prints a line for it and one for every incident that did not succeed.
fn run<O: Operation<Answer = Report>>(client: &Client<O::Tenant>, operation: &O, what: &str) -> io::Result<()> {
    let waits = Mutex::new(String::new());
    let note = |wait: Wait| {
        // Waits for the rate of 50 calls per second are not worth printing.
        if wait.ms > 100 {
            let told = format!(" (waited {} ms: {})", wait.ms, wait.why.as_str());
            waits.lock().unwrap_or_else(PoisonError::into_inner).push_str(&told);
        }
    };
    let result = client.run_with(operation, &RunOptions::default().on_wait(&note));
    let (outcome, report) = match &result {
        Ok(report) => {
            let counts = report.counts();
            (format!("{} of {} succeeded", counts.succeeded, counts.asked), Some(report))
        }
        Err(error) => (format!("{} (sent {}x)", error.kind(), error.attempts()), error.report()),
    };
    let mut lines =
        format!("{:<23} {what:<30} {outcome}{}\n", O::ID, waits.lock().unwrap_or_else(PoisonError::into_inner));
    if let Err(error) = &result {
        lines.push_str(&format!("{:<24}{error}\n", ""));
    }
    if let Some(report) = report {
        let failed = report.failed().map(|failed| (failed.id, format!("failed: {}", failed.reason)));
        let unreported = report.unreported().map(|id| (id, "unreported: the answer does not mention it".to_owned()));
        let unknown = report.unknown_ids().map(|id| (id, "unknown: read it back before doing it again".to_owned()));
        for (id, text) in failed.chain(unreported).chain(unknown) {
            lines.push_str(&format!("{:<24}{id} {text}\n", ""));
        }
    }
    print(&lines)
}

/// What the tenants actually did.
fn table(effects: &Effects) -> String {
    let mut text = format!("\n{:<44}{:>9}{:>9}{:>9}\n", "What the tenants saw", "received", "executed", "refused");
    for (name, counts) in &effects.operations {
        let (received, executed, refused) = (counts.received, counts.executed, counts.refused);
        text.push_str(&format!("{name:<44}{received:>9}{executed:>9}{refused:>9}\n"));
    }
    let totals = &effects.totals;
    text.push_str(&format!(
        "\n{} closes, {} conclusions, {} notes, {} links, {} owner changes; appended twice: {}\n",
        totals.closes,
        totals.conclusions,
        totals.notes,
        totals.links,
        totals.owner_changes,
        effects.duplicates().len(),
    ));
    text
}

fn print(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())
}
