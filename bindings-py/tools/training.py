"""What the compiler optimises a release's wheel for: the work of playbooks, against simulated tenants in this process.

`tests/tools/profile` runs it with a build that counts what is executed. It needs nothing but the wheel.
"""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
from collections.abc import Iterable
from pathlib import Path

from soarwire import AsyncClient, Client, Event, Report, bulk, d3, xpanse
from soarwire.testing import Sandbox

# How often the shortest work is done; longer work is done less often, so that none outweighs the rest.
TIMES = 40_000


def items(numbers: Iterable[str], every: int) -> list[dict[str, str]]:
    """Items of a D3 answer: of so many, one says that it failed."""
    return [
        {"Incident Number": number, "Result": "Failed", "Error message": "The owner does not exist", "Status": "Open"}
        if place % every == 0
        else {"Incident Number": number, "Result": "Successful", "Closed On": "10/30/2026 04:11 PM", "By": "Ken Ito"}
        for place, number in enumerate(numbers)
    ]


def answer(given: list[dict[str, str]], *, inside: bool = False) -> bytes:
    """A D3 answer; `inside`: with JSON text inside a string, as some versions send it."""
    context = json.dumps(given) if inside else given
    return json.dumps({"error": "", "returnData": "Successful", "contextData": context}).encode()


def small_calls() -> None:
    """What is built and read by hand, one after another."""
    tenants = (
        d3.Tenant("https://d3.example.com/MainApp/VSOC", username="Admin", site="North", api_key="k"),
        xpanse.Tenant("acme.example.com", key_id="7", key="k", key_type="standard"),
    )
    numbers = ["20261030-7", "20261030-8", "20261030-9"]
    both, ok = answer(items(numbers, 3)), b'{"reply": true}'
    for place in range(TIMES):
        for tenant, operation, body in (
            (tenants[0], d3.CloseIncidents(numbers, bypass_required_tasks=True, conclusion="Contained."), both),
            (tenants[0], d3.LinkToCases(incident_numbers=numbers[:2], case_numbers=["C-4"]), both),
            (tenants[0], d3.UpdateOwner(incident_numbers=numbers[:1], owner="Ken Ito"), both),
            (tenants[1], xpanse.UpdateIncident(str(place), status="resolved", severity="high"), ok),
        ):
            request = tenant.request(operation)
            report = operation.parse(200, {"content-type": "application/json"}, body)
            assert request.url and request.headers and request.body
            assert report.counts.asked == len(report.succeeded) + len(report.failed) + len(report.unreported)
            assert all(failed.id and failed.reason for failed in report.failed)


def long_answers() -> None:
    """Reports about thousands of incidents, in other orders and layouts, and all that can be done with them."""
    numbers = [f"20261030-{place}" for place in range(4_000)]
    operation = d3.CloseIncidents(numbers, bypass_required_tasks=False)
    for given in (items(reversed(numbers), 50), items(numbers, 1), items(numbers, 1_000)[:-7]):
        for body in (answer(given), answer(given, inside=True)):
            report = operation.parse(200, {}, body)
            look_at(report)
            look_at(Report.from_json(report.to_json()))


def look_at(report: Report) -> None:
    assert sum(len(value) for item in report.items for value in item.values())
    assert report.counts.asked == len(report.to_rows()) == len(list(report.outcomes()))
    assert len(report.rows("Incident Number", "Status")) == len(report.items)
    assert report.to_dict()["operation"] == report.operation


def lists(client: Client) -> None:
    """Pages of incidents and alerts, their rows, typed objects and items."""
    for _ in range(5):
        for operation, of in ((xpanse.GetIncidents(), xpanse.Incident), (xpanse.GetAlerts(), xpanse.Alert)):
            page = client.run(operation)
            assert [(row.id, row.status, row.severity) for row in page.rows]
            assert page.items and page.to_rows()
            for typed in of.of(page):
                assert typed.severity and typed.to_dict()


def calls(clients: tuple[Client, ...], updates: list[xpanse.UpdateIncident], close: d3.CloseIncidents) -> None:
    """Calls over HTTP one after another: with and without listeners, and one that fails."""
    seen: list[str] = []

    def note(event: Event) -> None:
        seen.append(event.name)

    logger = logging.getLogger("soarwire")
    logger.addHandler(logging.NullHandler())
    for on_event, level in ((None, logging.WARNING), (note, logging.INFO)):
        logger.setLevel(level)
        for place in range(TIMES // 40):
            assert clients[1].run(updates[place % len(updates)], on_event=on_event).all_succeeded
            assert clients[0].run(close, on_event=on_event).counts.asked
    logger.setLevel(logging.WARNING)
    assert not clients[1].run(xpanse.UpdateIncident("no such incident", status="new"), raises=False).all_succeeded
    assert seen


async def at_once(tenant: xpanse.Tenant, updates: list[xpanse.UpdateIncident]) -> None:
    """The same by tasks of one event loop."""
    async with AsyncClient(tenant, requests_per_second=0) as client:

        async def some(mine: list[xpanse.UpdateIncident]) -> None:
            for update in mine:
                assert (await client.run(update)).all_succeeded

        await asyncio.gather(*(some(updates[start::8]) for start in range(8)))


def in_bulk(client: Client, ids: list[str], folder: Path) -> None:
    """A bulk run with a journal, and the same without."""
    plan = bulk.plan(xpanse.UpdateIncident, ids, status="resolved")
    assert client.run_bulk(plan, journal=folder / "run.journal", concurrency=8).all_succeeded
    assert len(client.run_bulk(plan, concurrency=8).to_rows()) == len(ids)


def main() -> None:
    small_calls()
    long_answers()
    world = {"xpanse": {"incidents": [], "generate": 1_500, "generate_alerts": 500}, "d3": {"generate": 50}}
    with Sandbox(world) as sandbox, tempfile.TemporaryDirectory() as folder:
        d3_tenant, xpanse_tenant = sandbox.d3_tenant(), sandbox.xpanse_tenant()
        with Client(d3_tenant, requests_per_second=0) as first, Client(xpanse_tenant, requests_per_second=0) as second:
            ids = [str(incident["incident_id"]) for incident in sandbox.incidents["xpanse"]]
            updates = [xpanse.UpdateIncident(incident_id, status="under_investigation") for incident_id in ids]
            numbers = [str(incident["number"]) for incident in sandbox.incidents["d3"]][:4]
            lists(second)
            calls((first, second), updates, d3.CloseIncidents(numbers, bypass_required_tasks=True))
            asyncio.run(at_once(xpanse_tenant, updates))
            in_bulk(second, ids, Path(folder))


if __name__ == "__main__":
    main()
