"""Incidents from JSON: a list, an object that has one, or objects one after another, as JSON Lines and ``jq`` have them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

from ._failure import Failure
from ._incident import NAMES, plain, wrong

_LISTS = ("incidents", "rows", "ids")
_SPACE = re.compile(r"\s*")
# All objects of a list have the same keys.
_plain = lru_cache(maxsize=1000)(plain)


def read(name: str, text: str) -> list[str]:
    """The incidents of a text, in its order. Raises `Failure`, naming the line or the element."""
    values = _values(name, text)
    line, value = next(values)
    second = next(values, None)
    if second is not None:
        return [_incident(f"{name}, line {line}", value) for line, value in chain([(line, value), second], values)]
    if isinstance(value, dict):
        listed = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)
        if listed is None and _member(value) is not None:
            return [_incident(f"{name}, line {line}", value)]
        value = listed
    if not isinstance(value, list):
        raise Failure(f"{name}: must be a JSON list of incidents, or an object with such a list under {', '.join(_LISTS)}")
    return [_incident(f"{name}, element {at}", element) for at, element in enumerate(value, 1)]


def _values(name: str, text: str) -> Iterator[tuple[int, Any]]:
    """The values, with the line in which each begins."""
    decoder = json.JSONDecoder()
    line, end = 1, 0
    try:
        while True:
            at = _SPACE.match(text, end).end()  # type: ignore[union-attr]
            line += text.count("\n", end, at)
            if at == len(text):
                return
            value, end = decoder.raw_decode(text, at)
            yield line, value
            line += text.count("\n", at, end)
    except ValueError as error:
        # Whole numbers with thousands of digits are refused without a line.
        line = getattr(error, "lineno", line)
        what = getattr(error, "msg", None) or str(error)
        raise Failure(f"{name}, line {line}: is not JSON: {what}") from None
    except RecursionError:
        raise Failure(f"{name}, line {line}: is not a list of incidents, but deeply nested JSON") from None


def _member(value: dict[str, Any]) -> str | None:
    """The member that names the incident."""
    named = {_plain(key): key for key in value}
    return next((named[name] for name in NAMES if name in named), None)


def _incident(where: str, value: Any) -> str:
    if isinstance(value, dict):
        key = _member(value)
        if key is None:
            raise Failure(f"{where}: is an object without an incident: name a member 'id' or 'Incident Number'")
        value = value[key]
    if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).strip():
        raise Failure(f"{where}: is not an incident: write a text or a whole number")
    incident = str(value).strip()
    reason = wrong(incident)
    if reason is not None:
        raise Failure(f"{where}: {reason}")
    return incident
