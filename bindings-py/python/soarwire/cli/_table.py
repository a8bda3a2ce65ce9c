"""Tables: drawn on a terminal, else lines of columns with tabs between them, for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from ._out import clean, is_terminal, put

_STYLES = {
    "succeeded": "green", "in_effect": "green",
    "failed": "red", "not_in_effect": "red",
    "unreported": "yellow", "skipped": "yellow", "cannot_tell": "yellow",
    "unknown": "magenta", "not_attempted": "cyan",
}  # fmt: skip

# More rows than that nobody looks at, and drawing them takes a millisecond each.
_DRAWN = 1000


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints it on stdout. Words that are outcomes have their colours."""
    cells = [[clean(cell) for cell in row] for row in rows]
    if not is_terminal(sys.stdout) or len(cells) > _DRAWN:
        put("\n".join("\t".join(line) for line in [list(columns), *cells]))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        drawn.add_column(column, overflow="fold", no_wrap=column == columns[0])
    for line in cells:
        drawn.add_row(*(Text(cell, style=_STYLES.get(cell, "")) for cell in line))
    try:
        Console().print(drawn)
    except BrokenPipeError:
        put("")
