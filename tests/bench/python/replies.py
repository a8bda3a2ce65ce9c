"""Bulk-close replies as D3 sends them, made from a seed."""

from __future__ import annotations

import json
import random


def numbers(count: int) -> list[str]:
    """The incident numbers that were asked for."""
    return [f"20261103-{index}" for index in range(count)]


def _item(number: str, failed: bool) -> dict[str, str]:
    if failed:
        return {
            "Incident Number": number,
            "Status": "Open",
            "Close Date": "",
            "Result": "Failed",
            "Closed By": "",
            "Error message": "A required task is still pending",
        }
    return {
        "Incident Number": number,
        "Status": "Closed",
        "Close Date": "11/03/2026 06:08 AM PST",
        "Result": "Successful",
        "Closed By": "Mira Osei",
    }


def close_reply(asked: list[str], *, failing: float, seed: int = 7) -> bytes:
    """A reply about every incident, in another order than asked, with this share of failures."""
    chance = random.Random(seed)
    shuffled = asked[:]
    chance.shuffle(shuffled)
    failed = set(chance.sample(asked, round(len(asked) * failing)))
    items = [_item(number, number in failed) for number in shuffled]
    return json.dumps({"error": "", "returnData": "Successful", "contextData": items}).encode()
