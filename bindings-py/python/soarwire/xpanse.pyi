"""Cortex Xpanse: its tenant, and its API as operations.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from collections.abc import Iterable
from typing import ClassVar, Literal, SupportsIndex, final

from ._soarwire import UNSET as UNSET
from ._soarwire import Assignee as Assignee
from ._soarwire import Operation, Page, Report, Unset
from ._soarwire import XpanseTenant as Tenant
from ._xpanse_types import AssigneeDict as AssigneeDict
from ._xpanse_types import Filter as Filter
from ._xpanse_types import Sort as Sort

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

@final
class UpdateIncident(Operation[Report]):
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

    id: ClassVar[Literal["xpanse.update_incident"]]
    def __new__(
        cls,
        incident_id: str | SupportsIndex,
        *,
        assignee: Assignee | AssigneeDict | Unset | None = UNSET,
        severity: str | Unset | None = UNSET,
        status: str | None = None,
        resolve_comment: str | None = None,
        comment: str | None = None,
    ) -> UpdateIncident: ...

@final
class GetIncidents(Operation[Page]):
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

    id: ClassVar[Literal["xpanse.get_incidents"]]
    def __new__(
        cls,
        *,
        filters: Iterable[Filter] | None = None,
        search_from: SupportsIndex | None = None,
        search_to: SupportsIndex | None = None,
        sort: Sort | None = None,
    ) -> GetIncidents: ...
