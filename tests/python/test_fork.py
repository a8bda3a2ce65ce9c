"""Clients in forked children: whatever the parent was doing, each process is independent."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from forks import (
    Async,
    Child,
    Sync,
    check,
    closing,
    even_numbers,
    only_where_there_is_fork,
    pairs,
    run_script,
    run_sync,
    said_of,
    some,
)

from soarwire import AsyncClient, Client
from soarwire.testing import Sandbox

pytestmark = only_where_there_is_fork

CHILDREN = 4
CALLS = 120


@pytest.fixture
def many() -> Iterator[Sandbox]:
    with even_numbers() as sandbox:
        yield sandbox


@pytest.fixture(params=[Sync, Async])
def caller(request: pytest.FixtureRequest, many: Sandbox) -> Any:
    return request.param(many.d3_tenant())


def test_children_do_not_read_each_others_answers(caller: Any, many: Sandbox) -> None:
    said = dict(caller.run_all(list(range(20))))
    numbers = [list(range(1000 * child, 1000 * child + CALLS)) for child in range(1, CHILDREN + 1)]
    children = [Child(partial(pairs, caller, mine)) for mine in numbers]
    # The parent goes on meanwhile.
    said |= caller.run_all(list(range(20, 120)))
    for child in children:
        said |= dict(map(tuple, child.result()))
    check(said, many)


def test_a_child_of_a_child(caller: Any, many: Sandbox) -> None:
    said = dict(caller.run_all(list(range(10))))

    def child() -> Any:
        before = caller.run_all(list(range(1000, 1010)))
        below = Child(partial(pairs, caller, list(range(2000, 2010)))).result(20)
        return [*before.items(), *map(tuple, below), *pairs(caller, list(range(1010, 1020)))]

    said |= dict(map(tuple, Child(child).result()))
    check(said, many)


def test_a_fork_while_threads_hammer_the_client(many: Sandbox) -> None:
    client = Client(many.d3_tenant(), requests_per_second=0)
    stop = threading.Event()
    said: dict[int, str] = {}

    def hammer(first: int) -> None:
        for number in range(first, 4000, 8):
            if stop.is_set():
                return
            said[number] = run_sync(client, number)

    threads = [threading.Thread(target=hammer, args=(first,)) for first in range(8)]
    for thread in threads:
        thread.start()
    try:
        for round_ in range(12):
            time.sleep(0.01)
            start = 4000 + 100 * round_
            said.update(map(tuple, Child(partial(some, client, range(start, start + 10))).result(20)))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    check(said, many)


def test_a_fork_while_tasks_hammer_the_client(many: Sandbox) -> None:
    client = AsyncClient(many.d3_tenant(), requests_per_second=0)
    said: dict[int, str] = {}

    async def one(number: int) -> None:
        said[number] = said_of(await client.run(closing(number)), number)

    async def main(numbers: range) -> None:
        await asyncio.gather(*(one(number) for number in numbers))

    def in_child(numbers: range) -> list[tuple[int, str]]:
        said.clear()
        asyncio.run(main(numbers))
        return list(said.items())

    stop = threading.Event()

    def hammer() -> None:
        for start in range(0, 4000, 40):
            if stop.is_set():
                return
            asyncio.run(main(range(start, start + 40, 2)))

    thread = threading.Thread(target=hammer)
    thread.start()
    try:
        for round_ in range(12):
            time.sleep(0.01)
            numbers = range(4000 + 100 * round_, 4020 + 100 * round_, 2)

            said.update(map(tuple, Child(partial(in_child, numbers)).result(20)))
    finally:
        stop.set()
        thread.join()
    check(said, many)


def test_a_client_that_only_the_child_uses(caller: Any, many: Sandbox) -> None:
    check(dict(map(tuple, Child(partial(pairs, caller, list(range(20)))).result())), many)


def test_the_parents_connections_survive_the_child(many: Sandbox) -> None:
    connections = Connections(many)
    client = Client(many.d3_tenant(base_url=connections.base_url(many.d3_tenant().base_url)), proxy=None)
    with connections:
        assert run_sync(client, 0) == "succeeded"

        def child() -> str:
            said = run_sync(client, 2)
            client.close()
            return said

        assert Child(child).result() == "succeeded"
        assert run_sync(client, 4) == "succeeded"
    # One of the parent's, used twice, and one of the child's.
    assert connections.count == 2


class Connections:
    """Passes connections on to the sandbox, and counts them."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._port = int(sandbox.url.rsplit(":", 1)[1])
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.count = 0

    def base_url(self, base_url: str) -> str:
        return base_url.replace(f":{self._port}", f":{self._listener.getsockname()[1]}")

    def _pass_on(self, reading: socket.socket, writing: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := reading.recv(65536):
                writing.sendall(chunk)
            writing.shutdown(socket.SHUT_WR)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client = self._listener.accept()[0]
                self.count += 1
                server = socket.create_connection(("127.0.0.1", self._port))
                for pair in ((client, server), (server, client)):
                    self._start(self._pass_on, *pair)

    def _start(self, work: Any, *arguments: Any) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def __enter__(self) -> None:
        self._start(self._accept)

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def test_a_child_that_ends_in_the_usual_way() -> None:
    # The interpreter of the child drops everything that it inherited.
    script = """
        import asyncio, os, sys
        from soarwire import AsyncClient, Client, d3
        from soarwire.testing import Sandbox
        sandbox = Sandbox()
        client, aclient = Client(sandbox.d3_tenant()), AsyncClient(sandbox.d3_tenant())
        assign = d3.UpdateOwner(["20261103-104"], "Maria Keller")
        print(client.run(assign).all_succeeded, asyncio.run(aclient.run(assign)).all_succeeded, flush=True)
        if (child := os.fork()) == 0:
            sys.exit(7)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        print(client.run(assign).all_succeeded, asyncio.run(aclient.run(assign)).all_succeeded)
    """
    assert run_script(script) == ["True True", "7", "True True"]


def test_a_fork_in_a_callback_leaves_the_call_to_the_parent() -> None:
    script = """
        import os, sys
        from soarwire import Client, SoarwireError, d3
        from soarwire.testing import Sandbox
        sandbox = Sandbox(faults=[{"kind": "rate_limited", "retry_after": 1}])
        client = Client(sandbox.d3_tenant())
        children = []
        close = d3.CloseIncidents(["20261103-104"], bypass_required_tasks=True, conclusion="Contained.")
        try:
            report = client.run(close, on_wait=lambda wait: children.append(os.fork()))
        except SoarwireError as error:
            print(error.kind, error.maybe_executed, error.report.unknown, flush=True)
            os._exit(0)
        os.waitpid(children[0], 0)
        print(report.succeeded, sandbox.effects["totals"]["conclusions"])
    """
    assert run_script(script) == ["interrupted True ['20261103-104']", "['20261103-104'] 1"]
