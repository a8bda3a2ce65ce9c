//! A bulk close of 2,000 incidents over real HTTP, in a process that is killed at random moments and resumed until it is done: the
//! sandbox counts no conclusion twice and misses none, and the last report agrees with it for every incident.
//!
//! `SOARWIRE_KILLS` says how often it is killed. `SOARWIRE_BEGIN` and `SOARWIRE_RESUME` are other commands to try, in which `{url}`,
//! `{journal}` and `{numbers}` (a file with one number a line) are filled in; they print a report with its `outcomes` as JSON.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use soarwire::{
    bulk::Journal,
    sandbox::{Config, Fault, Sandbox},
    transport::serve::{ServeOptions, Server},
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const INCIDENTS: usize = 2_000;

/// A tenant, a folder, and the commands.
struct Scene {
    server: Server,
    folder: PathBuf,
    begin: Vec<String>,
    resume: Vec<String>,
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn command(variable: &str, verb: &str) -> Vec<String> {
    let own = [env!("CARGO_BIN_EXE_bulk_close"), verb, "{url}", "{journal}", "{numbers}"];
    match env::var(variable) {
        Ok(command) => command.split_whitespace().map(str::to_owned).collect(),
        Err(_) => own.map(str::to_owned).to_vec(),
    }
}

fn scene(name: &str, faults: &str) -> Outcome<Scene> {
    let number = |number: usize| json!({ "number": format!("20261103-{number:04}") });
    let incidents: Vec<Value> = (0..INCIDENTS).map(number).collect();
    let config: Config =
        serde_json::from_value(json!({ "d3": { "generate": 0, "rate_limit": null, "incidents": incidents } }))?;
    let server = Server::start(Sandbox::new(config), ServeOptions::default())?;
    server.sandbox().script(Fault::list_from_json(faults.as_bytes())?);
    let folder = env::temp_dir().join(format!("soarwire-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    Ok(Scene {
        server,
        folder,
        begin: command("SOARWIRE_BEGIN", "begin"),
        resume: command("SOARWIRE_RESUME", "resume"),
    })
}

impl Scene {
    fn spawn(&self, command: &[String], journal: &Path, numbers: &Path) -> Outcome<Child> {
        let filled = command.iter().map(|word| {
            word.replace("{url}", &self.server.d3_base_url())
                .replace("{journal}", &journal.to_string_lossy())
                .replace("{numbers}", &numbers.to_string_lossy())
        });
        let mut filled = filled.collect::<Vec<_>>().into_iter();
        let program = filled.next().ok_or("no command")?;
        let mut command = Command::new(program);
        command.args(filled).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Ok(command.spawn()?)
    }

    /// Begins or resumes; kills it after a while, or lets it end. The outcomes, if it ended by itself.
    fn turn(
        &self,
        journal: &Path,
        numbers: &Path,
        life: Option<Duration>,
    ) -> Outcome<Option<BTreeMap<String, String>>> {
        // One that was killed before its plan was complete has sent nothing.
        let is_begun = Journal::read(journal).is_ok();
        if !is_begun {
            let _ = fs::remove_file(journal);
        }
        let mut child = self.spawn(if is_begun { &self.resume } else { &self.begin }, journal, numbers)?;
        if let Some(life) = life {
            let end = Instant::now() + life;
            while Instant::now() < end && child.try_wait()?.is_none() {
                thread::sleep(Duration::from_millis(1));
            }
            if child.try_wait()?.is_none() {
                child.kill()?;
                child.wait()?;
                // What it sent arrives.
                thread::sleep(Duration::from_millis(200));
                return Ok(None);
            }
        }
        let output = child.wait_with_output()?;
        let report: Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(&output.stderr)))?;
        let outcomes = report.get("outcomes").and_then(Value::as_array).ok_or("no outcomes")?;
        let text = |row: &Value, key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(Some(outcomes.iter().map(|row| (text(row, "id"), text(row, "outcome"))).collect()))
    }

    fn closed(&self) -> BTreeSet<String> {
        let snapshot = self.server.sandbox().snapshot();
        let closed = snapshot.d3.into_iter().filter(|incident| incident.status == "Closed");
        closed.map(|incident| incident.number).collect()
    }

    fn numbers(&self, name: &str, numbers: impl Iterator<Item = String>) -> Outcome<PathBuf> {
        let path = self.folder.join(name);
        fs::write(&path, numbers.collect::<Vec<_>>().join("\n"))?;
        Ok(path)
    }

    /// Every incident is as the report says, and no conclusion is there twice.
    fn check(&self, outcomes: &BTreeMap<String, String>) {
        assert_eq!(self.server.sandbox().effects().duplicates(), []);
        let closed = self.closed();
        for (id, outcome) in outcomes {
            let is_closed = closed.contains(id);
            match outcome.as_str() {
                "succeeded" => assert!(is_closed, "{id} is not closed"),
                "unknown" => {}
                other => assert!(!is_closed, "{id} is closed, and {other}"),
            }
        }
    }
}

/// A number that differs from call to call.
fn random(below: u64) -> Outcome<u64> {
    let text = soarwire::nonce()?;
    let mixed = text.bytes().fold(7u64, |mixed, byte| mixed.wrapping_mul(31).wrapping_add(byte.into()));
    Ok(mixed % below.max(1))
}

