"""Checks of arguments, with the errors of the core."""

from __future__ import annotations

import operator

from .errors import InvalidRequest


def check_seconds(field: str, seconds: object) -> None:
    """Refuses what is not a number of seconds above 0."""
    number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if not (number and 0 < seconds < float("inf")):  # type: ignore[operator]
        raise invalid(field, "must be seconds, more than 0")


def check_whole(field: str, count: object, least: int, most: float = float("inf")) -> None:
    """Refuses what is not a whole number within these limits."""
    try:
        whole = least <= operator.index(count) <= most  # type: ignore[arg-type]
    except TypeError:
        whole = False
    if not whole:
        raise invalid(field, f"must be a whole number, {least} or more")


def invalid(field: str, reason: str) -> InvalidRequest:
    """The error for an argument that the core never sees."""
    return InvalidRequest(f"invalid_request: {field} {reason}", field=field, reason=reason)
