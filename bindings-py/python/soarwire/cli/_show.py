"""``soarwire show``: incidents with everything the vendor says of them."""

from __future__ import annotations

import json
from typing import Any

import click

from .. import Client, d3, errors, xpanse
from ._command import Command, Groups, json_option
from ._out import clean, put, say, told
from ._table import table
from ._tenant import chosen, options, with_key


def command() -> click.Command:
    """The command."""
    groups: Groups = {
        "Incidents": [click.Argument(["incidents"], nargs=-1, required=True, metavar="INCIDENT...")],
        "Tenant": options(),
        "Output": [json_option("{items: [what the vendor says]}")],
    }
    return Command("show", _show, "Show incidents with all their fields.", groups)


def _show(tenant: str | None, config: str | None, incidents: tuple[str, ...], as_json: bool) -> int:
    profile = with_key(chosen(config, tenant))
    with profile.client() as client:
        asked = list(dict.fromkeys(incidents))
        found = _d3(client, asked) if profile.vendor == "d3" else _xpanse(client, asked)
    if as_json:
        put(json.dumps({"items": list(found.values())}))
    else:
        for item in found.values():
            shown = [(name, _text(value)) for name, value in item.items() if value not in (None, "", [], {})]
            table(("field", "value"), shown)
    return 0 if len(found) == len(asked) else 1


def _d3(client: Client, asked: list[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for incident in asked:
        try:
            page = client.run(d3.GetIncident(incident))
        except errors.CommandFailed as error:
            say(f"soarwire: {clean(incident)}: {told(error)}")
        else:
            found.update(zip([incident], page.items))
    return found


def _xpanse(client: Client, asked: list[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for begin in range(0, len(asked), 100):
        some = asked[begin : begin + 100]
        page = client.run(xpanse.GetIncidents(filters=[{"field": "incident_id_list", "operator": "in", "value": some}]))
        found.update(zip(page.ids, page.items))
    for incident in asked:
        if incident not in found:
            say(f"soarwire: {clean(incident)}: there is no such incident, or this key may not see it")
    return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
