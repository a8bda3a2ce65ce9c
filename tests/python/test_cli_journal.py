"""Runs that end early, and what is done with their journals."""

from __future__ import annotations

import csv
import io
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import SCRIPT, Commands

from soarwire.testing import Sandbox

COUNT = 60


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    incidents = [{"number": f"A-{at}"} for at in range(COUNT)]
    with Sandbox({"d3": {"incidents": incidents, "generate": 0}}) as sandbox:
        yield Commands(sandbox, tmp_path_factory.mktemp("journals"))


@pytest.fixture
def run(shared: Commands) -> Commands:
    shared.sandbox.reset()
    for journal in shared.folder.glob("*.journal"):
        journal.unlink()
    return shared


CLOSE = ["close", "--tenant", "d3", "--conclusion", "Contained.", "--yes", "--chunk", "5", "--journal", "a.journal"]
ALL = [f"A-{at}" for at in range(COUNT)]


def slow(run: Commands, times: int | None = None) -> None:
    run.sandbox.script({"kind": "delay", "on": "d3.close_incidents", "ms": 100, "times": times})


def begun(run: Commands, *arguments: str) -> subprocess.Popen[str]:
    """A run that is under way, and has written of some requests that they are sent."""
    process = subprocess.Popen(
        [*SCRIPT, *arguments], env=run.environment, cwd=run.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    limit = time.monotonic() + 20
    journal = run.folder / "a.journal"
    while not (journal.exists() and b'{"outcome"' in journal.read_bytes()):
        assert time.monotonic() < limit
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    return process


def assert_done_once(run: Commands) -> None:
    effects = run.sandbox.effects
    assert effects["duplicates"] == []
    assert effects["totals"]["conclusions"] == COUNT
    assert {incident["status"] for incident in run.sandbox.incidents["d3"]} == {"Closed"}


def test_a_killed_run_goes_on(run: Commands) -> None:
    slow(run)
    with begun(run, *CLOSE, *ALL) as process:
        process.kill()
    run.sandbox.clear_faults()
    told = run.json("resume", "a.journal")
    assert Path(told["journal"]) == Path("a.journal")
    assert [outcome["id"] for outcome in told["outcomes"]] == ALL
    assert told["counts"]["succeeded"] == COUNT, told["counts"]
    assert_done_once(run)
    # There is nothing more to do, and nothing is done.
    before = run.sandbox.effects["operations"]["CloseIncidentInBulk"]
    assert run.json("resume", "a.journal")["counts"]["succeeded"] == COUNT
    assert run.sandbox.effects["operations"]["CloseIncidentInBulk"] == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_ctrl_c_lets_finish_what_is_under_way(run: Commands) -> None:
    slow(run)
    with begun(run, *CLOSE, *ALL, "--concurrency", "2", "--json") as process:
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=20)
    assert process.returncode == 130, error
    counts = json.loads(out)["counts"]
    assert counts["unknown"] == 0 < counts["not_attempted"]
    assert counts["succeeded"] == run.sandbox.effects["totals"]["conclusions"]
    assert error.splitlines()[-1] == "to go on: soarwire resume a.journal"
    run.sandbox.clear_faults()
    assert run.json("resume", "a.journal")["counts"]["succeeded"] == COUNT
    assert_done_once(run)


def test_a_deadline(run: Commands) -> None:
    slow(run)
    told = run.json(*CLOSE, *ALL, "--concurrency", "1", "--deadline", "0.5s", code=4)
    assert 0 < told["counts"]["not_attempted"] < COUNT
    assert "deadline" in {outcome["reason"] for outcome in told["outcomes"]}


def test_settle(run: Commands) -> None:
    run.sandbox.script({"kind": "cut_after", "on": "d3.close_incidents"}, {"kind": "left_out", "incidents": ["A-7"]})
    told = run.json(*CLOSE, "--concurrency", "1", *ALL[:10], code=3)
    assert told["counts"] | {"unknown": 5, "unreported": 1, "succeeded": 4} == told["counts"]
    before = run.sandbox.effects["totals"]
    settled = run.json("settle", "a.journal")
    assert settled["counts"]["succeeded"] == 10
    assert run.sandbox.effects["totals"] == before
    assert run.json("journal", "show", "a.journal")["counts"] == settled["counts"]
    ran = run("settle", "a.journal")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "10 of 10 succeeded\n")


def test_the_tenant_is_found_by_the_journal(run: Commands) -> None:
    run.json(*CLOSE, *ALL[:5])
    text = run.config.read_text(encoding="utf-8")
    other = run.folder / "other.toml"
    # By its address and user, where the name has changed.
    other.write_text(text.replace("tenants.d3", "tenants.soc"), encoding="utf-8")
    assert run.json("resume", "a.journal", "--config", str(other))["counts"]["succeeded"] == 5
    other.write_text(text.replace('"Admin"', '"admin user"'), encoding="utf-8")
    assert "user Admin), which" in run.refuses("resume", "a.journal", "--config", str(other))
    assert "is another" in run.refuses("resume", "a.journal", "--config", str(other), "--tenant", "d3")
    d3 = text.partition("[tenants.x")[0].replace("tenants.d3", "tenants.one")
    other.write_text(d3 + d3.replace("tenants.one", "tenants.two"), encoding="utf-8")
    assert "has 2 times: name one by --tenant" in run.refuses("settle", "a.journal", "--config", str(other))
    assert run.refuses("resume", "a.journal", env={"SOC_D3_KEY": ""}).startswith("tenant d3: the environment variable SOC_D3_KEY")


