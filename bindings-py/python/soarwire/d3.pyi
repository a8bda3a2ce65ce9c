"""D3 SOAR: its tenant, and its remote commands as operations.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal, SupportsIndex, final

from ._d3_fields import Field as Field
from ._d3_types import Condition as Condition
from ._d3_types import FieldChanges as FieldChanges
from ._soarwire import Created, Operation, Page, Reply, Report, TypedItem
from ._soarwire import D3Tenant as Tenant

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

@final
class RemoveTags(Operation[Report]):
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

    id: ClassVar[Literal["d3.remove_tags"]]
    def __new__(
        cls,
        incident_number: str,
        *,
        tags: Iterable[str] | None = None,
        all_tags: bool | None = None,
    ) -> RemoveTags: ...

@final
class UpdateSite(Operation[Report]):
    """Moves incidents to another site. The answer has one item per incident.

    Answers with a `Report`. Vendor page: D3 API docs, "Update Incidents' Site in Bulk".

    Args:
        incident_numbers: The incident numbers: text, matched exactly. Duplicates are sent once.
        site: The new site.
        acting_username: The user who performs the command when a playbook runs it automatically.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    id: ClassVar[Literal["d3.update_site"]]
    def __new__(
        cls,
        incident_numbers: Iterable[str],
        site: str,
        *,
        acting_username: str | None = None,
    ) -> UpdateSite: ...

@final
class SetField(Operation[Report]):
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

    id: ClassVar[Literal["d3.set_field"]]
    def __new__(cls, incident_number: str, field: str, value: object) -> SetField: ...

@final
class SetFields(Operation[Report]):
    """Sets fields of incidents, each with values of its own. The envelope of the answer decides for the incidents,
    unless an item in the answer does.

    Answers with a `Report`. Vendor page: D3 API docs, "Set Incident Fields In Bulk".

    Args:
        changes: What to change: for each incident its number, and the new values of fields by name. Times as
            `yyyy-MM-dd HH:mm:ss`; tags as one text, separated by commas.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    id: ClassVar[Literal["d3.set_fields"]]
    def __new__(cls, changes: Iterable[FieldChanges]) -> SetFields: ...

@final
class SetHtml(Operation[Report]):
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

    id: ClassVar[Literal["d3.set_html"]]
    def __new__(cls, incident_number: str, field: str, html: str) -> SetHtml: ...

@final
class LinkToNewCase(Operation[Created]):
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

    id: ClassVar[Literal["d3.link_to_new_case"]]
    def __new__(
        cls,
        incident_numbers: Iterable[str],
        *,
        case_owner_site: str | None = None,
        case_type: str | None = None,
        case_reported_date: str | None = None,
        lead_investigators: str | None = None,
        case_priority: str | None = None,
        case_timezone: str | None = None,
        copy_form_data: bool | None = None,
        acting_username: str | None = None,
    ) -> LinkToNewCase: ...

@final
class RemoveLinks(Operation[Report]):
    """Removes the links between an incident and others. The report is about the linked ones: those that the answer
    lists as errors failed; under partial success the others are unreported unless an item of their own says more.

    Answers with a `Report`. Vendor page: D3 API docs, "Remove Linked Incidents".

    Args:
        source_incident_number: The number of the incident that the others are linked to.
        linked_incident_numbers: The numbers of the linked incidents. Duplicates are sent once.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    id: ClassVar[Literal["d3.remove_links"]]
    def __new__(cls, source_incident_number: str, linked_incident_numbers: Iterable[str]) -> RemoveLinks: ...

@final
class RunPlaybooks(Operation[Report]):
    """Starts playbooks for incidents. The envelope of the answer decides for the incidents. The request appends: it is
    never sent again once it may have been carried out, as it would start the playbooks again.

    Answers with a `Report`. Vendor page: D3 API docs, "Run Playbooks".

    Args:
        incident_numbers: The incident numbers: text, matched exactly. Duplicates are sent once.
        playbook_names: The names of the playbooks, at least one.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    id: ClassVar[Literal["d3.run_playbooks"]]
    def __new__(cls, incident_numbers: Iterable[str], playbook_names: Iterable[str]) -> RunPlaybooks: ...

@final
class CreateIncident(Operation[Created]):
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

    id: ClassVar[Literal["d3.create_incident"]]
    def __new__(
        cls,
        incident_type: str,
        *,
        title: str | None = None,
        description: str | None = None,
        severity: str | None = None,
        playbook: str | None = None,
        owner: str | None = None,
        time_zone: str | None = None,
        due_date: str | datetime | None = None,
        raw_data: Mapping[str, object] | None = None,
    ) -> CreateIncident: ...

@final
class GetIncidents(Operation[Page]):
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

    id: ClassVar[Literal["d3.get_incidents"]]
    def __new__(
        cls,
        start_time: str | datetime,
        end_time: str | datetime,
        *,
        filter: Iterable[Iterable[Condition]] | None = None,
        static_fields: Iterable[str] | None = None,
        dynamic_fields: Mapping[str, object] | None = None,
        page_index: SupportsIndex | None = None,
        page_size: SupportsIndex | None = None,
    ) -> GetIncidents: ...

@final
class GetIncident(Operation[Page]):
    """Reads one incident: a page of one.

    Answers with a `Page`. Vendor page: D3 API docs, "Get Incident Static Field".

    Args:
        incident_number: The incident number: text, matched exactly.
        site_name: The site of the incident.
        acting_username: The user who performs the command when a playbook runs it automatically.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    id: ClassVar[Literal["d3.get_incident"]]
    def __new__(
        cls,
        incident_number: str,
        *,
        site_name: str | None = None,
        acting_username: str | None = None,
    ) -> GetIncident: ...

