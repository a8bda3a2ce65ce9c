"""The tenants file: what may be in it, and what is said about what may not."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import Any

from . import errors
from ._checks import invalid
from ._key_source import KeySource
from ._profile import ALL, Profile

_NAMED = re.compile(r"\w[\w .@-]{0,99}")
_NAMES = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_SECRETS = re.compile(r"key|(api_?|private_?|secret_?)keys?|keys|jwt\w*|.*(password|secret|token).*", re.IGNORECASE)


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) and value.strip() else "must be text"


def _key_id(value: Any) -> str | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return None if is_number else _text(value)


def _key_type(value: Any) -> str | None:
    return None if value in ("advanced", "standard") else 'must be "advanced" or "standard"'


def _rate(value: Any) -> str | None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return None if number and 0 <= value < float("inf") else "must be a number, 0 or more"


_ANY: dict[str, Callable[[Any], str | None]] = {
    "vendor": _text,
    "base_url": _text,
    "requests_per_second": _rate,
    "ca_file": _text,
    "key_env": lambda _: None,
    "key_keyring": lambda _: None,
}
_OWN: dict[str, dict[str, Callable[[Any], str | None]]] = {
    "d3": {"username": _text, "site": _text},
    "xpanse": {"fqdn": _text, "key_id": _key_id, "key_type": _key_type},
}
_REQUIRED = {"d3": ("base_url", "username", "site"), "xpanse": ()}


def read(path: str) -> dict[str, Profile]:
    """The profiles of a file. Raises `InvalidRequest` or ``OSError``."""
    data = _parse(path)
    for name in data:
        if name != "tenants":
            raise invalid(name, f"is not known{_nearest(name, ['tenants'])}: tables are [tenants.NAME]")
    tables = data.get("tenants", {})
    if not isinstance(tables, dict):
        raise invalid("tenants", "must be tables, [tenants.NAME]")
    return {name: _profile(path, name, table) for name, table in tables.items()}


def _parse(path: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        try:
            import tomli as tomllib
        except ImportError:
            raise ImportError("before Python 3.11 TOML needs tomli: pip install 'soarwire[cli]'") from None
    with open(path, "rb") as file:
        content = file.read()
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise invalid("path", f"{path} is not UTF-8: save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise invalid("path", f"{path} is not TOML: {error}") from None


def _profile(path: str, name: str, table: Any) -> Profile:
    place = f"tenants.{name}"
    if not _NAMED.fullmatch(name):
        raise invalid("tenants", "must have names of letters, digits, spaces and any of _ . - @, each with a letter or digit first")
    if not isinstance(table, dict):
        raise invalid(place, f"must be a table, [{place}]")
    _refuse_secrets(place, table)
    vendor = table.get("vendor")
    if vendor is None:
        raise invalid(f"{place}.vendor", 'is missing: write vendor = "d3" or vendor = "xpanse"')
    if vendor not in _OWN:
        raise invalid(f"{place}.vendor", 'must be "d3" or "xpanse"')
    _check(place, vendor, table)
    settings = {field: table[field] for field in ("base_url", *_OWN[vendor]) if field in table}
    ca_file = table.get("ca_file")
    if ca_file is not None:
        ca_file = os.path.join(os.path.dirname(path), os.path.expanduser(ca_file))
    rate = table.get("requests_per_second")
    profile = Profile(name, vendor, settings, keys=_keys(place, vendor, table), requests_per_second=rate, ca_file=ca_file)
    try:
        profile.tenant()
    except errors.InvalidRequest as error:
        where = str(error.field).replace("api_keys", "key_env" if "key_env" in table else "key_keyring")
        raise invalid(f"{place}.{where}", error.reason or "is invalid") from None
    return profile


def _refuse_secrets(place: str, table: dict[str, Any]) -> None:
    known = _ANY.keys() | _OWN["d3"].keys() | _OWN["xpanse"].keys()
    for field in table:
        if field not in known and _SECRETS.fullmatch(field):
            fix = 'take it out, set an environment variable to it, and write key_env = "NAME_OF_THE_VARIABLE"'
            raise invalid(f"{place}.{field}", f"must not be in the file, since it is secret: {fix} (or use key_keyring)")


def _check(place: str, vendor: str, table: dict[str, Any]) -> None:
    known = {**_ANY, **_OWN[vendor]}
    for field, value in table.items():
        if field not in known:
            other = next((other for other, own in _OWN.items() if field in own), None)
            hint = f" for {vendor}: it is for {other}" if other else _nearest(field, list(known))
            raise invalid(f"{place}.{field}", f"is not known{hint}")
        wrong = known[field](value)
        if wrong:
            raise invalid(f"{place}.{field}", wrong)
    for field in _REQUIRED[vendor]:
        if field not in table:
            raise invalid(f"{place}.{field}", f"is missing: a tenant of {vendor} requires it")
    if vendor == "xpanse" and ("fqdn" in table) == ("base_url" in table):
        raise invalid(f"{place}.fqdn", "or base_url is needed, one of them")


def _keys(place: str, vendor: str, table: dict[str, Any]) -> dict[str, KeySource]:
    given = [field for field in ("key_env", "key_keyring") if field in table]
    if len(given) > 1:
        raise invalid(f"{place}.key_keyring", "and key_env are both given: keep one of them")
    if not given:
        return {}
    field = given[0]
    value = table[field]
    if isinstance(value, dict) and vendor == "d3":
        return {command: _source(f"{place}.{field}.{command}", field, one) for command, one in value.items()}
    if vendor == "xpanse" and "key_id" not in table:
        raise invalid(f"{place}.key_id", "is missing: a key of Xpanse has an id")
    return {ALL: _source(f"{place}.{field}", field, value)}


def _source(place: str, field: str, value: Any) -> KeySource:
    # Nothing of the value is shown: it may be the key itself, in the wrong place.
    if field == "key_env":
        if not (isinstance(value, str) and _NAMES.fullmatch(value)):
            raise invalid(place, "must be the name of an environment variable (the key does not belong in the file)")
        return KeySource("env", value)
    service, _, name = value.rpartition("/") if isinstance(value, str) else ("", "", "")
    if not (service and name):
        raise invalid(place, 'must be "service/name", an entry of the keyring (the key does not belong in the file)')
    return KeySource("keyring", value)


def _nearest(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    return f": did you mean {near[0]}?" if near else f" (known: {', '.join(known)})"
