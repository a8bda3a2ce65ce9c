"""What is known of a parameter that is an option."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Param(NamedTuple):
    """A parameter of an operation: what it is called on the command line, and what its help says."""

    option: str
    """The name without the hyphens before it."""
    of: Literal["text", "texts", "flag", "integer", "assignee", "other"]
    """What it takes."""
    presence: Literal["required", "optional", "clearable"]
    """Whether it must be given; ``clearable`` ones have a second option that clears them."""
    help: str
    """Its documentation, from the core's catalogue."""
