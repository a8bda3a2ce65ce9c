"""Lists read to their end, and calls settled, by both clients and by transports of one's own."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import subprocess
import sys
import threading
from collections import Counter
from typing import Any

import pytest

from soarwire import (
    AsyncClient,
    AsyncPageIterator,
    Client,
    Operation,
    Page,
    PageIterator,
    Pages,
    Report,
    Settle,
    Settled,
    Settlement,
    SoarwireError,
    d3,
    errors,
    xpanse,
)
from soarwire.testing import Config, Sandbox

LIST = xpanse.GetIncidents(search_from=0, search_to=10)
ALL = d3.GetIncidents("2000-01-01 00:00:00", "2099-01-01 00:00:00", page_size=10)


@pytest.fixture(params=["sync", "async"])
def how(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def read(how: str, sandbox: Sandbox, operation: Operation[Page], **settings: Any) -> tuple[list[Page], str | None]:
    """All pages of a list through either client, and how it ended."""
    tenant = sandbox.d3_tenant() if operation.id.startswith("d3.") else sandbox.xpanse_tenant()
    if how == "sync":
        with Client(tenant, requests_per_second=0) as client:
            pages = client.pages(operation, **settings)
            return list(pages), pages.end

    async def with_async() -> tuple[list[Page], str | None]:
        async with AsyncClient(tenant, requests_per_second=0) as client:
            pages = client.pages(operation, **settings)
            return [page async for page in pages], pages.end

    return asyncio.run(with_async())


def ids(pages: list[Page]) -> list[str]:
    return [id for page in pages for id in page.ids]


@pytest.mark.parametrize(
    "operation", [LIST, xpanse.GetAlerts(search_to=10), xpanse.GetAlerts(use_page_token=True), ALL]
)
def test_a_list_is_read_to_its_end(how: str, soarwire_sandbox: Sandbox, operation: Operation[Page]) -> None:
    pages, end = read(how, soarwire_sandbox, operation)
    assert (end, pages[-1].next) == ("complete", None)
    world = soarwire_sandbox.incidents
    there = {
        "xpanse.get_incidents": [row["incident_id"] for row in world["xpanse"]],
        "xpanse.get_alerts": [str(row["alert_id"]) for row in world["xpanse_alerts"]],
        "d3.get_incidents": [row["number"] for row in world["d3"]],
    }[operation.id]
    assert Counter(ids(pages)) == Counter(there)


def test_a_limit_of_pages(how: str, soarwire_sandbox: Sandbox) -> None:
    pages, end = read(how, soarwire_sandbox, LIST, limit=2)
    assert ([len(page) for page in pages], end) == ([10, 10], "stopped")
    assert read(how, soarwire_sandbox, LIST, limit=0) == ([], "stopped")
    begun = sum(request["path"].endswith("get_incidents/") for request in soarwire_sandbox.requests)
    assert begun == 2


def test_offsets_end_at_the_cap_and_tokens_do_not(how: str) -> None:
    config: Config = {"xpanse": {"generate": 10_100, "rate_limit": None}}
    listing = xpanse.GetIncidents(search_from=9_900, search_to=10_000)
    with Sandbox(config) as sandbox:
        pages, end = read(how, sandbox, listing)
    assert end == "capped"
    assert pages[0].capped


def test_a_world_that_moves_is_said_to_have_moved(how: str, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "world_moves", "change": "inserted", "count": 2})
    pages, end = read(how, soarwire_sandbox, LIST)
    assert end == "moved"
    # Two came again at the top of the second page, and are given once.
    assert len(set(ids(pages))) == len(ids(pages))
    assert [len(page) for page in pages][:2] == [10, 8]


@pytest.mark.parametrize("status", [500, 403])
def test_an_error_keeps_what_was_read_and_goes_on(how: str, soarwire_sandbox: Sandbox, status: int) -> None:
    whole = ids(read(how, soarwire_sandbox, LIST)[0])

    def break_down() -> None:
        soarwire_sandbox.script({"kind": "status", "status": status, "times": 1})

    def by_client() -> tuple[list[str], Operation[Page] | None]:
        found: list[str] = []
        with Client(soarwire_sandbox.xpanse_tenant(), max_attempts=1, requests_per_second=0) as client:
            pages = client.pages(LIST)
            found += next(pages).ids
            break_down()
            with pytest.raises(errors.ServiceError):
                for page in pages:
                    found += page.ids
            failed, end = pages.operation, pages.end
            found += ids(list(pages))
            assert (end, pages.end, pages.operation) == (None, "complete", None)
        return found, failed

    async def by_async_client() -> tuple[list[str], Operation[Page] | None]:
        found: list[str] = []
        async with AsyncClient(soarwire_sandbox.xpanse_tenant(), max_attempts=1, requests_per_second=0) as client:
            pages = client.pages(LIST)
            found += (await pages.__anext__()).ids
            break_down()
            with pytest.raises(errors.ServiceError):
                async for page in pages:
                    found += page.ids
            failed, end = pages.operation, pages.end
            found += ids([page async for page in pages])
            assert (end, pages.end, pages.operation) == (None, "complete", None)
        return found, failed

    found, failed = by_client() if how == "sync" else asyncio.run(by_async_client())
    assert found == whole
    assert failed == LIST.at_page({"search_from": 10, "search_to": 20})


def test_a_cancelled_task_leaves_the_page_to_be_read_again(soarwire_sandbox: Sandbox) -> None:
    async def scenario() -> list[str]:
        async with AsyncClient(soarwire_sandbox.xpanse_tenant(), requests_per_second=0) as client:
            pages = client.pages(LIST)
            found = (await pages.__anext__()).ids
            soarwire_sandbox.script({"kind": "delay", "ms": 60_000})
            task = asyncio.ensure_future(pages.__anext__())
            while soarwire_sandbox.pending_faults:
                await asyncio.sleep(0.005)
            with pytest.raises(RuntimeError, match="is being read already"):
                await pages.__anext__()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return found + ids([page async for page in pages])

    assert asyncio.run(scenario()) == ids(read("sync", soarwire_sandbox, LIST)[0])


def test_one_thread_reads_a_list_at_a_time(soarwire_sandbox: Sandbox) -> None:
    begun, tried = threading.Event(), threading.Event()

    def hold(event: object) -> None:
        begun.set()
        tried.wait(10)

    with Client(soarwire_sandbox.xpanse_tenant()) as client:
        pages = client.pages(LIST, on_event=hold)
        thread = threading.Thread(target=next, args=(pages,))
        thread.start()
        assert begun.wait(10)
        with pytest.raises(RuntimeError, match="is being read already"):
            next(pages)
        tried.set()
        thread.join()
        assert (pages.count, next(pages).asked) == (1, {"search_from": 10, "search_to": 20})


def test_rows_and_items_across_pages(soarwire_sandbox: Sandbox) -> None:
    pages, _ = read("sync", soarwire_sandbox, LIST)
    rows = [row for page in pages for row in page.rows]
    items = [item for page in pages for item in page.items]
    with Client(soarwire_sandbox.xpanse_tenant(), requests_per_second=0) as client:
        assert list(client.pages(LIST).rows()) == rows
        assert list(client.pages(LIST).items()) == items

    async def by_async_client() -> None:
        async with AsyncClient(soarwire_sandbox.xpanse_tenant(), requests_per_second=0) as client:
            assert [row async for row in client.pages(LIST).rows()] == rows
            assert [item async for item in client.pages(LIST).items()] == items

    asyncio.run(by_async_client())


def test_iterators_print(soarwire_sandbox: Sandbox) -> None:
    with Client(soarwire_sandbox.xpanse_tenant(), requests_per_second=0) as client:
        pages = client.pages(LIST)
        assert repr(pages) == "<soarwire.PageIterator: 0 pages>"
        assert isinstance(pages, PageIterator)
        list(pages)
        assert repr(pages) == f"<soarwire.PageIterator: {pages.count} pages, complete>"
    assert isinstance(AsyncClient(soarwire_sandbox.xpanse_tenant()).pages(LIST), AsyncPageIterator)


def test_settings_are_those_of_calls(how: str, soarwire_sandbox: Sandbox) -> None:
    seen: list[str] = []
    read(how, soarwire_sandbox, LIST, limit=2, on_event=lambda event: seen.append(event.name))
    assert (seen.count("begin"), seen.count("end")) == (2, 2)
    soarwire_sandbox.script({"kind": "rate_limited", "retry_after": 0})
    with pytest.raises(errors.RateLimited):
        read(how, soarwire_sandbox, LIST, max_attempts=1)
    with Client(soarwire_sandbox.xpanse_tenant()) as client:
        with pytest.raises(TypeError, match=r"Client\.pages\(\) got an unexpected keyword argument 'raises'"):
            client.pages(LIST, raises=False)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "operation", [d3.CloseIncident(), xpanse.ValidateKey(), xpanse.GetIncidentExtraData("5471"), d3.Command("GetUsers")]
)
def test_what_does_not_list_is_refused_and_not_sent(soarwire_sandbox: Sandbox, operation: Any) -> None:
    with Client(soarwire_sandbox.d3_tenant()) as client:
        for begin in (client.pages, Pages, AsyncClient(soarwire_sandbox.d3_tenant()).pages):
            with pytest.raises(errors.InvalidRequest) as caught:
                begin(operation)
            assert caught.value.field == "operation"
    for limit in (-1, "x", 1.5):
        with pytest.raises(errors.InvalidRequest) as caught:
            Pages(LIST, limit=limit)  # type: ignore[arg-type]
        assert caught.value.field == "limit"
    assert soarwire_sandbox.requests == []


def answer(*numbers: int, total: int | None = 3) -> str:
    incidents = [{"incident_id": str(number)} for number in numbers]
    return json.dumps({"reply": {"total_count": total, "incidents": incidents}})


def test_pages_without_io() -> None:
    pages = Pages(xpanse.GetIncidents(search_to=2))
    assert pages
    assert (len(pages), pages.end) == (0, None)
    found: list[str] = []
    for body in (answer(1, 2), answer(2, 3)):
        operation = pages.operation
        assert operation is not None
        found += pages.take(operation.parse(200, {}, body)).ids
    # One came twice, so one may have been missed.
    assert (found, len(pages), pages.operation, pages.end) == (["1", "2", "3"], 2, None, "moved")
    assert repr(pages) == "<soarwire.Pages: 2 pages, moved>"


def test_a_page_without_what_came_before_is_a_page() -> None:
    pages = Pages(xpanse.GetIncidents(search_to=2))
    for body in (answer(1, 2), answer(2, 3)):
        operation = pages.operation
        assert operation is not None
        page = pages.take(operation.parse(200, {}, body))
    assert (page.ids, page.items, len(page)) == (["3"], [{"incident_id": "3"}], 1)
    assert pickle.loads(pickle.dumps(page)) == page
    assert Page.from_json(page.to_json()) == page


LONG = """
import resource
from soarwire import Client, xpanse
from soarwire.testing import Sandbox

