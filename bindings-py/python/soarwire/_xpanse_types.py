"""The types of parameters of Xpanse operations, as plain dicts. Import them from `soarwire.xpanse`."""

from __future__ import annotations

from typing import Any, TypedDict

__all__ = ["AssigneeDict", "Filter", "Sort"]


class _AssigneeMail(TypedDict):
    mail: str


class AssigneeDict(_AssigneeMail, total=False):
    """A person by email address and, if you like, full name, where `Assignee` is taken too."""

    pretty_name: str | None


class Filter(TypedDict):
    """One condition of a list, such as ``{"field": "status", "operator": "eq", "value": "new"}``.

    Several are joined by *and*. Times are milliseconds since 1970, or a ``datetime`` with a time zone.
    """

    field: str
    operator: str
    value: Any


class Sort(TypedDict):
    """The order of a list, such as ``{"field": "creation_time", "keyword": "desc"}``.

    ``keyword`` is ``asc`` or ``desc``.
    """

    field: str
    keyword: str
