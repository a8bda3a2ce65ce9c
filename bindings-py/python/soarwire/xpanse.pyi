"""Cortex Xpanse: its tenant, and its API as operations.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal, SupportsIndex, final

from ._soarwire import UNSET as UNSET
from ._soarwire import Assignee as Assignee
from ._soarwire import Details, Operation, Page, Report, TypedItem, Unset, Validity
from ._soarwire import XpanseTenant as Tenant
from ._xpanse_fields import AlertFilter as AlertFilter
from ._xpanse_fields import AlertSort as AlertSort
from ._xpanse_fields import IncidentFilter as IncidentFilter
from ._xpanse_fields import IncidentSort as IncidentSort
from ._xpanse_types import AssigneeDict as AssigneeDict
from ._xpanse_types import Filter as Filter
from ._xpanse_types import Sort as Sort

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

@final
class UpdateIncident(Operation[Report]):
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
        sort: The sort order: by `creation_time`, `server_creation_time` or `severity`. Cannot be combined with page
            tokens.
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
        severity: The severity: `low`, `medium`, `high`, `critical`, or any other that the tenant accepts.
        status: The status: `new`, `under_investigation`, `resolved`, or any other that the tenant accepts.
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

@final
class Incident(TypedItem):
    """An incident of Xpanse, its documented fields by name and type.

    A field is absent if the vendor's value is missing, null or of another type; the vendor's own object, with unknown members,
    is behind it. Statuses and severities are the vendor's words, of which new ones may appear.

    Vendor page: Cortex Xpanse REST API, "Get Incidents".
    """

    def __new__(cls, item: Mapping[str, object] | str) -> Incident: ...
    @property
    def incident_id(self) -> str | None:
        """The id."""
    @property
    def is_blocked(self) -> bool | None:
        """Whether it is blocked."""
    @property
    def incident_name(self) -> str | None:
        """The name."""
    @property
    def creation_time(self) -> datetime | None:
        """When it was created."""
    @property
    def modification_time(self) -> datetime | None:
        """When it was last modified."""
    @property
    def detection_time(self) -> datetime | None:
        """When it was detected."""
    @property
    def status(self) -> str | None:
        """The status: `new`, `under_investigation`, `resolved`, or one of the words that begin with `resolved_`."""
    @property
    def severity(self) -> str | None:
        """The computed severity: `low`, `medium`, `high`, `critical`, or a word such as `informational`."""
    @property
    def description(self) -> str | None:
        """A description."""
    @property
    def assigned_user_mail(self) -> str | None:
        """The email address of the user it is assigned to; empty if it is assigned to nobody."""
    @property
    def assigned_user_pretty_name(self) -> str | None:
        """The name of the user it is assigned to; empty if it is assigned to nobody."""
    @property
    def alert_count(self) -> int | None:
        """How many alerts it has."""
    @property
    def low_severity_alert_count(self) -> int | None:
        """How many alerts of low severity it has."""
    @property
    def med_severity_alert_count(self) -> int | None:
        """How many alerts of medium severity it has."""
    @property
    def high_severity_alert_count(self) -> int | None:
        """How many alerts of high severity it has."""
    @property
    def critical_severity_alert_count(self) -> int | None:
        """How many alerts of critical severity it has."""
    @property
    def user_count(self) -> int | None:
        """How many users it concerns."""
    @property
    def host_count(self) -> int | None:
        """How many hosts it concerns."""
    @property
    def notes(self) -> str | None:
        """Notes of users."""
    @property
    def resolve_comment(self) -> str | None:
        """The comment on its resolution."""
    @property
    def resolved_timestamp(self) -> datetime | None:
        """When it was resolved."""
    @property
    def manual_severity(self) -> str | None:
        """The severity that a user set, in the words of `severity`."""
    @property
    def manual_description(self) -> str | None:
        """The description that a user wrote."""
    @property
    def xdr_url(self) -> str | None:
        """The URL of its page in the vendor's user interface."""
    @property
    def starred(self) -> bool | None:
        """Whether it is starred."""
    @property
    def starred_manually(self) -> bool | None:
        """Whether a user starred it."""
    @property
    def hosts(self) -> list[str] | None:
        """The hosts it concerns, each as `name:agent id`; the agent id is `null` for a host without an agent."""
    @property
    def incident_sources(self) -> list[str] | None:
        """Where its alerts come from, such as `ASM`."""
    @property
    def rule_based_score(self) -> int | None:
        """The score that rules gave it."""
    @property
    def predicted_score(self) -> int | None:
        """The predicted score."""
    @property
    def manual_score(self) -> int | None:
        """The score that a user gave it."""
    @property
    def aggregated_score(self) -> int | None:
        """The score that combines all others."""
    @property
    def alerts_grouping_status(self) -> str | None:
        """Whether further alerts are added to it: `Enabled` or `Disabled`."""
    @property
    def alert_categories(self) -> list[str] | None:
        """The categories of its alerts."""
    @property
    def original_tags(self) -> list[str] | None:
        """The tags that it was created with, each as `FAMILY:name`."""
    @property
    def tags(self) -> list[str] | None:
        """The tags, each as `FAMILY:name`."""
    @property
    def xpanse_risk_score(self) -> int | None:
        """The risk score."""
    @property
    def xpanse_risk_explainer(self) -> Any:
        """What the risk score rests on: an object with `cves`, `riskFactors` and `versionMatched`."""
    @property
    def cloud_management_status(self) -> str | None:
        """Whether the cloud account is known: `Managed Cloud`, `Unmanaged Cloud` or `Not Applicable`."""
    @property
    def integration_source(self) -> str | None:
        """The integration that it came through: `AWS`, `AZURE`, `GOOGLE` or `PRISMA_CLOUD`."""
    @property
    def ipv4_addresses(self) -> list[str] | None:
        """The IPv4 addresses."""
    @property
    def ipv6_addresses(self) -> list[str] | None:
        """The IPv6 addresses."""
    @property
    def domain_names(self) -> list[str] | None:
        """The domain names."""
    @property
    def port_number(self) -> int | None:
        """The port."""
    @property
    def asset_ids(self) -> list[str] | None:
        """The ids of the assets."""
    @property
    def ip_range_ids(self) -> list[str] | None:
        """The ids of the IP ranges."""
    @property
    def website_ids(self) -> list[str] | None:
        """The ids of the websites."""
    @property
    def service_ids(self) -> list[str] | None:
        """The ids of the services."""
    @property
    def last_observed(self) -> datetime | None:
        """When it was last observed."""
    @property
    def cloud_providers(self) -> list[str] | None:
        """The cloud providers."""
    @property
    def country_codes(self) -> list[str] | None:
        """The countries, by code."""
    @property
    def certificate_common_names(self) -> list[str] | None:
        """The common names of the certificates."""
    @property
    def certificate_issuers(self) -> list[str] | None:
        """The issuers of the certificates."""

