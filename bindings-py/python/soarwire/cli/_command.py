"""A command whose help has its options in groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

# Options by the titles of their groups.
Groups = Mapping[str, Sequence[click.Parameter]]


class Command(click.Command):
    """A command with groups of options, each under a title of its own."""

    def __init__(self, name: str, call: Callable[..., int], text: str, groups: Groups) -> None:
        super().__init__(name, callback=call, help=text, params=[param for group in groups.values() for param in group])
        self._groups = groups

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the groups, and then what click adds."""
        own = {param for group in self._groups.values() for param in group}
        rest = [param for param in self.get_params(ctx) if param not in own]
        groups: dict[str, Any] = {**self._groups, "Help": rest}
        for title, params in groups.items():
            lines = [line for param in params if (line := param.get_help_record(ctx)) is not None]
            if lines:
                with formatter.section(title):
                    formatter.write_dl(lines)


def json_option(what: str) -> click.Option:
    """The option that prints JSON."""
    return click.Option(["--json", "as_json"], is_flag=True, help=f"Print one JSON object: {what}.")