config = {"xpanse": {"generate_alerts": 60_000, "rate_limit": None}}
with Sandbox(config) as sandbox, Client(sandbox.xpanse_tenant(), requests_per_second=0) as client:
    for count, _ in enumerate(client.pages(xpanse.GetAlerts(use_page_token=True)).rows(), 1):
        if count in (20_000, 60_000):
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def test_memory_stays_flat() -> None:
    """Of a long list no more is kept than of a short one."""
    first, last = map(int, subprocess.run([sys.executable, "-c", LONG], check=True, capture_output=True).stdout.split())
    assert last - first <= 2 << 20, (first, last)


ASSIGN = d3.UpdateOwner(["20261103-104", "20261103-105"], "Maria Keller")
CLOSE = d3.CloseIncidents(["20261103-104", "20261103-105"], bypass_required_tasks=True, conclusion="Contained.")


def settle(
    how: str, sandbox: Sandbox, operation: Operation, **settings: Any
) -> tuple[Report | SoarwireError, Settlement]:
    """What a call says, and what is found out by reading."""
    tenant = sandbox.d3_tenant() if operation.id.startswith("d3.") else sandbox.xpanse_tenant()
    outcome: Any
    if how == "sync":
        with Client(tenant) as client:
            try:
                outcome = client.run(operation, max_attempts=1)
            except SoarwireError as error:
                outcome = error
            return outcome, client.settle(operation, outcome, **settings)

    async def with_async() -> tuple[Any, Settlement]:
        async with AsyncClient(tenant) as client:
            try:
                outcome = await client.run(operation, max_attempts=1)
            except SoarwireError as error:
                outcome = error
            return outcome, await client.settle(operation, outcome, **settings)

    return asyncio.run(with_async())


