"""Cortex Xpanse: its tenant, and its API as operations.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from ._soarwire import UNSET, Assignee
from ._soarwire import Operation as _Operation
from ._soarwire import XpanseAlert as Alert
from ._soarwire import XpanseIncident as Incident
from ._soarwire import XpanseTenant as Tenant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._xpanse_fields import AlertFilter, AlertSort, IncidentFilter, IncidentSort
    from ._xpanse_types import AssigneeDict, Filter, Sort


class UpdateIncident(_Operation):
    """Changes fields of one incident and leaves the others as they are. With a comment the request appends: it is never
    sent again once it may have been carried out.

    Answers with a `Report`. Vendor page: Cortex Xpanse REST API, "Update an Incident".

    Args:
        incident_id: The incident id; an integer is accepted too.
        assignee: The user to assign the incident to. `None` clears it.
        severity: The manual severity: `low`, `medium`, `high`, `critical`, or any other that the tenant accepts. `None`
            clears it.
        status: The status: `new`, `under_investigation`, `resolved`, or any other that the tenant accepts.
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


class GetIncidentExtraData(_Operation):
    """Reads one incident with its alerts and artifacts. The vendor allows 10 such requests per minute; a client keeps
    to that.

    Answers with a `Details`. Vendor page: Cortex Xpanse REST API, "Get Extra Incident Data".

    Args:
        incident_id: The incident id; an integer is accepted too.
        alerts_limit: The maximum number of alerts. Default 1000.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "xpanse.get_incident_extra_data"


class GetAlerts(_Operation):
    """Lists alerts, one page per request. By offsets, no more than 9,999 alerts can be reached; by page tokens, all of
    them.

    Answers with a `Page`. Vendor page: Cortex Xpanse REST API, "Get All Alerts".

    Args:
        filters: Conditions that must all hold. Times are epoch milliseconds, ids are integers.
        search_from: The first alert of the page, counted from 0. Default 0.
        search_to: The alert after the last one of the page, at most 100 after `search_from`. Default 100.
        sort: The sort order: by `creation_time`, `server_creation_time` or `severity`. Cannot be combined with page
            tokens.
        use_page_token: Whether to page by tokens, which reach past the 9,999th alert. Default false.
        next_page_token: The token of the page, from the previous one; implies `use_page_token`.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "xpanse.get_alerts"


class UpdateAlerts(_Operation):
    """Changes alerts, at most 100 per request. The answer names the alerts that were changed; the others are
    unreported. With a comment the request appends: it is never sent again once it may have been carried out.

    Answers with a `Report`. Vendor page: Cortex Xpanse REST API, "Update Alerts".

    Args:
        alert_ids: The alert ids, at most 100; integers are accepted too. Duplicates are sent once.
        severity: The severity: `low`, `medium`, `high`, `critical`, or any other that the tenant accepts.
        status: The status: `new`, `under_investigation`, `resolved`, or any other that the tenant accepts.
        comment: A comment to add.

    Raises:
        InvalidRequest: An argument is missing or invalid; `field` names it.
    """

    __slots__ = ()
    id = "xpanse.update_alerts"


class ValidateKey(_Operation):
    """Asks whether the tenant's key is valid. A key that the vendor refuses is an error, `unauthenticated`.

    Answers with a `Validity`. Vendor page: Cortex Xpanse SDK for Python, `api_keys/validate/`.
    """

    __slots__ = ()
    id = "xpanse.validate_key"


__all__ = [
    "UNSET",
    "Alert",
    "AlertFilter",
    "AlertSort",
    "Assignee",
    "AssigneeDict",
    "Filter",
    "GetAlerts",
    "GetIncidentExtraData",
    "GetIncidents",
    "Incident",
    "IncidentFilter",
    "IncidentSort",
    "Sort",
    "Tenant",
    "UpdateAlerts",
    "UpdateIncident",
    "ValidateKey",
]


def __getattr__(name: str) -> object:
    # The types of parameters need `typing`, which is slow to import, and few programs need the rest.
    if name in ("AssigneeDict", "Filter", "Sort"):
        from . import _xpanse_types

        return getattr(_xpanse_types, name)
    if name in ("AlertFilter", "AlertSort", "IncidentFilter", "IncidentSort"):
        from . import _xpanse_fields

        return getattr(_xpanse_fields, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
