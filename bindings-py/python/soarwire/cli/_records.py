"""The records of a journal as facts about its incidents: who did what, when, and what the answer was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

# A checksum of 8 digits and a space, which the core checks when it reads a journal.
_PREFIX = 9


@dataclass
class Fact:
    """What a journal says of an incident."""

    request: int | None = None
    sends: int = 0
    sent: str | None = None
    answered: str | None = None
    status: int | None = None
    error: str | None = None
    request_id: str | None = None
    settled: str | None = None
    settled_why: str | None = None


def records(path: str, sound_bytes: int) -> Iterator[dict[str, Any]]:
    """The records of a journal that the core has read, as far as they are sound."""
    with open(path, "rb") as file:
        while file.tell() < sound_bytes:
            yield json.loads(file.readline()[_PREFIX:])


def facts(path: str, sound_bytes: int) -> dict[str, Fact]:
    """What is known of each incident that was sent, by its number."""
    found: dict[str, Fact] = {}
    for record in records(path, sound_bytes):
        if "intent" in record:
            for incident in record["ids"]:
                fact = found.setdefault(incident, Fact())
                fact.request, fact.sends, fact.sent = record["intent"], fact.sends + 1, time(record["at"])
        elif "outcome" in record:
            for row in record["rows"]:
                fact = found.setdefault(row["id"], Fact())
                fact.answered, fact.status = time(record["at"]), record["status"]
                fact.error, fact.request_id = record["error"], record["request_id"]
        elif "settled" in record:
            for row in record["settled"]:
                fact = found.setdefault(row["id"], Fact())
                fact.settled, fact.settled_why = row["settled"], row["why"]
    return found


def time(milliseconds: int | None) -> str | None:
    """Epoch milliseconds as ISO 8601 in UTC."""
    if milliseconds is None:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, timezone.utc).isoformat(timespec="milliseconds")
