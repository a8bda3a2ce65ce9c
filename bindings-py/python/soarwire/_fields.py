"""What the fields of lists have in common: they make filters, conditions and sort orders, which are plain dicts."""

from __future__ import annotations

from ._soarwire import condition_of, filter_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._d3_types import Condition
    from ._xpanse_types import Filter, Sort

__all__ = ["ConditionField", "FilterField", "Order"]


class FilterField:
    """A field that a list of Xpanse can be filtered by. Its methods make filters, which are plain dicts."""

    __slots__ = ("_name", "_of")

    def __init__(self, of: str, name: str) -> None:
        self._of = of
        self._name = name

    def __repr__(self) -> str:
        return f"xpanse.{self._of}.{self._name}"

    def _filter(self, operator: str, value: object) -> Filter:
        return filter_of(self._of, self._name, operator, value)

    # Type checkers know what there is.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            if name.startswith("_"):
                raise AttributeError(name)
            methods = [method for method in dir(type(self)) if not method.startswith("_")]
            raise AttributeError(f"{self!r} has no {name}: use {' or '.join(methods)}")


class Order:
    """A field that a list of Xpanse can be sorted by."""

    __slots__ = ("_name", "_of")

    def __init__(self, of: str, name: str) -> None:
        self._of = of
        self._name = name

    def __repr__(self) -> str:
        return f"xpanse.{self._of}.{self._name}"

    def ascending(self) -> Sort:
        """Smallest value first."""
        return {"field": self._name, "keyword": "asc"}

    def descending(self) -> Sort:
        """Largest value first."""
        return {"field": self._name, "keyword": "desc"}


class ConditionField:
    """A field that a list of D3 can have conditions on."""

    __slots__ = ("_name", "_section")

    def __init__(self, name: str, *, section: str | None = None) -> None:
        self._name = name
        self._section = section

    def __repr__(self) -> str:
        section = "" if self._section is None else f", section={self._section!r}"
        return f"d3.Field({self._name!r}{section})"

    def _condition(self, operator: str, *value: object) -> Condition:
        return condition_of(self._section, self._name, operator, *value)
