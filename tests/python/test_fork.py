"""Clients and sandboxes in forked children: whatever the parent was doing, each process stands alone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import os
import select
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from soarwire import AsyncClient, Client, Operation, Report, SoarwireError, d3
from soarwire.testing import Sandbox

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here"),
    # Python warns of what is tested here.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

CHILDREN = 4
CALLS = 120
LIMIT = 60


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


@pytest.fixture
def many() -> Iterator[Sandbox]:
    """Of the numbers from 0 to 9,999 the even ones exist."""
    incidents = [{"number": str(number)} for number in range(0, 10_000, 2)]
    with Sandbox({"d3": {"generate": 0, "incidents": incidents}}) as sandbox:
        yield sandbox


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

        return dict(zip(numbers, asyncio.run(main()), strict=True))


class Sync:
    def __init__(self, tenant: d3.Tenant) -> None:
        self._client = Client(tenant, requests_per_second=0)

    def run_all(self, numbers: list[int]) -> dict[int, str]:
        return {number: run_sync(self._client, number) for number in numbers}


@pytest.fixture(params=[Sync, Async])
def caller(request: pytest.FixtureRequest, many: Sandbox) -> Any:
    return request.param(many.d3_tenant())


def check(said: dict[int, str], sandbox: Sandbox) -> None:
    """Every outcome is that of its own request, and nothing was done twice."""
    expected = {number: "failed" if number % 2 else "succeeded" for number in said}
    assert said == expected
    closed = {row["number"] for row in sandbox.incidents()["d3"] if row["status"] == "Closed"}
    assert closed == {str(number) for number in said if number % 2 == 0}
    assert sandbox.effects["duplicates"] == []
    assert sandbox.effects["totals"]["conclusions"] == len(closed)


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


def test_a_sandbox_in_a_child(soarwire_sandbox: Sandbox) -> None:
    def child() -> Any:
        soarwire_sandbox.script({"kind": "server_error"})
        pending = soarwire_sandbox.pending_faults
        with pytest.raises(ValueError, match="no such fault"):
            soarwire_sandbox.script({"kind": "no such fault"})
        soarwire_sandbox.clear_faults()
        with Client(soarwire_sandbox.d3_tenant()) as client:
            done = client.run(d3.UpdateOwner(["20261103-104"], "Maria Keller")).all_succeeded
        seen = [len(soarwire_sandbox.requests()), soarwire_sandbox.effects["totals"], soarwire_sandbox.incidents()]
        soarwire_sandbox.close()
        return [done, pending, soarwire_sandbox.pending_faults, *seen]

    done, pending, cleared, *seen = Child(child).result()
    assert (done, pending, cleared) == (True, 1, 0)
    assert seen == [1, soarwire_sandbox.effects["totals"], soarwire_sandbox.incidents()]
    # It is still there.
    with Client(soarwire_sandbox.d3_tenant()) as client:
        assert client.run(d3.UpdateOwner(["20261103-105"], "Maria Keller")).all_succeeded
    Child(soarwire_sandbox.reset).result()
    assert soarwire_sandbox.requests() == []


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


def run_script(script: str, *, limit: float = LIMIT) -> list[str]:
    """What a program prints, line by line; it must end by itself, and well."""
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", textwrap.dedent(script)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=limit)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.splitlines()


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

        workers = [Child(serve) for _ in range(CHILDREN)]

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
