"""What a journal says for an audit: who did what to which incident, when, and what the answer was.

One record is read at a time.
"""

from __future__ import annotations

import csv
import json
from datetime import datetime, timedelta, timezone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike
    from typing import Any, TextIO

    from .._soarwire import Journal

# Who, where, of which run, when, and what.
EVENT = ("user", "base_url", "run", "operation", "at", "event", "request", "attempt", "incident")
# What came of it.
ANSWER = ("outcome", "reason", "settled", "status", "error", "request_id", "version")
COLUMNS = (*EVENT, *ANSWER)
# A line: the checksum and a space, then JSON.
PREFIX = 9
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

RUN = """CREATE TABLE IF NOT EXISTS runs (run TEXT PRIMARY KEY, operation TEXT, params TEXT, guard TEXT, base_url TEXT,
    user TEXT, tenant TEXT, chunk INTEGER, incidents INTEGER, version TEXT, begun TEXT, last TEXT, end TEXT)"""
EVENTS = f"CREATE TABLE IF NOT EXISTS events ({', '.join(COLUMNS)})"
OUTCOMES = """CREATE TABLE IF NOT EXISTS outcomes (run TEXT, incident TEXT, outcome TEXT, reason TEXT, request INTEGER,
    settled TEXT, PRIMARY KEY (run, incident))"""


def records(path: str | PathLike[str], sound_bytes: int) -> Iterator[dict[str, Any]]:
    """The records of a journal as they stand in it; what was being written when its program ended is left out."""
    with open(path, "rb") as file:
        while file.tell() < sound_bytes:
            yield json.loads(file.readline()[PREFIX:])


def _time(ms: int | None) -> str | None:
    """In ISO 8601, UTC."""
    return None if ms is None else (EPOCH + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds")


def events(journal: Journal) -> Iterator[dict[str, Any]]:
    """What happened, incident by incident where it was about incidents."""
    plan = journal.plan
    who = {"user": journal.user, "base_url": journal.base_url, "run": journal.run_id, "operation": plan.operation}
    # The incidents of requests that have no answer yet.
    out: dict[int, list[str]] = {}
    for record in journal.records():
        event = next(iter(record))
        about = {**who, "at": _time(record.get("at")), "event": event}
        if event == "intent":
            request = out[record["intent"]] = record["ids"]
            about |= {"request": record["intent"], "attempt": record["attempt"]}
            yield from ({**about, "incident": incident} for incident in request)
        elif event == "returned":
            about |= {"request": record["returned"], "error": record["why"]}
            yield from ({**about, "incident": incident} for incident in out.pop(record["returned"], ()))
        elif event == "outcome":
            out.pop(record["outcome"], None)
            about |= {"request": record["outcome"], "attempt": record["attempts"]}
            about |= {name: record[name] for name in ("status", "error", "request_id")}
            for row in record["rows"]:
                yield {**about, "incident": row["id"], "outcome": row["outcome"], "reason": row["reason"]}
        elif event == "settled":
            for row in record["settled"]:
                yield {**about, "incident": row["id"], "settled": row["settled"], "reason": row["why"]}
        elif event == "journal":
            yield {**about, "event": "begun", "version": record["version"]}
        elif event == "resumed":
            yield {**about, "at": _time(record["resumed"]), "version": record["version"]}
        elif event == "end":
            yield {**about, "reason": record["end"]}


def to_csv(journal: Journal, path: str | PathLike[str]) -> None:
    """The events as CSV with a header."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        write_csv(journal, file)


def write_csv(journal: Journal, file: TextIO) -> None:
    """The same to an open text file."""
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(events(journal))


def to_sqlite(journal: Journal, path: str | PathLike[str]) -> None:
    """The run, the events and the outcomes as tables of a database."""
    import sqlite3
    from contextlib import closing

    plan, run = journal.plan.to_dict(), journal.run_id
    begun, last = (time.isoformat(timespec="milliseconds") for time in journal.times)
    params, guard = (json.dumps(plan[name], ensure_ascii=False) for name in ("params", "guard"))
    about = (
        run, plan["operation"], params, guard, journal.base_url, journal.user, plan["tenant"], plan["chunk"],
        len(plan["ids"]), journal.version, begun, last, journal.end,
    )  # fmt: skip
    with closing(sqlite3.connect(path)) as database, database:
        for table in (RUN, EVENTS, OUTCOMES):
            database.execute(table)
        for table in ("runs", "events", "outcomes"):
            database.execute(f"DELETE FROM {table} WHERE run = ?", (run,))
        database.execute(f"INSERT INTO runs VALUES ({', '.join('?' * len(about))})", about)
        names = ", ".join(f":{column}" for column in COLUMNS)
        empty = dict.fromkeys(COLUMNS)
        database.executemany(f"INSERT INTO events VALUES ({names})", ({**empty, **event} for event in events(journal)))
        rows = (
            (run, row.id, row.outcome, row.reason, row.request, row.settled) for row in journal.report().iter_rows()
        )
        database.executemany("INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, ?)", rows)
