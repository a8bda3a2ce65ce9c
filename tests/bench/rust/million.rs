//! `bulk.memory_1m` and `bulk.resume_1m`: a run of a million incidents, and taking it up from its journal, each in a process of its
//! own.

use std::{
    env,
    error::Error,
    fs::{self, OpenOptions},
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Instant,
};

use serde_json::{Value, json};
use soarwire::{
    AnyTenant, BulkRun, Client, ClientConfig, JournalFile, Pacer,
    bulk::{BulkOptions, BulkRow, Plan, Run},
    d3,
};

use crate::replies::{close_reply, numbers_in};

pub(crate) const INCIDENTS: usize = 1_000_000;
const ROUNDS: usize = 5;
/// The most memory that the run may take.
const MOST_MIB: u64 = 100;
/// How long opening may take.
const MOST_SECONDS: f64 = 2.0;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A million incidents that are to be closed.
pub(crate) fn plan() -> Result<Plan, soarwire::Error> {
    let close = d3::CloseIncidents::new(["1"], true).conclusion("Contained.");
    Plan::over(close, (0..INCIDENTS).map(|index| format!("20261103-{index}")))
}

/// Both rows: the journal of the first is the second's, cut off where one in a hundred bytes was still to be written.
pub(crate) fn rows(folder: &Path) -> Outcome<[(&'static str, Value); 2]> {
    let url = serve()?;
    let path = folder.join("million.journal");
    let _ = fs::remove_file(&path);
    let journal = path.to_string_lossy();
    let run = child(&["million", &url, &journal])?;
    let length = fs::metadata(&path)?.len();
    OpenOptions::new().write(true).open(&path)?.set_len(length / 100 * 99)?;
    let resume = child(&["million", &journal])?;
    fs::remove_file(&path)?;
    Ok([("bulk.memory_1m", run), ("bulk.resume_1m", resume)])
}

fn child(arguments: &[&str]) -> Outcome<Value> {
    let output = Command::new(env::current_exe()?).args(arguments).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    if output.status.success() { Ok(serde_json::from_str(&text)?) } else { Err(text.into()) }
}

/// What the process of a row does: with a URL it runs the plan, without it opens the journal.
pub(crate) fn work(arguments: &[String]) -> Outcome<Value> {
    match arguments {
        [url, journal] => run(url, Path::new(journal)),
        [journal] => resume(Path::new(journal)),
        _ => Err("usage: bench million [URL] JOURNAL".into()),
    }
}

fn tenant(url: &str) -> Result<d3::Tenant, soarwire::Error> {
    d3::Tenant::new(url, "Admin", "Security Operations")?.with_auth(d3::Auth::api_key("key"))
}

fn run(url: &str, journal: &Path) -> Outcome<Value> {
    let began = Instant::now();
    let client = Client::with_config(tenant(url)?, ClientConfig::default().requests_per_second(0.0))?;
    let told = AtomicUsize::new(0);
    let on_outcome = |row: &BulkRow<'_>| {
        told.fetch_add(usize::from(!row.id.is_empty()), Ordering::Relaxed);
    };
    let counts = client.run_bulk(plan()?, &BulkRun::default().journal(journal).on_outcome(&on_outcome))?.counts();
    if told.into_inner() != INCIDENTS || counts.succeeded + counts.failed != INCIDENTS {
        return Err(format!("not all were told: {counts}").into());
    }
    let name =
        format!("in {:.1} s, {} MiB of journal", began.elapsed().as_secs_f64(), fs::metadata(journal)?.len() >> 20);
    Ok(json!({
        "ours": peak_mib()?, "peer": null, "ratio": null, "unit": "MiB", "budget": MOST_MIB, "peer_name": name,
    }))
}

/// Opens the journal and makes the run that goes on, which knows what is left.
fn resume(journal: &Path) -> Outcome<Value> {
    let mut times = Vec::new();
    let mut left = 0;
    for _ in 0..=ROUNDS {
        let began = Instant::now();
        let (_file, journal) = JournalFile::open(journal)?;
        let tenant: AnyTenant = tenant(journal.base_url())?.into();
        let run = Run::resume(journal, tenant, Pacer::new(50.0)?, BulkOptions::default(), 7, soarwire::now_ms())?;
        left = run.progress(soarwire::now_ms()).counts.not_attempted;
        times.push(began.elapsed().as_secs_f64());
    }
    // The first round warms up.
    times.remove(0);
    times.sort_by(f64::total_cmp);
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    let name = format!("{left} are left; at most {} MiB", peak_mib()?);
    if left == 0 || left > INCIDENTS / 20 {
        return Err(name.into());
    }
    Ok(json!({
        "ours": (median * 1e3).round() / 1e3, "peer": null, "ratio": null, "unit": "s", "budget": MOST_SECONDS,
        "peer_name": name,
    }))
}

/// The most memory that this process ever had, as Linux says.
fn peak_mib() -> Outcome<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: u64 = peak.and_then(|peak| peak.trim().strip_suffix(" kB")).ok_or("no VmHWM")?.trim().parse()?;
    Ok(kib.div_ceil(1024))
}

/// A tenant that closes whatever it is asked to; its URL.
fn serve() -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A connection that breaks is the client's to report.
            thread::spawn(move || answer_all(&stream));
        }
    });
    Ok(url)
}

fn answer_all(mut stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut received = Vec::new();
    let mut piece = [0; 16 << 10];
    loop {
        let end = received.windows(4).position(|end| end == b"\r\n\r\n").map(|end| end + 4);
        let head = end.and_then(|end| std::str::from_utf8(received.get(..end)?).ok());
        let length = head.and_then(|head| {
            let of = |line: &str| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok();
            head.lines().find_map(of)
        });
        let whole = end.zip(length).map(|(end, length): (usize, usize)| end..end + length);
        if let Some((whole, body)) = whole.and_then(|whole| Some((whole.end, received.get(whole)?))) {
            let reply = close_reply(&numbers_in(body));
            let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{reply}", reply.len());
            stream.write_all(answer.as_bytes())?;
            received.drain(..whole);
            continue;
        }
        match stream.read(&mut piece)? {
            0 => return Ok(()),
            count => received.extend_from_slice(piece.get(..count).unwrap_or_default()),
        }
    }
}
