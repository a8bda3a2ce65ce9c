"""D3 SOAR: its tenant, and its remote commands as operations.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

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
    """Assigns incidents to a new owner. The answer has one item per incident.

    Answers with a `Report`. Vendor page: D3 API docs, "Update Incidents' Owner In Bulk".

    Args:
        incident_numbers: The incident numbers: text, matched exactly. Duplicates are sent once.
        owner: The name of the new owner, as D3 shows it.
        acting_username: The user who performs the command when a playbook runs it automatically.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

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
    """Closes incidents. The answer has one item per incident. With a conclusion the request appends: it is never sent
    again once it may have been carried out.

    Answers with a `Report`. Vendor page: D3 API docs, "Close Incidents in Bulk".

    Args:
        incident_numbers: The incident numbers: text, matched exactly. Duplicates are sent once.
        bypass_required_tasks: Whether to close incidents even if required tasks are pending.
        bypass_required_fields: Whether to close incidents even if fields that are required on close are empty.
        acting_username: The user who performs the command when a playbook runs it automatically.
        conclusion: Text to append to the conclusion of each incident.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

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
    """Links incidents to existing cases. The vendor documents no items: the envelope of the answer decides for all
    incidents.

    Answers with a `Report`. Vendor page: D3 API docs, "Link Incident to Existing Cases".

    Args:
        incident_numbers: The incident numbers: text, matched exactly. Duplicates are sent once.
        case_numbers: The numbers of the cases to link to: text. Duplicates are sent once.
        acting_username: The user who performs the command when a playbook runs it automatically.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

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
    """Closes the incident of the current playbook. The request names no incident; the report is about the one that the
    answer names. With a note the request appends: it is never sent again once it may have been carried out.

    Outside a playbook use `d3.CloseIncidents`.

    Answers with a `Report`. Vendor page: D3 utility command docs, "Close Incident".

    Args:
        note: A note to add to the incident.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    id: ClassVar[Literal["d3.close_incident"]]
    def __new__(cls, *, note: str | None = None) -> CloseIncident: ...

@final
class AddTags(Operation[Report]):
    """Adds tags to an incident and keeps its existing tags. The envelope of the answer decides for the incident, unless
    an item in the answer does.

    Answers with a `Report`. Vendor page: D3 utility command docs, "Add Incident Tags".

    Args:
        incident_number: The incident number: text, matched exactly.
        tags: The tags to add, at least one.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    id: ClassVar[Literal["d3.add_tags"]]
    def __new__(cls, incident_number: str, tags: Iterable[str]) -> AddTags: ...
