"""One list over several tenants."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from soarwire import AsyncClient, AsyncOverview, Client, Operation, Overview, OverviewRow, Page, d3, errors, xpanse
from soarwire.testing import Sandbox

NEWEST = xpanse.Sort(field="creation_time", keyword="desc")
LISTS: dict[str, Operation[Page]] = {
    "soc": d3.GetIncidents("2000-01-01 00:00:00", "2099-01-01 00:00:00", page_size=7),
    "berlin": xpanse.GetIncidents(search_to=10, sort=NEWEST),
    "oslo": xpanse.GetIncidents(search_to=10, sort=NEWEST),
}
SEEDS = {"soc": 1, "berlin": 2, "oslo": 3}


@contextmanager
def sandboxes() -> Iterator[dict[str, Sandbox]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(Sandbox({"seed": seed})) for name, seed in SEEDS.items()}


def tenant_of(name: str, sandbox: Sandbox) -> Any:
    return sandbox.d3_tenant() if name == "soc" else sandbox.xpanse_tenant()


def read(how: str, worlds: dict[str, Sandbox], **settings: Any) -> tuple[list[OverviewRow], Overview | AsyncOverview]:
    if how == "sync":
        clients = {name: Client(tenant_of(name, world), requests_per_second=0) for name, world in worlds.items()}
        overview = Overview({name: (clients[name], LISTS[name]) for name in worlds}, **settings)
        return list(overview), overview

    async def with_async() -> tuple[list[OverviewRow], AsyncOverview]:
        clients = {name: AsyncClient(tenant_of(name, world), requests_per_second=0) for name, world in worlds.items()}
        overview = AsyncOverview({name: (clients[name], LISTS[name]) for name in worlds}, **settings)
        return [row async for row in overview], overview

    return asyncio.run(with_async())


@pytest.fixture(params=["sync", "async"])
def how(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_all_incidents_of_all_tenants_the_newest_first(how: str) -> None:
    with sandboxes() as worlds:
        rows, overview = read(how, worlds)
        there = [("soc", row["number"]) for row in worlds["soc"].incidents["d3"]]
        for name in ("berlin", "oslo"):
            there += [(name, row["incident_id"]) for row in worlds[name].incidents["xpanse"]]
    assert Counter((row.tenant, row.row.id) for row in rows) == Counter(there)
    assert overview.ends == dict.fromkeys(LISTS, "complete")
    assert overview.failures == {}
    times = [row.created_ms or 0 for row in rows]
    assert times == sorted(times, reverse=True)
    assert repr(overview) == f"<soarwire.{type(overview).__name__} of 3 tenants, 3 ended>"


def test_a_tenant_that_fails_does_not_end_the_others(how: str) -> None:
    with sandboxes() as worlds:
        worlds["berlin"].script({"kind": "status", "status": 403})
        rows, overview = read(how, worlds)
    assert {row.tenant for row in rows} == {"soc", "oslo"}
    assert overview.ends == {"soc": "complete", "oslo": "complete"}
    assert [(name, error.kind) for name, error in overview.failures.items()] == [("berlin", "forbidden")]
    assert isinstance(overview.failures["berlin"], errors.Forbidden)


def test_what_was_read_before_a_failure_is_given(how: str) -> None:
    with sandboxes() as worlds:
        listing = LISTS["berlin"]
        worlds["berlin"].script({"kind": "rate_limited", "retry_after": 0})
        rows, overview = read(how, {"berlin": worlds["berlin"]}, max_attempts=1)
        assert (rows, list(overview.failures)) == ([], ["berlin"])
        with Client(worlds["berlin"].xpanse_tenant(), requests_per_second=0, max_attempts=1) as client:
            view = Overview({"berlin": (client, listing)})
            first = [next(view) for _ in range(10)]
            worlds["berlin"].script({"kind": "status", "status": 403})
            assert list(view) == []
            assert (len(first), list(view.failures), view.ends) == (10, ["berlin"], {})


def test_a_row_of_an_overview() -> None:
    with sandboxes() as worlds, Client(worlds["oslo"].xpanse_tenant()) as client:
        row = next(Overview({"oslo": (client, LISTS["oslo"])}))
        page = client.run(LISTS["oslo"])
        other = next(Overview({"other": (client, LISTS["oslo"])}))
        again = next(Overview({"oslo": (client, LISTS["oslo"])}))
    assert (row.tenant, row.operation) == ("oslo", "xpanse.get_incidents")
    assert (row.row, row.item) == (page.rows[0], page.items[0])
    assert row.to_dict() == {"tenant": "oslo", **page.rows[0].to_dict()}
    assert row.created_ms == page.items[0]["creation_time"]
    assert repr(row) == f"OverviewRow(tenant='oslo', row={page.rows[0]!r})"
    assert (row == again, row == other) == (True, False)


def test_what_does_not_list_is_refused() -> None:
    with Sandbox() as sandbox, Client(sandbox.d3_tenant()) as client:
        acting: Any = d3.UpdateOwner(["20261103-104"], "Maria Keller")
        with pytest.raises(errors.InvalidRequest) as caught:
            Overview({"soc": (client, acting)})
        assert (caught.value.field, sandbox.requests) == ("operation", [])


def test_one_task_reads_an_overview_at_a_time() -> None:
    async def scenario(sandbox: Sandbox) -> None:
        async with AsyncClient(sandbox.xpanse_tenant()) as client:
            overview = AsyncOverview({"oslo": (client, LISTS["oslo"])})
            task = asyncio.ensure_future(overview.__anext__())
            await asyncio.sleep(0)
            with pytest.raises(RuntimeError, match="is being read already"):
                await overview.__anext__()
            assert (await task).tenant == "oslo"

    with Sandbox(faults=[{"kind": "delay", "ms": 100}]) as sandbox:
        asyncio.run(scenario(sandbox))
