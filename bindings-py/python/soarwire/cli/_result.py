"""What a run came to: printed, and as an exit code."""

from __future__ import annotations

import json
import os
import shlex
from typing import TYPE_CHECKING

from ._bulk import Result
from ._failure import INTERRUPTED, STOPPED
from ._out import clean, put, say
from ._table import table

if TYPE_CHECKING:
    from ._bulk import Outcome


def finish(result: Result, *, as_json: bool, quiet: bool) -> int:
    """Prints it; gives the exit code."""
    if as_json:
        put(_json(result))
    else:
        table_of(rest(result))
    if not quiet:
        say(summary(result))
        for hint in _hints(result):
            say(hint)
    return code(result)


def rest(result: Result) -> list[Outcome]:
    """What did not succeed."""
    return [outcome for outcome in result.outcomes() if outcome.outcome != "succeeded"]


def table_of(outcomes: list[Outcome]) -> None:
    """Prints a table, if there is anything."""
    if outcomes:
        table(("incident", "outcome", "reason"), outcomes)


def code(result: Result) -> int:
    """The exit code: where several hold, the first of 130, 3, 4 and 1."""
    counts = result.counts
    if result.interrupted:
        return INTERRUPTED
    if counts["unknown"]:
        return 3
    if counts["not_attempted"]:
        return STOPPED
    return 1 if counts["failed"] or counts["unreported"] or counts["skipped"] else 0


def outcomes_of(result: Result) -> list[dict[str, str | None]]:
    """The outcomes for JSON."""
    return [outcome._asdict() for outcome in result.outcomes()]


def _json(result: Result) -> str:
    members = {"run": result.run, "journal": result.journal, "counts": result.counts, "outcomes": outcomes_of(result)}
    return json.dumps(members)


def summary(result: Result) -> str:
    """The counts in a line, and why it was stopped."""
    counts = result.counts
    if not counts["planned"]:
        return "nothing to do"
    others = [f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count and name not in ("planned", "succeeded")]
    told = ", ".join([f"{counts['succeeded']} of {counts['planned']} succeeded", *others])
    return f"{told}; stopped: {clean(result.stopped)}" if result.stopped else told


def _hints(result: Result) -> list[str]:
    """What may be done next with each journal."""
    hints = []
    for part in map(Result, result.reports):
        journal = _quoted(part.journal or "")
        if part.unread():
            hints.append(f"to find out what is in effect: soarwire settle {journal}")
        if part.counts["not_attempted"]:
            hints.append(f"to continue: soarwire resume {journal}")
    if result.journal and not result.counts["not_attempted"] and len(result.retry()):
        hints.append(f"to send again what failed or is not in effect: soarwire resume {_quoted(result.journal)} --retry")
    return hints


def _quoted(path: str) -> str:
    shown = clean(path)
    if os.name == "nt":
        return f'"{shown}"' if " " in shown else shown
    return shlex.quote(shown)
