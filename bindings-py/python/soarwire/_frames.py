"""Rows as a frame of a library for tables, if one is installed."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

LIBRARIES = ("pandas", "polars")
TIMES = frozenset({"created", "modified"})
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def frame(rows: list[dict[str, Any]], columns: tuple[str, ...], library: str | None) -> Any:
    """A frame of the rows; without ``library`` of the first library that is installed."""
    if library is not None and library not in LIBRARIES:
        raise ValueError(f"library must be one of {', '.join(LIBRARIES)}")
    wanted = LIBRARIES if library is None else (library,)
    for name in wanted:
        try:
            module = import_module(name)
        except ImportError:
            continue
        for column in TIMES.intersection(columns):
            # A column has one type.
            is_text = any(isinstance(row[column], str) for row in rows)
            for row in rows:
                row[column] = _text(row[column]) if is_text else _time(row[column])
        return _of(module, rows, columns)
    extras = " or ".join(f'pip install "soarwire[{name}]"' for name in wanted)
    raise ImportError(f"a frame needs {' or '.join(wanted)}, which is not installed: {extras}")


def _time(value: Any) -> Any:
    """Milliseconds as a time. What is beyond the calendar is no time."""
    if value is None:
        return None
    try:
        return EPOCH + timedelta(milliseconds=value)
    except (OverflowError, ValueError):
        return None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _of(module: ModuleType, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> Any:
    if module.__name__ == "polars":
        # All rows say what type a column has: the first ones may have nothing in it.
        return module.DataFrame(rows, schema=list(columns), infer_schema_length=None)
    return module.DataFrame(rows, columns=list(columns))
