"""The end of ``soarwire demo``: a bulk run that meets everything, and what the tenant has counted beside what the report says.

As a program of its own it is the one that is killed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from . import Client, bulk, d3
from .testing import Sandbox

COUNT = 500
CHUNK = 20
NUMBERS = [f"20261103-{1000 + at}" for at in range(COUNT)]
# So many requests have an answer when it is killed.
ANSWERS = 8
PATIENCE = 20.0
OUTCOMES = ("succeeded", "failed", "unreported", "unknown", "not_attempted")


def show(note: Callable[[str], None], expect: Callable[[str, bool], None]) -> None:
    """Runs it, prints what the report says after each step, and tells what was not expected."""
    plan = bulk.plan(d3.CloseIncidents, NUMBERS, bypass_required_tasks=True, conclusion="Contained.", chunk=CHUNK)
    with Sandbox({"d3": {"incidents": [{"number": number} for number in NUMBERS], "generate": 0}}) as sandbox:
        with tempfile.TemporaryDirectory() as folder, Client(sandbox.d3_tenant(), requests_per_second=0) as client:
            journal = Path(folder) / "close.journal"
            sandbox.script(
                {"kind": "delay", "ms": 60, "times": None},
                {"kind": "rate_limited", "retry_after": 1},
                {"kind": "partial_failure", "count": 3},
                {"kind": "left_out", "count": 2},
                {"kind": "cut_after"},
            )
            _line("", [outcome.replace("_", " ") for outcome in OUTCOMES])
            _killed(plan, sandbox, journal)
            killed = bulk.Journal.read(journal).report()
            _row("killed", killed)
            sandbox.clear_faults()
            resumed = client.resume(journal)
            _row("resumed", resumed)
            left = (resumed.counts.failed, resumed.counts.unreported)
            settled = client.settle(resumed)
            _row("settled", settled)
            again = client.run_bulk(settled.retry())
            _row("sent again", again)
        closed = {incident["number"] for incident in sandbox.incidents["d3"] if incident["status"] == "Closed"}
        effects = sandbox.effects
    totals, twice = effects["totals"], len(effects["duplicates"])
    print(f"the tenant counts {totals['closes']} closes and {totals['conclusions']} conclusions; conclusions there twice: {twice}")
    note("killed with SIGKILL in the middle; another program resumed from the journal alone")
    note("a conclusion would be added twice: what may have been done was read back, not sent again")
    expect("it was killed in the middle", killed.counts.succeeded > 0 and killed.counts.not_attempted > 0)
    expect("an answer was lost", killed.counts.unknown >= CHUNK)
    expect("three failed, and two were left out", left == (3, 2))
    expect("what the reports say is true in the tenant", {*settled.succeeded, *again.succeeded} == closed)
    expect("nothing is left open", len(closed) == COUNT and again.all_succeeded)
    expect("each was closed once, with one conclusion", totals["closes"] == totals["conclusions"] == COUNT and twice == 0)


def _row(step: str, report: bulk.BulkReport) -> None:
    counts = report.counts.to_dict()
    _line(step, [str(counts[outcome]) for outcome in OUTCOMES])


def _line(step: str, cells: list[str]) -> None:
    print(f"{step:<12}" + "".join(f"{cell:>15}" for cell in cells))


def _killed(plan: bulk.Plan, sandbox: Sandbox, journal: Path) -> None:
    """Runs the plan in a program of its own until some requests have an answer, and kills that."""
    given = json.dumps({"tenant": sandbox.credentials["d3"], "plan": plan.to_dict(), "journal": str(journal)})
    command = [sys.executable, "-m", "soarwire._demo_bulk"]
    # A pipe holds less than the plan: it reads while this writes.
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True, encoding="utf-8") as child:
        if child.stdin is not None:
            child.stdin.write(given)
            child.stdin.close()
        limit = time.monotonic() + PATIENCE
        while not _has_answers(journal) and child.poll() is None and time.monotonic() < limit:
            time.sleep(0.01)
        child.kill()


def _has_answers(journal: Path) -> bool:
    return journal.exists() and journal.read_bytes().count(b' {"outcome":') >= ANSWERS


def _run_given() -> None:
    given = json.load(sys.stdin)
    with Client(d3.Tenant(**given["tenant"]), requests_per_second=0) as client:
        client.run_bulk(bulk.Plan.from_dict(given["plan"]), journal=given["journal"], concurrency=2)


if __name__ == "__main__":
    _run_given()
