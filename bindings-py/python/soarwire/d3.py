"""D3 SOAR: its tenant, and its remote commands as operations.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from ._soarwire import D3Tenant as Tenant
from ._soarwire import Operation as _Operation


class UpdateOwner(_Operation):
    """Assigns incidents to a new owner. The answer has one item per incident.

    Answers with a `Report`. Vendor page: D3 API docs, "Update Incidents' Owner In Bulk".

    Args:
        incident_numbers: The incident numbers: text, matched exactly. Duplicates are sent once.
        owner: The name of the new owner, as D3 shows it.
        acting_username: The user who performs the command when a playbook runs it automatically.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.update_owner"


class CloseIncidents(_Operation):
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

    __slots__ = ()
    id = "d3.close_incidents"


class LinkToCases(_Operation):
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

    __slots__ = ()
    id = "d3.link_to_cases"


class CloseIncident(_Operation):
    """Closes the incident of the current playbook. The request names no incident; the report is about the one that the
    answer names. With a note the request appends: it is never sent again once it may have been carried out.

    Outside a playbook use `d3.CloseIncidents`.

    Answers with a `Report`. Vendor page: D3 utility command docs, "Close Incident".

    Args:
        note: A note to add to the incident.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.close_incident"


class AddTags(_Operation):
    """Adds tags to an incident and keeps its existing tags. The envelope of the answer decides for the incident, unless
    an item in the answer does.

    Answers with a `Report`. Vendor page: D3 utility command docs, "Add Incident Tags".

    Args:
        incident_number: The incident number: text, matched exactly.
        tags: The tags to add, at least one.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.add_tags"


__all__ = [
    "AddTags",
    "CloseIncident",
    "CloseIncidents",
    "LinkToCases",
    "Tenant",
    "UpdateOwner",
]
