"""Cortex Xpanse: its tenant, and its API as operations.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from collections.abc import Iterable
from typing import ClassVar, Literal, SupportsIndex, final

from ._soarwire import UNSET as UNSET
from ._soarwire import Assignee as Assignee
from ._soarwire import Details, Operation, Page, Report, Unset, Validity
from ._soarwire import XpanseTenant as Tenant
from ._xpanse_types import AssigneeDict as AssigneeDict
from ._xpanse_types import Filter as Filter
from ._xpanse_types import Sort as Sort

__all__ = [
    "UNSET",
    "Assignee",
    "AssigneeDict",
    "Filter",
    "GetAlerts",
    "GetIncidentExtraData",
    "GetIncidents",
    "Sort",
    "Tenant",
    "UpdateAlerts",
    "UpdateIncident",
    "ValidateKey",
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

@final
class GetIncidentExtraData(Operation[Details]):
    """Reads one incident with its alerts and artifacts. The vendor allows 10 such requests per minute; a client keeps
    to that.

    Answers with a `Details`. Vendor page: Cortex Xpanse REST API, "Get Extra Incident Data".

    Args:
        incident_id: The incident id; an integer is accepted too.
        alerts_limit: The maximum number of alerts. Default 1000.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    id: ClassVar[Literal["xpanse.get_incident_extra_data"]]
    def __new__(
        cls,
        incident_id: str | SupportsIndex,
        *,
        alerts_limit: SupportsIndex | None = None,
    ) -> GetIncidentExtraData: ...

@final
class GetAlerts(Operation[Page]):
    """Lists alerts, one page per request. By offsets, no more than 9,999 alerts can be reached; by page tokens, all of
    them.

    Answers with a `Page`. Vendor page: Cortex Xpanse REST API, "Get All Alerts".

    Args:
        filters: Conditions that must all hold. Times are epoch milliseconds, ids are integers.
        search_from: The first alert of the page, counted from 0. Default 0.
        search_to: The alert after the last one of the page, at most 100 after `search_from`. Default 100.
        sort: The sort order: by `creation_time`, `server_creation_time` or `severity`. Page tokens cannot be sorted.
        use_page_token: Whether to page by tokens, which reach past the 9,999th alert. Default false.
        next_page_token: The token of the page, from the previous one; implies `use_page_token`.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    id: ClassVar[Literal["xpanse.get_alerts"]]
    def __new__(
        cls,
        *,
        filters: Iterable[Filter] | None = None,
        search_from: SupportsIndex | None = None,
        search_to: SupportsIndex | None = None,
        sort: Sort | None = None,
        use_page_token: bool | None = None,
        next_page_token: str | None = None,
    ) -> GetAlerts: ...

@final
class UpdateAlerts(Operation[Report]):
    """Changes alerts, at most 100 per request. The answer names the alerts that were changed; the others are
    unreported. With a comment the request appends: it is never sent again once it may have been carried out.

    Answers with a `Report`. Vendor page: Cortex Xpanse REST API, "Update Alerts".

    Args:
        alert_ids: The alert ids, at most 100; integers are accepted too. Duplicates are sent once.
        severity: The severity: `low`, `medium`, `high`, `critical`, or another one that the tenant accepts.
        status: The status: `new`, `under_investigation`, `resolved`, or another one that the tenant accepts.
        comment: A comment to add.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    id: ClassVar[Literal["xpanse.update_alerts"]]
    def __new__(
        cls,
        alert_ids: Iterable[str | SupportsIndex],
        *,
        severity: str | None = None,
        status: str | None = None,
        comment: str | None = None,
    ) -> UpdateAlerts: ...

@final
class ValidateKey(Operation[Validity]):
    """Asks whether the tenant's key is valid. A key that the vendor refuses is an error, `unauthenticated`.

    Answers with a `Validity`. Vendor page: Cortex Xpanse SDK for Python, `api_keys/validate/`.
    """

    id: ClassVar[Literal["xpanse.validate_key"]]
    def __new__(cls) -> ValidateKey: ...
