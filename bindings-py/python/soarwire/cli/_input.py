"""Incidents from a file: one a line, CSV with a header, or JSON. All of it is read and checked before anything is sent."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from typing import Any

from ._failure import Failure

# What a column or a member with the number of an incident may be called, in lower case and without spaces and underscores.
_NAMES = ("incidentnumber", "incidentno", "irnumber", "incidentid", "id", "number", "casenumber")
_LISTS = ("incidents", "rows", "ids")
_ODD = re.compile(r"[\x00-\x1f\x7f]")


def read(path: str) -> list[str]:
    """The incidents of a file, in its order; ``-`` is stdin. Raises `Failure`, naming the line."""
    name = "stdin" if path == "-" else path
    text = _decoded(name, _content(path))
    start = text.lstrip()[:1]
    if start in ("[", "{"):
        found = _json(name, text)
    elif _delimiter(_first_line(text)) is not None:
        found = _csv(name, text)
    else:
        found = _lines(name, text)
    return [incident for incident in found if incident]


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
    return next((line for line in text.splitlines() if line.strip()), "")


def _plain(name: str) -> str:
    return re.sub(r"[\s_]", "", name.strip().strip('"')).lower()


def _delimiter(header: str) -> str | None:
    """What separates the columns, if this is a header that names the incident; a header of one column has no separator."""
    for delimiter in (",", ";", "\t"):
        names = [_plain(name) for name in header.split(delimiter)]
        if len(names) > 1:
            return delimiter
    return "," if _plain(header) in _NAMES else None


def _lines(name: str, text: str) -> list[str]:
    found = []
    for at, line in enumerate(text.split("\n"), 1):
        found.append(_checked(f"{name}, line {at}", line.strip()))
    return found


def _csv(name: str, text: str) -> list[str]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(_first_line(text)) or ",", strict=True)
    found: list[str] = []
    column: int | None = None
    width = 0
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            where = f"{name}, line {rows.line_num}"
            if column is None:
                column, width = _column(where, row), len(row)
                continue
            if len(row) != width:
                raise Failure(f"{where}: has {len(row)} columns, and the header has {width}")
            incident = _checked(where, row[column].strip())
            if not incident:
                raise Failure(f"{where}: has no incident in its column")
            found.append(incident)
    except csv.Error as error:
        raise Failure(f"{name}, line {rows.line_num}: is not CSV: {error}") from None
    return found


def _column(where: str, header: list[str]) -> int:
    names = [_plain(cell) for cell in header]
    for name in _NAMES:
        if name in names:
            return names.index(name)
    shown = ", ".join(cell.strip() for cell in header)
    raise Failure(f"{where}: no column has the incidents (the columns are {shown}): name one 'id' or 'Incident Number'")


def _json(name: str, text: str) -> list[str]:
    try:
        value = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        what = getattr(error, "msg", None) or str(error)
        raise Failure(f"{name}, line {line}: is not JSON: {what}") from None
    except RecursionError:
        raise Failure(f"{name}: is not a list of incidents, but deeply nested JSON") from None
    if isinstance(value, dict):
        value = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)
    if not isinstance(value, list):
        raise Failure(f"{name}: must be a JSON list of incidents, or an object with such a list under {', '.join(_LISTS)}")
    return [_element(f"{name}, element {at}", element) for at, element in enumerate(value, 1)]


def _element(where: str, element: Any) -> str:
    if isinstance(element, dict):
        named = {_plain(key): value for key, value in element.items()}
        key = next((key for key in _NAMES if key in named), None)
        if key is None:
            raise Failure(f"{where}: is an object without an incident: name a member 'id' or 'Incident Number'")
        element = named[key]
    if isinstance(element, bool) or not isinstance(element, (str, int)) or not str(element).strip():
        raise Failure(f"{where}: is not an incident: write a text or a whole number")
    return _checked(where, str(element).strip())


def _checked(where: str, incident: str) -> str:
    """Numbers of incidents are any text, but no list of them, and no line of a table without a header."""
    if _ODD.search(incident) or re.search(r'[,;"]', incident):
        raise Failure(f"{where}: must be one incident: CSV needs a header, in which a column is named 'id' or 'Incident Number'")
    return incident
