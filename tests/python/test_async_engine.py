"""The engine of `AsyncClient`: event loops, threads, cancellation, and what is left behind."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import socket
import subprocess
import sys
import textwrap
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from soarwire import AsyncClient, Report, SoarwireError, Wait, d3, errors
from soarwire.testing import Sandbox

ASSIGN = d3.UpdateOwner(["20261103-104"], "Maria Keller")
CLOSE = d3.CloseIncidents(["20261103-104"], bypass_required_tasks=True, conclusion="Contained.")


def client_of(sandbox: Sandbox, **settings: Any) -> AsyncClient:
    return AsyncClient(sandbox.d3_tenant(), **{"requests_per_second": 0, **settings})


def left_open(error: BaseException) -> tuple[str, bool]:
    """What the error that ended a call says of what became of it."""
    became = error.__context__
    # Python 3.10 raises a cancellation anew for whoever awaits the task.
    if isinstance(became, asyncio.CancelledError):
        became = became.__context__
    assert isinstance(became, SoarwireError)
    return became.kind, became.maybe_executed


def soon(holds: Callable[[], bool], limit: float = 10) -> bool:
    until = time.monotonic() + limit
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return holds()


def test_one_client_in_one_loop_after_the_other(soarwire_sandbox: Sandbox) -> None:
    client = client_of(soarwire_sandbox)
    for _ in range(3):
        assert asyncio.run(client.run(ASSIGN)).all_succeeded
    loop = asyncio.new_event_loop()
    for _ in range(3):
        assert loop.run_until_complete(client.run(ASSIGN)).all_succeeded
    loop.close()
    assert len(soarwire_sandbox.requests) == 6


def test_one_client_in_several_loops_at_once(soarwire_sandbox: Sandbox) -> None:
    client = client_of(soarwire_sandbox)
    done: list[bool] = []

    async def main() -> None:
        reports = await asyncio.gather(*(client.run(ASSIGN) for _ in range(50)))
        done.extend(report.all_succeeded for report in reports)

    threads = [threading.Thread(target=lambda: asyncio.run(main())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [True] * 200


class Bare:
    """An event loop of which only the public face can be used, as one that is written in another language."""

    def __init__(self) -> None:
        self._loop = asyncio.SelectorEventLoop()
        self.used: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        assert not name.startswith("_"), name
        self.used.add(name)
        return getattr(self._loop, name)


def test_a_loop_of_which_only_the_public_face_is_known(soarwire_sandbox: Sandbox) -> None:
    loop = Bare()
    client = client_of(soarwire_sandbox)
    engine: Any = client._open()

    async def main() -> list[Any]:
        calls = [engine.call(ASSIGN) for _ in range(20)]
        return await asyncio.gather(*(call.step(loop) for call in calls))

    results = loop.run_until_complete(main())
    loop.close()
    assert all(isinstance(result, Report) and result.all_succeeded for result in results)
    assert loop.used <= {"create_future", "call_soon_threadsafe", "run_until_complete", "close"}


def test_in_debug_mode_nothing_is_complained_of(
    soarwire_sandbox: Sandbox, caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    async def main() -> None:
        async with client_of(soarwire_sandbox) as client:
            await asyncio.gather(*(client.run(ASSIGN) for _ in range(20)))
            soarwire_sandbox.script({"kind": "server_error"})
            with pytest.raises(errors.ServerError):
                await client.run(CLOSE)

    asyncio.run(main(), debug=True)
    gc.collect()
    assert [record.getMessage() for record in caplog.records if record.levelname != "DEBUG"] == []
    assert [str(warning.message) for warning in recwarn] == []


def test_the_loop_goes_on_while_requests_are_out(soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "never_answer"})
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    async def main() -> None:
        ticking = asyncio.create_task(tick())
        async with client_of(soarwire_sandbox) as client:
            call = asyncio.create_task(client.run(ASSIGN))
            assert await asyncio.to_thread(soon, lambda: len(soarwire_sandbox.requests) == 1)
            before = ticks
            while ticks < before + 5:
                await asyncio.sleep(0.01)
            assert not call.done()
            call.cancel()
        ticking.cancel()

    asyncio.run(main())


def test_a_cancelled_request_leaves_nothing_that_others_use() -> None:
    """The connection of a request whose answer nobody waits for is closed, and the next call has another."""
    received = threading.Event()
    first_closed = threading.Event()
    connections = 0
    listener = socket.create_server(("127.0.0.1", 0))

    def one(connection: socket.socket, number: int) -> None:
        with connection, contextlib.suppress(OSError):
            while connection.recv(65536):
                if number == 1:
                    received.set()
                    continue
                body = b'{"contextData": [{"Incident Number": "20261103-104", "Result": "Successful"}]}'
                connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))
        if number == 1:
            first_closed.set()

    def accept() -> None:
        nonlocal connections
        with contextlib.suppress(OSError):
            while True:
                connection = listener.accept()[0]
                connections += 1
                threading.Thread(target=one, args=(connection, connections), daemon=True).start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    tenant = d3.Tenant(
        f"http://127.0.0.1:{listener.getsockname()[1]}", username="Admin", site="Security Operations", api_key="k"
    )

    async def main() -> None:
        async with AsyncClient(tenant, requests_per_second=0) as client:
            task = asyncio.create_task(client.run(CLOSE))
            assert await asyncio.to_thread(received.wait, 10)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            assert left_open(caught.value) == ("interrupted", True)
            assert (await client.run(CLOSE)).all_succeeded
            assert await asyncio.to_thread(first_closed.wait, 10)

    asyncio.run(main())
    assert connections == 2
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    accepting.join()


async def cancelled(tasks: list[asyncio.Task[Report]]) -> list[tuple[str, bool]]:
    for task in tasks:
        task.cancel()
    opened = []
    for task in tasks:
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        opened.append(left_open(caught.value))
    return opened


def test_a_call_cancelled_before_its_turn_sends_nothing(soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "never_answer", "times": None})

    async def main() -> list[tuple[str, bool]]:
        async with client_of(soarwire_sandbox) as client:
            tasks = [asyncio.create_task(client.run(CLOSE)) for _ in range(100)]
            assert await asyncio.to_thread(soon, lambda: len(soarwire_sandbox.requests) == 64)
            assert await cancelled(tasks[80:]) == [("interrupted", False)] * 20
            return await cancelled(tasks[:80])

    opened = asyncio.run(main())
    assert opened[:64] == [("interrupted", True)] * 64
    # A thread that is free again may be faster than the cancellation of the call that it takes up.
    sent = opened.count(("interrupted", True))
    assert opened.count(("interrupted", False)) == 80 - sent
    assert soon(lambda: len(soarwire_sandbox.requests) == sent), (sent, len(soarwire_sandbox.requests))


def test_more_calls_than_threads_keep_their_deadlines(soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "never_answer", "times": None})

    async def main() -> list[BaseException | Report]:
        async with client_of(soarwire_sandbox) as client:
            patient = [asyncio.create_task(client.run(CLOSE, timeout=60)) for _ in range(64)]
            assert await asyncio.to_thread(soon, lambda: len(soarwire_sandbox.requests) == 64)
            began = time.monotonic()
            late = await asyncio.gather(*(client.run(CLOSE, timeout=0.3) for _ in range(20)), return_exceptions=True)
            assert 0.2 < time.monotonic() - began < 15
            for task in patient:
                task.cancel()
            await asyncio.gather(*patient, return_exceptions=True)
            # The threads are free again.
            soarwire_sandbox.clear_faults()
            assert (await client.run(ASSIGN)).all_succeeded
            return late

    late = asyncio.run(main())
    assert all(isinstance(error, SoarwireError) and not error.maybe_executed for error in late)
    assert {error.attempts for error in late if isinstance(error, SoarwireError)} == {0}


def test_more_calls_than_threads_all_come_to_their_turn(soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "delay", "ms": 20, "times": None})

    async def main() -> int:
        async with client_of(soarwire_sandbox) as client:
            reports = await asyncio.gather(*(client.run(ASSIGN) for _ in range(300)))
            return sum(report.all_succeeded for report in reports)

    assert asyncio.run(main()) == 300


def test_a_closed_client_ends_what_is_under_way_in_peace(soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "server_error"}, {"kind": "delay", "ms": 200})

    async def main() -> None:
        client = client_of(soarwire_sandbox)
        task = asyncio.create_task(client.run(ASSIGN))
        await asyncio.sleep(0.05)
        await client.aclose()
        with pytest.raises(RuntimeError, match="the client is closed"):
            await client.run(ASSIGN)
        assert (await task).all_succeeded

    asyncio.run(main())


def test_waits_are_told_and_a_timeout_of_asyncio_ends_them(soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "rate_limited", "retry_after": 30})
    waits: list[Wait] = []

    async def main() -> None:
        async with client_of(soarwire_sandbox) as client:
            await asyncio.wait_for(client.run(CLOSE, on_wait=waits.append), 3)

    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(main())
    assert [wait.why for wait in waits] == ["retry_after"]


def threads() -> int:
    """All of this process, those of Rust too."""
    return len(os.listdir("/proc/self/task"))


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="threads cannot be counted here")
@pytest.mark.parametrize("closed", [True, False], ids=["closed", "forgotten"])
def test_no_thread_outlives_its_client(closed: bool, soarwire_sandbox: Sandbox) -> None:
    before = threads()

    async def main() -> None:
        client = client_of(soarwire_sandbox, reuse_connections=False)
        await asyncio.gather(*(client.run(ASSIGN) for _ in range(40)))
        if closed:
            await client.aclose()

    asyncio.run(main())
    gc.collect()
    assert soon(lambda: threads() <= before, 4), (before, threads())


def test_a_loop_is_not_kept(soarwire_sandbox: Sandbox) -> None:
    client = client_of(soarwire_sandbox)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(client.run(ASSIGN))
    kept = weakref.ref(loop)
    # One that is dropped in the middle of a call lets go once the request is over.
    soarwire_sandbox.script({"kind": "delay", "ms": 200})
    abandoned = loop.create_task(client.run(ASSIGN))
    loop.run_until_complete(asyncio.sleep(0.05))
    loop.close()
    abandoned._log_destroy_pending = False  # type: ignore[attr-defined]
    del abandoned, loop

    def gone() -> bool:
        gc.collect()
        return kept() is None

    assert soon(gone)
    assert asyncio.run(client.run(ASSIGN)).all_succeeded


@pytest.mark.parametrize(
    "script",
    [
        # A request that nobody waits for.
        """
        async def main():
            task = asyncio.create_task(client.run(assign))
            await asyncio.sleep(0.2)
            task.cancel()
        asyncio.run(main())
        """,
        # A loop that runs in a thread that nobody waits for.
        """
        async def main():
            while True:
                await asyncio.gather(*(client.run(assign) for _ in range(20)), return_exceptions=True)
        sandbox.clear_faults()
        threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start()
        time.sleep(0.3)
        """,
        # Answers that arrive while the interpreter shuts down, which takes a while.
        """
        class Slow:
            def __del__(self, sleep=time.sleep):
                sleep(0.5)
        slow = Slow()
        sandbox.clear_faults()
        sandbox.script({"kind": "delay", "ms": 300, "times": None})
        loop = asyncio.new_event_loop()
        tasks = [loop.create_task(client.run(assign)) for _ in range(30)]
        for task in tasks:
            task._log_destroy_pending = False
        loop.run_until_complete(asyncio.sleep(0.2))
        """,
        # A loop that was never closed.
        """
        loop = asyncio.new_event_loop()
        task = loop.create_task(client.run(assign))
        task._log_destroy_pending = False
        loop.run_until_complete(asyncio.sleep(0.2))
        """,
        # Threads of the pool that ask a callable for the key, as a secret store has it.
        """
        def key(sleep=time.sleep, key="sandbox-d3-key"):
            sleep(0.01)
            return key
        client = AsyncClient(sandbox.d3_tenant(api_key=key), requests_per_second=0)
        async def main():
            while True:
                await asyncio.gather(*(client.run(assign) for _ in range(20)), return_exceptions=True)
        sandbox.clear_faults()
        threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start()
        time.sleep(0.4)
        """,
    ],
    ids=["a request", "a thread", "answers", "a loop", "a key that is asked for"],
)
def test_the_interpreter_ends_in_peace(script: str) -> None:
    before = """
        import asyncio, threading, time
        from soarwire import AsyncClient, d3
        from soarwire.testing import Sandbox
        sandbox = Sandbox(faults=[{"kind": "never_answer", "times": None}])
        client = AsyncClient(sandbox.d3_tenant(), requests_per_second=0)
        assign = d3.UpdateOwner(["20261103-104"], "Maria Keller")
    """
    command = [sys.executable, "-W", "ignore::ResourceWarning", "-c", textwrap.dedent(before) + textwrap.dedent(script)]
    for _ in range(2):
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
        assert (ran.returncode, ran.stderr) == (0, "")


def test_a_key_that_never_comes_does_not_keep_a_program() -> None:
    script = """
        import threading, time
        from soarwire import Client, d3
        tenant = d3.Tenant("http://127.0.0.1:9", username="Admin", site="S", api_key=threading.Event().wait)
        client = Client(tenant)
        threading.Thread(target=lambda: client.run(d3.UpdateOwner(["a"], "M")), daemon=True).start()
        time.sleep(0.3)
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")
