"""D3 SOAR: its tenant, and its remote commands as operations.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from ._soarwire import D3Incident as Incident
from ._soarwire import D3Tenant as Tenant
from ._soarwire import Operation as _Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._d3_fields import Field
    from ._d3_types import Condition, FieldChanges


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


class RemoveTags(_Operation):
    """Removes tags from an incident: those listed, or all of them. The envelope of the answer decides for the incident,
    unless an item in the answer does.

    Answers with a `Report`. Vendor page: D3 API docs, "Remove Incident Tags".

    Args:
        incident_number: The incident number: text, matched exactly.
        tags: The tags to remove.
        all_tags: Whether to remove all tags; cannot be combined with `tags`.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.remove_tags"


class UpdateSite(_Operation):
    """Moves incidents to another site. The answer has one item per incident.

    Answers with a `Report`. Vendor page: D3 API docs, "Update Incidents' Site in Bulk".

    Args:
        incident_numbers: The incident numbers: text, matched exactly. Duplicates are sent once.
        site: The new site.
        acting_username: The user who performs the command when a playbook runs it automatically.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.update_site"


class SetField(_Operation):
    """Sets one field of an incident. The envelope of the answer decides for the incident, unless an item in the answer
    does.

    Answers with a `Report`. Vendor page: D3 utility command docs, "Set Incident Field".

    Args:
        incident_number: The incident number: text, matched exactly.
        field: The name of the field, such as `Severity`.
        value: The new value. Times as `yyyy-MM-dd HH:mm:ss`.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.set_field"


class SetFields(_Operation):
    """Sets fields of incidents, each with values of its own. The envelope of the answer decides for the incidents,
    unless an item in the answer does.

    Answers with a `Report`. Vendor page: D3 API docs, "Set Incident Fields In Bulk".

    Args:
        changes: What to change: for each incident its number, and the new values of fields by name. Times as
            `yyyy-MM-dd HH:mm:ss`; tags as one text, separated by commas.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.set_fields"


class SetHtml(_Operation):
    """Writes HTML into a field of an incident, such as a note. The request appends: it is never sent again once it may
    have been carried out.

    Answers with a `Report`. Vendor page: D3 API docs, "Set Incident Field HTML".

    Args:
        incident_number: The incident number: text, matched exactly.
        field: The name of the field: `Note`, `Description` or `Conclusion`.
        html: The HTML.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.set_html"


class LinkToNewCase(_Operation):
    """Creates a case and links incidents to it; the answer has the number of the case. The request appends: it is never
    sent again once it may have been carried out, as it would create another case.

    Answers with a `Created`. Vendor page: D3 API docs, "Link Incidents to New Case".

    Args:
        incident_numbers: The incident numbers: text, matched exactly. Duplicates are sent once.
        case_owner_site: The site that owns the case.
        case_type: The type of the case.
        case_reported_date: When the case was reported, in the vendor's form.
        lead_investigators: The lead investigators.
        case_priority: The priority, such as `3`.
        case_timezone: The time zone of the case.
        copy_form_data: Whether to copy the forms of the incidents into the case.
        acting_username: The user who performs the command when a playbook runs it automatically.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.link_to_new_case"


class RemoveLinks(_Operation):
    """Removes the links between an incident and others. The report is about the linked ones: those that the answer
    lists as errors failed; under partial success the others are unreported unless an item of their own says more.

    Answers with a `Report`. Vendor page: D3 API docs, "Remove Linked Incidents".

    Args:
        source_incident_number: The number of the incident that the others are linked to.
        linked_incident_numbers: The numbers of the linked incidents. Duplicates are sent once.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.remove_links"


class RunPlaybooks(_Operation):
    """Starts playbooks for incidents. The envelope of the answer decides for the incidents. The request appends: it is
    never sent again once it may have been carried out, as it would start the playbooks again.

    Answers with a `Report`. Vendor page: D3 API docs, "Run Playbooks".

    Args:
        incident_numbers: The incident numbers: text, matched exactly. Duplicates are sent once.
        playbook_names: The names of the playbooks, at least one.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.run_playbooks"


class CreateIncident(_Operation):
    """Creates an incident. The request appends: it is never sent again once it may have been carried out, as it would
    create another incident.

    Answers with a `Created`. Vendor page: D3 API docs, "Create An Incident".

    Args:
        incident_type: The incident type.
        title: The title, at most 100 characters.
        description: The description.
        severity: The severity: `Critical`, `High`, `Medium`, `Low` or `Informational`.
        playbook: The playbook to run.
        owner: The owner, by username. Default `System`.
        time_zone: The time zone, such as `(GMT+00:00) Coordinated Universal Time`.
        due_date: When it is due: `yyyy-MM-dd HH:mm:ss`, not in the past.
        raw_data: The raw data of the incident.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.create_incident"