@pytest.mark.parametrize("operation", [ASSIGN, CLOSE, xpanse.UpdateIncident("5471", status="resolved")])
@pytest.mark.parametrize("kind", ["cut_before", "cut_after"])
def test_what_became_of_a_lost_call(how: str, soarwire_sandbox: Sandbox, operation: Operation, kind: Any) -> None:
    asked = operation.asked
    soarwire_sandbox.script({"kind": kind})
    outcome, settlement = settle(how, soarwire_sandbox, operation)
    assert isinstance(outcome, SoarwireError)
    if kind == "cut_after":
        assert outcome.maybe_executed
        assert (settlement.in_effect, settlement.operation()) == (asked, None)
    elif outcome.maybe_executed:
        assert (settlement.not_in_effect, settlement.operation()) == (asked, operation)
    else:
        assert (settlement.rows, settlement.operation()) == ([], None)
    assert soarwire_sandbox.effects["duplicates"] == []


def test_what_was_left_out_of_a_report(how: str, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "left_out", "incidents": ["20261103-105"]})
    outcome, settlement = settle(how, soarwire_sandbox, CLOSE)
    assert isinstance(outcome, Report)
    assert outcome.unreported == ["20261103-105"]
    assert settlement.to_dict() == {
        "in_effect": ["20261103-105"],
        "not_in_effect": [],
        "cannot_tell": [],
        **CLOSE.to_dict(),
        "asked": ["20261103-105"],
    }


