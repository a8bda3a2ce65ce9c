"""``soarwire sandbox``: the simulated tenants as a process."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

# Each option, what it takes (nothing: a flag), and its help.
OPTIONS: dict[str, tuple[str | None, str]] = {
    "port": ("NUMBER", "the port to listen on; default: any free port"),
    "faults": ("FILE", "a JSON list of faults to begin with: see docs/sandbox.md"),
    "config": ("FILE", "a JSON object with a JSON object that overrides parts of the demo world: see docs/sandbox.md"),
    "json": (None, "print one line of JSON for other programs: what makes the tenants"),
}


class Refused(Exception):
    """What is wrong with an argument, in one line for the user."""


def serve(port: str | None, faults: str | None, config: str | None, as_json: bool) -> int:
    """Serves until Ctrl-C; gives the exit status."""
    from .testing import Sandbox

    number = _port(port)
    world = _json_file(config, dict, "a JSON object") if config else None
    script = _json_file(faults, list, "a JSON list of faults") if faults else []
    with Sandbox(world, faults=script, port=number) as sandbox:
        try:
            # Who reads this may stop the sandbox at once.
            print(json.dumps(sandbox.credentials) if as_json else _banner(sandbox.credentials), flush=True)
            threading.Event().wait()
        except KeyboardInterrupt:
            print()
    return 0


def _port(text: str | None) -> int:
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise Refused("--port: a port is a number from 0 to 65535")
    return int(text)


def _json_file(path: str, kind: type, what: str) -> Any:
    try:
        with open(path, encoding="utf-8-sig") as file:
            value = json.load(file)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise Refused(f"{path} is not JSON: {error}") from None
    if not isinstance(value, kind):
        raise Refused(f"{path} must hold {what}")
    return value


def _banner(credentials: dict[str, Any]) -> str:
    """A tenants file as it stands, and in its comments what else there is to know."""
    from ._sandbox_tenants import tenants_file

    admin = credentials["admin"]
    routes = [f"{'GET':<13}{admin}{route}" for route in ("credentials", "effects", "incidents", "requests")]
    routes += [f"{method:<13}{admin}{route}" for method, route in (("POST, DELETE", "faults"), ("POST", "reset"))]
    lines = [*tenants_file(credentials), "", "# Their admin route, see docs/sandbox.md:", *(f"#   {route}" for route in routes)]
    return "\n".join([*lines, "#", "# Ctrl-C stops them."])
