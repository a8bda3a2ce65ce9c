//! A queue on disk: operations as lines of JSON, run in turn by a worker that may be killed at any moment. Run it with
//!
//! ```text
//! cargo run -p soarwire --example queue --features ureq,serve
//! ```
//!
//! The file is only ever appended to. A line is either an operation, as [`AnyOperation::to_json`] writes it, or a word about
//! one that stands before: `begun`, written before it is run, or `done` with what came of it. An operation that was begun and
//! not done was under way when a worker died. Whether the server has it nobody knows, so only what may be repeated is.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process,
};

use serde_json::{Value, json};
use soarwire::{
    AnyOperation, AnyTenant, Client, ClientConfig, Effect, Proxy, TenantConfig, d3,
    sandbox::{Config, Fault, Sandbox, What},
    transport::serve::{ServeOptions, Server},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The file, and how each of its operations stands.
struct Queue {
    file: File,
    entries: Vec<Entry>,
}

struct Entry {
    operation: AnyOperation,
    begun: bool,
    done: Option<Value>,
}

impl Queue {
    fn open(path: &Path) -> Outcome<Self> {
        let file = OpenOptions::new().create(true).append(true).read(true).open(path)?;
        let mut entries: Vec<Entry> = Vec::new();
        for line in BufReader::new(&file).lines() {
            let line = line?;
            // The last line is cut if the machine went down while it was written: it says nothing then.
            let Ok(value) = serde_json::from_str::<Value>(&line) else { continue };
            let about = |name: &str| value.get(name).and_then(Value::as_u64).and_then(|nth| usize::try_from(nth).ok());
            if let Some(entry) = about("begun").and_then(|nth| entries.get_mut(nth)) {
                entry.begun = true;
            } else if let Some(entry) = about("done").and_then(|nth| entries.get_mut(nth)) {
                entry.done = Some(value);
            } else {
                entries.push(Entry { operation: AnyOperation::from_json(&line)?, begun: false, done: None });
            }
        }
        Ok(Queue { file, entries })
    }

    fn push(&mut self, operation: AnyOperation) -> io::Result<()> {
        self.write(&operation.to_json())?;
        self.entries.push(Entry { operation, begun: false, done: None });
        Ok(())
    }

    /// On disk when it returns.
    fn write(&mut self, line: &str) -> io::Result<()> {
        // The line feed in front ends a line that was cut.
        self.file.write_all(format!("\n{line}\n").as_bytes())?;
        self.file.sync_data()
    }

    /// Runs all that is not done yet.
    fn work(&mut self, client: &Client<AnyTenant>) -> Outcome<()> {
        for nth in 0..self.entries.len() {
            let Some(entry) = self.entries.get(nth).filter(|entry| entry.done.is_none()) else { continue };
            let operation = entry.operation.clone();
            let done = if entry.begun && operation.effect() == Effect::Appends {
                json!({"done": nth, "unknown": "a worker died during the call: look before doing it again"})
            } else {
                self.write(&json!({ "begun": nth }).to_string())?;
                match client.run(&operation) {
                    Ok(answer) => json!({"done": nth, "answer": serde_json::from_str::<Value>(&answer.to_json())?}),
                    Err(error) => json!({"done": nth, "error": serde_json::from_str::<Value>(&error.to_json())?}),
                }
            };
            self.write(&done.to_string())?;
            if let Some(entry) = self.entries.get_mut(nth) {
                entry.done = Some(done);
            }
        }
        Ok(())
    }

    /// How many operations came to which end.
    fn ends(&self) -> BTreeMap<&'static str, usize> {
        let mut ends = BTreeMap::new();
        for entry in &self.entries {
            let end = match &entry.done {
                None => "to do",
                Some(done) if done.get("unknown").is_some() => "unknown",
                Some(done) if done.get("error").is_some() => "error",
                Some(_) => "reported",
            };
            *ends.entry(end).or_default() += 1;
        }
        ends
    }
}

pub(crate) fn main() -> Outcome<()> {
    let server = Server::start(Sandbox::new(Config::default()), ServeOptions::default())?;
    // The tenant as a configuration file has it: which vendor it is nobody knows before.
    let config = json!({
        "base_url": server.d3_base_url(), "username": "Admin", "site": "Security Operations",
        "auth": {"api_key": "sandbox-d3-key"},
    });
    let tenant = TenantConfig::from_json(&config.to_string())?.tenant()?;
    let client = Client::with_config(tenant, ClientConfig::default().proxy(Proxy::None))?;

    let path: PathBuf = env::temp_dir().join(format!("soarwire-queue-{}.jsonl", process::id()));
    let mut queue = Queue::open(&path)?;
    queue.push(d3::UpdateOwner::new(["20261103-104", "20261103-105"], "Maria Keller").into())?;
    queue.push(d3::CloseIncidents::new(["20261103-104"], true).conclusion("Contained.").into())?;
    queue.push(d3::CloseIncidents::new(["20261103-105"], true).conclusion("Contained.").into())?;
    // A worker that dies during the second one.
    queue.write(&json!({ "begun": 1 }).to_string())?;
    drop(queue);

    let mut queue = Queue::open(&path)?;
    server.sandbox().script(vec![Fault::new(What::RateLimited { retry_after: Some("0.1".to_owned()) })]);
    queue.work(&client)?;
    // Another worker finds everything settled.
    let mut queue = Queue::open(&path)?;
    queue.work(&client)?;

    let told = format!("{:?}, conclusions: {}\n", queue.ends(), server.sandbox().effects().totals.conclusions);
    io::stdout().lock().write_all(told.as_bytes())?;
    std::fs::remove_file(&path)?;
    // The one that was under way is left to a person, the others are reported, and nothing was done twice.
    match (queue.ends().get("reported"), queue.ends().get("unknown"), server.sandbox().effects().totals.conclusions) {
        (Some(2), Some(1), 1) => Ok(()),
        _ => Err(format!("not as it should be: {told}").into()),
    }
}
