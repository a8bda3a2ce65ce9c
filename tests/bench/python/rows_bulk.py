"""20,000 Xpanse updates, 16 at once, to the sandbox server, pacing off: our plan with a journal, against clients without one."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import httpx
import msgspec
from measure import Row, interleave

from soarwire import Client, bulk, xpanse

UPDATES = 20_000
AT_ONCE = 16


class Reply(msgspec.Struct):
    reply: bool


def rows(base_url: str, settings: dict[str, str]) -> dict[str, Row]:
    loop = asyncio.new_event_loop()
    try:
        with tempfile.TemporaryDirectory(dir=settings["folder"]) as journals:
            return _rows(loop, base_url, settings, Path(journals))
    finally:
        loop.close()


def _rows(loop: asyncio.AbstractEventLoop, base_url: str, settings: dict[str, str], journals: Path) -> dict[str, Row]:
    first = int(settings["first_generated"])
    ids = [str(first + index) for index in range(UPDATES)]
    tenant = xpanse.Tenant(base_url=base_url, key_id=settings["key_id"], key=settings["key"], key_type="standard")
    url = f"{base_url}/public_api/v1/incidents/update_incident/"
    headers = {
        "content-type": "application/json",
        "authorization": settings["key"],
        "x-xdr-auth-id": settings["key_id"],
    }
    decode = msgspec.json.Decoder(Reply).decode
    ours = Client(tenant, requests_per_second=0)

    def by_ours() -> None:
        plan = bulk.plan(xpanse.UpdateIncident, ids, status="under_investigation")
        journal = journals / "updates.journal"
        report = ours.run_bulk(plan, journal=journal, concurrency=AT_ONCE)
        journal.unlink()
        assert report.all_succeeded

    def payload(incident_id: str) -> bytes:
        update = {"incident_id": incident_id, "update_data": {"status": "under_investigation"}}
        return json.dumps({"request_data": update}).encode()

    async def open_sessions() -> tuple[httpx.AsyncClient, aiohttp.ClientSession]:
        return httpx.AsyncClient(), aiohttp.ClientSession()

    http, session = loop.run_until_complete(open_sessions())

    async def by_httpx(incident_id: str) -> None:
        answer = await http.post(url, content=payload(incident_id), headers=headers)
        assert decode(answer.content).reply

    async def by_aiohttp(incident_id: str) -> None:
        async with session.post(url, data=payload(incident_id), headers=headers) as answer:
            assert decode(await answer.read()).reply

    def in_tasks(call: Callable[[str], Awaitable[None]]) -> Callable[[], None]:
        """All calls at once, of which a semaphore lets 16 through."""

        async def main() -> None:
            room = asyncio.Semaphore(AT_ONCE)

            async def one(incident_id: str) -> None:
                async with room:
                    await call(incident_id)

            await asyncio.gather(*(one(incident_id) for incident_id in ids))

        return lambda: loop.run_until_complete(main())

    try:
        return {
            "bulk.updates_20k": interleave(by_ours, in_tasks(by_httpx), "httpx.AsyncClient + msgspec", rounds=3),
            "bulk.updates_20k_aiohttp": interleave(by_ours, in_tasks(by_aiohttp), "aiohttp + msgspec", rounds=5),
        }
    finally:
        loop.run_until_complete(http.aclose())
        loop.run_until_complete(session.close())
        ours.close()
