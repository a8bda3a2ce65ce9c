"""The command ``soarwire``: a demonstration, and the sandbox as a process."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from typing import Any

from . import __version__


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; gives its exit status."""
    parser = argparse.ArgumentParser(
        prog="soarwire",
        description="Incident-response calls to D3 SOAR and Cortex Xpanse, and simulated tenants to try them on.",
    )
    parser.add_argument("--version", action="version", version=f"soarwire {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="run operations against simulated tenants, faults included")
    demo.set_defaults(run=_demo)
    sandbox = commands.add_parser("sandbox", help="serve simulated D3 and Xpanse tenants on this machine")
    sandbox.add_argument("--port", type=_port, default=0, help="the port to listen on; any free one without it")
    sandbox.add_argument("--faults", metavar="FILE", help="a JSON list of faults to begin with: see docs/sandbox.md")
    sandbox.add_argument("--config", metavar="FILE", help="a JSON object with what differs from the demo world: see docs/sandbox.md")
    sandbox.add_argument("--json", action="store_true", help="print one line of JSON for other programs: what makes the tenants")
    sandbox.set_defaults(run=_sandbox)
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options)
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python must not complain of that when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (_Failure, ValueError, OSError) as error:
        print(f"soarwire: {error}", file=sys.stderr)
        return 1


class _Failure(Exception):
    """What went wrong, in one line for the user."""


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _json_file(path: str, kind: type, what: str) -> Any:
    try:
        with open(path, encoding="utf-8-sig") as file:
            value = json.load(file)
    except OSError as error:
        raise _Failure(f"{path} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise _Failure(f"{path} is not JSON: {error}") from None
    if not isinstance(value, kind):
        raise _Failure(f"{path} must hold {what}")
    return value


def _demo(_: argparse.Namespace) -> int:
    from ._demo import run

    return run()


def _sandbox(options: argparse.Namespace) -> int:
    from .testing import Sandbox

    config = _json_file(options.config, dict, "a JSON object") if options.config else None
    faults = _json_file(options.faults, list, "a JSON list of faults") if options.faults else []
    with Sandbox(config, faults=faults, port=options.port) as sandbox:
        try:
            # Who reads this may stop the sandbox at once.
            print(json.dumps(sandbox.credentials) if options.json else _banner(sandbox.credentials))
            if not options.json:
                print("Ctrl-C stops it.")
            sys.stdout.flush()
            threading.Event().wait()
        except KeyboardInterrupt:
            print()
    return 0


def _banner(credentials: dict[str, Any]) -> str:
    """What answers: the arguments of each tenant, and the admin route."""
    lines = []
    for title, vendor in (("D3 tenant:", "d3"), ("Xpanse tenant:", "xpanse")):
        settings = dict(credentials[vendor])
        lines.append(f"{title:<16}{settings.pop('base_url')}")
        lines += [f"{'':<16}{name} = {value!r}" for name, value in settings.items() if value is not None]
    admin = credentials["admin"]
    lines.append(f"{'Admin route:':<16}{admin}")
    lines += [f"{'':<16}{admin}{route}" for route in ("credentials", "effects", "incidents", "requests")]
    lines += [f"{'':<16}{request}" for request in (f"POST, DELETE {admin}faults", f"POST {admin}reset")]
    return "\n".join(lines)
