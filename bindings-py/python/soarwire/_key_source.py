"""Where a key is kept. What is said about it never holds the key."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Literal, NamedTuple

# What nobody takes for a key: one that was written where its variable's name should be must not be shown.
_CLEARLY_A_NAME = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")


class MissingKey(LookupError):
    """There is no key where it should be."""


class KeySource(NamedTuple):
    """An environment variable, or an entry of the system's keyring."""

    kind: Literal["env", "keyring"]
    place: str
    """The variable; or the service and the name, with a slash between them."""

    def read(self) -> str:
        """The key. Raises `MissingKey`."""
        return self._variable() if self.kind == "env" else self._keyring()

    def reader(self) -> Callable[[], str]:
        """What a tenant asks for the key: the variable each time, the keyring once, since it may ask the user."""
        if self.kind == "env":
            return self.read
        found: list[str] = []

        def once() -> str:
            if not found:
                found.append(self.read())
            return found[0]

        return once

    def __str__(self) -> str:
        if self.kind == "keyring":
            return "the keyring's entry that key_keyring names"
        is_name = _CLEARLY_A_NAME.fullmatch(self.place)
        return f"the environment variable {self.place if is_name else 'that key_env names'}"

    def _variable(self) -> str:
        key = os.environ.get(self.place, "").strip()
        if not key:
            raise MissingKey(f"{self} is not set: set it to the key")
        return key

    def _keyring(self) -> str:
        try:
            import keyring
        except ImportError:
            raise MissingKey("key_keyring needs the package keyring: pip install 'soarwire[keyring]'") from None
        service, _, name = self.place.rpartition("/")
        try:
            key = keyring.get_password(service, name)
        except Exception as error:
            # What it says may hold anything.
            raise MissingKey(f"the keyring cannot be read ({type(error).__name__}): unlock it, or use key_env") from None
        if not key:
            raise MissingKey(f"{self} is missing: store the key there (keyring set SERVICE NAME)")
        return key
