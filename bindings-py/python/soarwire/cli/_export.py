"""A journal as a table for other programs: CSV, or a database of SQLite."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

from ._bulk import Opened
from ._failure import Failure
from ._out import put
from ._records import Fact, facts, time

_RUN = ("run", "operation", "tenant", "base_url", "user")
_INCIDENT = ("incident", "outcome", "reason", *(field.name for field in fields(Fact)))


def to_csv(journal: Opened, path: str) -> None:
    """A line for each incident; ``-`` is stdout. Raises `Failure`."""
    run = (journal.run, journal.operation, journal.tenant, journal.base_url, journal.user)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*_RUN, *_INCIDENT))
    writer.writerows((*run, *row) for row in _rows(journal))
    if path == "-":
        put(out.getvalue().rstrip("\n"))
        return
    try:
        with open(path, "x", encoding="utf-8", newline="") as file:
            file.write(out.getvalue())
    except OSError as error:
        raise _unwritable(path, error) from None


def to_sqlite(journal: Opened, path: str) -> None:
    """The tables ``run``, of one row, and ``incident``. Raises `Failure`."""
    try:
        # SQLite adds to a file that is there.
        Path(path).touch(exist_ok=False)
        database = sqlite3.connect(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    run = {
        **dict(zip(_RUN, (journal.run, journal.operation, journal.tenant, journal.base_url, journal.user))),
        "params": json.dumps(journal.params), "version": journal.version, "begun": time(journal.begun_ms),
        "last": time(journal.last_ms), "end": journal.end,
    }  # fmt: skip
    try:
        with database:
            _insert(database, "run", tuple(run), iter([tuple(run.values())]))
            _insert(database, "incident", _INCIDENT, _rows(journal))
    except sqlite3.Error as error:
        raise Failure(f"{path} cannot be written: {error}") from None
    finally:
        database.close()


def _insert(database: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)


def _rows(journal: Opened) -> Iterator[tuple[object, ...]]:
    known = facts(journal.path, journal.sound_bytes)
    for outcome in journal.result.outcomes:
        yield (*outcome, *astuple(known.get(outcome.id, Fact())))


def _unwritable(path: str, error: OSError) -> Failure:
    if isinstance(error, FileExistsError):
        return Failure(f"{path} is there already: choose another name")
    return Failure(f"{path} cannot be written: {error.strerror or error}")