@final
class Alert(TypedItem):
    """An alert of Xpanse, its documented fields by name and type.

    A field is absent if the vendor's value is missing, null or of another type; the vendor's own object, with unknown members,
    is behind it. The alerts of a list and those of one incident's details are read alike, although the vendor writes lists as
    text with commas in the latter.

    Vendor page: Cortex Xpanse REST API, "Get All Alerts".
    """

    def __new__(cls, item: Mapping[str, object] | str) -> Alert: ...
    @property
    def alert_id(self) -> str | None:
        """The id."""
    @property
    def case_id(self) -> str | None:
        """The id of the incident that it belongs to: its `incident_id`."""
    @property
    def external_id(self) -> str | None:
        """The vendor's external id."""
    @property
    def name(self) -> str | None:
        """The name."""
    @property
    def description(self) -> str | None:
        """A description."""
    @property
    def severity(self) -> str | None:
        """The severity: `low`, `medium`, `high`, `critical`, or a word such as `informational` or `unknown`."""
    @property
    def resolution_status(self) -> str | None:
        """The status, such as `STATUS_010_NEW`, `STATUS_020_UNDER_INVESTIGATION` or `STATUS_070_RESOLVED_OTHER`."""
    @property
    def resolution_comment(self) -> str | None:
        """The comment on its resolution."""
    @property
    def source(self) -> str | None:
        """The source, such as `ASM`."""
    @property
    def category(self) -> str | None:
        """The category."""
    @property
    def alert_type(self) -> str | None:
        """The type."""
    @property
    def asm_alert_categories(self) -> list[str] | None:
        """The categories of attack surface management."""
    @property
    def detection_timestamp(self) -> datetime | None:
        """When it was detected."""
    @property
    def local_insert_ts(self) -> datetime | None:
        """When the vendor's server stored it."""
    @property
    def last_modified_ts(self) -> datetime | None:
        """When it was last modified."""
    @property
    def xpanse_first_observed(self) -> datetime | None:
        """When its cause was first observed."""
    @property
    def last_observed(self) -> datetime | None:
        """When its cause was last observed."""
    @property
    def end_match_attempt_ts(self) -> str | None:
        """When the vendor stopped looking for its incident, as the vendor writes it."""
    @property
    def matching_status(self) -> str | None:
        """Whether an incident was found for it, such as `MATCHED`."""
    @property
    def matching_service_rule_id(self) -> str | None:
        """The id of the rule that matched."""
    @property
    def starred(self) -> bool | None:
        """Whether it is starred."""
    @property
    def is_whitelisted(self) -> bool | None:
        """Whether it is on an allow list."""
    @property
    def attack_surface_rule_id(self) -> str | None:
        """The attack surface rule, by id."""
    @property
    def attack_surface_rule_name(self) -> str | None:
        """The attack surface rule, by name."""
    @property
    def remediation_guidance(self) -> str | None:
        """How to remedy it."""
    @property
    def tags(self) -> list[str] | None:
        """The tags, each as `FAMILY:name`."""
    @property
    def aws_cloud_tags(self) -> list[str] | None:
        """The tags in AWS."""
    @property
    def azure_cloud_tags(self) -> list[str] | None:
        """The tags in Azure."""
    @property
    def gcp_cloud_tags(self) -> list[str] | None:
        """The tags in Google Cloud."""
    @property
    def cloud_management_status(self) -> str | None:
        """Whether the cloud account is known: `Managed Cloud`, `Unmanaged Cloud` or `Not Applicable`."""
    @property
    def integration_source(self) -> str | None:
        """The integration that it came through: `AWS`, `AZURE`, `GOOGLE` or `PRISMA_CLOUD`."""
    @property
    def cloud_providers(self) -> list[str] | None:
        """The cloud providers."""
    @property
    def cloud_provider(self) -> str | None:
        """The cloud provider of the resource."""
    @property
    def project(self) -> str | None:
        """The cloud project."""
    @property
    def resource_type(self) -> str | None:
        """The type of the resource."""
    @property
    def resource_sub_type(self) -> str | None:
        """The subtype of the resource."""
    @property
    def image_name(self) -> str | None:
        """The image."""
    @property
    def country_codes(self) -> list[str] | None:
        """The countries, by code."""
    @property
    def ipv4_addresses(self) -> list[str] | None:
        """The IPv4 addresses."""
    @property
    def ipv6_addresses(self) -> list[str] | None:
        """The IPv6 addresses."""
    @property
    def domain_names(self) -> list[str] | None:
        """The domain names."""
    @property
    def port_number(self) -> int | None:
        """The port."""
    @property
    def port_protocol(self) -> str | None:
        """The protocol, such as `TCP`."""
    @property
    def service_ids(self) -> list[str] | None:
        """The ids of the services."""
    @property
    def website_ids(self) -> list[str] | None:
        """The ids of the websites."""
    @property
    def asset_ids(self) -> list[str] | None:
        """The ids of the assets."""
    @property
    def asset_identifiers(self) -> Any:
        """What identifies the assets: an object or a list of objects, with times in milliseconds since 1970."""
    @property
    def certificate(self) -> Any:
        """The certificate: an object with `issuerName`, `subjectName`, `serialNumber`, and `validNotBefore` and `validNotAfter` in
        milliseconds since 1970.
        """
    @property
    def certificate_subject_organization(self) -> str | None:
        """The organization in the subject of the certificate."""
    @property
    def business_unit_hierarchies(self) -> Any:
        """The business units: lists of objects."""
    @property
    def externally_detected_version(self) -> str | None:
        """The version that was detected from outside."""
    @property
    def events(self) -> Any:
        """The events, in whatever form the vendor gives them."""
    @property
    def events_length(self) -> int | None:
        """How many events there are."""
    @property
    def event_id(self) -> str | None:
        """The id of the event."""
    @property
    def event_type(self) -> str | None:
        """The type of the event."""
    @property
    def event_timestamp(self) -> list[datetime] | None:
        """When each event happened."""
    @property
    def action(self) -> str | None:
        """The action of each event, in the vendor's words."""
    @property
    def action_pretty(self) -> str | None:
        """The action for people to read."""
    @property
    def action_country(self) -> list[str] | None:
        """The countries of the remote ends."""
    @property
    def action_remote_ip(self) -> list[str] | None:
        """The remote IPv4 addresses."""
    @property
    def action_remote_ip_v6(self) -> list[str] | None:
        """The remote IPv6 addresses."""
    @property
    def action_remote_port(self) -> list[int] | None:
        """The remote ports."""
    @property
    def action_local_ip(self) -> str | None:
        """The local IPv4 address."""
    @property
    def action_local_ip_v6(self) -> str | None:
        """The local IPv6 address."""
    @property
    def action_local_port(self) -> str | None:
        """The local port, as the vendor writes it."""
    @property
    def action_external_hostname(self) -> str | None:
        """The name of the remote host."""
    @property
    def endpoint_id(self) -> str | None:
        """The id of the endpoint."""
    @property
    def host_ip(self) -> list[str] | None:
        """The IP addresses of the host."""
    @property
    def host_name(self) -> str | None:
        """The name of the host."""
    @property
    def mac(self) -> str | None:
        """The MAC address of the host."""
    @property
    def mac_addresses(self) -> list[str] | None:
        """The MAC addresses of the host."""
    @property
    def user_name(self) -> str | None:
        """The name of the user."""
    @property
    def malicious_urls(self) -> list[str] | None:
        """The malicious URLs."""
    @property
    def mitre_tactic_id_and_name(self) -> list[str] | None:
        """The tactics of MITRE ATT&CK, each as `id - name`."""
    @property
    def mitre_technique_id_and_name(self) -> list[str] | None:
        """The techniques of MITRE ATT&CK, each as `id - name`."""
    @property
    def deduplicate_tokens(self) -> str | None:
        """The tokens by which duplicate alerts are recognized."""
    @property
    def filter_rule_id(self) -> str | None:
        """The id of the rule that filtered it."""
    @property
    def dynamic_fields(self) -> Any:
        """Further fields, in whatever form the vendor gives them."""
