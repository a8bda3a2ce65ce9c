"""``soarwire sandbox`` and ``soarwire demo``, which the package has without the extra, too."""

from __future__ import annotations

import click

from .._sandbox_command import OPTIONS, Refused, serve
from ._failure import Failure

_HELP = """Serve simulated D3 and Xpanse tenants on this machine.

What it prints is a tenants file, ready to use: soarwire sandbox > tenants.toml."""


def sandbox() -> click.Command:
    """The command that serves."""

    def call(port: str | None, faults: str | None, config: str | None, json: bool) -> int:
        try:
            return serve(port, faults, config, json)
        except (Refused, ValueError, OSError) as error:
            raise Failure(str(error)) from None

    def option(name: str, metavar: str | None, text: str) -> click.Option:
        return click.Option([f"--{name}"], is_flag=metavar is None, metavar=metavar, help=f"{text[0].upper()}{text[1:]}.")

    made: list[click.Parameter] = [option(name, metavar, text) for name, (metavar, text) in OPTIONS.items()]
    return click.Command("sandbox", callback=call, help=_HELP, params=made)


def demo() -> click.Command:
    """The command that demonstrates."""

    def call() -> int:
        from .._demo import run

        return run()

    return click.Command("demo", callback=call, help="Run operations against simulated tenants, faults included.")
