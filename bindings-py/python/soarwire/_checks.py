"""Checks of arguments, with the errors of the core."""

from __future__ import annotations

import operator

from .errors import InvalidRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def check_seconds(field: str, seconds: object) -> None:
    """Refuses what is not a number of seconds above 0."""
    number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if not (number and 0 < seconds < float("inf")):  # type: ignore[operator]
        raise invalid(field, "must be a number of seconds, more than 0")


def check_whole(field: str, count: object, least: int, most: float = float("inf")) -> int:
    """The whole number; refuses what is none, or not within these limits."""
    try:
        whole = operator.index(count)  # type: ignore[arg-type]
    except TypeError:
        whole = least - 1
    if not least <= whole <= most:
        raise invalid(field, f"must be a whole number, {least} or more")
    return whole


def check_function(field: str, function: Any) -> None:
    """Refuses what is no plain function: nothing awaits what an ``async def`` gives."""
    import inspect

    if function is not None and (not callable(function) or inspect.iscoroutinefunction(function)):
        raise invalid(field, "must be a plain function")


def invalid(field: str, reason: str) -> InvalidRequest:
    """The error for an argument that the core never sees."""
    return InvalidRequest(f"invalid_request: {field} {reason}", field=field, reason=reason)
