//! What is written down before there is room for it: so far ahead as the disk is slow, and no further.

use super::*;

/// A run whose disk and server take their time.
struct Timed {
    /// How long it took.
    took_ms: u64,
    /// The most requests that were written down, on disk or on the way to it, and not sent.
    ahead: usize,
    /// How often something was written.
    writes: usize,
}

fn timed(plan: Plan, rate: f64, options: BulkOptions, disk_ms: u64, answer_ms: u64) -> Result<Timed, Error> {
    let mut stage = Stage::new(plan, rate, options)?.journaled();
    let all = numbers(stage.run.plan().len());
    let (mut written_ms, mut answers) = (None, Vec::new());
    let mut timed = Timed { took_ms: 0, ahead: 0, writes: 0 };
    loop {
        match stage.run.poll(stage.now_ms, "") {
            BulkStep::Write { text } => {
                stage.disk.push_str(&text);
                timed.writes += 1;
                written_ms = Some(stage.now_ms + disk_ms);
            }
            BulkStep::Send { flight, attempt, request, .. } => {
                let body = String::from_utf8_lossy(request.body()).into_owned();
                let numbers = all.iter().filter(|number| body.contains(*number)).cloned().collect();
                answers.push((stage.now_ms + answer_ms, Sent { flight, attempt, numbers, body, at_ms: stage.now_ms }));
                let intents = stage.disk.matches(r#"{"intent":"#).count() as u64;
                timed.ahead = timed.ahead.max((intents - stage.run.progress(stage.now_ms).sent) as usize);
            }
            BulkStep::Wait { until_ms, .. } => {
                let answer_ms = answers.iter().map(|(at_ms, _)| *at_ms).min();
                let next_ms = [written_ms, answer_ms].into_iter().flatten().fold(until_ms, u64::min);
                stage.now_ms = stage.now_ms.max(next_ms);
                if written_ms.is_some_and(|at_ms| at_ms <= stage.now_ms) {
                    written_ms = None;
                    stage.run.on_written(Ok(()));
                }
                let (due, left): (Vec<_>, Vec<_>) = answers.into_iter().partition(|(at_ms, _)| *at_ms <= stage.now_ms);
                answers = left;
                due.iter().for_each(|(_, sent)| stage.succeed(sent));
            }
            BulkStep::Acquire { .. } => return Err(Error::invalid("run", "asks for a permit")),
            BulkStep::Done => break,
        }
    }
    assert!(stage.run.report().all_succeeded(), "{}", stage.run.report());
    assert_eq!(read(&stage.disk)?.report(), stage.run.report());
    timed.took_ms = stage.now_ms - NOW;
    Ok(timed)
}

#[test]
fn a_slow_disk_does_not_slow_the_requests_down() -> Outcome {
    // With 10 ms for a request the disk takes up to ten times as long, and costs no more than twenty requests at the beginning.
    for (disk_ms, most_ahead, most_writes) in
        [(0, 7, 210), (1, 7, 210), (10, 4, 210), (20, 20, 210), (40, 32, 110), (100, 32, 50)]
    {
        let run = timed(owner(400, 1)?, 0.0, options(), disk_ms, 10)?;
        assert!((4_000..=4_000 + 10 * disk_ms).contains(&run.took_ms), "{disk_ms}: {}", run.took_ms);
        assert!(run.ahead <= most_ahead && run.writes <= most_writes, "{disk_ms}: {} in {}", run.ahead, run.writes);
    }
    Ok(())
}

#[test]
fn no_more_is_written_down_ahead_than_thirty_two_for_each_request_in_flight() -> Outcome {
    for (concurrency, most_ahead) in [(1, 32), (4, 131)] {
        let run = timed(owner(400, 1)?, 0.0, options().concurrency(concurrency), 2_000, 10)?;
        assert_eq!(run.ahead, most_ahead);
    }
    Ok(())
}

#[test]
fn an_attempt_that_has_to_wait_is_written_down_fifty_milliseconds_before() -> Outcome {
    let mut stage = Stage::new(close(1, 1)?, 0.0, options().policy(Policy::default().max_attempts(2)))?.journaled();
    let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    stage.answer(&sent, Response::new(429, &b"{}"[..]).with_header("retry-after", "2"));
    let mut written_ms = None;
    while stage.now_ms < NOW + 10_000 {
        match stage.run.poll(stage.now_ms, "") {
            BulkStep::Write { text } => {
                if text.contains(r#"{"intent":0,"attempt":2,"#) {
                    written_ms = Some(stage.now_ms);
                }
                stage.run.on_written(Ok(()));
            }
            BulkStep::Wait { until_ms, .. } => stage.now_ms = until_ms,
            BulkStep::Send { .. } => break,
            step => return Err(Error::invalid("run", format!("{step:?}"))),
        }
    }
    assert!(stage.now_ms >= NOW + 2_000);
    assert_eq!(written_ms, Some(stage.now_ms - 50));
    Ok(())
}

/// While the pace has no room for a request, there is time enough to write it down when it has.
#[test]
fn nothing_is_written_down_ahead_where_the_pace_is_slower_than_the_disk() -> Outcome {
    let run = timed(owner(100, 1)?, 10.0, options(), 5, 10)?;
    assert_eq!((run.took_ms, run.ahead), (9_930, 0));
    for (rate, concurrency, disk_ms, most_ahead) in [(10.0, 1, 80, 2), (5.0, 2, 80, 3), (5.0, 2, 300, 5)] {
        let run = timed(owner(100, 1)?, rate, options().concurrency(concurrency), disk_ms, 10)?;
        assert!(run.ahead <= most_ahead, "{disk_ms}: {}", run.ahead);
    }
    Ok(())
}
