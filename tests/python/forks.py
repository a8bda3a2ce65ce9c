"""Forked children, and what is asked of them: for the tests of forks."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from typing import Any

import pytest

from soarwire import AsyncClient, Client, Operation, Report, SoarwireError, d3
from soarwire.testing import Sandbox

LIMIT = 60

only_where_there_is_fork = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork"),
    # Python warns of what is tested here.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]


class Child:
    """A forked child that runs `work` and hands its result to the parent as JSON."""

    def __init__(self, work: Callable[[], Any]) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            code = 1
            try:
                os.close(reading)
                said = json.dumps(work()).encode()
                while said:
                    said = said[os.write(writing, said) :]
                code = 0
            except BaseException as error:
                sys.stderr.write(f"the child failed: {error!r}\n")
            finally:
                os._exit(code)
        os.close(writing)
        self._reading = reading

    def result(self, limit: float = LIMIT) -> Any:
        """What `work` gave. A child that takes too long is killed."""
        until = time.monotonic() + limit
        said = b""
        try:
            while select.select([self._reading], [], [], max(0, until - time.monotonic()))[0]:
                chunk = os.read(self._reading, 65536)
                if not chunk:
                    assert os.waitpid(self.pid, 0)[1] == 0
                    return json.loads(said)
                said += chunk
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            raise AssertionError(f"the child did not end within {limit} s")
        finally:
            os.close(self._reading)


def even_numbers() -> Sandbox:
    """Of the incidents from 0 to 9,999 the even ones exist."""
    incidents = [{"number": str(number)} for number in range(0, 10_000, 2)]
    return Sandbox({"d3": {"generate": 0, "incidents": incidents}})


def closing(number: int) -> Operation:
    return d3.CloseIncidents([str(number)], bypass_required_tasks=True, conclusion=f"Closed {number}.")


def said_of(report: Report, number: int) -> str:
    """What a report says of the one incident that it is about."""
    assert report.asked == [str(number)]
    found = [name for name in ("succeeded", "failed", "unreported", "unknown") if getattr(report, name)]
    assert len(found) == 1
    return found[0]


def run_sync(client: Any, number: int) -> str:
    try:
        return said_of(client.run(closing(number)), number)
    except SoarwireError as error:
        return error.kind


def some(client: Client, numbers: range) -> list[tuple[int, str]]:
    return [(number, run_sync(client, number)) for number in numbers]


def pairs(caller: Any, numbers: list[int]) -> list[tuple[int, str]]:
    return list(caller.run_all(numbers).items())


class Async:
    """An `AsyncClient` behind the face of a `Client`, a new event loop for each batch."""

    def __init__(self, tenant: d3.Tenant) -> None:
        self._client = AsyncClient(tenant, requests_per_second=0)

    def run_all(self, numbers: list[int]) -> dict[int, str]:
        async def one(number: int) -> str:
            try:
                return said_of(await self._client.run(closing(number)), number)
            except SoarwireError as error:
                return error.kind

        async def main() -> list[str]:
            said: list[str] = []
            for first in range(0, len(numbers), 8):
                said += await asyncio.gather(*(one(number) for number in numbers[first : first + 8]))
            return said

        return dict(zip(numbers, asyncio.run(main())))


class Sync:
    def __init__(self, tenant: d3.Tenant) -> None:
        self._client = Client(tenant, requests_per_second=0)

    def run_all(self, numbers: list[int]) -> dict[int, str]:
        return {number: run_sync(self._client, number) for number in numbers}


def check(said: dict[int, str], sandbox: Sandbox) -> None:
    """Every outcome is that of its own request, and nothing was done twice."""
    expected = {number: "failed" if number % 2 else "succeeded" for number in said}
    assert said == expected
    closed = {row["number"] for row in sandbox.incidents["d3"] if row["status"] == "Closed"}
    assert closed == {str(number) for number in said if number % 2 == 0}
    assert sandbox.effects["duplicates"] == []
    assert sandbox.effects["totals"]["conclusions"] == len(closed)


def run_script(script: str, *, limit: float = LIMIT) -> list[str]:
    """What a program prints, line by line; it must end by itself, and well."""
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", textwrap.dedent(script)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=limit)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.splitlines()
