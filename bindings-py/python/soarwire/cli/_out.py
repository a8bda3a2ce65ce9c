"""What is printed: results on stdout, everything else on stderr."""

from __future__ import annotations

import io
import os
import re
import sys
from typing import TextIO

from ..errors import BuildError, SoarwireError
from ._failure import Failure

# Vendors' texts may hold what a terminal takes for commands.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def prepare() -> None:
    """No character is an error, whatever the terminal's encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def put(text: str) -> None:
    """Prints a result."""
    _write(sys.stdout, text)


def say(text: str) -> None:
    """Prints something about a result."""
    _write(sys.stderr, text)


def clean(value: object) -> str:
    """A text of the vendor's or the user's in one line, as it may be shown on a terminal."""
    return "" if value is None else _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(value))


def told(error: SoarwireError) -> str:
    """An error in one line, with the vendor's words, which are for people."""
    return f"{clean(error)}: {clean(error.vendor_message)}" if error.vendor_message else clean(error)


def refused(error: BuildError) -> str:
    """What was wrong, in one line."""
    return clean(error).partition(": ")[2]


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody looks at it; there may be no such stream."""
    return stream is not None and stream.isatty()


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    try:
        buffer = getattr(stream, "buffer", None)
        if isinstance(buffer, io.RawIOBase):
            # Unbuffered, as PYTHONUNBUFFERED has it: what a full disk does not take would be lost unseen.
            rest = memoryview((text + "\n").replace("\n", os.linesep).encode(stream.encoding, stream.errors or "strict"))
            while rest:
                rest = rest[buffer.write(rest) or 0 :]
        else:
            stream.write(text + "\n")
        stream.flush()
    except OSError as error:
        # Python must not complain again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        # Whoever reads a pipe may have seen enough: that is no error.
        if not isinstance(error, BrokenPipeError):
            raise Failure(f"the output cannot be written: {error.strerror or error}", 1) from None
