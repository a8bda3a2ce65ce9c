"""Sandboxes in forked children, pools of processes, and a server that forks its workers."""

from __future__ import annotations

import multiprocessing
import os
import socket
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from forks import LIMIT, Child, check, even_numbers, only_where_there_is_fork, run_sync

from soarwire import Client, SoarwireError, d3
from soarwire.testing import Sandbox

pytestmark = only_where_there_is_fork

WORKERS = 4


@pytest.fixture
def many() -> Iterator[Sandbox]:
    with even_numbers() as sandbox:
        yield sandbox


def test_a_sandbox_in_a_child(soarwire_sandbox: Sandbox) -> None:
    def child() -> Any:
        soarwire_sandbox.script({"kind": "server_error"})
        pending = soarwire_sandbox.pending_faults
        with pytest.raises(ValueError, match="no such fault"):
            soarwire_sandbox.script({"kind": "no such fault"})
        soarwire_sandbox.clear_faults()
        with Client(soarwire_sandbox.d3_tenant()) as client:
            done = client.run(d3.UpdateOwner(["20261103-104"], "Maria Keller")).all_succeeded
        seen = [len(soarwire_sandbox.requests), soarwire_sandbox.effects["totals"], soarwire_sandbox.incidents]
        soarwire_sandbox.close()
        return [done, pending, soarwire_sandbox.pending_faults, *seen]

    done, pending, cleared, *seen = Child(child).result()
    assert (done, pending, cleared) == (True, 1, 0)
    assert seen == [1, soarwire_sandbox.effects["totals"], soarwire_sandbox.incidents]
    # It is still there.
    with Client(soarwire_sandbox.d3_tenant()) as client:
        assert client.run(d3.UpdateOwner(["20261103-105"], "Maria Keller")).all_succeeded
    Child(soarwire_sandbox.reset).result()
    assert soarwire_sandbox.requests == []


def test_a_closed_sandbox_is_gone_while_children_live() -> None:
    sandbox = Sandbox()
    with Client(sandbox.d3_tenant(), max_attempts=1) as client:
        assert client.run(d3.UpdateOwner(["20261103-104"], "Maria Keller")).all_succeeded
        reading, writing = os.pipe()
        child = Child(lambda: os.read(reading, 1).decode())
        sandbox.close()
        try:
            with pytest.raises(SoarwireError) as caught:
                client.run(d3.UpdateOwner(["20261103-104"], "Maria Keller"), timeout=5)
            assert caught.value.kind == "connect"
        finally:
            os.write(writing, b"x")
            assert child.result() == "x"
            os.close(reading)
            os.close(writing)


def worker(base_url: str, numbers: list[int]) -> list[tuple[int, str]]:
    """What a worker of `multiprocessing` does that makes its own client."""
    tenant = d3.Tenant(base_url, username="Admin", site="Security Operations", api_key="sandbox-d3-key")
    with Client(tenant, requests_per_second=0) as client:
        return [(number, run_sync(client, number)) for number in numbers]


INHERITED: list[Client] = []


def forked_worker(numbers: list[int]) -> list[tuple[int, str]]:
    return [(number, run_sync(INHERITED[0], number)) for number in numbers]


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing(method: str, many: Sandbox) -> None:
    batches = [list(range(100 * batch, 100 * batch + 20)) for batch in range(1, 9)]
    client = Client(many.d3_tenant(), requests_per_second=0)
    said = {number: run_sync(client, number) for number in range(10)}
    INHERITED[:] = [client]
    with multiprocessing.get_context(method).Pool(3) as pool:
        work: Any = forked_worker if method == "fork" else partial(worker, many.d3_tenant().base_url)
        for batch in pool.map_async(work, batches).get(LIMIT):
            said |= dict(batch)
    said |= {number: run_sync(client, number) for number in range(10, 20)}
    check(said, many)


def test_a_server_that_forks_its_workers_after_using_the_client(many: Sandbox) -> None:
    client = Client(many.d3_tenant(), requests_per_second=0)
    said = {number: run_sync(client, number) for number in range(4)}
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        port = listener.getsockname()[1]

        def serve() -> None:
            while True:
                connection = listener.accept()[0]
                with connection, connection.makefile("rw") as stream:
                    for line in stream:
                        if line == "stop\n":
                            return
                        stream.write(run_sync(client, int(line)) + "\n")
                        stream.flush()

        workers = [Child(serve) for _ in range(WORKERS)]

        def ask(first: int) -> None:
            for number in range(first, 400, 8):
                with socket.create_connection(("127.0.0.1", port), LIMIT) as asked, asked.makefile("rw") as stream:
                    stream.write(f"{number}\n")
                    stream.flush()
                    said[number] = stream.readline().strip()

        threads = [threading.Thread(target=ask, args=(first,)) for first in range(4, 12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for _ in workers:
            with socket.create_connection(("127.0.0.1", port), LIMIT) as asked:
                asked.sendall(b"stop\n")
                asked.recv(1)
    for child in workers:
        child.result()
    check(said, many)
