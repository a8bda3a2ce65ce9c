"""Incidents from a file: one a line, CSV with a header, or JSON. All of it is read and checked before anything is sent."""

from __future__ import annotations

import csv
import io
import re
import sys

from . import _input_json
from ._failure import Failure
from ._incident import NAMES, plain, wrong
from ._out import clean

_LINE = re.compile(r"[^\r\n]*")


def read(path: str) -> list[str]:
    """The incidents of a file, in its order; ``-`` is stdin. Raises `Failure`, naming the line."""
    name = "stdin" if path == "-" else path
    text = _decoded(name, _content(path))
    first = _first_line(text)
    if first.lstrip()[:1] in ("[", "{"):
        return _input_json.read(name, text)
    delimiter = _delimiter(first)
    return _lines(name, text) if delimiter is None else _csv(name, text, delimiter)


def _content(path: str) -> bytes:
    try:
        if path == "-":
            if sys.stdin is None:
                raise Failure("--input - cannot be read: stdin is closed")
            return sys.stdin.buffer.read()
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise Failure(f"--input {path} cannot be read: {error.strerror or error}") from None


def _decoded(name: str, content: bytes) -> str:
    # What PowerShell writes by itself.
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Failure(f"{name}, line {line}: is not UTF-8: save the file as UTF-8") from None


def _first_line(text: str) -> str:
    """The first line that is not blank."""
    begun = re.search(r"\S", text)
    begin = max(text.rfind(end, 0, begun.start()) for end in "\r\n") + 1 if begun else len(text)
    found = _LINE.match(text, begin)
    return found.group() if found else ""


def _delimiter(header: str) -> str | None:
    """What separates the columns, if this is a header; one of a single column has no separator, and names the incident."""
    several = [delimiter for delimiter in (",", ";", "\t") if delimiter in header]
    # A name of another column may have a comma in it.
    named = [delimiter for delimiter in several if any(plain(name) in NAMES for name in header.split(delimiter))]
    if several:
        return (named or several)[0]
    return "," if plain(header) in NAMES else None


def _lines(name: str, text: str) -> list[str]:
    found = []
    for at, line in enumerate(text.split("\n"), 1):
        incident = line.strip()
        reason = wrong(incident)
        if reason is not None:
            raise Failure(f"{name}, line {at}: {reason}")
        if incident:
            found.append(incident)
    return found


def _csv(name: str, text: str, delimiter: str) -> list[str]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[str] = []
    column: int | None = None
    width = 0
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if column is None:
                column, width = _column(f"{name}, line {rows.line_num}", row), len(row)
                continue
            if len(row) != width:
                raise Failure(f"{name}, line {rows.line_num}: has {len(row)} columns, and the header has {width}")
            incident = row[column].strip()
            reason = wrong(incident) if incident else "has no incident in its column"
            if reason is not None:
                raise Failure(f"{name}, line {rows.line_num}: {reason}")
            found.append(incident)
    except csv.Error as error:
        raise Failure(f"{name}, line {rows.line_num}: is not CSV: {error}") from None
    return found


def _column(where: str, header: list[str]) -> int:
    names = [plain(cell) for cell in header]
    for name in NAMES:
        if name in names:
            return names.index(name)
    shown = clean(", ".join(cell.strip() for cell in header))
    raise Failure(f"{where}: no column has the incidents (the columns are {shown}): name one 'id' or 'Incident Number'")
