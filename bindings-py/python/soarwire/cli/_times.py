"""Times as people write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from ._failure import Failure

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def seconds(option: str, text: str) -> float:
    """A length of time: ``90`` (seconds), ``90s``, ``15m``, ``2h``, ``7d`` or ``1w``."""
    length = _length(text if text[-1:].isalpha() else f"{text}s")
    if length is None or length <= timedelta():
        raise Failure(f"{option}: {text} is not a duration: write 90s, 15m, 2h or 7d")
    return length.total_seconds()


def moment(option: str, text: str, now: datetime) -> datetime:
    """A time: a date, a date with a time of day, or a length of time, which is so long ago. In UTC, unless it names a zone."""
    length = _length(text)
    try:
        time = now - length if length is not None else datetime.fromisoformat(re.sub("[zZ]$", "+00:00", text.strip()))
    except (ValueError, OverflowError):
        raise Failure(f"{option}: {text} is not a time: write 2026-11-03, '2026-11-03 14:30' (UTC), or 7d for 7 days ago") from None
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)


def _length(text: str) -> timedelta | None:
    found = re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*([smhdw])\s*", text)
    if not found:
        return None
    try:
        return timedelta(**{_UNITS[found[2]]: float(found[1])})
    except OverflowError:
        return None