class GetIncidents(_Operation):
    """Lists incidents that were created within a period, one page per request.

    Answers with a `Page`. Vendor page: D3 API docs, "Get Incidents".

    Args:
        start_time: The start of the period, by creation date: `yyyy-MM-dd HH:mm:ss`, UTC.
        end_time: The end of the period: `yyyy-MM-dd HH:mm:ss`, UTC.
        filter: Conditions: lists of conditions, of which one must hold entirely.
        static_fields: The static fields to give, such as `IR Number` or `Conclusion`. Default: D3's choice, which
            depends on its version.
        dynamic_fields: The dynamic fields to give: for each section the names of its fields.
        page_index: The number of the page, counted from 0. Default 0.
        page_size: The incidents of a page, 1 to 1000. Default 100.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.get_incidents"


class GetIncident(_Operation):
    """Reads one incident: a page of one.

    Answers with a `Page`. Vendor page: D3 API docs, "Get Incident Static Field".

    Args:
        incident_number: The incident number: text, matched exactly.
        site_name: The site of the incident.
        acting_username: The user who performs the command when a playbook runs it automatically.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.get_incident"


class SearchIncidents(_Operation):
    """Searches incidents. The answer has only their numbers.

    Answers with a `Page`. Vendor page: D3 API docs, "Search Incident".

    Args:
        site_name: The site of the incidents.
        incident_type: Their type.
        start_time: Created from then on: `yyyy-MM-dd HH:mm:ss`, UTC.
        end_time: Created until then: `yyyy-MM-dd HH:mm:ss`, UTC.
        status: Their status: `Open`, `Closed`, `In Progress` or `On Hold`.
        wildcard: Text to look for.
        searching_username: The user who searches: must be given to search all internal sites.
        top: The maximum number of incidents. Default 100.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.search_incidents"


class GetLinkedIncidents(_Operation):
    """Lists the incidents that are linked to an incident, directly or through others (D3 follows links to a depth of
    10), and the incident itself.

    Answers with a `Page`. Vendor page: D3 API docs, "Get Linked Incidents of an Incident".

    Args:
        incident_number: The incident number: text, matched exactly.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.get_linked_incidents"


class Command(_Operation):
    """Runs any D3 command, including those that this package does not know. With `incident_numbers` the answer is a
    report about these incidents, by the items of the answer; without, it is the reply.

    Answers with a `Report` or a `Reply`. Vendor page: D3 API docs, "Introduction to D3 Command API".

    Args:
        name: The name of the command, such as `GetUsersBySite`: letters and digits.
        params: The parameters of the command, by the vendor's names.
        effect: The effect of repeating the request, which decides whether it is sent again: `reads`, `idempotent` or
            `appends`. Default `appends`.
        incident_numbers: The incidents to report on. They are not sent: put them into `params` as the command takes
            them.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "d3.command"


__all__ = [
    "AddTags",
    "CloseIncident",
    "CloseIncidents",
    "Command",
    "Condition",
    "CreateIncident",
    "Field",
    "FieldChanges",
    "GetIncident",
    "GetIncidents",
    "GetLinkedIncidents",
    "Incident",
    "LinkToCases",
    "LinkToNewCase",
    "RemoveLinks",
    "RemoveTags",
    "RunPlaybooks",
    "SearchIncidents",
    "SetField",
    "SetFields",
    "SetHtml",
    "Tenant",
    "UpdateOwner",
    "UpdateSite",
]


def __getattr__(name: str) -> object:
    # The types of parameters need `typing`, which is slow to import, and few programs need the rest.
    if name in ("Condition", "FieldChanges"):
        from . import _d3_types

        return getattr(_d3_types, name)
    if name == "Field":
        from . import _d3_fields

        return getattr(_d3_fields, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
