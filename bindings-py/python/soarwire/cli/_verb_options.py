"""The options of a verb, and the parameters that come of them."""

from __future__ import annotations

import re
from typing import Any

import click

from .. import xpanse
from ..errors import InvalidRequest
from ..tenants import Profile
from ._failure import Failure
from ._param import Param
from ._verbs import VENDORS, Verb, Way

_TAKES = {"text": "TEXT", "texts": "TEXT", "integer": "NUMBER", "assignee": "MAIL"}


def options(verb: Verb) -> list[click.Option]:
    """The options of all vendors; what is for one of them says so."""
    found: dict[str, dict[str, tuple[str, Param]]] = {}
    for vendor, way in verb.ways.items():
        for option, param in way.options().items():
            found.setdefault(option, {})[vendor] = param
    made = []
    for option, params in found.items():
        of = {param.of for _, param in params.values()}
        made.append(_option(option, next(iter(of)) if len(of) == 1 else "text", _help(verb, params)))
        if any(verb.ways[vendor].clears(name) for vendor, (name, _) in params.items()):
            made.append(_option(f"clear-{option}", "flag", f"Clear the {option}."))
    return made


def way_of(name: str, verb: Verb, profile: Profile) -> Way:
    """What the verb is on the tenant. Raises `Failure` if it is nothing there."""
    way = verb.ways.get(profile.vendor)
    if way is None:
        others = " and ".join(VENDORS[vendor] for vendor in verb.ways)
        raise Failure(f"{name} is for {others}, and the tenant {profile.name} is {VENDORS[profile.vendor]}")
    return way


def params(way: Way, profile: Profile, given: dict[str, Any]) -> dict[str, Any]:
    """The parameters of the operation, from the options by their names in Python. Raises `Failure`."""
    known = way.options()
    found = dict(way.fixed)
    told = {option.replace("_", "-"): value for option, value in given.items() if value not in (None, ())}
    for option, value in told.items():
        name = option if option in known else option.removeprefix("clear-")
        if name not in known:
            raise Failure(f"--{option} is not for {VENDORS[profile.vendor]}, and the tenant {profile.name} is {VENDORS[profile.vendor]}: leave it out")
        if name != option and name in told:
            raise Failure(f"--{option} and --{name} are both given: keep one of them")
        param, about = known[name]
        found[param] = _value(option, about, value) if name == option else None
    for option, (param, about) in known.items():
        if way.needs(param) and param not in found:
            raise Failure(f"--{option} is missing: {about.help}")
    return found


def refusal(way: Way, error: InvalidRequest) -> Failure:
    """What is wrong with the parameters of the operation, by the names of the options that they come from."""
    field, bracket, rest = (error.field or "").partition("[")
    options = {param: option for option, (param, _) in way.options().items()} | {"chunk": "chunk", "concurrency": "concurrency"}
    if field in options:
        return Failure(f"--{options[field]}{bracket}{rest} {error.reason}")
    if field in ("incident_numbers", "incident_number", "incident_id") and bracket:
        return Failure(f"incident {int(rest[:-1]) + 1} {error.reason}")
    return Failure(f"{field}{bracket}{rest} {error.reason}")


def _option(name: str, of: str, text: str) -> click.Option:
    if of == "flag":
        return click.Option([f"--{name}"], is_flag=True, default=None, help=text)
    return click.Option([f"--{name}"], metavar=_TAKES[of], multiple=of == "texts", help=text)


def _help(verb: Verb, params: dict[str, tuple[str, Param]]) -> str:
    texts = {vendor: param.help for vendor, (_, param) in params.items()}
    if set(texts) == set(verb.ways) and len(set(texts.values())) == 1:
        text = next(iter(texts.values()))
    else:
        text = " ".join(f"{VENDORS[vendor]}: {text}" for vendor, text in texts.items())
    if all(param.of == "flag" for _, param in params.values()):
        # It is given, or it is not.
        text = re.sub(r"Whether to (\w)", lambda found: found[1].upper(), text)
    if any(param.of == "assignee" for _, param in params.values()):
        text += " An email address, or 'NAME <MAIL>'."
    if any(param.of == "texts" for _, param in params.values()):
        text += " May be repeated."
    return text


def _value(option: str, param: Param, value: Any) -> Any:
    if param.of == "texts":
        return list(value)
    if param.of == "assignee":
        # It is slow to import.
        from email.utils import parseaddr

        name, mail = parseaddr(value)
        if "@" not in mail:
            raise Failure(f"--{option} must be an email address, or 'NAME <MAIL>', on Xpanse")
        return xpanse.Assignee(mail, name or None)
    return value
