"""``soarwire resume`` and ``soarwire settle``: what is done with a journal. It names the tenant, and the file of tenants has the key."""

from __future__ import annotations

from typing import Any

import click

from ..tenants import Profile
from . import _bulk
from ._command import Command, Groups
from ._failure import Failure
from ._journal import file_argument
from ._out import clean, say
from ._progress import shown
from ._result import finish
from ._run_options import limits, output_options, run_options
from ._tenant import chosen, load, options, with_key


def resume() -> click.Command:
    """The command that goes on with a run."""
    groups: Groups = {
        "Journal": [file_argument()],
        "Tenant": options(),
        "How it is done": run_options(),
        "Output": output_options(),
    }
    text = "Go on with the run of a journal: what has an outcome keeps it, the rest is sent, and nothing is done twice."
    return Command("resume", _resume, text, groups)


def settle() -> click.Command:
    """The command that reads back."""
    groups: Groups = {"Journal": [file_argument()], "Tenant": options(), "Output": output_options()}
    text = "Find out, by reading, what is in effect of that which is unknown or unreported in a journal. Nothing is changed."
    return Command("settle", _settle, text, groups)


def _resume(journal: str, **given: Any) -> int:
    how = limits(given)
    profile = _profile(journal, given)
    if not given["quiet"]:
        say(f"journal: {clean(journal)}")
    with with_key(profile).client() as client, shown("resume", given["quiet"]) as show:
        result = _bulk.resume(client, journal, show=show, **how)
    return finish(result, as_json=given["as_json"], quiet=given["quiet"])


def _settle(journal: str, **given: Any) -> int:
    profile = _profile(journal, given)
    with with_key(profile).client() as client:
        result = _bulk.settle(client, journal)
    return finish(result, as_json=given["as_json"], quiet=given["quiet"])


def _profile(journal: str, given: dict[str, Any]) -> Profile:
    """The tenant of the file of tenants that the journal is of. Raises `Failure`."""
    if given["tenant"] is not None:
        return chosen(given["config"], given["tenant"])
    opened = _bulk.opened(journal)
    found = load(given["config"])
    same = [profile for profile in found.values() if _is_of(profile, opened)]
    named = [profile for profile in same if profile.name == opened.tenant]
    if len(named or same) == 1:
        return (named or same)[0]
    user = f", user {opened.user}" if opened.user else ""
    begin = f"{journal} is of the tenant {clean(opened.tenant or '')} ({opened.base_url}{clean(user)})"
    if same:
        raise Failure(f"{begin}, which {found.path} has {len(same)} times: name one by --tenant")
    raise Failure(f"{begin}, which {found.path} does not have: name the file that has it by --config")


def _is_of(profile: Profile, opened: _bulk.Opened) -> bool:
    return profile.tenant().base_url == opened.base_url and profile.settings.get("username") == opened.user
