"""What the lists of Xpanse can be filtered and sorted by. Import it from `soarwire.xpanse`.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from __future__ import annotations

from ._fields import FilterField, Order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import SupportsIndex

    from ._xpanse_types import Filter


class TimeField(FilterField):
    """A time, in milliseconds since 1970, UTC."""

    __slots__ = ()

    def gte(self, value: SupportsIndex | datetime) -> Filter:
        """The field is this time or later."""
        return self._filter("gte", value)

    def lte(self, value: SupportsIndex | datetime) -> Filter:
        """The field is this time or earlier."""
        return self._filter("lte", value)


class ObservedField(FilterField):
    """The time of an observation, in milliseconds since 1970, UTC."""

    __slots__ = ()

    def gte(self, value: SupportsIndex | datetime) -> Filter:
        """The field is this time or later."""
        return self._filter("gte", value)

    def lte(self, value: SupportsIndex | datetime) -> Filter:
        """The field is this time or earlier."""
        return self._filter("lte", value)

    def range(self, value: object) -> Filter:
        """The field is within this range; the vendor does not document how to write it."""
        return self._filter("range", value)

    def relative_timestamp(self, value: object) -> Filter:
        """The field lies between this time and now; the vendor does not document how to write it."""
        return self._filter("relative_timestamp", value)


class TextField(FilterField):
    """Text that can be searched."""

    __slots__ = ()

    def is_in(self, value: Iterable[str]) -> Filter:
        """The field is one of these."""
        return self._filter("in", value)

    def contains(self, value: str) -> Filter:
        """The field contains this text."""
        return self._filter("contains", value)


class WordField(FilterField):
    """A word that is compared with one other."""

    __slots__ = ()

    def eq(self, value: str) -> Filter:
        """The field is equal to this."""
        return self._filter("eq", value)

    def neq(self, value: str) -> Filter:
        """The field is not equal to this."""
        return self._filter("neq", value)


class ChoiceField(FilterField):
    """A word that is compared with one other or with several."""

    __slots__ = ()

    def is_in(self, value: Iterable[str]) -> Filter:
        """The field is one of these."""
        return self._filter("in", value)

    def eq(self, value: str) -> Filter:
        """The field is equal to this."""
        return self._filter("eq", value)


class WordsField(FilterField):
    """Words that are compared with several others."""

    __slots__ = ()

    def is_in(self, value: Iterable[str]) -> Filter:
        """The field is one of these."""
        return self._filter("in", value)


class NumbersField(FilterField):
    """Whole numbers, such as ids."""

    __slots__ = ()

    def is_in(self, value: Iterable[SupportsIndex]) -> Filter:
        """The field is one of these."""
        return self._filter("in", value)


class FlagField(FilterField):
    """True or false."""

    __slots__ = ()

    def eq(self, value: bool) -> Filter:
        """The field is equal to this."""
        return self._filter("eq", value)

    def neq(self, value: bool) -> Filter:
        """The field is not equal to this."""
        return self._filter("neq", value)


class IncidentFilter:
    """The documented fields that incidents can be filtered by, each with the operators that it takes."""

    __slots__ = ()

    modification_time = TimeField("IncidentFilter", "modification_time")
    """When the incident was last changed."""

    creation_time = TimeField("IncidentFilter", "creation_time")
    """When the incident was created."""

    description = TextField("IncidentFilter", "description")
    """The description."""

    alert_sources = WordsField("IncidentFilter", "alert_sources")
    """Where the alerts come from. Several sources at once are reported to give nothing. Documented: `ASM`."""

    incident_id_list = WordsField("IncidentFilter", "incident_id_list")
    """The incident ids."""

    status = WordField("IncidentFilter", "status")
    """The status. Documented: `new`, `under_investigation`, `resolved`."""

    starred = FlagField("IncidentFilter", "starred")
    """Whether the incident is starred."""

    cloud_management_status = ChoiceField("IncidentFilter", "cloud_management_status")
    """Whether the cloud account is known. Documented: `Managed Cloud`, `Unmanaged Cloud`, `Not Applicable`."""

    integration_source = WordsField("IncidentFilter", "integration_source")
    """The integration that the incident came through. Documented: `AWS`, `AZURE`, `GOOGLE`, `PRISMA_CLOUD`."""


class IncidentSort:
    """The documented fields that incidents can be sorted by."""

    __slots__ = ()

    creation_time = Order("IncidentSort", "creation_time")
    """When the incident was created."""

    modification_time = Order("IncidentSort", "modification_time")
    """When the incident was last changed."""


class AlertFilter:
    """The documented fields that alerts can be filtered by, each with the operators that it takes."""

    __slots__ = ()

    alert_id_list = NumbersField("AlertFilter", "alert_id_list")
    """The alert ids."""

    case_id_list = NumbersField("AlertFilter", "case_id_list")
    """The ids of the alerts' incidents."""

    business_units_list = WordsField("AlertFilter", "business_units_list")
    """The business units: their names, with or without `BU:` before."""

    tags = WordsField("AlertFilter", "tags")
    """The tags."""

    asm_alert_categories = WordsField("AlertFilter", "asm_alert_categories")
    """The categories."""

    attack_surface_rule_id = WordsField("AlertFilter", "attack_surface_rule_id")
    """The ids of attack surface rules."""

    attack_surface_rule_name = WordsField("AlertFilter", "attack_surface_rule_name")
    """The names of attack surface rules."""

    external_id_list = WordsField("AlertFilter", "external_id_list")
    """The vendor's external ids."""

    alert_source = WordsField("AlertFilter", "alert_source")
    """Where the alerts come from. Documented: `ASM`."""

    severity = WordsField("AlertFilter", "severity")
    """The severities. Documented: `low`, `medium`, `high`, `critical`."""

    status = WordsField("AlertFilter", "status")
    """The statuses."""

    host_name = WordsField("AlertFilter", "host_name")
    """The names of hosts."""

    xpanse_policy_id = WordsField("AlertFilter", "xpanse_policy_id")
    """The ids of policies."""

    cloud_management_status = WordsField("AlertFilter", "cloud_management_status")
    """Whether the cloud account is known. Documented: `Managed Cloud`, `Unmanaged Cloud`, `Not Applicable`."""

    integration_source = WordsField("AlertFilter", "integration_source")
    """The integrations that the alerts came through. Documented: `AWS`, `AZURE`, `GOOGLE`, `PRISMA_CLOUD`."""

    aws_cloud_tags = WordsField("AlertFilter", "aws_cloud_tags")
    """Tags in Amazon's cloud."""

    gcp_cloud_tags = WordsField("AlertFilter", "gcp_cloud_tags")
    """Tags in Google's cloud."""

    azure_cloud_tags = WordsField("AlertFilter", "azure_cloud_tags")
    """Tags in Microsoft's cloud."""

    creation_time = TimeField("AlertFilter", "creation_time")
    """When the alert was created."""

    server_creation_time = TimeField("AlertFilter", "server_creation_time")
    """When the server created the alert."""

    last_modified_ts = TimeField("AlertFilter", "last_modified_ts")
    """When the alert was last changed."""

    first_observed = ObservedField("AlertFilter", "first_observed")
    """When the finding was first observed."""

    last_observed = ObservedField("AlertFilter", "last_observed")
    """When the finding was last observed."""


class AlertSort:
    """The documented fields that alerts can be sorted by; a list by page tokens cannot be sorted."""

    __slots__ = ()

    creation_time = Order("AlertSort", "creation_time")
    """When the alert was created."""

    server_creation_time = Order("AlertSort", "server_creation_time")
    """When the server created the alert."""

    severity = Order("AlertSort", "severity")
    """The severity."""


__all__ = [
    "AlertFilter",
    "AlertSort",
    "ChoiceField",
    "FlagField",
    "IncidentFilter",
    "IncidentSort",
    "NumbersField",
    "ObservedField",
    "TextField",
    "TimeField",
    "WordField",
    "WordsField",
]
