"""Runs that are stopped in the middle: by Ctrl-C, by a cancelled task, by a kill, in a forked child."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from forks import Child

from soarwire import AsyncClient, Client, bulk, d3
from soarwire.bulk._errors import with_report
from soarwire.testing import Sandbox

NUMBERS = [f"A-{number}" for number in range(60)]
DELAY = {"kind": "delay", "ms": 400, "times": 100}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox({"d3": {"incidents": [{"number": number} for number in NUMBERS]}}) as served:
        yield served


def closing() -> bulk.Plan:
    return bulk.plan(d3.CloseIncidents, NUMBERS, bypass_required_tasks=True, conclusion="Contained.", chunk=10)


PROGRAM = """
import os
import signal
import sys
import threading
from soarwire import Client, bulk, d3

# It is told later that a signal was heard: another one before this handler has raised would be one with it.
def hear(*arguments):
    threading.Timer(0.3, os.write, (1, b"heard\\n")).start()
    signal.default_int_handler(*arguments)
signal.signal(signal.SIGINT, hear)

plan = bulk.Plan.from_json(sys.argv[1])
client = Client(d3.Tenant(**eval(sys.argv[2])), requests_per_second=0)
def show(progress):
    if progress.in_flight == 2:
        os.write(1, b"sent\\n")
try:
    client.run_bulk(plan, journal=sys.argv[3], concurrency=2, on_progress=show)
except KeyboardInterrupt as interrupted:
    assert type(interrupted) is bulk.Interrupted
    print("report", interrupted.report.to_json(), flush=True)
    raise
