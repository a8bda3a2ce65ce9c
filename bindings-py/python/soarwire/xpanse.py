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
    """Changes fields of one incident and leaves the others as they are. With a comment the request appends: it is never
    sent again once it may have been carried out.

    Answers with a `Report`. Vendor page: Cortex Xpanse REST API, "Update an Incident".

    Args:
        incident_id: The incident id; an integer is accepted too.
        assignee: The user to assign the incident to. `None` clears it.
        severity: The manual severity: `low`, `medium`, `high`, `critical`, or another one that the tenant accepts.
            `None` clears it.
        status: The status: `new`, `under_investigation`, `resolved`, or another one that the tenant accepts.
        resolve_comment: Why the incident was resolved; replaces the previous text.
        comment: A comment to add.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "xpanse.update_incident"


class GetIncidents(_Operation):
    """Lists incidents, one page per request.

    Answers with a `Page`. Vendor page: Cortex Xpanse REST API, "Get Incidents".

    Args:
        filters: Conditions that must all hold. Times are epoch milliseconds.
        search_from: The first incident of the page, counted from 0. Default 0.
        search_to: The incident after the last one of the page, at most 100 after `search_from`. Default 100.
        sort: The sort order: by `creation_time` or `modification_time`.

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
