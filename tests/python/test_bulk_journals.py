"""Journals as an audit: who did what, when, and what the answer was."""

from __future__ import annotations

import csv
import json
import os
import pickle
import sqlite3
from contextlib import closing as closed
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from soarwire import Client, __version__, bulk, d3, errors
from soarwire.testing import Sandbox

NUMBERS = [f"A-{number}" for number in range(30)]


def journal_of(path: Path) -> tuple[bulk.Journal, bulk.BulkReport]:
    """A run with a rate limit, an incident that is not there, and a lost answer that is settled."""
    plan = bulk.plan(d3.CloseIncidents, [*NUMBERS, "A-none"], bypass_required_tasks=True, conclusion="é", chunk=10)
    with Sandbox({"d3": {"incidents": [{"number": number} for number in NUMBERS]}}) as sandbox:
        sandbox.script({"kind": "rate_limited", "retry_after": 0}, {"kind": "cut_after"})
        with Client(sandbox.d3_tenant(), requests_per_second=0) as client:
            report = client.settle(client.run_bulk(plan, journal=path, concurrency=1))
    return bulk.Journal.read(path), report


def test_what_a_journal_says(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    journal, report = journal_of(path)
    assert (journal.path, journal.run_id, journal.user, journal.version) == (path, report.run_id, "Admin", __version__)
    assert journal.base_url.startswith("http://127.0.0.1:")
    assert (journal.plan, journal.report(), journal.end, journal.intents) == (report.plan, report, "done", 5)
    assert journal.report().journal == path
    begun, last = journal.times
    assert begun.tzinfo == timezone.utc
    assert datetime.now(timezone.utc) - timedelta(minutes=1) < begun <= last
    names = [next(iter(record)) for record in journal.records()]
    assert names[:4] == ["journal", "plan", "planned", "intent"]
    assert {"returned", "outcome", "settled", "end"} < set(names)
    assert report.run_id in repr(journal)
    assert pickle.loads(pickle.dumps(journal)).report() == report


def test_records_are_read_one_at_a_time_and_a_torn_one_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "torn.journal"
    whole = list(journal_of(path)[0].records())
    with open(path, "ab") as file:
        file.write(b'00000000 {"outcome": 9')
    records = bulk.Journal.read(path).records()
    assert iter(records) is records
    assert list(records) == whole


def test_csv(tmp_path: Path) -> None:
    journal, report = journal_of(tmp_path / "a.journal")
    journal.to_csv(tmp_path / "a.csv")
    with open(tmp_path / "a.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["user"] for row in rows} == {"Admin"} and {row["run"] for row in rows} == {report.run_id}
    assert [row["event"] for row in rows[:2]] == ["begun", "intent"]
    of_first = [row for row in rows if row["incident"] == "A-0"]
    assert [row["event"] for row in of_first] == ["intent", "returned", "intent", "outcome", "settled"]
    assert (of_first[1]["error"], of_first[3]["outcome"], of_first[3]["reason"]) == (
        "rate_limited",
        "unknown",
        "interrupted",
    )
    assert of_first[4]["settled"] == "in_effect"
    failed = [row for row in rows if row["incident"] == "A-none"][-1]
    assert (failed["outcome"], failed["status"]) == ("failed", "200") and "not found" in failed["reason"]
    at = [datetime.fromisoformat(row["at"]) for row in rows]
    assert at == sorted(at)
    assert rows[-1]["event"] == "settled" and "end" in {row["event"] for row in rows}


def test_sqlite(tmp_path: Path) -> None:
    journal, report = journal_of(tmp_path / "a.journal")
    other, _ = journal_of(tmp_path / "b.journal")
    for each in (journal, other, journal):
        each.to_sqlite(tmp_path / "audit.db")
    with closed(sqlite3.connect(tmp_path / "audit.db")) as database:
        assert database.execute("SELECT count(*) FROM runs").fetchone() == (2,)
        of_run = "WHERE run = ?", (report.run_id,)
        outcomes = database.execute(
            f"SELECT incident, outcome, reason, request, settled FROM outcomes {of_run[0]} ORDER BY rowid", of_run[1]
        )
        assert outcomes.fetchall() == [
            (row.id, row.outcome, row.reason, row.request, row.settled) for row in report.rows
        ]
        params, user, end = database.execute(f"SELECT params, user, end FROM runs {of_run[0]}", of_run[1]).fetchone()
        assert (json.loads(params), user, end) == ({"bypass_required_tasks": True, "conclusion": "é"}, "Admin", "done")
        who = database.execute(f"SELECT DISTINCT user, operation FROM events {of_run[0]}", of_run[1]).fetchall()
        assert who == [("Admin", "d3.close_incidents")]
        count = f"SELECT count(*) FROM events {of_run[0]} AND event = 'intent'"
        assert database.execute(count, of_run[1]).fetchone() == (41,)


@pytest.mark.parametrize("text", [None, b"", b"hello\n", b"00000000 {}\n00000000 {}\n"])
def test_what_is_no_journal_is_named(tmp_path: Path, text: bytes | None) -> None:
    path = tmp_path / "no.journal"
    if text is not None:
        path.write_bytes(text)
    with Client(d3.Tenant("https://soc.example.com/VSOC", username="Admin", site="SOC", api_key="k")) as client:
        for read in (bulk.Journal.read, client.resume):
            with pytest.raises(errors.InvalidRequest, match=r"no\.journal") as caught:
                read(path)
            assert caught.value.field == "journal"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files")
def test_what_cannot_hold_a_journal_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    plan = bulk.plan(d3.UpdateOwner, ["A-0"], owner="x")
    with Client(d3.Tenant("https://soc.example.com/VSOC", username="Admin", site="SOC", api_key="k")) as client:
        for path, wrong in ((pipe, "not a regular file"), (tmp_path, "is a folder"), ("", "is empty")):
            for use in (bulk.Journal.read, client.resume, lambda path: client.run_bulk(plan, journal=path)):
                with pytest.raises(errors.InvalidRequest, match=wrong):
                    use(path)


def test_what_was_settled_after_a_crash_stays_settled(tmp_path: Path) -> None:
    numbers = [f"A-{number}" for number in range(6)]
    whole, path = tmp_path / "whole.journal", tmp_path / "cut.journal"
    plan = bulk.plan(d3.CloseIncidents, numbers, bypass_required_tasks=True, conclusion="Contained.", chunk=2)
    with (
        Sandbox({"d3": {"incidents": [{"number": number} for number in numbers]}}) as sandbox,
        Client(sandbox.d3_tenant(), requests_per_second=0) as client,
    ):
        client.run_bulk(plan, journal=whole, concurrency=1)
        lines = whole.read_bytes().splitlines(keepends=True)
        last = max(at for at, line in enumerate(lines) if b'{"intent"' in line)
        path.write_bytes(b"".join(lines[: last + 1]))
        report = client.settle(bulk.Journal.read(path).report())
        assert report.all_succeeded
        assert bulk.Journal.read(path).report().rows == report.rows
        assert client.resume(path).rows == report.rows
        assert sandbox.effects["duplicates"] == []


def test_the_journal_of_another_tenant_user_or_run(tmp_path: Path) -> None:
    journal, report = journal_of(tmp_path / "a.journal")
    for tenant in (
        d3.Tenant("https://soc.example.com/VSOC", username="Admin", site="SOC", api_key="k"),
        d3.Tenant(journal.base_url, username="Other", site="SOC", api_key="k"),
    ):
        with Client(tenant) as client, pytest.raises(errors.InvalidRequest) as caught:
            client.resume(journal.path)
        assert caught.value.field == "tenant"
    lost = bulk.plan(d3.UpdateOwner, ["A-0"], owner="x")
    one = {"d3": {"incidents": [{"number": "A-0"}]}}
    with (
        Sandbox(one, faults=[{"kind": "left_out"}]) as sandbox,
        Client(sandbox.d3_tenant(), requests_per_second=0) as client,
    ):
        other = client.run_bulk(lost)
        mixed = bulk.BulkReport.from_json(other.plan, other.to_json(), journal.path)
        with pytest.raises(errors.InvalidRequest, match="another run") as caught:
            client.settle(mixed)
        assert caught.value.field == "journal" and mixed == other
        with pytest.raises(errors.InvalidRequest, match="resume it"):
            client.run_bulk(lost, journal=journal.path)
    for wrong in (report.plan, lost.shard(0, 1)):
        for text in ("{", "{}", other.to_json().replace("A-0", "A-1")):
            with pytest.raises(errors.InvalidRequest):
                bulk.BulkReport.from_json(wrong, text)
