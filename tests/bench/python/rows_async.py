"""2,000 Xpanse updates from 16 tasks of one event loop to the sandbox server, pacing off."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable

import aiohttp
import httpx
import msgspec
from measure import Row, interleave

from soarwire import AsyncClient, Client, xpanse

CALLS = 2_000
TASKS = 16


class Reply(msgspec.Struct):
    reply: bool


def rows(base_url: str, credentials: dict[str, str]) -> dict[str, Row]:
    loop = asyncio.new_event_loop()
    try:
        return _rows(loop, base_url, credentials)
    finally:
        loop.close()


def _rows(loop: asyncio.AbstractEventLoop, base_url: str, credentials: dict[str, str]) -> dict[str, Row]:
    incident_id = credentials["incident_id"]
    tenant = xpanse.Tenant(
        base_url=base_url, key_id=credentials["key_id"], key=credentials["key"], key_type="standard"
    )
    url = f"{base_url}/public_api/v1/incidents/update_incident/"
    headers = {
        "content-type": "application/json",
        "authorization": credentials["key"],
        "x-xdr-auth-id": credentials["key_id"],
    }
    decode = msgspec.json.Decoder(Reply).decode

    def payload() -> bytes:
        update = {"incident_id": incident_id, "update_data": {"status": "under_investigation"}}
        return json.dumps({"request_data": update}).encode()

    def update() -> xpanse.UpdateIncident:
        return xpanse.UpdateIncident(incident_id, status="under_investigation")

    async def open_sessions() -> tuple[httpx.AsyncClient, aiohttp.ClientSession]:
        return httpx.AsyncClient(), aiohttp.ClientSession()

    http, session = loop.run_until_complete(open_sessions())
    ours, pair = AsyncClient(tenant, requests_per_second=0), Client(tenant, requests_per_second=0)

    async def by_ours() -> None:
        report = await ours.run(update())
        assert report.all_succeeded

    async def by_httpx() -> None:
        answer = await http.post(url, content=payload(), headers=headers)
        assert decode(answer.content).reply

    async def by_aiohttp() -> None:
        async with session.post(url, data=payload(), headers=headers) as answer:
            assert decode(await answer.read()).reply

    def in_tasks(call: Callable[[], Awaitable[None]]) -> Callable[[], None]:
        """All calls at once, of which a semaphore lets 16 through."""

        async def main() -> None:
            room = asyncio.Semaphore(TASKS)

            async def one() -> None:
                async with room:
                    await call()

            await asyncio.gather(*(one() for _ in range(CALLS)))

        return lambda: loop.run_until_complete(main())

    def tasks_of_ours() -> None:
        async def work() -> None:
            for _ in range(CALLS // TASKS):
                await by_ours()

        async def main() -> None:
            await asyncio.gather(*(work() for _ in range(TASKS)))

        loop.run_until_complete(main())

    def threads_of_ours() -> None:
        def work() -> None:
            for _ in range(CALLS // TASKS):
                assert pair.run(update()).all_succeeded

        threads = [threading.Thread(target=work) for _ in range(TASKS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    try:
        return {
            "py.async_2k": interleave(tasks_of_ours, in_tasks(by_httpx), "httpx.AsyncClient + msgspec", rounds=3),
            "py.async_2k_aiohttp": interleave(tasks_of_ours, in_tasks(by_aiohttp), "aiohttp + msgspec", rounds=9),
            "py.async_2k_pair": interleave(tasks_of_ours, threads_of_ours, "our Client from 16 threads", rounds=9),
        }
    finally:
        loop.run_until_complete(http.aclose())
        loop.run_until_complete(session.close())
        loop.run_until_complete(ours.aclose())
        pair.close()
