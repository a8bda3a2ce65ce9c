//! What is read before it is written to.

use super::*;
use crate::xpanse;

fn xpanse(plan: Plan) -> Result<Stage, Error> {
    let tenant: AnyTenant = xpanse::Tenant::at("/soar")?.into();
    let run = Run::new(plan, tenant, Pacer::new(0.0)?, options(), "run-1", 7)?;
    Ok(Stage { run, now_ms: NOW, disk: String::new() })
}

#[test]
fn each_kind_of_incident_is_read_where_it_is() -> Outcome {
    let alerts = Plan::over(xpanse::UpdateAlerts::new(["1"]).status("new"), ["7", "not-a-number", "8"])?;
    let incidents = Plan::over(xpanse::UpdateIncident::new("1").status("new"), ["7"])?;
    for (plan, reading) in [(alerts.clone(), "xpanse.get_alerts"), (incidents, "xpanse.get_incidents")] {
        let mut stage = xpanse(plan.guard(Guard::new().is_in("status", ["new"])?))?;
        let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
        assert_eq!(stage.run.operation_of(sent.flight).map(|operation| operation.id()), Some(reading));
    }
    let mut stage = xpanse(alerts.guard(Guard::new().is_in("title", ["Seen"])?))?;
    let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    assert!(!sent.body.contains("not-a-number"), "{}", sent.body);
    let item = |id: &str| format!(r#"{{"external_id": "{id}", "alert_id": "{id}", "name": "Seen"}}"#);
    let body = format!(r#"{{"reply": {{"total_count": 1, "result_count": 1, "alerts": [{}]}}}}"#, item("7"));
    stage.answer(&sent, Response::new(200, body.as_bytes()));
    let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
    let asked = stage.run.operation_of(sent.flight).map(|operation| operation.asked().ids().to_vec());
    assert_eq!(asked, Some(vec!["7".to_owned()]));
    stage.answer(&sent, Response::new(200, &br#"{"reply": true}"#[..]));
    assert!(stage.next().is_none());
    let skipped = |why| BulkOutcome::Skipped { why };
    let outcomes: Vec<_> = (1..3).map(|place| stage.run.row(place).outcome).collect();
    let wanted = [
        skipped("alerts can be looked up only by an integer id"),
        skipped("the incident was missing from what was read back"),
    ];
    assert_eq!(outcomes, wanted);
    Ok(())
}

/// Spelt otherwise it would not be JSON, and without a reading there would be no guard.
#[test]
fn a_number_of_an_alert_that_json_does_not_spell_so_is_never_written_to_unread() -> Outcome {
    for id in ["+7", "007", "-0", " 7", "7.0", "9223372036854775808"] {
        let plan = Plan::over(xpanse::UpdateAlerts::new(["1"]).status("new"), ["8", id])?;
        let mut stage = xpanse(plan.guard(Guard::new().is_in("title", ["Seen"])?))?;
        let Some(sent) = stage.next() else { return Err(Error::invalid("run", "ended")) };
        assert_eq!(stage.run.operation_of(sent.flight).map(|operation| operation.id()), Some("xpanse.get_alerts"));
        assert!(sent.body.contains(r#""value":[8]"#), "{id}: {}", sent.body);
        stage.answer(
            &sent,
            Response::new(200, &br#"{"reply": {"total_count": 0, "result_count": 0, "alerts": []}}"#[..]),
        );
        assert!(stage.next().is_none(), "{id}");
        let why = "alerts can be looked up only by an integer id";
        assert_eq!(stage.run.row(1).outcome, BulkOutcome::Skipped { why }, "{id}");
    }
    Ok(())
}

/// A reading takes a hundred incidents: it is for so many requests, but no more than may be in flight.
#[test]
fn requests_with_few_incidents_are_read_together() -> Outcome {
    for (count, chunk, concurrency, wanted) in [
        (9, 1, 4, vec![4, 4, 1]),
        (3, 1, 8, vec![3]),
        (120, 40, 8, vec![100]),
        (150, 50, 8, vec![100, 50]),
        (198, 99, 8, vec![100]),
        (300, 100, 8, vec![100, 100, 100]),
    ] {
        let mut stage = Stage::new(close(count, chunk)?.guard(guard()?), 0.0, options().concurrency(concurrency))?;
        let at_once: Vec<usize> = std::iter::from_fn(|| stage.next()).map(|sent| sent.numbers.len()).collect();
        assert_eq!(at_once, wanted, "{count} by {chunk}");
    }
    Ok(())
}