@final
class SearchIncidents(Operation[Page]):
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

    id: ClassVar[Literal["d3.search_incidents"]]
    def __new__(
        cls,
        *,
        site_name: str | None = None,
        incident_type: str | None = None,
        start_time: str | datetime | None = None,
        end_time: str | datetime | None = None,
        status: str | None = None,
        wildcard: str | None = None,
        searching_username: str | None = None,
        top: SupportsIndex | None = None,
    ) -> SearchIncidents: ...

@final
class GetLinkedIncidents(Operation[Page]):
    """Lists the incidents that are linked to an incident, directly or through others (D3 follows links to a depth of
    10), and the incident itself.

    Answers with a `Page`. Vendor page: D3 API docs, "Get Linked Incidents of an Incident".

    Args:
        incident_number: The incident number: text, matched exactly.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    id: ClassVar[Literal["d3.get_linked_incidents"]]
    def __new__(cls, incident_number: str) -> GetLinkedIncidents: ...

@final
class Command(Operation[Report | Reply]):
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

    id: ClassVar[Literal["d3.command"]]
    def __new__(
        cls,
        name: str,
        *,
        params: Mapping[str, object] | None = None,
        effect: Literal["reads", "idempotent", "appends"] | None = None,
        incident_numbers: Iterable[str] | None = None,
    ) -> Command: ...

@final
class Incident(TypedItem):
    """An incident of D3, its static fields by name and type.

    Which of them D3 gives depends on its version, and on the parameter `static_fields` of `d3.get_incidents`. A field is absent
    if the vendor's value is missing, null or of another type; the vendor's own object, with unknown and dynamic members, is
    behind it. Times are the vendor's text: D3 writes them in at least eight ways, mostly without a time zone.

    Vendor page: D3 API docs, "Get Incidents" and "Get Incident Static Field".
    """

    def __new__(cls, item: Mapping[str, object] | str) -> Incident: ...
    @property
    def number(self) -> str | None:
        """The number, such as `20261103-104`."""
    @property
    def title(self) -> str | None:
        """The title."""
    @property
    def status(self) -> str | None:
        """The status: `Open`, `In Progress`, `On Hold`, `Closed`, or another word."""
    @property
    def severity(self) -> str | None:
        """The severity: `Critical`, `High`, `Medium`, `Low`, `Informational`, or another word."""
    @property
    def incident_type(self) -> str | None:
        """The type of incident."""
    @property
    def stage(self) -> str | None:
        """The stage."""
    @property
    def priority(self) -> str | None:
        """The priority."""
    @property
    def disposition(self) -> str | None:
        """The disposition."""
    @property
    def tags(self) -> list[str] | None:
        """The tags."""
    @property
    def owner(self) -> str | None:
        """The owner."""
    @property
    def assignee_name(self) -> str | None:
        """The name of the user it is assigned to."""
    @property
    def creator(self) -> str | None:
        """The user who created it."""
    @property
    def creator_full_name(self) -> str | None:
        """The full name of the user who created it."""
    @property
    def closed_by(self) -> str | None:
        """The user who closed it."""
    @property
    def site(self) -> str | None:
        """The site."""
    @property
    def timezone(self) -> str | None:
        """The time zone."""
    @property
    def date_created(self) -> str | None:
        """When it was created, in the vendor's text."""
    @property
    def date_modified(self) -> str | None:
        """When it was last modified, in the vendor's text."""
    @property
    def changed_date(self) -> str | None:
        """When it was last changed, in the vendor's text."""
    @property
    def date_closed(self) -> str | None:
        """When it was closed, in the vendor's text."""
    @property
    def description(self) -> str | None:
        """The description, as HTML."""
    @property
    def conclusion(self) -> str | None:
        """The conclusion, as HTML."""
    @property
    def playbook(self) -> Any:
        """The playbooks, in whatever form the vendor gives them."""
    @property
    def investigation_team(self) -> Any:
        """The investigation team, in whatever form the vendor gives it."""
    @property
    def linked_incidents(self) -> Any:
        """The linked incidents, in whatever form the vendor gives them."""
    @property
    def incident_raw_data(self) -> Any:
        """The raw data of the incident, in whatever form the vendor gives it."""
    @property
    def event_raw_data(self) -> Any:
        """The raw data of its events, in whatever form the vendor gives it."""
    @property
    def custom_field(self) -> Any:
        """The custom fields, in whatever form the vendor gives them."""