def test_a_settlement_tells_all() -> None:
    body = json.dumps(
        {
            "error": "",
            "rawData": {
                "incidents": [
                    {"IR Number": "a", "Status": "Closed", "Conclusion": "Contained."},
                    {"IR Number": "b", "Status": "Open", "Conclusion": ""},
                ]
            },
        }
    )
    close = d3.CloseIncidents(["a", "b", "c"], bypass_required_tasks=True, conclusion="Contained.")
    outcomes: list[Report | SoarwireError | errors.Incomplete] = [close.lost("timeout")]
    outcomes.append(close.parse(200, {}, '{"returnData": "Successful"}'))
    with pytest.raises(errors.Incomplete) as caught:
        close.parse(200, {}, '{"returnData": "Successful"}').raise_for_failures()
    outcomes.append(caught.value)
    for outcome in outcomes:
        settling = Settle(close, outcome)
        unread = settling.finish()
        assert unread.counts == {"in_effect": 0, "not_in_effect": 0, "cannot_tell": 3}
        reading = settling.operation
        assert reading is not None
        assert (reading.id, reading.effect) == ("d3.get_incidents", "reads")
        settling.take(reading.parse(200, {}, body))
        assert settling.operation is None
        found = settling.finish()
        assert (found.in_effect, found.not_in_effect) == (["a"], ["b"])
        assert found.counts == {"in_effect": 1, "not_in_effect": 1, "cannot_tell": 1}
        assert found.operation() == close.only(["b"])
        assert repr(found) == "<Settlement d3.close_incidents: 1 in effect, 1 not in effect, 1 cannot be determined>"
        rows = found.rows
        assert [(row.id, row.status) for row in rows] == [
            ("a", "in_effect"),
            ("b", "not_in_effect"),
            ("c", "cannot_tell"),
        ]
        assert [row.to_dict() for row in rows] == found.to_rows()
        assert (found.cannot_tell, rows[2].why) == (rows[2:], "the incident was missing from what was read back")
        assert repr(rows[2]) == "Settled(id='c', status='cannot_tell', why='the incident was missing from what was read back')"
        assert found.row("b") == rows[1]
        assert isinstance(rows[1], Settled)
        assert found.to_dict() == json.loads(found.to_json())
        assert list(found.to_dict()) == ["in_effect", "not_in_effect", "cannot_tell", "operation", "params", "asked"]
        again = [Settlement.from_json(found.to_json()), Settlement.from_dict(found.to_dict())]
        again += [copy.copy(found), copy.deepcopy(found), pickle.loads(pickle.dumps(found))]
        for one in again:
            assert (one == found, one == unread, one.operation()) == (True, False, close.only(["b"]))
            assert (one.rows, repr(one)) == (rows, repr(found))
        assert (len(found), found == settling.finish(), found == unread) == (3, True, False)
        with pytest.raises(KeyError):
            found.row("d")


def test_nothing_to_settle(how: str, soarwire_sandbox: Sandbox) -> None:
    outcome, settlement = settle(how, soarwire_sandbox, ASSIGN)
    assert isinstance(outcome, Report)
    assert outcome.all_succeeded
    assert settlement
    assert (len(settlement), settlement.operation()) == (0, None)
    assert len(soarwire_sandbox.requests) == 1


def test_an_outcome_of_another_call_is_refused() -> None:
    report = CLOSE.parse(200, {}, '{"returnData": "Successful"}')
    for outcome in (report, CLOSE.lost("timeout")):
        with pytest.raises(
            errors.InvalidRequest, match=r"is about d3\.close_incidents, not d3\.update_owner"
        ) as caught:
            Settle(ASSIGN, outcome)
        assert caught.value.field == "outcome"
    with pytest.raises(TypeError, match="outcome must be the report of the call, or the error that ended it"):
        Settle(ASSIGN, ValueError("x"))  # type: ignore[arg-type]


def test_an_error_of_a_reading_is_raised(how: str, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "cut_after", "on": "d3.update_owner"})
    soarwire_sandbox.script({"kind": "status", "status": 403, "on": "d3.get_incidents"})
    with pytest.raises(errors.Forbidden):
        settle(how, soarwire_sandbox, ASSIGN)
