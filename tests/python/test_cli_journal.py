"""Runs that end early, and what is done with their journals."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shlex
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
    for left in shared.folder.glob("a.*"):
        left.unlink()
    return shared


CLOSE = ["close", "--tenant", "d3", "--conclusion", "Contained.", "--yes", "--chunk", "5", "--journal", "a.journal"]
ALL = [f"A-{at}" for at in range(COUNT)]


def slow(run: Commands, ms: int = 100) -> None:
    run.sandbox.script({"kind": "delay", "on": "d3.close_incidents", "ms": ms, "times": None})


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
    ran = run("resume", "a.journal", "--json")
    told = json.loads(ran.stdout)
    # A request that was about to be sent when it was killed is unknown, and reading back says that it is not in effect.
    assert ran.returncode == (3 if told["counts"]["unknown"] else 0), ran.stderr
    assert {outcome["reason"] for outcome in told["outcomes"]} <= {None, "interrupted; read back: not in effect"}
    assert told["counts"]["succeeded"] == run.sandbox.effects["totals"]["conclusions"]
    assert Path(told["journal"]) == Path("a.journal")
    assert [outcome["id"] for outcome in told["outcomes"]] == ALL
    again = run.json("resume", "a.journal", "--retry")
    assert again["counts"]["succeeded"] == COUNT, again["counts"]
    assert [outcome["id"] for outcome in again["outcomes"]] == ALL
    assert_done_once(run)
    # There is nothing more to do, and nothing is done.
    before = run.sandbox.effects["operations"]["CloseIncidentInBulk"]
    assert run.json("resume", "a.journal", code=ran.returncode)["counts"] == told["counts"]
    assert run.sandbox.effects["operations"]["CloseIncidentInBulk"] == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_ctrl_c_lets_finish_what_is_under_way(run: Commands) -> None:
    slow(run, 1_000)
    with begun(run, *CLOSE, *ALL, "--concurrency", "2", "--json") as process:
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=20)
    assert process.returncode == 130, error
    counts = json.loads(out)["counts"]
    assert counts["unknown"] == 0 < counts["not_attempted"]
    assert counts["succeeded"] == run.sandbox.effects["totals"]["conclusions"]
    assert error.splitlines()[-1] == "to continue: soarwire resume a.journal"
    run.sandbox.clear_faults()
    assert run.json("resume", "a.journal")["counts"]["succeeded"] == COUNT
    assert_done_once(run)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_a_second_ctrl_c_does_not_wait(run: Commands) -> None:
    slow(run)
    with begun(run, *CLOSE, *ALL, "--concurrency", "2", "--json") as process:
        run.sandbox.script({"kind": "never_answer", "on": "d3.close_incidents", "times": None})
        while sum("never_answer" in request["faults"] for request in run.sandbox.requests) < 2:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        assert process.poll() is None
        # Two that come close together are one to Python.
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                out, error = process.communicate(timeout=3)
    assert process.returncode == 130, error
    assert json.loads(out)["counts"]["unknown"] == 10
    assert "to find out what is in effect: soarwire settle a.journal" in error.splitlines()
    run.sandbox.clear_faults()
    assert run.json("resume", "a.journal")["counts"]["succeeded"] == COUNT
    assert_done_once(run)


def test_a_deadline(run: Commands) -> None:
    slow(run, 400)
    told = run.json(*CLOSE, *ALL, "--concurrency", "1", "--deadline", "2.5s", code=4)
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
    assert "belongs to the user Admin" in run.refuses("resume", "a.journal", "--config", str(other), "--tenant", "d3")
    d3 = text.partition("[tenants.x")[0].replace("tenants.d3", "tenants.one")
    other.write_text(d3 + d3.replace("tenants.one", "tenants.two"), encoding="utf-8")
    assert "has 2 times: choose one with --tenant" in run.refuses("settle", "a.journal", "--config", str(other))
    assert run.refuses("resume", "a.journal", env={"SOC_D3_KEY": ""}).startswith("tenant d3: the environment variable SOC_D3_KEY")


def test_journals_that_cannot_be_used(run: Commands) -> None:
    run.json(*CLOSE, *ALL[:10])
    journal = run.folder / "a.journal"
    sound = journal.read_bytes()
    for command in (["resume"], ["settle"], ["journal", "show"]):
        said = run.refuses(*command, "none.journal")
        assert said.startswith("journal none.journal cannot be opened: ") and "folder" not in said
        assert "tenants.toml" in run.refuses(*command, "tenants.toml")
        lines = sound.splitlines(keepends=True)
        journal.write_bytes(b"".join([*lines[:3], lines[3].replace(b"A-", b"B-"), *lines[4:]]))
        assert "a.journal" in run.refuses(*command, "a.journal")
        journal.write_bytes(sound)
    # A crash while it was written is none of them.
    journal.write_bytes(sound[:-7])
    assert run.json("resume", "a.journal")["counts"]["succeeded"] == 10
    assert "a.journal already exists" in run.refuses(*CLOSE, *ALL[:10])


@pytest.mark.skipif(sys.platform == "win32", reason="cmd quotes in another way")
def test_hints_can_be_pasted(run: Commands) -> None:
    ran = run("assign", "--tenant", "d3", "no-such", "--owner", "Li Wen", "--yes", "--journal", "a.$(touch x)'s.journal")
    assert ran.returncode == 1
    hint = shlex.split(ran.stderr.splitlines()[-1].partition(": ")[2])
    assert hint == ["soarwire", "resume", "a.$(touch x)'s.journal", "--retry"]


def crc32c(data: bytes) -> int:
    """The checksum of a line."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def test_a_journal_of_a_newer_version(run: Commands) -> None:
    run.json(*CLOSE, *ALL[:5])
    journal = run.folder / "a.journal"
    first, *rest = journal.read_bytes().splitlines(keepends=True)
    # The same line with the same version is taken.
    for version in (1, 2):
        head = first[9:].rstrip().replace(b'{"journal":1,', b'{"journal":%d,' % version)
        journal.write_bytes(b"".join([b"%08x %s\n" % (crc32c(head), head), *rest]))
        if version == 1:
            assert run.json("journal", "show", "a.journal")["counts"]["succeeded"] == 5
    newer = journal.read_bytes()
    for command in (["resume"], ["resume", "--retry"], ["settle"], ["journal", "show"], ["journal", "export", "--csv", "a.csv"]):
        told = run.refuses(*command, "a.journal")
        assert told == "journal a.journal was written by a newer version of soarwire: upgrade soarwire to resume it"
    # Nor does a new run take its place.
    assert "a.journal already exists" in run.refuses(*CLOSE, *ALL[:5])
    assert journal.read_bytes() == newer
    assert not (run.folder / "a.csv").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a locked file cannot be read there")
