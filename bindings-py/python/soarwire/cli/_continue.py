"""``soarwire resume`` and ``soarwire settle``: what is done with a journal. It names the tenant, and the tenants file says where the key is."""

from __future__ import annotations

from typing import Any

import click

from ..bulk import Journal, Plan
from ..errors import BuildError
from ..tenants import Profile
from . import _bulk
from ._command import Command, Groups
from ._failure import Failure
from ._journal import file_argument
from ._out import clean, refused, say
from ._progress import shown
from ._result import finish
from ._run_options import limits, output_options, run_options
from ._tenant import chosen, load, options, with_key


def resume() -> click.Command:
    """The command that goes on with a run."""
    groups: Groups = {
        "Journal": [file_argument()],
        "Tenant": options(),
        "Run": [*_retry_options(), *run_options()],
        "Output": output_options(),
    }
    text = "Continue the run of a journal. Incidents that have an outcome keep it, the rest are sent, and nothing is appended twice."
    return Command("resume", _resume, text, groups)


def _retry_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["--retry"], is_flag=True,
            help="Then send once more what failed, or what settle found not in effect: a new run with its own journal, whose path is printed. "
            "What is unknown or unreported is not sent again: settle it first.",
        ),
        click.Option(
            ["--journal", "retry_journal"], metavar="FILE", type=click.Path(dir_okay=False),
            help="The journal of that new run. Default: JOURNAL.retry. It must not exist yet, so that nothing is sent a third time.",
        ),
    ]  # fmt: skip


def settle() -> click.Command:
    """The command that reads back."""
    groups: Groups = {"Journal": [file_argument()], "Tenant": options(), "Output": output_options()}
    text = "Read back what is unknown or unreported in a journal, to find out what is in effect. Nothing is changed on the tenant."
    return Command("settle", _settle, text, groups)


def _resume(journal: str, retry: bool, retry_journal: str | None, **given: Any) -> int:
    how, quiet = limits(given), given["quiet"]
    if retry_journal and not retry:
        raise Failure("--journal is for the new run of --retry: leave it out, or add --retry")
    new = retry_journal or f"{journal}.retry"
    if retry:
        _free(new)
    profile = _profile(journal, given)
    if not quiet:
        say(f"journal: {clean(journal)}")
    with with_key(profile).client() as client:
        with shown("resume", quiet) as show:
            result = _bulk.resume(client, journal, show=show, **how)
        # What is left of the run belongs to its own journal: sent by another, it could be sent by both.
        again = result.retry() if retry and not result.interrupted and not result.counts["not_attempted"] else None
        if again:
            if not quiet:
                say(f"sending {len(again)} of them again\n  journal: {clean(new)}")
            # The profile may have had another name.
            again = Plan.from_dict({**again.to_dict(), "tenant": profile.name})
            try:
                with shown("retry", quiet) as show:
                    result = result.then(_bulk.run(client, again, journal=new, show=show, **how))
            except (BuildError, Failure) as error:
                # The rest was sent: what came of it is told.
                say(f"soarwire: {refused(error) if isinstance(error, BuildError) else error}")
    return finish(result, as_json=given["as_json"], quiet=quiet)


def _free(journal: str) -> None:
    """Refuses the journal of another run, before the rest is sent. Raises `Failure`."""
    try:
        Journal.read(journal)
    except BuildError:
        # It is not there, or ends before its plan was complete; or it cannot be used, which the new run will say.
        return
    raise Failure(f"{clean(journal)} already exists: resume it, or choose another name with --journal")


def _settle(journal: str, **given: Any) -> int:
    profile = _profile(journal, given)
    with with_key(profile).client() as client:
        result = _bulk.settle(client, journal)
    return finish(result, as_json=given["as_json"], quiet=given["quiet"])


def _profile(journal: str, given: dict[str, Any]) -> Profile:
    """The tenant of the tenants file that the journal is of. Raises `Failure`."""
    if given["tenant"] is not None:
        return chosen(given["config"], given["tenant"])
    read = Journal.read(journal)
    found = load(given["config"])
    same = [profile for profile in found.values() if _is_of(profile, read)]
    named = [profile for profile in same if profile.name == read.plan.tenant]
    if len(named or same) == 1:
        return (named or same)[0]
    user = f", user {read.user}" if read.user else ""
    begin = f"{clean(journal)} is of the tenant {clean(read.plan.tenant)} ({clean(read.base_url)}{clean(user)})"
    if same:
        raise Failure(f"{begin}, which {found.path} has {len(same)} times: choose one with --tenant")
    raise Failure(f"{begin}, which {found.path} does not have: name the file that has it with --config")


def _is_of(profile: Profile, journal: Journal) -> bool:
    return profile.tenant().base_url == journal.base_url and profile.settings.get("username") == journal.user
