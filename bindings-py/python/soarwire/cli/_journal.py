"""``soarwire journal``: what a journal says. Nothing is sent, and nothing in it is changed."""

from __future__ import annotations

import json

import click

from . import _bulk, _export
from ._command import Command, Groups, json_option
from ._failure import Failure
from ._out import clean, put, say
from ._records import time
from ._result import rest, summary, table_of


def command() -> click.Group:
    """The command with its own commands."""
    group = click.Group("journal", help="Look into the journal of a run, or export it.")
    groups: Groups = {"Journal": [file_argument(), json_option("{run, operation, tenant, ..., counts, outcomes}")]}
    group.add_command(Command("show", _show, "Show what a journal says: what was done, for whom, when, and what came of it.", groups))
    group.add_command(Command("export", _write, "Write a row for each incident: what came of it, when, and the answer.", _targets()))
    return group


def file_argument() -> click.Parameter:
    """The journal."""
    return click.Argument(["journal"], metavar="JOURNAL", type=click.Path())


def _targets() -> Groups:
    kinds = {"csv": "CSV; - is stdout", "sqlite": "a database of SQLite, with the tables run and incident"}
    return {
        "Journal": [
            file_argument(),
            *(
                click.Option([f"--{kind}"], metavar="FILE", type=click.Path(allow_dash=True), help=f"A new file: {text}.")
                for kind, text in kinds.items()
            ),
        ]
    }


def _show(journal: str, as_json: bool) -> int:
    opened = _bulk.opened(journal)
    facts = {
        "run": opened.run, "operation": opened.operation, "tenant": opened.tenant, "base_url": opened.base_url,
        "user": opened.user, "params": opened.params, "begun": time(opened.begun_ms), "last": time(opened.last_ms),
        "end": opened.end, "version": opened.version,
    }  # fmt: skip
    if as_json:
        outcomes = [outcome._asdict() for outcome in opened.result.outcomes]
        put(json.dumps({**facts, "counts": opened.result.counts, "outcomes": outcomes}))
        return 0
    for name, value in facts.items():
        if value is not None:
            say(f"{name + ':':<11}{clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))}")
    table_of(rest(opened.result))
    say(summary(opened.result))
    return 0


def _write(journal: str, csv: str | None, sqlite: str | None) -> int:
    if (csv is None) == (sqlite is None):
        raise Failure("one of --csv FILE and --sqlite FILE is needed")
    opened = _bulk.opened(journal)
    if csv is not None:
        _export.to_csv(opened, csv)
    else:
        _export.to_sqlite(opened, str(sqlite))
    return 0