def test_one_process_a_journal(run: Commands) -> None:
    slow(run, 2_000)
    with begun(run, *CLOSE, *ALL, "--concurrency", "1") as process:
        ran = run("resume", "a.journal")
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "is being written by another process" in ran.stderr
        # Looking at it is another matter.
        assert 0 < run.json("journal", "show", "a.journal")["counts"]["not_attempted"] <= COUNT
        run.sandbox.clear_faults()
        process.communicate(timeout=30)
    assert_done_once(run)


def audited(run: Commands) -> list[tuple[str, str, str | None, str | None]]:
    """A run with some of everything, and its events as they should be exported: what, of which incident, outcome, settled."""
    run.sandbox.script({"kind": "left_out", "incidents": ["A-1"]}, {"kind": "rate_limited", "retry_after": 0})
    run.json(*CLOSE, "--concurrency", "1", *ALL[:6], "no-such", code=1)
    run.json("settle", "a.journal", code=1)
    first, second = ALL[:5], ["A-5", "no-such"]
    return [
        *(("intent", name, None, None) for name in first),
        *(("outcome", name, "unreported" if name == "A-1" else "succeeded", None) for name in first),
        *(("intent", name, None, None) for name in second * 2),
        ("outcome", "A-5", "succeeded", None),
        ("outcome", "no-such", "failed", None),
        ("settled", "A-1", None, "in_effect"),
    ]


