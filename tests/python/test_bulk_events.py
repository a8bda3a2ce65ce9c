"""What bulk runs tell of their calls."""

from __future__ import annotations

import asyncio
import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from soarwire import AsyncClient, Client, Event, bulk, d3, errors
from soarwire.testing import Sandbox

ROWS = json.loads((pathlib.Path(__file__).parent.parent / "behaviours" / "bulk_events.json").read_text())
NUMBERS = ["20261103-104", "20261103-105"]
OPERATIONS = {
    "assign": d3.UpdateOwner(NUMBERS, "Maria Keller"),
    "close": d3.CloseIncidents(NUMBERS, bypass_required_tasks=True, conclusion="Contained."),
}

Run = Callable[..., bulk.BulkReport]


def by_client(sandbox: Sandbox, plan: bulk.Plan, **settings: Any) -> bulk.BulkReport:
    with Client(sandbox.d3_tenant(), requests_per_second=0) as client:
        return client.run_bulk(plan, **settings)


def by_async_client(sandbox: Sandbox, plan: bulk.Plan, **settings: Any) -> bulk.BulkReport:
    async def main() -> bulk.BulkReport:
        async with AsyncClient(sandbox.d3_tenant(), requests_per_second=0) as client:
            return await client.run_bulk(plan, **settings)

    return asyncio.run(main())


WAYS = [by_client, by_async_client]


@pytest.fixture(params=WAYS, ids=[way.__name__ for way in WAYS])
def run(request: pytest.FixtureRequest, soarwire_sandbox: Sandbox) -> Run:
    return lambda plan, **settings: request.param(soarwire_sandbox, plan, **settings)


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_events_of_runs_are_those_of_every_language(row: dict[str, Any], run: Run, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script(*row.get("faults", []))
    guard = bulk.Guard().is_not_in("status", "Closed") if "guard" in row else None
    plan = bulk.plan(OPERATIONS[row["operation"]], chunk=row.get("chunk", 1), guard=guard)
    seen: list[Event] = []

    def refuse(count: int) -> None:
        raise LookupError(count)

    if "acquire" in row:
        with pytest.raises(LookupError) as caught:
            run(plan, concurrency=1, on_event=seen.append, acquire=refuse)
        incomplete = caught.value.__context__
        assert isinstance(incomplete, bulk.Incomplete) and incomplete.report.not_attempted == NUMBERS
    else:
        assert run(plan, concurrency=1, on_event=seen.append).stopped == row.get("stopped")
    told = []
    for event, expected in zip(seen, row["events"]):
        fields = {**event.to_dict(), **event.to_dict().get("counts", {}), "call": event.call - seen[0].call + 1}
        told.append({name: fields.get(name) for name in expected})
    assert (told, len(seen)) == (row["events"], len(row["events"]))


def test_the_client_is_told_first_and_a_run_that_goes_on_tells_too(
    soarwire_sandbox: Sandbox, tmp_path: pathlib.Path
) -> None:
    told: list[str] = []

    def refuse(count: int) -> None:
        raise LookupError(count)

    def by_client(event: Event) -> None:
        told.append(f"client {event.name}")

    def by_run(event: Event) -> None:
        told.append(f"run {event.name}")

    with Client(soarwire_sandbox.d3_tenant(), requests_per_second=0, on_event=by_client) as client:
        with pytest.raises(LookupError):
            client.run_bulk(bulk.plan(OPERATIONS["assign"]), journal=tmp_path / "a.journal", acquire=refuse)
        told.clear()
        assert client.resume(tmp_path / "a.journal", on_event=by_run).all_succeeded
    names = ["begin", "attempt", "answer", "end"]
    assert told == [f"{who} {name}" for name in names for who in ("client", "run")]


def test_what_a_listener_raises_changes_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[Any] = []
    monkeypatch.setattr("sys.unraisablehook", lambda unraisable: caught.append(unraisable.exc_value))

    def fail(event: Event) -> None:
        raise ValueError(event.name)

    assert run(bulk.plan(OPERATIONS["assign"]), on_event=fail).all_succeeded
    assert [str(error) for error in caught] == ["begin", "attempt", "answer", "end"]


def test_a_listener_must_be_callable(run: Run, soarwire_sandbox: Sandbox) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        run(bulk.plan(OPERATIONS["assign"]), on_event="print")
    assert caught.value.field == "on_event"
    assert soarwire_sandbox.requests == []
