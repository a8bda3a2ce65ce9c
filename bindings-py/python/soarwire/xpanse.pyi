# Cortex Xpanse: its tenant, and its API as operations.
# Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.

from collections.abc import Iterable
from typing import ClassVar, Literal, final

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
    id: ClassVar[Literal["xpanse.update_incident"]]
    def __new__(
        cls,
        incident_id: str | int,
        *,
        assignee: Assignee | AssigneeDict | Unset | None = ...,
        severity: str | Unset | None = ...,
        status: str | None = None,
        resolve_comment: str | None = None,
        comment: str | None = None,
    ) -> UpdateIncident: ...

@final
class GetIncidents(Operation[Page]):
    id: ClassVar[Literal["xpanse.get_incidents"]]
    def __new__(
        cls,
        *,
        filters: Iterable[Filter] | None = None,
        search_from: int | None = None,
        search_to: int | None = None,
        sort: Sort | None = None,
    ) -> GetIncidents: ...
