"""What a file may call the number of an incident, and what one may be."""

from __future__ import annotations

import re

# What a column or a member with the number of an incident may be called, as `plain` gives it.
NAMES = ("incidentnumber", "incidentno", "irnumber", "incidentid", "id", "number", "casenumber")
_ODD = re.compile(r'[\x00-\x1f\x7f,;"]')


def plain(name: str) -> str:
    """A name in lower case, without spaces, underscores and quotes."""
    return re.sub(r"[\s_]", "", name.strip().strip('"')).lower()


def wrong(incident: str) -> str | None:
    """What is wrong with it: numbers of incidents are any text, but no list of them, and no line of a table without a header."""
    odd = _ODD.search(incident)
    if odd is None:
        return None
    if odd.group() in '\t,;"':
        return "must be one incident: CSV needs a header, in which a column is named 'id' or 'Incident Number'"
    return f"has the character U+{ord(odd.group()):04X} in it: save the file as text, in UTF-8"