#[test]
fn a_run_that_is_killed_and_resumed_does_everything_once() -> Outcome {
    let most = env::var("SOARWIRE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10);
    let faults = r#"[{"kind": "delay", "ms": 15, "times": null}]"#;
    let mut kills = 0;
    let mut runs = 0;
    while kills < most {
        runs += 1;
        let scene = scene("crash", faults)?;
        let journal = scene.folder.join("close.journal");
        let numbers = everything(&scene)?;
        let mut outcomes = loop {
            let life = if kills < most { Some(Duration::from_millis(random(500)?)) } else { None };
            match scene.turn(&journal, &numbers, life)? {
                Some(outcomes) => break outcomes,
                None => kills += 1,
            }
        };
        assert_eq!(outcomes.len(), INCIDENTS);
        scene.check(&outcomes);
        // What was read back and is not in effect is sent anew, and nothing else is left.
        let open: Vec<String> =
            outcomes.iter().filter(|(_, outcome)| *outcome != "succeeded").map(|(id, _)| id.clone()).collect();
        assert!(open.iter().all(|id| outcomes.get(id).is_some_and(|outcome| outcome == "unknown")), "{open:?}");
        let closed = scene.closed();
        assert_eq!(closed.len() + open.len(), INCIDENTS, "one is lost");
        if !open.is_empty() {
            let again = scene.numbers("again", open.into_iter())?;
            let more = scene.turn(&scene.folder.join("again.journal"), &again, None)?.ok_or("no report")?;
            outcomes.extend(more);
        }
        assert!(outcomes.values().all(|outcome| outcome == "succeeded"));
        scene.check(&outcomes);
        assert_eq!(scene.server.sandbox().effects().totals.conclusions, INCIDENTS as u64);
    }
    assert!(runs > 0);
    Ok(())
}

/// All numbers.
fn everything(scene: &Scene) -> Outcome<PathBuf> {
    scene.numbers("all", (0..INCIDENTS).map(|number| format!("20261103-{number:04}")))
}

fn received(scene: &Scene) -> u64 {
    scene.server.sandbox().effects().operation("CloseIncidentInBulk").received
}

#[cfg(unix)]
#[test]
fn a_full_disk_stops_the_run_and_nothing_is_sent_that_the_journal_does_not_cover() -> Outcome {
    let mut scene = scene("full", "[]")?;
    let journal = scene.folder.join("close.journal");
    let numbers = everything(&scene)?;
    // A limit for the size of a file, whose signal is ignored: a write fails then.
    let limited = ["sh", "-c", r#"trap "" XFSZ; ulimit -f 100; exec "$@""#, "sh"].map(str::to_owned);
    let begin = std::mem::take(&mut scene.begin);
    scene.begin = limited.into_iter().chain(begin).collect();
    let outcomes = scene.turn(&journal, &numbers, None)?.ok_or("no report")?;
    scene.check(&outcomes);
    let count = |outcomes: &BTreeMap<String, String>, name: &str| outcomes.values().filter(|one| *one == name).count();
    assert!(count(&outcomes, "not_attempted") > 0 && count(&outcomes, "succeeded") > 0, "{outcomes:?}");
    // Whatever was sent is in the file.
    let written = Journal::read(&journal)?.report();
    for number in scene.closed() {
        let row = written.get(&number).map(|row| row.outcome.name());
        assert!(matches!(row, Some("succeeded" | "unknown")), "{number} is {row:?}");
    }
    // With room, it goes on.
    let outcomes = scene.turn(&journal, &numbers, None)?.ok_or("no report")?;
    scene.check(&outcomes);
    assert_eq!(count(&outcomes, "succeeded") + count(&outcomes, "unknown"), INCIDENTS);
    assert_eq!(scene.closed().len(), count(&outcomes, "succeeded"));
    Ok(())
}

#[test]
fn a_second_process_on_the_same_journal_is_refused() -> Outcome {
    let scene = scene("two", r#"[{"kind": "delay", "ms": 60, "times": null}]"#)?;
    let journal = scene.folder.join("close.journal");
    let numbers = everything(&scene)?;
    let first = scene.spawn(&scene.begin, &journal, &numbers)?;
    while received(&scene) == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    let second = scene.spawn(&scene.resume, &journal, &numbers)?.wait_with_output()?;
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("another process"));
    assert!(first.wait_with_output()?.status.success());
    assert_eq!((scene.closed().len(), scene.server.sandbox().effects().duplicates()), (INCIDENTS, Vec::new()));
    Ok(())
}

#[test]
fn a_journal_that_is_damaged_in_the_middle_sends_nothing() -> Outcome {
    let scene = scene("damaged", r#"[{"kind": "delay", "ms": 15, "times": null}]"#)?;
    let journal = scene.folder.join("close.journal");
    let numbers = everything(&scene)?;
    let mut first = scene.spawn(&scene.begin, &journal, &numbers)?;
    while received(&scene) < 20 {
        thread::sleep(Duration::from_millis(1));
    }
    first.kill()?;
    first.wait()?;
    thread::sleep(Duration::from_millis(500));
    let before = received(&scene);
    let mut bytes = fs::read(&journal)?;
    let middle = bytes.len() / 2;
    bytes.get_mut(middle).into_iter().for_each(|byte| *byte ^= 1);
    fs::write(&journal, bytes)?;
    let refused = scene.spawn(&scene.resume, &journal, &numbers)?.wait_with_output()?;
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("damaged"));
    assert_eq!(received(&scene), before);
    Ok(())
}
