"""The progress of a run on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ._out import is_terminal

if TYPE_CHECKING:
    from .. import bulk

# What is worth being told: the pace is held all the time.
_WAITS = {"retry_after": "the tenant asked for it", "backoff": "before a repeat"}


@contextmanager
def shown(what: str, quiet: bool) -> Iterator[Callable[[bulk.Progress], None] | None]:
    """What takes the progress, and shows it on stderr; ``None`` where nobody looks."""
    if quiet or not is_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.table import Column

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None, table_column=Column(ratio=1)),
        MofNCompleteColumn(),
        TextColumn("{task.fields[told]}"),
        console=Console(stderr=True),
    )
    task = bar.add_task(what, total=None, told="")

    def show(progress: bulk.Progress) -> None:
        bar.update(task, total=progress.planned, completed=progress.settled, told=_told(progress))

    with bar:
        yield show


def _told(progress: bulk.Progress) -> str:
    """The rate, the outcomes that are not as asked, and the time left."""
    told = [f"{progress.rate:.0f}/s"] if progress.rate else []
    named = ("failed", "unreported", "unknown", "skipped")
    counts = progress.counts.to_dict()
    told += [f"{counts[name]} {name}" for name in named if counts[name]]
    if progress.waiting and progress.waiting.why in _WAITS:
        told.append(f"waiting: {_WAITS[progress.waiting.why]}")
    elif progress.left is not None and progress.settled < progress.planned:
        minutes, seconds = divmod(int(progress.left + 0.5), 60)
        hours, minutes = divmod(minutes, 60)
        told.append(f"{hours}:{minutes:02}:{seconds:02} left" if hours else f"{minutes}:{seconds:02} left")
    return ", ".join(told)
