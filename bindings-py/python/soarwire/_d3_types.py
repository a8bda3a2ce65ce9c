"""The types of parameters of D3 operations, as plain dicts. Import them from `soarwire.d3`."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["Condition", "FieldChanges"]


class _Condition(TypedDict):
    field: str
    operator: str


class Condition(_Condition, total=False):
    """One condition of a list, such as ``{"field": "Status", "operator": "=", "value": "Open"}``.

    The operators are ``=``, ``!=``, ``<``, ``>``, ``<=``, ``>=``, ``LIKE`` (with ``%`` as a wildcard), and ``IS EMPTY`` and
    ``IS NOT EMPTY``, which take no value. ``section`` is that of a dynamic field.
    """

    value: str | int | float | bool
    section: str


class FieldChanges(TypedDict):
    """New values of the fields of an incident, by name, such as
    ``{"incident_number": "20261103-104", "fields": {"Severity": "High"}}``.
    """

    incident_number: str
    fields: dict[str, Any]
