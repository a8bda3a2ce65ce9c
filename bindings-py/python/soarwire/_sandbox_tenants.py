"""The tenants file that is for a sandbox."""

from __future__ import annotations

import json
import os
from typing import Any


def tenants_file(credentials: dict[str, Any]) -> list[str]:
    """The lines of the file; the keys, which a tenants file cannot hold, are in its comments as commands of a shell."""
    variables: dict[str, str] = {}
    d3, xpanse = credentials["d3"], credentials["xpanse"]
    tables = [*_d3(d3, variables), "", *_xpanse(xpanse, variables)]
    return [
        "# Simulated D3 and Xpanse tenants. Save this as tenants.toml (soarwire sandbox > tenants.toml), then in the same folder in",
        "# another terminal:",
        "#",
        f"#   {_set('SOARWIRE_CONFIG', 'tenants.toml')}",
        *(f"#   {_set(name, key)}" for name, key in variables.items()),
        "#   soarwire list --tenant d3 --where status=Open",
        "",
        *tables,
    ]


def _d3(settings: dict[str, Any], variables: dict[str, str]) -> list[str]:
    lines = ["[tenants.d3]", 'vendor = "d3"', *_fields(settings, "base_url", "username", "site")]
    keys = settings.get("api_keys") or {}
    if set(keys) == {"*"}:
        variables["SOARWIRE_SANDBOX_D3_KEY"] = keys["*"]
        return [*lines, 'key_env = "SOARWIRE_SANDBOX_D3_KEY"']
    names = {command: f"SOARWIRE_SANDBOX_D3_KEY_{at}" for at, command in enumerate(keys, 1)}
    variables.update((name, keys[command]) for command, name in names.items())
    pairs = ", ".join(f"{json.dumps(command)} = {json.dumps(name)}" for command, name in names.items())
    return [*lines, f"key_env = {{ {pairs} }}"] if names else [*lines, "# It takes only tokens: no key for a tenants file."]


def _xpanse(settings: dict[str, Any], variables: dict[str, str]) -> list[str]:
    lines = ["[tenants.xpanse]", 'vendor = "xpanse"', *_fields(settings, "base_url", "key_id", "key_type")]
    if settings.get("key") is None:
        return lines
    variables["SOARWIRE_SANDBOX_XPANSE_KEY"] = settings["key"]
    return [*lines, 'key_env = "SOARWIRE_SANDBOX_XPANSE_KEY"']


def _fields(settings: dict[str, Any], *names: str) -> list[str]:
    return [f"{name} = {json.dumps(settings[name])}" for name in names if settings.get(name) is not None]


def _set(name: str, value: str) -> str:
    """A variable, as the platform's shells set it: PowerShell, or any of bash, zsh and fish."""
    return f'$env:{name} = "{value}"' if os.name == "nt" else f"export {name}={value}"
