"""D3 SOAR: its tenant, and its remote commands as operations.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from ._soarwire import D3Tenant as Tenant
from ._soarwire import Operation as _Operation


class UpdateOwner(_Operation):
    """Gives incidents a new owner. The answer has an item for each incident.

    Answers with a `Report`. Vendor page: D3 API docs, "Update Incidents' Owner In Bulk".

    Args:
        incident_numbers: The incidents, by number: text, matched exactly; one given twice is sent once.
        owner: The name of the new owner, as D3 shows it.
        acting_username: The user who performs it, where a playbook runs it automatically.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.update_owner"


class CloseIncidents(_Operation):
    """Closes incidents. The answer has an item for each incident. With a conclusion it appends, and is never repeated
    once it may have been carried out.

    Answers with a `Report`. Vendor page: D3 API docs, "Close Incidents in Bulk".

    Args:
        incident_numbers: The incidents, by number: text, matched exactly; one given twice is sent once.
        bypass_required_tasks: Whether to close them although required tasks are pending.
        bypass_required_fields: Whether to close incidents although fields that are required on close are empty.
        acting_username: The user who performs it, where a playbook runs it automatically.
        conclusion: A note that is appended to each incident's conclusion.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.close_incidents"


class LinkToCases(_Operation):
    """Links incidents to cases that exist. No items are documented: the answer's envelope speaks for all incidents.

    Answers with a `Report`. Vendor page: D3 API docs, "Link Incident to Existing Cases".

    Args:
        incident_numbers: The incidents, by number: text, matched exactly; one given twice is sent once.
        case_numbers: The cases that they are linked to, by number.
        acting_username: The user who performs it, where a playbook runs it automatically.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.link_to_cases"


class CloseIncident(_Operation):
    """Closes the incident of the current playbook; the request names none, the report is about the one that the answer
    names. With a note it appends, and is never repeated once it may have been carried out.

    From outside a playbook use `d3.CloseIncidents`.

    Answers with a `Report`. Vendor page: D3 utility command docs, "Close Incident".

    Args:
        note: A note that is added to the incident.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.close_incident"


class AddTags(_Operation):
    """Adds tags to an incident; those that it has stay. The answer's envelope speaks for the incident, unless an item
    in it does.

    Answers with a `Report`. Vendor page: D3 utility command docs, "Add Incident Tags".

    Args:
        incident_number: The incident, by number: text, matched exactly.
        tags: The tags to add.

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
