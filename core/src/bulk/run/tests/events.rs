//! What observers of a run are told of its calls.

use std::sync::{Arc, Mutex, PoisonError};

use super::*;
use crate::{Event, Observer};

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Event>>>);

impl Seen {
    fn at(stage: &mut Stage) -> Self {
        let seen = Seen::default();
        let kept = seen.clone();
        let keep = move |event: &Event| kept.0.lock().unwrap_or_else(PoisonError::into_inner).push(event.clone());
        stage.run.observe(Observer::new(keep));
        seen
    }

    /// Each in words: what it is, which attempt, and what is particular to it.
    fn lines(&self) -> Vec<String> {
        let line = |event: &Event| {
            let mut line = format!("{} {}", event.name, event.attempt);
            let wait = event.why.zip(event.wait).map(|(why, wait)| format!(" {}:{}", why.as_str(), wait.as_millis()));
            let kind = event.kind.map(|kind| format!(" {kind}"));
            [wait, kind].iter().flatten().for_each(|part| line.push_str(part));
            line
        };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().map(line).collect()
    }
}

/// The run looks ahead instead of asking a call that waits, and writes down what is to be sent a little before.
#[test]
fn a_wait_is_told_once_and_as_a_whole() -> Outcome {
    let policy = Policy::default().backoff_base_ms(100);
    for is_journaled in [false, true] {
        let stage = Stage::new(owner(1, 1)?, 0.0, options().policy(policy))?;
        let mut stage = if is_journaled { stage.journaled() } else { stage };
        let seen = Seen::at(&mut stage);
        let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
        stage.answer(&sent, Response::new(429, &b"{}"[..]).with_header("retry-after", "2"));
        let begun_ms = stage.now_ms;
        let report = stage.finish();
        assert!(report.all_succeeded(), "{report}");
        let waited = stage.now_ms - begun_ms;
        assert!((2_000..=2_200).contains(&waited), "{waited}");
        let wait = format!("wait 1 retry_after:{waited}");
        let expected = ["begin 0", "attempt 1", "answer 1 rate_limited", &wait, "attempt 2", "answer 2", "end 2"];
        assert_eq!(seen.lines(), expected, "{is_journaled}");
    }
    Ok(())
}

#[test]
fn a_wait_for_the_pace_is_told_once() -> Outcome {
    for is_journaled in [false, true] {
        let stage = Stage::new(owner(2, 1)?, 2.0, options())?;
        let mut stage = if is_journaled { stage.journaled() } else { stage };
        // Another run at the same pace is there first.
        let mut other = Run::new(owner(1, 1)?, tenant()?, stage.run.pacer.clone(), options(), "run-2", 9)?;
        assert!(matches!(other.poll(NOW, ""), BulkStep::Send { .. }));
        let seen = Seen::at(&mut stage);
        let report = stage.finish();
        assert!(report.all_succeeded(), "{report}");
        // Neither call is begun much sooner than there is room for it.
        let call = ["begin 0", "wait 0 pacing:50", "attempt 1", "answer 1", "end 1"];
        assert_eq!(seen.lines(), [call, call].concat(), "{is_journaled}");
    }
    Ok(())
}

#[test]
fn a_call_without_a_credential_ends_with_that_and_its_attempt_was_not_sent() -> Outcome {
    let mut stage = Stage::new(owner(3, 1)?, 0.0, options())?.journaled();
    let seen = Seen::at(&mut stage);
    let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.run.end_unsigned(stage.now_ms, sent.flight + 1, sent.attempt, Error::no_credential("api_key", None));
    assert!(stage.run.error().is_none(), "there is no such attempt");
    stage.run.end_unsigned(stage.now_ms, sent.flight, sent.attempt, Error::no_credential("api_key", None));
    let report = stage.finish();
    assert_eq!((report.stopped(), report.counts().not_attempted), (Some("missing_credential"), 3));
    assert_eq!(seen.lines(), ["begin 0", "attempt 1", "end 0 missing_credential"]);
    assert!(stage.disk.contains(r#"{"returned":0,"why":"not_sent""#), "{}", stage.disk);
    let report = Stage::resume(&stage.disk, options(), stage.now_ms)?.finish();
    assert!(report.all_succeeded(), "{report}");
    Ok(())
}

#[test]
fn a_call_without_a_credential_for_another_attempt_may_have_been_carried_out() -> Outcome {
    let policy = Policy::default().backoff_base_ms(100);
    let mut stage = Stage::new(owner(2, 1)?, 0.0, options().policy(policy))?;
    let seen = Seen::at(&mut stage);
    let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.lose(&sent, TransportError::Timeout);
    let Some(again) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.run.end_unsigned(stage.now_ms, again.flight, again.attempt, Error::no_credential("api_key", None));
    assert_eq!(stage.finish().stopped(), Some("missing_credential"));
    assert_eq!(stage.names(), ["unknown", "not_attempted"]);
    assert_eq!(seen.lines().last().map(String::as_str), Some("end 1 timeout"));
    Ok(())
}
