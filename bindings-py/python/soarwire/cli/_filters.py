"""The filters of lists: what the vendor can select is asked of it, and the rest is selected here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from .. import Operation, Page, Row, d3, xpanse
from ._failure import Failure
from ._times import moment

_WHERE = re.compile(r"\s*([^=!~]*?)\s*(!=|=|~)(.*)", re.DOTALL)
_COMMON = ("status", "severity", "owner", "title")
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


def _flag(text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise Failure(f"--where starred={text}: write starred=true or starred=false")
    return _FLAGS[text.lower()]


# What a list of Xpanse can be asked for, and how: D3 can be asked for any field.
_XPANSE: dict[tuple[str, str], Callable[[str], tuple[str, Any]]] = {
    ("status", "="): lambda text: ("eq", text),
    ("status", "!="): lambda text: ("neq", text),
    ("description", "~"): lambda text: ("contains", text),
    ("starred", "="): lambda text: ("eq", _flag(text)),
    **{(field, "="): lambda text: ("in", [text]) for field in ("alert_sources", "cloud_management_status", "integration_source")},
}


class Where(NamedTuple):
    """One condition."""

    field: str
    operator: str
    value: str

    def holds(self, row: Row) -> bool:
        """Whether the common view of an incident agrees, without regard to case."""
        found, wanted = str(getattr(row, self.field) or "").casefold(), self.value.casefold()
        if self.operator == "~":
            return wanted in found
        return (found == wanted) == (self.operator == "=")


class Selection(NamedTuple):
    """What lists the incidents, and which of them are meant."""

    operation: Operation[Page]
    rest: list[Where]

    def holds(self, row: Row) -> bool:
        """Whether an incident that was listed is meant."""
        return all(where.holds(row) for where in self.rest)


def selection(vendor: str, where: tuple[str, ...], since: str | None, until: str | None) -> Selection:
    """What the options of a list select on a tenant of the vendor. Raises `Failure`."""
    now = datetime.now(timezone.utc)
    begin = moment("--since", since, now) if since else None
    end = moment("--until", until, now) if until else None
    conditions = [_read(text) for text in where]
    return _d3(conditions, begin, end, now) if vendor == "d3" else _xpanse(conditions, begin, end)


def _read(text: str) -> Where:
    found = _WHERE.fullmatch(text)
    if not found or not found[1]:
        raise Failure(f"--where {text}: write FIELD=VALUE, FIELD!=VALUE, or FIELD~TEXT for fields that contain a text")
    field = found[1].lower() if found[1].lower() in _COMMON else found[1]
    return Where(field, found[2], found[3].strip())


def _d3(conditions: list[Where], begin: datetime | None, end: datetime | None, now: datetime) -> Selection:
    asked: list[d3.Condition] = []
    for where in conditions:
        field = where.field.title() if where.field in _COMMON else where.field
        operator, value = ("LIKE", f"%{where.value}%") if where.operator == "~" else (where.operator, where.value)
        asked.append({"field": field, "operator": operator, "value": value})
    # A list of D3 needs a period: without one it is all time, and a day more for a clock that goes ahead of this one.
    first = begin or datetime(2000, 1, 1, tzinfo=timezone.utc)
    return Selection(d3.GetIncidents(first, end or now + timedelta(days=1), filter=[asked] if asked else None), [])


def _xpanse(conditions: list[Where], begin: datetime | None, end: datetime | None) -> Selection:
    filters: list[xpanse.Filter] = []
    rest = []
    for where in conditions:
        ask = _XPANSE.get((where.field, where.operator))
        if ask:
            operator, value = ask(where.value)
            filters.append({"field": where.field, "operator": operator, "value": value})
        elif where.field in _COMMON:
            rest.append(where)
        else:
            known = ", ".join(sorted({*_COMMON, *(f"{field} ({operator})" for field, operator in _XPANSE if field not in _COMMON)}))
            raise Failure(f"--where {where.field}{where.operator}: Xpanse cannot filter by it, only by {known}")
    for operator, time in (("gte", begin), ("lte", end)):
        if time is not None:
            filters.append({"field": "creation_time", "operator": operator, "value": time})
    newest: xpanse.Sort = {"field": "creation_time", "keyword": "desc"}
    return Selection(xpanse.GetIncidents(filters=filters or None, sort=newest), rest)
