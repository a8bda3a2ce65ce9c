"""What is raised with the report of a run."""

from __future__ import annotations

from .. import errors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._soarwire import BulkReport

__all__ = ["Incomplete", "Interrupted"]


class Incomplete(errors.Incomplete):
    """Not every incident of a run succeeded: what `BulkReport.raise_for_failures` raises.

    What a callback raises in the middle of a run has one as its ``__context__``.

    Attributes:
        report: The report, which says what happened to each incident.
    """

    report: BulkReport  # type: ignore[assignment]

    def __init__(self, report: BulkReport, /) -> None:
        Exception.__init__(self, report)
        self.report = report

    def __str__(self) -> str:
        return _said(self.report)

    def __repr__(self) -> str:
        return f"Incomplete({self.report!r})"


class Interrupted(KeyboardInterrupt):
    """Ctrl-C ended a run. What was in flight has finished, unless Ctrl-C was pressed again.

    Attributes:
        report: The report so far. With a journal, ``client.resume(report.journal)`` goes on.
    """

    report: BulkReport

    def __init__(self, report: BulkReport, /) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return _said(self.report)

    def __repr__(self) -> str:
        return f"Interrupted({self.report!r})"


def _said(report: BulkReport) -> str:
    said = f"{report.operation}: {report.counts}"
    if report.journal is None or report.stopped is None:
        return said
    return f"{said}; client.resume({str(report.journal)!r}) continues the run"


def with_report(raised: BaseException, report: BulkReport) -> BaseException:
    """What to raise for what ended a run: the same exception, which says how far the run came."""
    if isinstance(raised, KeyboardInterrupt):
        interrupted = Interrupted(report)
        interrupted.__context__ = raised
        return interrupted
    raised.__context__ = Incomplete(report)
    return raised


for _class in (Incomplete, Interrupted):
    # Where people import it from, and tracebacks name it.
    _class.__module__ = "soarwire.bulk"
