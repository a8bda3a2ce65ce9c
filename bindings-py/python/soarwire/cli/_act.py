"""The verbs: what they ask, plan and do."""

from __future__ import annotations

import sys
from typing import Any

import click

from .. import bulk
from ..errors import InvalidRequest
from . import _bulk, _verb_options
from ._command import Command, Groups
from ._failure import STOPPED, Failure
from ._folders import new_journal
from ._out import clean, is_terminal, put, say
from ._progress import shown
from ._result import finish
from ._run_options import limits, output_options, plan_options, run_options
from ._select import incidents, source_options
from ._tenant import chosen, options, with_key
from ._verbs import VENDORS, VERBS, Verb

# The options that every verb has.
_COMMON = {"tenant", "config", "incidents", "input", "where", "since", "until"}
_COMMON |= {"dry_run", "yes", "journal", "concurrency", "deadline", "chunk", "as_json", "quiet"}


def commands() -> list[click.Command]:
    """A command for each verb."""
    return [_command(name, verb) for name, verb in VERBS.items()]


def _command(name: str, verb: Verb) -> click.Command:
    def call(**given: Any) -> int:
        return _act(name, verb, given)

    groups: Groups = {
        "Incidents": source_options(),
        "Action": _verb_options.options(verb),
        "Tenant": options(),
        "Run": [*plan_options(), *run_options()],
        "Output": output_options(),
    }
    return Command(name, call, verb.help, groups)


def _act(name: str, verb: Verb, given: dict[str, Any]) -> int:
    profile = chosen(given["config"], given["tenant"])
    way = _verb_options.way_of(name, verb, profile)
    told = {option: value for option, value in given.items() if option not in _COMMON}
    params = _verb_options.params(way, profile, told)
    how = limits(given)
    if not given["dry_run"]:
        with_key(profile)
    asked = incidents(profile, given)
    try:
        plan = _bulk.plan(way.operation, params, asked, tenant=profile.name, chunk=given["chunk"])
    except InvalidRequest as error:
        raise _verb_options.refusal(way, error) from None
    quiet, as_json = given["quiet"], given["as_json"]
    if given["dry_run"]:
        put(plan.to_json() if as_json else _shown(plan))
        return 0
    if len(plan) == 0:
        return finish(_bulk.Result(), as_json=as_json, quiet=quiet)
    if not quiet or not given["yes"]:
        say(_shown(plan))
    if not given["yes"]:
        _ask(f"{verb.done} {len(plan)} incident{'' if len(plan) == 1 else 's'} on {VENDORS[profile.vendor]} ({clean(profile.name)})?")
    journal = given["journal"] or new_journal(name, profile.name)
    if not quiet:
        say(f"  journal: {clean(journal)}")
    with profile.client() as client, shown(name, quiet) as show:
        result = _bulk.run(client, plan, journal=journal, show=show, **how)
    return finish(result, as_json=as_json, quiet=quiet)


def _shown(plan: bulk.Plan) -> str:
    return "\n".join(clean(line) for line in str(plan).splitlines())


def _ask(question: str) -> None:
    if not is_terminal(sys.stdin):
        raise Failure("cannot ask for confirmation, since stdin is not a terminal: add --yes to run it, or --dry-run to only see the plan")
    if not click.confirm(question, err=True):
        raise Failure("nothing was sent", STOPPED)
