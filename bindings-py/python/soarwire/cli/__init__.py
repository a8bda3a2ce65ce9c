"""The command ``soarwire``, as the extra `cli` has it: `main` runs it. There is nothing here for programs."""

from ._app import main

__all__ = ["main"]