def test_journals_that_cannot_be_used(run: Commands) -> None:
    run.json(*CLOSE, *ALL[:10])
    journal = run.folder / "a.journal"
    sound = journal.read_bytes()
    for command in (["resume"], ["settle"], ["journal", "show"]):
        assert "none.journal" in run.refuses(*command, "none.journal")
        assert "tenants.toml" in run.refuses(*command, "tenants.toml")
        lines = sound.splitlines(keepends=True)
        journal.write_bytes(b"".join([*lines[:2], lines[2].replace(b"A-", b"B-"), *lines[3:]]))
        assert "a.journal" in run.refuses(*command, "a.journal")
        journal.write_bytes(sound)
    # A crash while it was written is none of them.
    journal.write_bytes(sound[:-7])
    assert run.json("resume", "a.journal")["counts"]["succeeded"] == 10
    assert "a.journal is there already" in run.refuses(*CLOSE, *ALL[:10])


@pytest.mark.skipif(sys.platform == "win32", reason="a locked file cannot be read there")
def test_one_process_a_journal(run: Commands) -> None:
    slow(run)
    with begun(run, *CLOSE, *ALL) as process:
        ran = run("resume", "a.journal")
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "is being written by another process" in ran.stderr
        # Looking at it is another matter.
        assert 0 < run.json("journal", "show", "a.journal")["counts"]["not_attempted"] <= COUNT
        process.communicate(timeout=30)
    assert_done_once(run)


def audited(run: Commands) -> list[dict[str, Any]]:
    """A run with some of everything, and its rows as they should be exported."""
    run.sandbox.script({"kind": "left_out", "incidents": ["A-1"]}, {"kind": "rate_limited", "retry_after": 0})
    run.json(*CLOSE, "--concurrency", "1", *ALL[:6], "no-such", code=1)
    run.json("settle", "a.journal", code=1)
    return [
        {"incident": name, "outcome": outcome, "request": request, "sends": sends, "settled": settled}
        for name, outcome, request, sends, settled in [
            *((f"A-{at}", "succeeded", 0, 1, "in_effect" if at == 1 else None) for at in range(5)),
            ("A-5", "succeeded", 1, 2, None),
            ("no-such", "failed", 1, 2, None),
        ]
    ]


def test_export_as_csv(run: Commands) -> None:
    wanted = audited(run)
    assert run("journal", "export", "a.journal", "--csv", "a.csv").returncode == 0
    text = (run.folder / "a.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [{name: row[name] for name in wanted[0]} for row in rows] == [
        {name: "" if value is None else str(value) for name, value in row.items()} for row in wanted
    ]
    assert {(row["tenant"], row["user"], row["operation"]) for row in rows} == {("d3", "Admin", "d3.close_incidents")}
    assert all(row["sent"] <= row["answered"] for row in rows)
    assert {row["status"] for row in rows} == {"200"}
    assert run("journal", "export", "a.journal", "--csv", "-").stdout == text
    assert run.refuses("journal", "export", "a.journal", "--csv", "a.csv") == "a.csv is there already: choose another name"
    assert run.refuses("journal", "export", "a.journal").startswith("one of --csv FILE and --sqlite FILE")


def test_export_to_sqlite(run: Commands) -> None:
    wanted = audited(run)
    assert run("journal", "export", "a.journal", "--sqlite", "a.db").returncode == 0
    database = sqlite3.connect(run.folder / "a.db")
    database.row_factory = sqlite3.Row
    rows = [dict(row) for row in database.execute("SELECT * FROM incident")]
    assert [{name: row[name] for name in wanted[0]} for row in rows] == wanted
    [about] = [dict(row) for row in database.execute("SELECT * FROM run")]
    assert (about["operation"], about["user"], about["end"]) == ("d3.close_incidents", "Admin", "done")
    assert json.loads(about["params"])["conclusion"] == "Contained."
    database.close()
    assert run.refuses("journal", "export", "a.journal", "--sqlite", "a.db") == "a.db is there already: choose another name"


def test_show(run: Commands) -> None:
    audited(run)
    ran = run("journal", "show", "a.journal")
    assert ran.returncode == 0
    assert ran.stdout.splitlines()[1:] == ["no-such\tfailed\tIncident 'no-such' was not found."]
    shown = dict(line.split(None, 1) for line in ran.stderr.splitlines()[:-1])
    assert (shown["tenant:"], shown["user:"], shown["operation:"], shown["end:"]) == ("d3", "Admin", "d3.close_incidents", "done")
    assert ran.stderr.splitlines()[-1] == "6 of 7 succeeded, 1 failed"
