"""``soarwire tenants``: the tenants of the file, and whether their keys are where they should be."""

from __future__ import annotations

import json

import click

from ..tenants import Profile
from ._command import Command, Groups, json_option
from ._out import put, say
from ._table import table
from ._tenant import config_option, load


def command() -> click.Command:
    """The command."""
    groups: Groups = {"Options": [config_option(), json_option("{config, tenants: [...]}")]}
    return Command("tenants", _tenants, "List the tenants in the tenants file, and where their keys are.", groups)


def _tenants(config: str | None, as_json: bool) -> int:
    found = load(config)
    rows = [_row(profile) for profile in found.values()]
    if as_json:
        put(json.dumps({"config": found.path, "tenants": rows}))
        return 0
    say(found.path)
    table(tuple(rows[0]), (tuple(row.values()) for row in rows))
    return 0


def _row(profile: Profile) -> dict[str, str]:
    place = profile.tenant().base_url
    if not profile.keys:
        key = "none: unsigned, for a gateway"
    else:
        key = (profile.missing() or [f"found: {'; '.join(dict.fromkeys(map(str, profile.keys.values())))}"])[0]
    return {"name": profile.name, "vendor": profile.vendor, "base_url": place, "key": key}
