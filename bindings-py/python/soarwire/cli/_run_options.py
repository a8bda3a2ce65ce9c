"""The options that say how a run is done, not what it does."""

from __future__ import annotations

from typing import Any

import click

from ._times import seconds


def plan_options() -> list[click.Parameter]:
    """The options of a run that begins."""
    return [
        click.Option(["--dry-run"], is_flag=True, help="Show what would be sent, and send nothing."),
        click.Option(["--yes"], is_flag=True, help="Do not ask for confirmation."),
        click.Option(
            ["--journal"], metavar="FILE", type=click.Path(dir_okay=False),
            help="A new file that records what is sent, and the outcomes. Default: a file in the user's state folder, whose path is printed.",
        ),
        click.Option(
            ["--chunk"], metavar="NUMBER", type=click.IntRange(min=1),
            help="Maximum incidents per request. Default: 100 where a request can have several.",
        ),
    ]  # fmt: skip


def run_options() -> list[click.Parameter]:
    """The options of any run."""
    return [
        click.Option(
            ["--concurrency"], metavar="NUMBER", type=click.IntRange(min=1),
            help="Maximum requests in flight. Default: 4 for D3, 8 for Xpanse.",
        ),
        click.Option(["--deadline"], metavar="TIME", help="Send nothing more after this time: 90s, 15m, 2h."),
    ]  # fmt: skip


def output_options() -> list[click.Parameter]:
    """The options for what is printed."""
    return [
        click.Option(["--json", "as_json"], is_flag=True, help="Print one JSON object, and nothing else on stdout."),
        click.Option(["--quiet"], is_flag=True, help="Print no plan, progress or hints."),
    ]


def limits(given: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a run. Raises `Failure`."""
    deadline = given["deadline"]
    return {
        "concurrency": given["concurrency"],
        "deadline": seconds("--deadline", deadline) if deadline is not None else None,
    }
