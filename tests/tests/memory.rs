//! Reading an answer takes at most four bytes of memory per byte of body, and work in proportion to its size, whatever its
//! content. The allocator that counts counts a list that grows twice, its old place and its new one.

use allocation_counter::{AllocationInfo, measure};
use soarwire::{
    AnyAnswer, AnyTenant, Pacer, Policy, Response, Step,
    bulk::{BulkOptions, BulkStep, JournalReader, Plan, Run},
    d3,
    ffi::AnyOperation,
    xpanse,
};
use soarwire_tests::hostile::{Shape, shapes};

/// The law, the body included.
const LIMIT: usize = 4;

/// The memory that is allowed in addition, for any size: lists of warnings and fields have limits of their own.
const FIXED: usize = 64 << 10;

/// How large the bodies are. Without optimisation a reader is forty times slower: there smaller ones must do.
const SIZE: usize = if cfg!(debug_assertions) { 256 << 10 } else { 8 << 20 };

const CLOSE: (&str, &str) =
    ("d3.close_incidents", r#"{"incident_numbers": ["1", "2"], "bypass_required_tasks": true}"#);
const LINK: (&str, &str) = ("d3.link_to_cases", r#"{"incident_numbers": ["1", "2"], "case_numbers": ["3"]}"#);
const CLOSE_ONE: (&str, &str) = ("d3.close_incident", "{}");
const UPDATE: (&str, &str) = ("xpanse.update_incident", r#"{"incident_id": "1", "status": "new"}"#);

/// Operations that read, or answer otherwise than with a report.
const OTHERS: [(&str, &str); 8] = [
    ("d3.get_incidents", r#"{"start_time": "2026-11-03 00:00:00", "end_time": "2026-11-04 00:00:00"}"#),
    ("d3.get_incident", r#"{"incident_number": "1"}"#),
    ("d3.create_incident", r#"{"incident_type": "Phishing"}"#),
    ("d3.command", r#"{"name": "GetUsersBySite"}"#),
    ("xpanse.get_alerts", "{}"),
    ("xpanse.get_incident_extra_data", r#"{"incident_id": "1"}"#),
    ("xpanse.update_alerts", r#"{"alert_ids": ["1"], "status": "new"}"#),
    ("xpanse.validate_key", "{}"),
];

fn operation((id, params): (&str, &str)) -> Option<AnyOperation> {
    let params: serde_json::Map<String, serde_json::Value> = serde_json::from_str(params).ok()?;
    AnyOperation::from_params(id, params).ok()
}

/// What it takes to read a body of the shape, the body itself counted out; and how long the body is.
fn cost(operation: &AnyOperation, status: u16, shape: &Shape, size: usize) -> (AllocationInfo, usize) {
    let body = shape.body(size);
    let length = body.len();
    let mut body = Some(body);
    let mut answer = None;
    let info = measure(|| answer = body.take().map(|body| operation.parse(Response::new(status, body))));
    assert!(answer.is_some());
    (info, length)
}

fn check(status: u16, named: &[(&str, &str)]) {
    let operations: Vec<AnyOperation> = named.iter().copied().filter_map(operation).collect();
    assert_eq!(operations.len(), named.len());
    let mut broken = Vec::new();
    for shape in shapes() {
        for operation in &operations {
            let (info, length) = cost(operation, status, &shape, SIZE);
            let peak = length + usize::try_from(info.bytes_max).unwrap_or(usize::MAX);
            let ratio = peak as f64 / length as f64;
            if peak > LIMIT * length + FIXED {
                broken.push(format!("{} as {status} of {}: {ratio:.2} bytes a byte", shape.name, operation.id()));
            }
            // Twice the body, twice the work: whatever is copied again and again shows in what was allocated in all.
            let (half, _) = cost(operation, status, &shape, SIZE / 2);
            if info.bytes_total > 2 * half.bytes_total + half.bytes_total / 2 + FIXED as u64 {
                broken.push(format!(
                    "{} as {status} of {}: {} bytes allocated for half of it, {} for the whole",
                    shape.name,
                    operation.id(),
                    half.bytes_total,
                    info.bytes_total
                ));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn answers() {
    check(200, &[CLOSE, LINK, CLOSE_ONE, UPDATE]);
}

#[test]
fn other_answers() {
    check(200, &OTHERS);
}

/// The bytes that are allocated, at most and at one time, beside the objects themselves, to find the members of all objects of a page
/// and keep what was found; and how long the page is.
fn cost_of_typed(item: &str) -> Option<(usize, usize)> {
    let list = operation(("xpanse.get_incidents", "{}"))?;
    let items = vec![item; SIZE / (item.len() + 1)].join(",");
    let body = format!(r#"{{"reply": {{"incidents": [{items}]}}}}"#);
    let length = body.len();
    let Ok(AnyAnswer::Page(page)) = list.parse(Response::new(200, body.into_bytes())) else { return None };
    let mut incidents = Vec::with_capacity(xpanse::Incident::of(&page).len());
    let info = measure(|| incidents.extend(xpanse::Incident::of(&page)));
    (incidents.len() == page.items().len()).then_some((usize::try_from(info.bytes_max).ok()?, length))
}

#[test]
fn typed_objects_keep_no_more_than_there_is() {
    // In the shortest way that there is: around here a place is kept for every key.
    let tags = |count| format!("{{{}}}", vec![r#""tags":1"#; count].join(","));
    let mut items: Vec<String> = [0, 1, 2, 10].into_iter().chain(20..40).map(tags).collect();
    items.push(r#"{"incident_id":"1","status":"new"}"#.to_owned());
    for item in items {
        let cost = cost_of_typed(&item);
        assert!(cost.is_some_and(|(peak, length)| peak <= 3 * length + FIXED), "{item}: {cost:?}");
    }
}

#[test]
fn refusals_422() {
    check(422, &[CLOSE, UPDATE]);
}

#[test]
fn refusals_500() {
    check(500, &[CLOSE, UPDATE]);
}

#[test]
fn other_refusals() {
    for status in [302, 400, 404, 429] {
        check(status, &[CLOSE, UPDATE]);
    }
}

/// A call keeps the body until it is read, and looks for its own key in it. The first key shares its characters with many of the
/// bodies; the last body is nothing but the key, repeated.
#[test]
fn answers_and_refusals_of_a_call() -> Result<(), Box<dyn std::error::Error>> {
    let keys = ["00000000-0000-0000-0000-00000000000a", "aaaaaaaa"];
    let mut broken = Vec::new();
    for (key, status) in keys.into_iter().flat_map(|key| [200, 400, 500].map(|status| (key, status))) {
        let tenant = d3::Tenant::new("https://soc.example.com/soar", "Admin", "Security Operations")?
            .with_auth(d3::Auth::api_key(key))?;
        let tenant = AnyTenant::from(tenant);
        let operation = operation(CLOSE).ok_or("not an operation")?;
        let repeated = format!(r#"{{"error": ["{}"]}}"#, key.repeat(SIZE / key.len()));
        let bodies = shapes().into_iter().map(|shape| (shape.name, shape.body(SIZE)));
        for (name, body) in bodies.chain([("the key, over and over", repeated.into_bytes())]) {
            let length = body.len();
            let mut call = soarwire::Call::new(
                tenant.prepare(&operation)?,
                Pacer::new(0.0)?,
                Policy::default().max_attempts(1),
                1,
            );
            let Step::Send { attempt, .. } = call.poll(0, "") else { return Err("not sent".into()) };
            let mut body = Some(body);
            let mut step = None;
            let info = measure(|| {
                body.take().into_iter().for_each(|body| call.on_response(1, attempt, Response::new(status, body)));
                step = Some(call.poll(1, ""));
            });
            assert!(matches!(step, Some(Step::Done(_))));
            let peak = length + usize::try_from(info.bytes_max)?;
            if peak > LIMIT * length + FIXED {
                broken.push(format!("{name} as {status} of a call: {:.2} bytes a byte", peak as f64 / length as f64));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
    Ok(())
}

/// A journal, and anything else that is taken for one, is read in memory that its size bounds.
#[test]
fn a_journal_takes_memory_in_proportion_to_its_size() -> Result<(), soarwire::Error> {
    let tenant: AnyTenant = d3::Tenant::new("/soar", "Admin", "Security Operations")?.into();
    let ids = (0..20_000).map(|id: u32| id.to_string());
    let plan = Plan::over(d3::UpdateOwner::new(["1"], "m.okoye"), ids)?;
    let options = BulkOptions::default().concurrency(1_000);
    let mut run = Run::new(plan, tenant, Pacer::new(0.0)?, options, "run-1", 7)?.journaled(0);
    let mut journal = Vec::new();
    loop {
        match run.poll(0, "") {
            BulkStep::Write { text } => {
                journal.extend_from_slice(text.as_bytes());
                run.on_written(Ok(()));
            }
            // A request for each hundred, all of which may have been sent.
            BulkStep::Send { .. } => {}
            _ => break,
        }
    }
    let line = vec![b'x'; journal.len()];
    let lines: Vec<u8> = std::iter::repeat_n(*b"00000000 {}\n", journal.len() / 12).flatten().collect();
    for (name, bytes, limit) in [("a journal", &journal, 12), ("one line", &line, 4), ("lines", &lines, 1)] {
        let mut read = None;
        let info = measure(|| {
            let mut reader = JournalReader::new();
            bytes.chunks(4_096).for_each(|piece| reader.feed(piece));
            read = Some(reader.finish());
        });
        assert_eq!(read.is_some_and(|read| read.is_ok()), name == "a journal");
        let ratio = info.bytes_max as f64 / bytes.len() as f64;
        assert!(ratio < f64::from(limit), "{name}: {ratio:.1} bytes a byte");
    }
    Ok(())
}
