"""``soarwire journal``: what a journal says. Nothing is sent, and nothing in it is changed."""

from __future__ import annotations

import json
import sys

import click

from ..bulk import Journal
from ..bulk._audit import write_csv
from ._bulk import Result
from ._command import Command, Groups, json_option
from ._failure import Failure
from ._out import clean, put, say
from ._result import outcomes_of, rest, summary, table_of


def command() -> click.Group:
    """The command with its own commands."""
    group = click.Group("journal", no_args_is_help=False, help="Show or export the journal of a run.")
    groups: Groups = {"Journal": [file_argument(), json_option("{run, operation, tenant, ..., counts, outcomes}")]}
    group.add_command(Command("show", _show, "Show what a journal says: who did what, when, and what happened to each incident.", groups))
    group.add_command(Command("export", _export, "Export who did what to which incident, when, and what the answer was.", _targets()))
    return group


def file_argument() -> click.Parameter:
    """The journal."""
    return click.Argument(["journal"], metavar="JOURNAL", type=click.Path())


def _targets() -> Groups:
    kinds = {
        "csv": "A new CSV file, with a row for each event of an incident; - is stdout.",
        "sqlite": "An SQLite database with the tables runs, events and outcomes; it may already hold other runs.",
    }
    options = [click.Option([f"--{kind}"], metavar="FILE", type=click.Path(allow_dash=True), help=text) for kind, text in kinds.items()]
    return {"Journal": [file_argument(), *options]}


def _show(journal: str, as_json: bool) -> int:
    read = Journal.read(journal)
    plan, result = read.plan, Result(read.report())
    begun, last = (time.isoformat(timespec="milliseconds") for time in read.times)
    facts = {
        "run": read.run_id, "operation": read.plan.operation, "tenant": plan.tenant, "base_url": read.base_url, "user": read.user,
        "params": plan.to_dict()["params"], "begun": begun, "last": last, "end": read.end, "version": read.version,
    }  # fmt: skip
    if as_json:
        put(json.dumps({**facts, "counts": result.counts, "outcomes": outcomes_of(result)}))
        return 0
    for name, value in facts.items():
        if value is not None:
            say(f"{name + ':':<11}{clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))}")
    table_of(rest(result))
    say(summary(result))
    return 0


def _export(journal: str, csv: str | None, sqlite: str | None) -> int:
    if (csv is None) == (sqlite is None):
        raise Failure("give one of --csv FILE and --sqlite FILE")
    # Some Pythons are built without it.
    import sqlite3

    read = Journal.read(journal)
    path = "stdout" if csv == "-" else csv or sqlite or ""
    try:
        if csv == "-":
            # A process may have no stdout at all.
            if sys.stdout is not None:
                write_csv(read, sys.stdout)
        elif csv is not None:
            with open(csv, "x", encoding="utf-8", newline="") as file:
                write_csv(read, file)
        else:
            read.to_sqlite(path)
    except FileExistsError:
        raise Failure(f"{path} already exists: choose another name") from None
    except BrokenPipeError:
        # Whoever reads it has seen enough; `put` sees to the rest.
        put("")
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror or error}") from None
    except sqlite3.Error as error:
        raise Failure(f"{path} cannot be written: {error}") from None
    return 0
