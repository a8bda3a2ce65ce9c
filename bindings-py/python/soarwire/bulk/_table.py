"""A report as text, HTML and CSV."""

from __future__ import annotations

import csv as _csv
import io
import os
from html import escape
from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from .._soarwire import BulkReport, BulkRow

COLUMNS = ("id", "outcome", "reason", "request", "settled")
# A table is for people: what has more rows is for `to_csv` or a frame.
MOST_ROWS = 50
WIDEST = 60


def _open(report: BulkReport) -> Iterator[BulkRow]:
    return (row for row in report.iter_rows() if row.outcome != "succeeded")


def _cells(row: BulkRow) -> list[str]:
    values = (row.id, row.outcome, row.reason, row.request, row.settled)
    cells = ["" if value is None else " ".join(str(value).split()) for value in values]
    return [cell if len(cell) <= WIDEST else cell[: WIDEST - 1] + "…" for cell in cells]


def _rows(report: BulkReport) -> tuple[list[list[str]], int]:
    """The first rows of what did not succeed, and how many more there are."""
    rows = [_cells(row) for row in islice(_open(report), MOST_ROWS)]
    return rows, report.counts.planned - report.counts.succeeded - len(rows)


def _head(report: BulkReport) -> str:
    said = f"{report.operation}: {report.counts}"
    if report.stopped is not None:
        said += f"; stopped: {report.stopped_reason or report.stopped}"
    return said


def text(report: BulkReport) -> str:
    """The counts, and a table of what did not succeed."""
    rows, more = _rows(report)
    lines = [_head(report)]
    if rows:
        table = [list(COLUMNS), *rows]
        widths = [max(len(row[at]) for row in table) for at in range(len(COLUMNS))]
        for row in table:
            lines.append("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    if more:
        lines.append(f"  … and {more:,} more")
    return "\n".join(lines)


def html(report: BulkReport) -> str:
    """The same for notebooks."""
    rows, more = _rows(report)
    parts = [f"<p>{escape(_head(report))}</p>"]
    if rows:
        head = "".join(f"<th>{column}</th>" for column in COLUMNS)
        body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    if more:
        parts.append(f"<p>… and {more:,} more</p>")
    return "".join(parts)


def csv(report: BulkReport, file: str | os.PathLike[str] | TextIO | None) -> str | None:
    """All rows, written to a path or an open file, or as text."""
    if file is None:
        out = io.StringIO(newline="")
        _write(report, out)
        return out.getvalue()
    if isinstance(file, (str, os.PathLike)):
        with open(file, "w", encoding="utf-8", newline="") as opened:
            _write(report, opened)
    else:
        _write(report, file)
    return None


def _write(report: BulkReport, out: TextIO) -> None:
    writer = _csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows((row.id, row.outcome, row.reason, row.request, row.settled) for row in report.iter_rows())
