"""The analyst's verbs: which operation each is on a tenant of each vendor, and which of its parameters are options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ._options import PARAMS
from ._param import Param

VENDORS = {"d3": "D3", "xpanse": "Xpanse"}


class Way(NamedTuple):
    """What a verb is for one vendor."""

    operation: str
    """The id of the operation."""
    params: tuple[str, ...]
    """Its parameters that are options."""
    renamed: Mapping[str, str] = {}
    """Options that have another name than their parameter: those of another vendor's."""
    fixed: Mapping[str, Any] = {}
    """Parameters that the verb decides, and those that have a default here alone."""
    must: tuple[str, ...] = ()
    """Parameters that the operation could do without, and the verb could not."""

    def options(self) -> dict[str, tuple[str, Param]]:
        """The parameters by the names of their options."""
        known = PARAMS[self.operation]
        return {self.renamed.get(name, known[name].option): (name, known[name]) for name in self.params}

    def needs(self, name: str) -> bool:
        """Whether the parameter must be given as an option."""
        return name in self.must or (PARAMS[self.operation][name].presence == "required" and name not in self.fixed)

    def clears(self, name: str) -> bool:
        """Whether a second option clears what the parameter sets."""
        return PARAMS[self.operation][name].presence == "clearable" and name not in self.must


class Verb(NamedTuple):
    """A command that changes incidents."""

    help: str
    done: str
    """What it does, as in "Close 3 incidents"."""
    ways: Mapping[str, Way]
    """By vendor."""


_UPDATE = "xpanse.update_incident"

VERBS: dict[str, Verb] = {
    "close": Verb(
        "Close incidents (Xpanse: set them to resolved).",
        "Close",
        {
            "d3": Way(
                "d3.close_incidents",
                ("conclusion", "bypass_required_tasks", "bypass_required_fields", "acting_username"),
                fixed={"bypass_required_tasks": False},
            ),
            "xpanse": Way(_UPDATE, ("resolve_comment",), {"resolve_comment": "conclusion"}, {"status": "resolved"}),
        },
    ),
    "assign": Verb(
        "Assign incidents to a person, given by name (D3) or email address (Xpanse).",
        "Assign",
        {
            "d3": Way("d3.update_owner", ("owner", "acting_username")),
            "xpanse": Way(_UPDATE, ("assignee",), {"assignee": "owner"}, must=("assignee",)),
        },
    ),
    "link": Verb(
        "Link incidents to existing cases (D3).",
        "Link",
        {"d3": Way("d3.link_to_cases", ("case_numbers", "acting_username"))},
    ),
    "site": Verb(
        "Move incidents to another site (D3).",
        "Move",
        {"d3": Way("d3.update_site", ("site", "acting_username"))},
    ),
    "tag": Verb("Add tags to incidents (D3).", "Tag", {"d3": Way("d3.add_tags", ("tags",))}),
    "untag": Verb("Remove tags from incidents (D3).", "Untag", {"d3": Way("d3.remove_tags", ("tags", "all_tags"))}),
    "set": Verb("Set a field of incidents (D3).", "Set a field of", {"d3": Way("d3.set_field", ("field", "value"))}),
    "update": Verb(
        "Change status, severity or assignee, or add a comment (Xpanse).",
        "Update",
        {"xpanse": Way(_UPDATE, ("status", "severity", "assignee", "resolve_comment", "comment"))},
    ),
}
