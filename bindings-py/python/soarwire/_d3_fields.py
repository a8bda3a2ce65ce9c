"""The fields of D3's lists. Import them from `soarwire.d3`.

Generated from the core's catalogue by `cargo run -p soarwire-generate`: do not edit.
"""

from __future__ import annotations

from ._fields import ConditionField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._d3_types import Condition


class Field(ConditionField):
    """A field of a D3 incident by the vendor's name, such as `Field("Status")`; a dynamic field also has its
    `section`. Its methods make conditions, which are plain dicts.
    """

    __slots__ = ()

    def eq(self, value: str | int | float | bool) -> Condition:
        """The field is equal to this."""
        return self._condition("=", value)

    def neq(self, value: str | int | float | bool) -> Condition:
        """The field is not equal to this."""
        return self._condition("!=", value)

    def lt(self, value: str | int | float) -> Condition:
        """The field is less than this."""
        return self._condition("<", value)

    def gt(self, value: str | int | float) -> Condition:
        """The field is greater than this."""
        return self._condition(">", value)

    def lte(self, value: str | int | float) -> Condition:
        """The field is this or less."""
        return self._condition("<=", value)

    def gte(self, value: str | int | float) -> Condition:
        """The field is this or greater."""
        return self._condition(">=", value)

    def like(self, value: str) -> Condition:
        """The field is like this pattern, in which `%` stands for any text."""
        return self._condition("LIKE", value)

    def is_empty(self) -> Condition:
        """The field is empty."""
        return self._condition("IS EMPTY")

    def is_not_empty(self) -> Condition:
        """The field is not empty."""
        return self._condition("IS NOT EMPTY")


__all__ = [
    "Field",
]
