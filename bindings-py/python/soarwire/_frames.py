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
NUMBERS = frozenset({"request"})
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def frame(rows: list[dict[str, Any]], columns: tuple[str, ...], library: str | None, *, operation: str = "") -> Any:
    """A frame of the rows that ``operation`` gave; without ``library`` of the first library that is installed."""
    if library is not None and library not in LIBRARIES:
        raise ValueError(f"library must be one of {', '.join(LIBRARIES)}")
    wanted = LIBRARIES if library is None else (library,)
    for name in wanted:
        try:
            module = import_module(name)
        except ImportError:
            continue
        kinds: dict[str, str] = {}
        values: dict[str, list[Any]] = {}
        for column in columns:
            found = [row[column] for row in rows]
            kinds[column] = kind = _kind(column, found, operation)
            values[column] = found if kind == "number" else [_time(v) if kind == "time" else _text(v) for v in found]
        return (_pandas if name == "pandas" else _polars)(module, kinds, values)
    extras = " or ".join(f'pip install "soarwire[{name}]"' for name in wanted)
    raise ImportError(f"a frame needs {' or '.join(wanted)}, which is not installed: {extras}")


def _kind(column: str, values: list[Any], operation: str) -> str:
    """What a column holds. It is the same for all pages of a list, also for those that have nothing in it."""
    if column in NUMBERS:
        return "number"
    if column not in TIMES or not all(value is None or isinstance(value, (int, float)) for value in values):
        return "text"
    # D3 gives its times as text.
    return "text" if operation.startswith("d3.") and not any(value is not None for value in values) else "time"


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


def _pandas(pandas: ModuleType, kinds: dict[str, str], values: dict[str, list[Any]]) -> Any:
    def series(kind: str, values: list[Any]) -> Any:
        if kind != "time":
            # What is missing is NA: no text column is one of objects, and no numbers become floats.
            return pandas.Series(values, dtype="string" if kind == "text" else "Int64")
        # Not from `datetime`s as they are: pandas 2.0 makes nanoseconds of them, which end in the year 2262.
        plain = [None if value is None else value.replace(tzinfo=None) for value in values]
        times = import_module("numpy").array(plain, dtype="datetime64[us]")
        return pandas.Series(times).dt.tz_localize("UTC")

    return pandas.DataFrame({name: series(kind, values[name]) for name, kind in kinds.items()})


def _polars(polars: ModuleType, kinds: dict[str, str], values: dict[str, list[Any]]) -> Any:
    types = {"text": polars.String, "number": polars.Int64, "time": polars.Datetime("us", "UTC")}
    return polars.DataFrame(values, schema={name: types[kind] for name, kind in kinds.items()})
