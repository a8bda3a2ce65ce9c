"""``soarwire list``: the incidents of a tenant."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from itertools import islice
from typing import Any

import click

from ._command import Command, Groups, json_option
from ._out import put, say
from ._select import filter_options, listing
from ._table import table
from ._tenant import chosen, options, with_key

_COLUMNS = ("id", "title", "status", "severity", "owner", "created")


def command() -> click.Command:
    """The command."""
    limit = click.Option(["--limit"], type=click.IntRange(min=1), default=100, show_default=True, help="Maximum number of incidents to list.")
    groups: Groups = {
        "Incidents": [*filter_options(), limit],
        "Tenant": options(),
        "Output": [json_option("{rows: [{id, title, status, ...}]}")],
    }
    return Command("list", _list, "List the incidents of a tenant.", groups)


def _list(tenant: str | None, config: str | None, limit: int, as_json: bool, **given: Any) -> int:
    profile = with_key(chosen(config, tenant))
    with profile.client() as client:
        listed = listing(client, profile.vendor, given["where"], given["since"], given["until"])
        rows = [row for row, _ in islice(listed, limit)]
        more = next(listed, None) is not None if len(rows) == limit else False
    if as_json:
        put(json.dumps({"rows": [row.to_dict() for row in rows]}))
    elif rows:
        table(_COLUMNS, ([row.id, row.title, row.status, row.severity, row.owner, _time(row.created)] for row in rows))
    if more:
        say(f"soarwire: there are more than {limit}: raise --limit to see more")
    elif not rows:
        say("soarwire: no incidents match")
    return 0


def _time(value: object) -> object:
    """Milliseconds as a time in UTC; the vendor's text as it is."""
    if not isinstance(value, int):
        return value
    try:
        return f"{datetime.fromtimestamp(value / 1000, timezone.utc):%Y-%m-%d %H:%M}"
    except (OverflowError, OSError, ValueError):
        return value
