# D3 SOAR: its tenant, and its remote commands as operations.
# Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.

from collections.abc import Iterable
from typing import ClassVar, Literal, final

from ._soarwire import D3Tenant as Tenant
from ._soarwire import Operation, Report

__all__ = [
    "AddTags",
    "CloseIncident",
    "CloseIncidents",
    "LinkToCases",
    "Tenant",
    "UpdateOwner",
]

@final
class UpdateOwner(Operation[Report]):
    id: ClassVar[Literal["d3.update_owner"]]
    def __new__(
        cls,
        incident_numbers: Iterable[str],
        owner: str,
        *,
        acting_username: str | None = None,
    ) -> UpdateOwner: ...

@final
class CloseIncidents(Operation[Report]):
    id: ClassVar[Literal["d3.close_incidents"]]
    def __new__(
        cls,
        incident_numbers: Iterable[str],
        *,
        bypass_required_tasks: bool,
        bypass_required_fields: bool | None = None,
        acting_username: str | None = None,
        conclusion: str | None = None,
    ) -> CloseIncidents: ...

@final
class LinkToCases(Operation[Report]):
    id: ClassVar[Literal["d3.link_to_cases"]]
    def __new__(
        cls,
        incident_numbers: Iterable[str],
        case_numbers: Iterable[str],
        *,
        acting_username: str | None = None,
    ) -> LinkToCases: ...

@final
class CloseIncident(Operation[Report]):
    id: ClassVar[Literal["d3.close_incident"]]
    def __new__(cls, *, note: str | None = None) -> CloseIncident: ...

@final
class AddTags(Operation[Report]):
    id: ClassVar[Literal["d3.add_tags"]]
    def __new__(cls, incident_number: str, tags: Iterable[str]) -> AddTags: ...
