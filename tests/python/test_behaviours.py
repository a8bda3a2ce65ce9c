"""Both clients do as `tests/behaviours/table.json` says, as the clients in other languages do, and say the same in the same words."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from raw_server import TABLE, RawServer, raw_server

from soarwire import AsyncClient, Client, Report, SoarwireError, d3, errors

#: The settings by their names here, and what they are in the unit of the table.
SETTINGS = {
    "attempt_timeout_ms": ("attempt_timeout", 1000),
    "connect_timeout_ms": ("connect_timeout", 1000),
    "max_attempts": ("max_attempts", None),
    "body_limit": ("body_limit", None),
    "reuse_connections": ("reuse_connections", None),
}


def settings(row: dict[str, Any], ca_file: Path) -> dict[str, Any]:
    given: dict[str, Any] = {"requests_per_second": 0, "max_attempts": 1, "timeout": 20, "ca_file": ca_file, "proxy": None}
    for name, value in row.get("settings", {}).items():
        here, unit = SETTINGS[name]
        given[here] = value if unit is None else value / unit
    return given


def operations(row: dict[str, Any]) -> list[d3.CloseIncidents]:
    conclusions = {"append": "Contained.", "repeat": None}
    calls = row.get("calls", ["append"])
    return [d3.CloseIncidents(["a"], bypass_required_tasks=True, conclusion=conclusions[call]) for call in calls]


def tenant(url: str) -> d3.Tenant:
    return d3.Tenant(url, username="Admin", site="S", api_key="4b5e3a9c/0d1f+7a==")


Told = list["Report | SoarwireError"]


def by_client(row: dict[str, Any], url: str, ca_file: Path) -> Told:
    told: Told = []
    with Client(tenant(url), **settings(row, ca_file)) as client:
        for nth, operation in enumerate(operations(row)):
            time.sleep(row.get("pause_ms", 0) / 1000 if nth else 0)
            try:
                told.append(client.run(operation))
            except SoarwireError as error:
                told.append(error)
    return told


async def by_async_client(row: dict[str, Any], url: str, ca_file: Path) -> Told:
    told: Told = []
    async with AsyncClient(tenant(url), **settings(row, ca_file)) as client:
        for nth, operation in enumerate(operations(row)):
            # Blocks the event loop too, so that it cannot notice anything in the meantime.
            time.sleep(row.get("pause_ms", 0) / 1000 if nth else 0)
            try:
                told.append(await client.run(operation))
            except SoarwireError as error:
                told.append(error)
    return told


def outcome(told: Report | SoarwireError, expected: Any) -> Any:
    if isinstance(told, Report):
        return "succeeded" if told.all_succeeded else told.failed[0].reason
    known = {"kind": told.kind, "maybe_executed": told.maybe_executed}
    return {**known, "reason": told.reason} if "reason" in expected else known


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[RawServer, Path]]]:
    with raw_server() as first, raw_server() as second:
        both = []
        for server in (first, second):
            ca_file = tmp_path_factory.mktemp("ca") / "ca.pem"
            ca_file.write_text(server.ca)
            both.append((server, ca_file))
        yield both


@pytest.mark.parametrize("name", TABLE)
def test_both_clients_do_as_the_table_says(name: str, servers: list[tuple[RawServer, Path]]) -> None:
    row = TABLE[name]
    words = []
    for nth, (server, ca_file) in enumerate(servers):
        url = server.urls[name]
        told = asyncio.run(by_async_client(row, url, ca_file)) if nth else by_client(row, url, ca_file)
        requests, connections = server.seen(name)
        expected = row["outcomes"]
        assert len(told) == len(expected)
        assert [outcome(one, of) for one, of in zip(told, expected)] == expected
        assert requests == row["requests"]
        assert connections == row.get("made", connections)
        # The time that a call took is no behaviour.
        canonical = [re.sub(r'"elapsed_ms":\d+', "", one.to_json()) for one in told]
        words.append([(text, str(one), getattr(one, "reason", None)) for text, one in zip(canonical, told)])
    assert words[0] == words[1]


def test_an_http_client_of_your_own_without_keep_alive() -> None:
    """With the limits that the documentation names, httpx takes no answer for another one either."""

    async def main(url: str) -> list[list[str]]:
        async with httpx.AsyncClient(limits=httpx.Limits(max_keepalive_connections=0)) as http_client:
            client = AsyncClient(tenant(url), requests_per_second=0, http_client=http_client)
            return [(await client.run(operation)).succeeded for operation in operations({"calls": ["append", "append"]})]

    with raw_server() as server:
        assert asyncio.run(main(server.urls["a copy in the same segment"])) == [["a"], []]


def test_reuse_is_for_the_built_in_transport() -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        AsyncClient(tenant("https://soc.example.com"), reuse_connections=False, http_client=httpx.AsyncClient())
    assert caught.value.field == "reuse_connections"
