"""Tenants by name, from a file that scripts and the command line share.

    from soarwire import tenants

    with tenants.load("tenants.toml")["soc"].client() as client:
        ...

The file is TOML, with a table for each tenant:

    [tenants.soc]
    vendor = "d3"
    base_url = "https://soc.example.com/MainApp/VSOC"
    username = "Admin"
    site = "Security Operations"
    key_env = "SOC_D3_KEY"               # the environment variable that holds the key

    [tenants.surface]
    vendor = "xpanse"
    fqdn = "acme.crtx.us.example.com"    # or base_url
    key_id = "7"
    key_type = "advanced"                # or "standard"; advanced if left out
    key_keyring = "soarwire/surface"     # the service and the name under which the system's keyring holds the key
    requests_per_second = 5              # the vendor's rate if left out; 0: no pacing
    ca_file = "proxy.pem"                # authorities to trust beside the system's, relative to this file

A key is never in the file. Without ``key_env`` and ``key_keyring`` requests are sent unsigned, for a gateway that adds the key. Where
D3 has a key for each command, ``key_env`` and ``key_keyring`` are tables by the vendor's name of the command, ``"*"`` being the rest:
``key_env = { CloseIncidentInBulk = "SOC_CLOSE_KEY", "*" = "SOC_D3_KEY" }``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from ._profile import Profile
from ._profile_file import read

__all__ = ["Profile", "Tenants", "default_path", "load"]


class Tenants(Mapping[str, Profile]):
    """The tenants of a file, by name, in the order of the file. It has no keys, so it can be printed and pickled."""

    def __init__(self, path: str, profiles: Mapping[str, Profile]) -> None:
        self._path = path
        self._profiles = dict(profiles)

    @property
    def path(self) -> str:
        """The file."""
        return self._path

    def __getitem__(self, name: str) -> Profile:
        return self._profiles[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._profiles)

    def __len__(self) -> int:
        return len(self._profiles)

    def __repr__(self) -> str:
        return f"<soarwire.tenants.Tenants {self._path}: {', '.join(self._profiles) or 'none'}>"


def load(path: str | os.PathLike[str] | None = None) -> Tenants:
    """The tenants of a file: of ``path``, or else of `default_path`.

    No key is read: that happens when a request is signed. Raises `InvalidRequest`, whose ``field`` is what is wrong in the file, such
    as ``tenants.soc.username``, and ``OSError`` if the file cannot be read.
    """
    file = os.fspath(default_path() if path is None else path)
    return Tenants(file, read(file))


def default_path() -> str:
    """The file that `load` takes without a path: the one that the variable ``SOARWIRE_CONFIG`` names, or else ``tenants.toml`` in the
    user's config folder (on Linux ``~/.config/soarwire``), which needs the package `platformdirs`."""
    named = os.environ.get("SOARWIRE_CONFIG")
    if named:
        return named
    try:
        import platformdirs
    except ImportError:
        raise ImportError(
            "the user's config folder needs platformdirs: name a file, set SOARWIRE_CONFIG, or pip install 'soarwire[cli]'"
        ) from None
    return str(platformdirs.user_config_path("soarwire", appauthor=False) / "tenants.toml")
