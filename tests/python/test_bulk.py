"""Plans run by clients: every incident has an outcome, and a run goes on from its journal."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from soarwire import AsyncClient, Client, bulk, d3, errors, xpanse
from soarwire.testing import Sandbox

NUMBERS = [f"A-{number}" for number in range(60)]
INCIDENTS = {"d3": {"incidents": [{"number": number} for number in NUMBERS]}}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(INCIDENTS) as served:
        yield served


@pytest.fixture(params=["blocking", "asyncio"])
def runs(request: pytest.FixtureRequest, sandbox: Sandbox) -> Any:
    return Blocking(sandbox) if request.param == "blocking" else Awaited(sandbox)


class Blocking:
    """The methods of `Client`."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.client = Client(sandbox.d3_tenant(), requests_per_second=0, max_attempts=2)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)


class Awaited:
    """Those of `AsyncClient`, each in an event loop of its own."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.client = AsyncClient(sandbox.d3_tenant(), requests_per_second=0, max_attempts=2)

    def __getattr__(self, name: str) -> Any:
        async def call(*arguments: Any, **named: Any) -> Any:
            return await getattr(self.client, name)(*arguments, **named)

        return lambda *arguments, **named: asyncio.run(call(*arguments, **named))


def closing(numbers: Any = NUMBERS, chunk: int = 10, **more: Any) -> bulk.Plan:
    return bulk.plan(
        d3.CloseIncidents, numbers, bypass_required_tasks=True, conclusion="Contained.", chunk=chunk, **more
    )


def test_every_incident_has_an_outcome_and_is_told_once(runs: Any, sandbox: Sandbox, tmp_path: Path) -> None:
    rows: list[bulk.BulkRow] = []
    progress: list[bulk.Progress] = []
    sandbox.script({"kind": "rate_limited", "retry_after": 0})
    plan = closing([*NUMBERS, "A-none"])
    report = runs.run_bulk(plan, journal=tmp_path / "all.journal", on_progress=progress.append, on_outcome=rows.append)
    assert (report.counts.succeeded, report.counts.failed, report.stopped) == (60, 1, None)
    assert [failed.id for failed in report.failed] == ["A-none"]
    assert sorted(row.id for row in rows) == sorted(plan.ids)
    last = progress[-1]
    assert (last.planned, last.settled, last.in_flight, last.counts) == (61, 61, 0, report.counts)
    assert last.sent == 8
    assert report.journal == tmp_path / "all.journal"
    assert sandbox.effects["duplicates"] == []


def test_a_lost_answer_is_settled_by_reading_and_the_journal_is_told(
    runs: Any, sandbox: Sandbox, tmp_path: Path
) -> None:
    journal = tmp_path / "lost.journal"
    sandbox.script({"kind": "cut_after"}, {"kind": "left_out", "count": 2})
    report = runs.run_bulk(closing(), journal=journal)
    assert (report.counts.succeeded, report.counts.unknown, report.counts.unreported) == (48, 10, 2)
    assert not report.retry()
    assert len(report.retry(unknown=True)) == 10
    assert len(report.retry(unknown=True, unreported=True)) == 12
    assert runs.settle(report) is report
    assert report.all_succeeded
    assert sum(row.settled == "in_effect" for row in report.rows) == 12
    assert bulk.Journal.read(journal).report() == report
    # There is nothing left to settle, and nothing to do.
    assert runs.settle(report) is report
    assert runs.resume(journal) == report
    assert sandbox.effects["totals"]["conclusions"] == 60


def test_a_refused_key_stops_the_run_and_the_rest_is_sent_later(sandbox: Sandbox, tmp_path: Path) -> None:
    journal = tmp_path / "key.journal"
    with Client(sandbox.d3_tenant(api_key="wrong"), requests_per_second=0) as client:
        report = client.run_bulk(closing(), journal=journal, concurrency=1)
    assert (report.stopped, report.counts.failed, report.counts.not_attempted) == ("unauthenticated", 10, 50)
    assert "unauthenticated" in (report.stopped_reason or "")
    assert len(report.retry()) == 60
    with Client(sandbox.d3_tenant(), requests_per_second=0) as client:
        rest = client.resume(journal)
        assert (rest.run_id, rest.counts.succeeded, rest.counts.failed) == (report.run_id, 50, 10)
        assert client.run_bulk(rest.retry()).all_succeeded


def test_the_deadline_and_the_breaker(runs: Any, sandbox: Sandbox) -> None:
    sandbox.script({"kind": "delay", "ms": 4000, "times": 100})
    report = runs.run_bulk(closing(), deadline=2.5, concurrency=2)
    assert (report.stopped, report.counts.succeeded, report.counts.not_attempted) == ("deadline", 20, 40)
    assert {row.reason for row in report.rows if row.outcome == "not_attempted"} == {"deadline"}
    sandbox.clear_faults()
    sandbox.script({"kind": "cut_before", "times": 100})
    report = runs.run_bulk(report.retry(), breaker=2, concurrency=1)
    assert report.stopped == "interrupted"
    assert report.counts.not_attempted == 20


def test_what_the_guard_does_not_hold_for_is_skipped(sandbox: Sandbox) -> None:
    with Client(sandbox.d3_tenant(), requests_per_second=0) as client:
        assert client.run_bulk(closing(NUMBERS[:5])).all_succeeded
        for guard in (
            bulk.Guard().is_not_in("status", "Closed"),
            [{"field": "status", "operator": "not_in", "value": "Closed"}],
        ):
            report = client.run_bulk(closing(guard=guard))
            assert "Closed" in (report.row("A-0").reason or "")
        assert len(report.skipped) == 60


def test_a_limiter_that_machines_share(runs: Any) -> None:
    asked: list[int] = []
    assert runs.run_bulk(closing(), acquire=asked.append).all_succeeded
    assert asked == [1] * 6


@pytest.mark.parametrize("raised", [LookupError, SystemExit, asyncio.CancelledError])
def test_a_limiter_that_raises_lets_nothing_go(runs: Any, sandbox: Sandbox, raised: type[BaseException]) -> None:
    def refuse(_: int) -> None:
        raise raised("the limiter is gone")

    with pytest.raises(raised, match="the limiter is gone"):
        runs.run_bulk(closing(), concurrency=2, acquire=refuse)
    assert sandbox.requests == []


@pytest.mark.parametrize("callback", ["on_progress", "on_outcome", "acquire"])
def test_what_a_callback_raises_stops_the_run_and_nothing_is_lost(
    runs: Any, sandbox: Sandbox, callback: str, tmp_path: Path
) -> None:
    calls: list[Any] = []

    def fail(told: Any) -> None:
        calls.append(told)
        if callback != "on_progress" or told.sent:
            raise LookupError("no such screen")

    sandbox.script({"kind": "delay", "ms": 150, "times": 100})
    journal = tmp_path / "raised.journal"
    with pytest.raises(LookupError, match="no such screen") as caught:
        runs.run_bulk(closing(), journal=journal, concurrency=1, **{callback: fail})
    incomplete = caught.value.__context__
    assert isinstance(incomplete, bulk.Incomplete) and isinstance(incomplete, errors.Incomplete)
    report = incomplete.report
    assert report.counts.unknown == 0
    assert report.counts.not_attempted > 0
    assert "client.resume(" in str(incomplete)
    sandbox.clear_faults()
    assert runs.resume(journal).all_succeeded
    assert sandbox.effects["duplicates"] == []


def test_events_of_the_calls(sandbox: Sandbox) -> None:
    events: list[str] = []
    with Client(sandbox.d3_tenant(), requests_per_second=0, on_event=lambda event: events.append(event.name)) as client:
        assert client.run_bulk(closing()).all_succeeded
    assert events.count("end") == 6


def test_one_pace_for_calls_and_runs(sandbox: Sandbox) -> None:
    with Client(sandbox.d3_tenant(), requests_per_second=20) as client:
        told: list[bulk.Progress] = []
        assert client.run_bulk(closing(), on_progress=told.append).all_succeeded
    assert told[-1].elapsed >= 0.2


def test_xpanse(sandbox: Sandbox) -> None:
    ids = [incident["incident_id"] for incident in sandbox.incidents["xpanse"]]
    with Client(sandbox.xpanse_tenant(), requests_per_second=0) as client:
        report = client.run_bulk(bulk.plan(xpanse.UpdateIncident, map(int, ids), status="resolved", severity=None))
    assert report.succeeded == ids
    assert report.plan.to_dict()["params"] == {"severity": None, "status": "resolved"}


def test_a_report_travels_and_is_shown(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.script({"kind": "cut_after"})
    with Client(sandbox.d3_tenant(), requests_per_second=0) as client:
        report = client.run_bulk(closing([*NUMBERS, "<b>"]), journal=tmp_path / "a.journal", concurrency=1)
    for other in (pickle.loads(pickle.dumps(report)), bulk.BulkReport.from_json(report.plan, report.to_json())):
        assert other == report
        assert other.to_json() == report.to_json()
    assert pickle.loads(pickle.dumps(report)).journal == report.journal
    assert report != report.to_json() and report != 5
    shown = str(report)
    assert shown.splitlines()[0] == "d3.close_incidents: 50 of 61 succeeded, 1 failed, 10 unknown"
    assert shown.splitlines()[1].split() == ["id", "outcome", "reason", "request", "settled"]
    assert "A-0 " in shown and "A-11" not in shown
    assert "<td>&lt;b&gt;</td>" in report._repr_html_() and "<b>" not in report._repr_html_()
    rows = list(csv.DictReader(io.StringIO(report.to_csv())))
    assert [row["id"] for row in rows] == report.plan.ids
    assert rows[0] == {"id": "A-0", "outcome": "unknown", "reason": "interrupted", "request": "0", "settled": ""}
    report.to_csv(tmp_path / "report.csv")
    assert (tmp_path / "report.csv").read_bytes().decode() == report.to_csv()
    assert report.to_rows() == report.to_dict()["outcomes"] == [row.to_dict() for row in report.iter_rows()]
    assert (len(report), bool(report), report.operation) == (61, True, "d3.close_incidents")
    assert report.row("A-0") == report.rows[0]
    with pytest.raises(KeyError):
        report.row("no such number")
    with pytest.raises(bulk.Incomplete) as caught:
        report.raise_for_failures()
    # It is over: there is nothing to continue.
    assert str(caught.value) == "d3.close_incidents: 50 of 61 succeeded, 1 failed, 10 unknown"
    assert pickle.loads(pickle.dumps(caught.value)).report == report


def test_a_long_table_is_cut() -> None:
    with Sandbox({"d3": {"incidents": []}}) as empty, Client(empty.d3_tenant(), requests_per_second=0) as client:
        report = client.run_bulk(closing(chunk=100))
    assert len(str(report).splitlines()) == 53
    assert "… and 10 more" in str(report) and "… and 10 more" in report._repr_html_()


@pytest.mark.parametrize(
    ("field", "settings"),
    [
        ("plan", {"plan": [1]}),
        ("concurrency", {"concurrency": 0}),
        ("concurrency", {"concurrency": "8"}),
        ("deadline", {"deadline": 0}),
        ("breaker", {"breaker": -1}),
        ("on_progress", {"on_progress": 5}),
        ("on_outcome", {"on_outcome": "print"}),
        ("acquire", {"acquire": asyncio.sleep}),
        ("journal", {"journal": "no/such/folder/x.journal"}),
        ("tenant", {"plan": bulk.plan(d3.UpdateOwner, ["1"], owner="x", tenant="https://other.example.com/VSOC")}),
        ("operation", {"plan": bulk.plan(xpanse.UpdateIncident, ["1"], status="new")}),
    ],
    ids=str,
)
def test_bad_input_is_named_and_nothing_is_sent(
    runs: Any, sandbox: Sandbox, field: str, settings: dict[str, Any]
) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        runs.run_bulk(settings.get("plan", closing()), **{name: settings[name] for name in settings if name != "plan"})
    assert caught.value.field == field
    assert sandbox.requests == []


def test_an_unknown_setting_is_a_type_error(runs: Any) -> None:
    for run, what in ((runs.run_bulk, closing()), (runs.resume, "x.journal")):
        with pytest.raises(TypeError, match="speed"):
            run(what, speed=5)
    with pytest.raises(TypeError, match="outcome"):
        runs.settle(d3.UpdateOwner(["1"], "x"))


def test_a_client_of_its_own_transport_runs_no_plans(sandbox: Sandbox) -> None:
    import httpx

    async def main() -> None:
        async with httpx.AsyncClient(follow_redirects=False) as http_client:
            client = AsyncClient(sandbox.d3_tenant(), http_client=http_client)
            for run in (client.run_bulk(closing()), client.resume("x.journal")):
                with pytest.raises(errors.InvalidRequest, match="without it") as caught:
                    await run
                assert caught.value.field == "http_client"

    asyncio.run(main())


def test_a_closed_client(runs: Any) -> None:
    with contextlib.suppress(AttributeError):
        runs.client.close()
    asyncio.run(runs.client.aclose()) if isinstance(runs.client, AsyncClient) else None
    with pytest.raises(RuntimeError, match="closed"):
        runs.run_bulk(closing())
