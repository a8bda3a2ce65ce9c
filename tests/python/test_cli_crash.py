"""A close of 2,000 incidents by the command, killed at random moments and resumed until it is done: the sandbox counts no conclusion
twice and misses none, and what the command says in the end is so for every incident.

``SOARWIRE_KILLS`` says how often it is killed.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from commands import SCRIPT, Commands

from soarwire.testing import Sandbox

KILLS = int(os.environ.get("SOARWIRE_KILLS", "10"))
NUMBERS = [f"20261103-{number:04}" for number in range(2_000)]
CLOSE = ["close", "--tenant", "d3", "--input", "numbers", "--conclusion", "Contained.", "--yes", "--chunk", "10", "--journal", "a.journal"]
# How long it goes on for at most, once it is under way, before it is killed. A whole run takes about a second.
LIFE = 0.4


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Commands]:
    incidents = [{"number": number} for number in NUMBERS]
    with Sandbox({"d3": {"incidents": incidents, "generate": 0, "rate_limit": None}}) as sandbox:
        (tmp_path / "numbers").write_text("\n".join(NUMBERS), encoding="utf-8")
        yield Commands(sandbox, tmp_path)


def started(run: Commands, told: IO[str]) -> subprocess.Popen[bytes]:
    """Begins the run, or goes on with it. What it tells goes into a file: nobody reads it meanwhile."""
    # A journal that ends before its plan was complete is that of a run that sent nothing.
    is_begun = run("journal", "show", "a.journal", "--json").returncode != 2
    arguments = ["resume", "a.journal"] if is_begun else CLOSE
    return subprocess.Popen(
        [*SCRIPT, *arguments, "--json", "--quiet"], env=run.environment, cwd=run.folder, stdin=subprocess.DEVNULL,
        stdout=told, stderr=subprocess.STDOUT,
    )  # fmt: skip


def wait(process: subprocess.Popen[bytes], journal: Path) -> None:
    """Waits for a random moment: sometimes while it starts, mostly after it has begun to write."""
    if random.random() < 0.2:
        time.sleep(random.uniform(0, LIFE))
        return
    before = journal.stat().st_size if journal.exists() else 0
    limit = time.monotonic() + 30
    while process.poll() is None and not (journal.exists() and journal.stat().st_size > before):
        assert time.monotonic() < limit
        time.sleep(0.001)
    time.sleep(random.uniform(0, LIFE))


def outcomes_of(told: dict[str, Any]) -> dict[str, str]:
    assert [each["id"] for each in told["outcomes"]] == NUMBERS
    return {each["id"]: each["outcome"] for each in told["outcomes"]}


def assert_true(run: Commands, outcomes: dict[str, str]) -> None:
    """What it says of each incident is what the sandbox has."""
    assert run.sandbox.effects["duplicates"] == []
    closed = {incident["number"] for incident in run.sandbox.incidents["d3"] if incident["status"] == "Closed"}
    assert {name for name, outcome in outcomes.items() if outcome == "succeeded"} == closed


def test_killed_at_random_moments(run: Commands) -> None:
    journal = run.folder / "a.journal"
    kills = in_the_middle = 0
    while kills < KILLS:
        run.sandbox.reset()
        run.sandbox.script({"kind": "delay", "on": "d3.close_incidents", "ms": 15, "times": None})
        for left in run.folder.glob("a.journal*"):
            left.unlink()
        while True:
            with (run.folder / "told").open("w+", encoding="utf-8") as file, started(run, file) as process:
                if kills < KILLS:
                    wait(process, journal)
                    if process.poll() is None:
                        process.kill()
                process.wait(timeout=60)
                file.seek(0)
                told = file.read()
            if process.returncode >= 0:
                break
            kills += 1
            # What it sent arrives.
            time.sleep(0.05)
            assert run.sandbox.effects["duplicates"] == []
            in_the_middle += 0 < run.sandbox.effects["totals"]["conclusions"] < len(NUMBERS)
        outcomes = outcomes_of(answer := json.loads(told))
        # What was about to be sent at a kill, and is not in effect as reading back says, is not sent again unasked.
        assert set(outcomes.values()) <= {"succeeded", "unknown"}, answer["counts"]
        assert {each["reason"] for each in answer["outcomes"]} <= {None, "interrupted; read back: not in effect"}
        assert process.returncode == (3 if "unknown" in outcomes.values() else 0)
        assert_true(run, outcomes)
        outcomes = outcomes_of(run.json("resume", "a.journal", "--retry"))
        assert set(outcomes.values()) == {"succeeded"}
        assert_true(run, outcomes)
        assert run.sandbox.effects["totals"]["conclusions"] == len(NUMBERS)
    assert in_the_middle > 0