def exported(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The events of incidents."""
    cells = ([row[name] or None for name in ("event", "incident", "outcome", "settled")] for row in rows)
    return [tuple(each) for each in cells if each[1] and each[0] != "returned"]


def test_export_as_csv(run: Commands) -> None:
    wanted = audited(run)
    assert run("journal", "export", "a.journal", "--csv", "a.csv").returncode == 0
    text = (run.folder / "a.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert exported(rows) == wanted
    assert {(row["user"], row["operation"], bool(row["base_url"])) for row in rows} == {("Admin", "d3.close_incidents", True)}
    times = [row["at"] for row in rows if row["at"]]
    assert times == sorted(times)
    assert {row["status"] for row in rows if row["outcome"]} == {"200"}
    assert run("journal", "export", "a.journal", "--csv", "-").stdout == text
    assert run.refuses("journal", "export", "a.journal", "--csv", "a.csv") == "a.csv already exists: choose another name"
    assert "cannot be written" in run.refuses("journal", "export", "a.journal", "--csv", "none/a.csv")
    assert run.refuses("journal", "export", "a.journal").startswith("give one of --csv FILE and --sqlite FILE")


def test_export_to_sqlite(run: Commands) -> None:
    wanted = audited(run)
    # The second time it takes the place of the first.
    for _ in range(2):
        assert run("journal", "export", "a.journal", "--sqlite", "a.db").returncode == 0
    database = sqlite3.connect(run.folder / "a.db")
    database.row_factory = sqlite3.Row
    assert exported([dict(row) for row in database.execute("SELECT * FROM events")]) == wanted
    outcomes = [tuple(row) for row in database.execute("SELECT incident, outcome, settled FROM outcomes WHERE incident != 'A-0'")]
    assert outcomes[0] == ("A-1", "succeeded", "in_effect")
    assert outcomes[-1] == ("no-such", "failed", None)
    [about] = [dict(row) for row in database.execute("SELECT * FROM runs")]
    assert (about["operation"], about["user"], about["tenant"], about["end"]) == ("d3.close_incidents", "Admin", "d3", "done")
    assert json.loads(about["params"])["conclusion"] == "Contained."
    database.close()
    (run.folder / "no.db").write_text("something " * 100, encoding="utf-8")
    assert "no.db cannot be written" in run.refuses("journal", "export", "a.journal", "--sqlite", "no.db")


def test_what_failed_is_sent_again(run: Commands) -> None:
    run.sandbox.script(
        {"kind": "partial_failure", "incidents": ["A-3"]}, {"kind": "left_out", "incidents": ["A-7"]}, {"kind": "cut_before"}
    )
    told = run.json(*CLOSE, "--concurrency", "1", *ALL[:20], code=3)
    assert told["counts"] | {"failed": 1, "unreported": 1, "unknown": 5} == told["counts"]
    told = run.json("settle", "a.journal", code=3)
    assert told["counts"] | {"succeeded": 14, "failed": 1, "unknown": 5} == told["counts"]
    assert [each["reason"] for each in told["outcomes"] if each["outcome"] == "unknown"] == ["interrupted; read back: not in effect"] * 5
    again = run("resume", "a.journal", "--retry", "--json")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "  journal: a.journal.retry" in again.stderr.splitlines()
    merged = json.loads(again.stdout)
    assert [outcome["id"] for outcome in merged["outcomes"]] == ALL[:20]
    assert (merged["counts"]["succeeded"], merged["journal"]) == (20, "a.journal.retry")
    assert run.json("journal", "show", "a.journal.retry")["counts"]["planned"] == 6
    effects = run.sandbox.effects
    assert (effects["duplicates"], effects["totals"]["conclusions"]) == ([], 20)
    # Not a third time by accident.
    assert "a.journal.retry already exists" in run.refuses("resume", "a.journal", "--retry", "--json")
    assert "--journal is for the new run" in run.refuses("resume", "a.journal", "--journal", "b.journal")


def test_the_rest_is_not_sent_if_a_retry_is_refused(run: Commands) -> None:
    slow(run, 400)
    run.sandbox.script({"kind": "partial_failure", "incidents": ["A-3"]})
    run.json(*CLOSE, *ALL, "--concurrency", "1", "--deadline", "2.5s", code=4)
    run.sandbox.clear_faults()
    (run.folder / "a.journal.retry").write_bytes((run.folder / "a.journal").read_bytes())
    assert "a.journal.retry already exists" in run.refuses("resume", "a.journal", "--retry", "--json")
    # Where that is known too late, what was sent is told.
    ran = run("resume", "a.journal", "--retry", "--journal", "none/a.retry", "--json")
    assert (ran.returncode, json.loads(ran.stdout)["counts"]["not_attempted"]) == (1, 0), ran.stderr
    assert any(line.startswith("soarwire: journal none/a.retry cannot be opened") for line in ran.stderr.splitlines())
    assert json.loads(ran.stdout)["journal"] == "a.journal"


def test_nothing_that_may_have_been_done_is_sent_again(run: Commands) -> None:
    run.sandbox.script({"kind": "cut_after"}, {"kind": "left_out", "incidents": ["A-7"]})
    run.json(*CLOSE, "--concurrency", "1", *ALL[:10], code=3)
    told = run.json("resume", "a.journal", "--retry", code=3)
    assert told["counts"] | {"unknown": 5, "unreported": 1} == told["counts"]
    assert not (run.folder / "a.journal.retry").exists()
    assert run.sandbox.effects["totals"]["conclusions"] == 10


def limited(run: Commands, blocks: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A run in which no file may be longer than so many blocks: as on a disk without room."""
    script = f'ulimit -f {blocks}; exec "$0" "$@"'
    return subprocess.run(
        ["bash", "-c", script, *SCRIPT, *arguments], env=run.environment, cwd=run.folder, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_a_disk_without_room(run: Commands) -> None:
    ran = limited(run, 0, *CLOSE, *ALL)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr
    assert ran.stderr.splitlines()[-1].startswith("soarwire: journal a.journal cannot be written") and "Make room" in ran.stderr.splitlines()[-1]
    assert run.sandbox.effects["totals"]["conclusions"] == 0
    ran = limited(run, 3, *CLOSE, *ALL, "--concurrency", "1", "--json")
    assert ran.returncode in (3, 4), ran.stderr
    assert "Traceback" not in ran.stderr and "Make room on the disk" in ran.stderr
    assert json.loads(ran.stdout)["counts"]["not_attempted"] > 0
    run.json("resume", "a.journal", code=0)
    assert_done_once(run)


def test_show(run: Commands) -> None:
    audited(run)
    ran = run("journal", "show", "a.journal")
    assert ran.returncode == 0
    assert ran.stdout.splitlines()[1:] == ["no-such\tfailed\tIncident 'no-such' was not found."]
    shown = dict(line.split(None, 1) for line in ran.stderr.splitlines()[:-1])
    assert (shown["tenant:"], shown["user:"], shown["operation:"], shown["end:"]) == ("d3", "Admin", "d3.close_incidents", "done")
    assert ran.stderr.splitlines()[-1] == "6 of 7 succeeded, 1 failed"
