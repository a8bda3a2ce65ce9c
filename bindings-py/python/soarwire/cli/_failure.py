"""What ends a command: one line that says what to do, and an exit code."""

from __future__ import annotations

USAGE = 2
STOPPED = 4
INTERRUPTED = 130


class Failure(Exception):
    """What went wrong. Without a code of its own nothing was begun."""

    def __init__(self, message: str, code: int = USAGE) -> None:
        super().__init__(message)
        self.code = code
