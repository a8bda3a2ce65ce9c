"""Where journals are kept that have no place of their own."""

from __future__ import annotations

import secrets
from datetime import datetime, timezone
from pathlib import Path

from ._failure import Failure


def new_journal(verb: str, tenant: str) -> str:
    """A file in the user's state folder that is not there yet, named by what is done, for whom and when. Raises `Failure`."""
    import platformdirs

    folder = Path(platformdirs.user_state_path("soarwire", appauthor=False)) / "journals"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"{folder} cannot be created for the journal ({error.strerror}): choose another place with --journal FILE") from None
    place = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "_" for letter in tenant)
    return str(folder / f"{datetime.now(timezone.utc):%Y%m%dT%H%M%SZ}-{verb}-{place}-{secrets.token_hex(2)}.journal")
