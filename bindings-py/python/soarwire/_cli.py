"""The command ``soarwire``: all of it with the extra `cli`, and without it what the package alone can do."""

from __future__ import annotations

import argparse
import os
import sys
from importlib.util import find_spec

from . import __version__
from ._sandbox_command import OPTIONS, Refused, serve

_EXTRA = ("click", "platformdirs", "rich")


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; gives its exit status."""
    # One of them may be there for the sake of another package.
    if not all(map(find_spec, _EXTRA)):
        return _alone(arguments)
    try:
        from .cli import main as full
    except KeyboardInterrupt:
        return 130

    return full(arguments)


def _alone(arguments: list[str] | None) -> int:
    parser = argparse.ArgumentParser(
        prog="soarwire",
        description="Incident-response calls to D3 SOAR and Cortex Xpanse, and simulated tenants to try them on.",
        epilog="All other commands need more: pip install 'soarwire[cli]'",
    )
    parser.add_argument("--version", action="version", version=f"soarwire {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="run operations against simulated tenants, faults included")
    demo.set_defaults(run=_demo)
    sandbox = commands.add_parser("sandbox", help="serve simulated D3 and Xpanse tenants on this machine")
    for name, (metavar, text) in OPTIONS.items():
        if metavar is None:
            sandbox.add_argument(f"--{name}", action="store_true", help=text)
        else:
            sandbox.add_argument(f"--{name}", metavar=metavar, help=text)
    sandbox.set_defaults(run=_sandbox)
    given = sys.argv[1:] if arguments is None else arguments
    if given and not given[0].startswith("-") and given[0] not in commands.choices:
        parser.error(f"{given[0]} needs the extra `cli`: pip install 'soarwire[cli]'")
    options = parser.parse_args(given)
    try:
        status: int = options.run(options)
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python must not complain of that when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Refused, ValueError, OSError) as error:
        print(f"soarwire: {error}", file=sys.stderr)
        return 2


def _demo(_: argparse.Namespace) -> int:
    from ._demo import run

    return run()


def _sandbox(options: argparse.Namespace) -> int:
    return serve(options.port, options.faults, options.config, options.json)
