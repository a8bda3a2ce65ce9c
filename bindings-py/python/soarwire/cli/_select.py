"""The incidents that a command is about: named as arguments, in a file, or by the filters of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from .. import Client, Row
from ..tenants import Profile
from . import _filters, _input
from ._failure import Failure
from ._out import say
from ._tenant import with_key

_ENDS = {
    "capped": "the vendor lists no more than 9,999 incidents: there may be more, narrow the selection with --since and --until",
    "moved": "the list changed while it was read, and some incidents may have been missed: run the command again",
}


def filter_options() -> list[click.Option]:
    """The options that select incidents of a tenant."""
    return [
        click.Option(
            ["--where"], multiple=True, metavar="FIELD=VALUE",
            help="Incidents whose field has this value: status, severity, owner, title, or another field of the vendor. "
            "!= selects those with any other value, ~ those that contain the text. May be repeated: all must hold.",
        ),
        click.Option(
            ["--since"], metavar="TIME",
            help="Incidents created since then: 7d for 7 days ago, 2026-11-03, or '2026-11-03 14:30', in UTC.",
        ),
        click.Option(["--until"], metavar="TIME", help="Incidents created until then."),
    ]  # fmt: skip


def source_options() -> list[click.Parameter]:
    """All that names incidents."""
    return [
        click.Argument(["incidents"], nargs=-1, metavar="[INCIDENT]..."),
        click.Option(
            ["--input"], metavar="FILE", type=click.Path(allow_dash=True),
            help="Incidents from a file: one a line, CSV with a header, or JSON; - is stdin.",
        ),
        *filter_options(),
    ]  # fmt: skip


def incidents(profile: Profile, given: dict[str, Any]) -> list[str]:
    """The incidents, from the one source that is given. Raises `Failure` and, where they are listed, `SoarwireError`."""
    by_filter = any(given[name] for name in ("where", "since", "until"))
    sources = [bool(given["incidents"]), bool(given["input"]), by_filter]
    if sum(sources) != 1:
        begin = "incidents are given in more than one way" if any(sources) else "no incidents are given"
        raise Failure(f"{begin}: give their numbers, or --input FILE, or select them with --where, --since and --until")
    if given["incidents"]:
        return [_argument(incident) for incident in given["incidents"]]
    if given["input"]:
        return _input.read(given["input"])
    with with_key(profile).client() as client:
        listed = listing(client, profile.vendor, given["where"], given["since"], given["until"])
        return [row.id for row, _ in listed if row.id]


def listing(
    client: Client, vendor: str, where: tuple[str, ...], since: str | None, until: str | None
) -> Iterator[tuple[Row, dict[str, Any]]]:
    """The incidents that the filters select, with the vendor's own; says at the end if some may have been missed."""
    selection = _filters.selection(vendor, where, since, until)
    pages = client.pages(selection.operation)
    for page in pages:
        for row, item in zip(page.rows, page.iter_items()):
            if selection.holds(row):
                yield row, item
    if pages.end in _ENDS:
        say(f"soarwire: {_ENDS[pages.end]}")


def _argument(incident: str) -> str:
    try:
        incident.encode()
    except UnicodeEncodeError:
        raise Failure("an argument is not UTF-8: give the incidents in a file, --input FILE") from None
    return incident
