"""Where the command line meets `soarwire.bulk`, and all it knows of it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .. import Client, bulk, d3, xpanse
from ._failure import Failure

COUNTS = ("planned", "succeeded", "failed", "unreported", "unknown", "not_attempted", "skipped")

Show = Callable[[bulk.Progress], object]


class Outcome(NamedTuple):
    """What happened to an incident."""

    id: str
    outcome: str
    reason: str | None


class Result:
    """What a run came to, and where it was followed by another one over what it left, what both came to."""

    def __init__(self, *reports: bulk.BulkReport, interrupted: bool = False) -> None:
        self.reports = reports
        self.interrupted = interrupted
        last = reports[-1] if reports else None
        self.run = last.run_id if last else None
        self.journal = str(last.journal) if last and last.journal else None
        self.stopped = _why_stopped(last) if last else None

    def retry(self) -> bulk.Plan:
        """The plan of what failed, was not attempted or is not in effect."""
        return self.reports[-1].retry()

    def unread(self) -> bool:
        """Whether there is something that reading back may tell."""
        counts = self.reports[-1].counts
        rows = self.reports[-1].iter_rows() if counts.unknown or counts.unreported else ()
        return any(row.outcome in ("unknown", "unreported") and row.settled is None for row in rows)

    def then(self, later: Result) -> Result:
        """The same, followed by another run over what it left."""
        return Result(*self.reports, *later.reports, interrupted=later.interrupted)

    @property
    def counts(self) -> dict[str, int]:
        """The incidents of each outcome, in the order of `COUNTS`."""
        if len(self.reports) == 1:
            return self.reports[0].counts.to_dict()
        counts = dict.fromkeys(COUNTS, 0)
        for outcome in self.outcomes():
            counts["planned"] += 1
            counts[outcome.outcome] += 1
        return counts

    def outcomes(self) -> Iterator[Outcome]:
        """Every incident once, in the order of the first plan, with what the last run of it came to."""
        first, later = self.reports[:1], self.reports[1:]
        known = {row.id: row for report in later for row in report.iter_rows()}
        for report in first:
            for row in report.iter_rows():
                row = known.get(row.id, row)
                yield Outcome(row.id, row.outcome, _reason(row))


def _reason(row: bulk.BulkRow) -> str | None:
    """Why, and what reading it back said where that did not make it succeed."""
    if row.settled is None or row.outcome == "succeeded":
        return row.reason
    read = f"read back: {row.settled.replace('_', ' ')}"
    return f"{row.reason}; {read}" if row.reason else read


def _why_stopped(report: bulk.BulkReport) -> str | None:
    reason = report.stopped_reason
    # The kind of a refusal of ours says nothing that its sentence does not.
    return reason.removeprefix("invalid_request: ") if reason else report.stopped


def plan(operation: str, params: dict[str, Any], ids: list[str], *, tenant: str, chunk: int | None) -> bulk.Plan:
    """The plan of a verb. Raises `BuildError`."""
    vendor, _, name = operation.partition(".")
    class_name = "".join(word.capitalize() for word in name.split("_"))
    return bulk.plan(getattr({"d3": d3, "xpanse": xpanse}[vendor], class_name), ids, chunk=chunk, tenant=tenant, **params)


def run(
    client: Client, plan: bulk.Plan, *, journal: str, concurrency: int | None, deadline: float | None, show: Show | None
) -> Result:
    """Runs a plan. Raises `Failure` if nothing could be sent at all, and `BuildError`."""
    return _ended(
        lambda: client.run_bulk(plan, journal=journal, concurrency=concurrency, deadline=deadline, on_progress=show)
    )


def resume(
    client: Client, journal: str, *, concurrency: int | None, deadline: float | None, show: Show | None
) -> Result:
    """Goes on with a run. Raises as `run` does."""
    return _ended(lambda: client.resume(journal, concurrency=concurrency, deadline=deadline, on_progress=show))


def settle(client: Client, journal: str) -> Result:
    """Reads back what is unknown or unreported. Raises `SoarwireError`."""
    return Result(client.settle(bulk.Journal.read(journal).report()))


def _ended(begin: Callable[[], bulk.BulkReport]) -> Result:
    try:
        report = begin()
    except bulk.Interrupted as interrupted:
        # Ctrl-C once more must not take the report from whoever waits for it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return Result(interrupted.report, interrupted=True)
    if report.stopped == "journal" and report.counts.not_attempted == report.counts.planned:
        raise Failure(_why_stopped(report) or "the journal cannot be written")
    return Result(report)
