"""Cortex Xpanse: its tenant, and its API as operations.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from ._soarwire import UNSET, Assignee
from ._soarwire import Operation as _Operation
from ._soarwire import XpanseTenant as Tenant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._xpanse_types import AssigneeDict, Filter, Sort


class UpdateIncident(_Operation):
    """Changes fields of one incident; what is not named stays as it is. With a comment it appends, and is never
    repeated once it may have been carried out.

    Answers with a `Report`. Vendor page: Cortex Xpanse REST API, "Update an Incident".

    Args:
        incident_id: The incident, by id; an integer is taken too.
        assignee: Whom it is assigned to. `None` clears it.
        severity: The severity set by hand: `low`, `medium`, `high`, `critical`, or a word that the tenant knows. `None`
            clears it.
        status: The status: `new`, `under_investigation`, `resolved`, or a word that the tenant knows.
        resolve_comment: Why it was resolved; replaces what was there.
        comment: A comment that is added.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "xpanse.update_incident"


class GetIncidents(_Operation):
    """Lists incidents, a page at a time.

    Answers with a `Page`. Vendor page: Cortex Xpanse REST API, "Get Incidents".

    Args:
        filters: Conditions that all must hold. Times are epoch milliseconds.
        search_from: The first incident of the page, counted from 0; 0 when it is left out.
        search_to: The incident after the last of the page, at most 100 after `search_from`; 100 when it is left out.
        sort: The order: by `creation_time` or `modification_time`.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "xpanse.get_incidents"


__all__ = [
    "UNSET",
    "Assignee",
    "AssigneeDict",
    "Filter",
    "GetIncidents",
    "Sort",
    "Tenant",
    "UpdateIncident",
]


def __getattr__(name: str) -> object:
    # The types of parameters need `typing`, which is slow to import, and only annotations need them.
    if name in ("AssigneeDict", "Filter", "Sort"):
        from . import _xpanse_types

        return getattr(_xpanse_types, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