"""


def interrupted(sandbox: Sandbox, journal: Path, *signals: int) -> tuple[int, str, str]:
    """Runs the plan in another process, which gets these signals once it has sent something, one after the other."""
    arguments = [closing().to_json(), repr(sandbox.credentials["d3"]), str(journal)]
    program = [sys.executable, "-c", PROGRAM, *arguments]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        limit = threading.Timer(60, process.kill)
        limit.start()
        assert process.stdout.readline() == "sent\n"
        for at, number in enumerate(signals):
            while at > 0 and process.stdout.readline() not in ("heard\n", ""):
                pass
            process.send_signal(number)
        out, err = process.stdout.read(), process.stderr.read()
        limit.cancel()
    return process.returncode, "".join(line for line in out.splitlines() if line not in ("sent", "heard")), err


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_ctrl_c_lets_what_is_in_flight_finish(sandbox: Sandbox, tmp_path: Path) -> None:
    journal = tmp_path / "c.journal"
    sandbox.script({**DELAY, "ms": 1000})
    status, out, err = interrupted(sandbox, journal, signal.SIGINT)
    assert status == 1, err
    assert err.rstrip().endswith("continues the run") and "soarwire.bulk.Interrupted" in err
    report = bulk.BulkReport.from_json(closing(), out.partition(" ")[2])
    assert (report.stopped, report.counts.unknown) == ("cancelled", 0)
    assert report.counts.succeeded > 0 and report.counts.not_attempted > 0
    assert bulk.Journal.read(journal).report() == report
    sandbox.clear_faults()
    with Client(sandbox.d3_tenant(), requests_per_second=0) as client:
        assert client.resume(journal).all_succeeded
    assert sandbox.effects["totals"]["conclusions"] == 60 and sandbox.effects["duplicates"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_a_second_ctrl_c_does_not_wait(sandbox: Sandbox, tmp_path: Path) -> None:
    journal = tmp_path / "cc.journal"
    sandbox.script({**DELAY, "ms": 60_000})
    began = time.monotonic()
    status, out, err = interrupted(sandbox, journal, signal.SIGINT, signal.SIGINT)
    assert status == 1, err
    assert time.monotonic() - began < 30
    report = bulk.BulkReport.from_json(closing(), out.partition(" ")[2])
    assert (report.counts.unknown, report.counts.not_attempted) == (20, 40)
    sandbox.clear_faults()
    with Client(sandbox.d3_tenant(), requests_per_second=0) as client:
        rest = client.resume(journal)
        assert rest.counts.failed == 0
        # What was in flight was cut off before the sandbox acted, or after; reading says which.
        client.settle(rest)
        assert client.run_bulk(rest.retry()).all_succeeded or not rest.retry()
    assert sandbox.effects["duplicates"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_a_killed_run_goes_on_from_its_journal_alone(sandbox: Sandbox, tmp_path: Path) -> None:
    journal = tmp_path / "kill.journal"
    sandbox.script({**DELAY, "ms": 1000})
    status, _, _ = interrupted(sandbox, journal, signal.SIGKILL)
    assert status == -signal.SIGKILL
    sandbox.clear_faults()
    time.sleep(0.3)
    with Client(sandbox.d3_tenant(), requests_per_second=0) as client:
        report = client.resume(journal)
        assert (report.plan, report.counts.failed, report.counts.not_attempted) == (closing(), 0, 0)
        # What was about to be sent was carried out, or not; reading says which.
        rest = client.settle(report).retry()
        assert set(rest.ids) == set(report.unknown)
        assert client.run_bulk(rest).all_succeeded
    assert sandbox.effects["totals"]["conclusions"] == 60 and sandbox.effects["duplicates"] == []


def test_a_handler_of_ones_own_ends_the_run(sandbox: Sandbox) -> None:
    class TimeIsUp(Exception):
        pass

    def handler(*_arguments: Any) -> None:
        raise TimeIsUp

    def end_once_sent() -> None:
        while not sandbox.requests:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)

    former = signal.signal(signal.SIGTERM, handler)
    try:
        sandbox.script({**DELAY, "ms": 3000})
        threading.Thread(target=end_once_sent, daemon=True).start()
        with pytest.raises(TimeIsUp) as caught, Client(sandbox.d3_tenant(), requests_per_second=0) as client:
            client.run_bulk(closing(), concurrency=1)
    finally:
        signal.signal(signal.SIGTERM, former)
    assert isinstance(caught.value.__context__, bulk.Incomplete)
    report = caught.value.__context__.report
    assert (report.counts.succeeded, report.counts.unknown) == (10, 0)


def test_ctrl_c_while_the_report_is_made_does_not_lose_it(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []

    def pressed_again(*arguments: Any) -> BaseException:
        made.append(arguments)
        if len(made) == 1:
            raise KeyboardInterrupt
        return with_report(*arguments)

    def press(_: bulk.Progress) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("soarwire.bulk._errors.with_report", pressed_again)
    # Otherwise all may be over before there is anything to tell, on a busy machine.
    sandbox.script({**DELAY, "ms": 100})
    with pytest.raises(bulk.Interrupted) as caught, Client(sandbox.d3_tenant(), requests_per_second=0) as client:
        client.run_bulk(closing(), concurrency=1, on_progress=press)
    assert caught.value.report.stopped == "cancelled" and len(made) == 2


def test_an_interruption_travels(sandbox: Sandbox) -> None:
    with Client(sandbox.d3_tenant(), requests_per_second=0) as client:
        interruption = bulk.Interrupted(client.run_bulk(closing()))
    other = pickle.loads(pickle.dumps(interruption))
    assert (other.report, str(other)) == (interruption.report, "d3.close_incidents: 60 of 60 succeeded")
    assert repr(other).startswith("Interrupted(<BulkReport")


def assert_ended() -> None:
    for thread in threading.enumerate():
        if thread.name == "soarwire-bulk":
            thread.join(10)
            assert not thread.is_alive()


@pytest.mark.parametrize("times", [1, 2])
def test_a_cancelled_task(sandbox: Sandbox, times: int) -> None:
    sandbox.script({**DELAY, "ms": 4000 if times == 1 else 60_000})
    in_flight = 0
    threads: set[int] = set()

    async def main() -> BaseException | None:
        client = AsyncClient(sandbox.d3_tenant(), requests_per_second=0)
        sent = asyncio.Event()

        def show(progress: bulk.Progress) -> None:
            nonlocal in_flight
            threads.add(threading.get_ident())
            in_flight = progress.in_flight
            if in_flight == 2:
                sent.set()

        task = asyncio.create_task(client.run_bulk(closing(), concurrency=2, on_progress=show))

        async def goes_on() -> None:
            """The event loop does, while the two requests are out."""
            for _ in range(20):
                await asyncio.sleep(0.01)
                assert in_flight == 2 and not task.done()

        await sent.wait()
        await goes_on()
        task.cancel()
        await goes_on()
        if times == 2:
            task.cancel()
        try:
            await task
        except asyncio.CancelledError as cancelled:
            return cancelled.__context__
        return None

    began = time.monotonic()
    incomplete = asyncio.run(main())
    assert time.monotonic() - began < 30
    assert isinstance(incomplete, bulk.Incomplete)
    counts = incomplete.report.counts
    if times == 1:
        assert (counts.succeeded, counts.unknown, counts.not_attempted) == (20, 0, 40)
    else:
        assert (counts.succeeded, counts.unknown, counts.not_attempted) == (0, 20, 40)
    assert threads == {threading.get_ident()}
    assert_ended()


def test_an_event_loop_that_is_closed_ends_its_run(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.script(DELAY)
    loop = asyncio.new_event_loop()
    client = AsyncClient(sandbox.d3_tenant(), requests_per_second=0)
    task = loop.create_task(client.run_bulk(closing(), journal=tmp_path / "left.journal", concurrency=1))
    loop.run_until_complete(asyncio.sleep(0.1))
    loop.close()
    assert_ended()
    journal = bulk.Journal.read(tmp_path / "left.journal")
    assert journal.end == "cancelled" and journal.report().counts.unknown == 0
    # Nobody is to be told that it was never awaited.
    task._log_destroy_pending = False  # type: ignore[attr-defined]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_child_that_is_forked_during_a_run_runs_plans_of_its_own(sandbox: Sandbox) -> None:
    client = Client(sandbox.d3_tenant(), requests_per_second=0)
    children: list[Child] = []

    def in_child() -> Any:
        owner = bulk.plan(d3.UpdateOwner, NUMBERS, owner="Maria Keller", chunk=10)
        return client.run_bulk(owner).counts.succeeded

    def fork(progress: bulk.Progress) -> None:
        if progress.in_flight and not children:
            children.append(Child(in_child))

    sandbox.script({**DELAY, "on": "d3.close_incidents", "times": 6})
    assert client.run_bulk(closing(), on_progress=fork).all_succeeded
    assert children[0].result(20) == 60
    assert sandbox.effects["duplicates"] == []
