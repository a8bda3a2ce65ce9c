"""A tenant as a file names it: everything but its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from . import Client, Pacer, d3, xpanse
from ._key_source import KeySource, MissingKey

if TYPE_CHECKING:
    from . import AsyncClient, Tenant

ALL = "*"


class Profile:
    """A tenant by name: what makes its clients. It knows where the key is and never has it, so it can be printed, compared and pickled.

    Clients that one profile makes share a pace.

    Attributes:
        name: The name of the tenant in the file.
        vendor: ``d3`` or ``xpanse``.
        settings: The arguments of the vendor's tenant, without the key.
        keys: Where each key is, by the vendor's name of the command, ``*`` being the rest; empty for unsigned requests.
        requests_per_second: The pace, 0 for none; ``None`` for the vendor's.
        ca_file: A PEM file of authorities to trust beside the system's.
    """

    def __init__(
        self,
        name: str,
        vendor: str,
        settings: Mapping[str, Any],
        *,
        keys: Mapping[str, KeySource] | None = None,
        requests_per_second: float | None = None,
        ca_file: str | None = None,
    ) -> None:
        self.name = name
        self.vendor = vendor
        self.settings = dict(settings)
        self.keys = dict(keys or {})
        self.requests_per_second = requests_per_second
        self.ca_file = ca_file
        self._pacer: Pacer | None = None

    def tenant(self) -> Tenant:
        """The tenant, which asks for its key whenever a request is signed. Raises `InvalidRequest`."""
        if self.vendor == "xpanse":
            key: Callable[[], str] | None = self.keys[ALL].reader() if self.keys else None
            return xpanse.Tenant(**self.settings, key=key)
        if set(self.keys) == {ALL}:
            return d3.Tenant(**self.settings, api_key=self.keys[ALL].reader())
        readers = {command: source.reader() for command, source in self.keys.items()}
        return d3.Tenant(**self.settings, api_keys=readers or None)

    @property
    def pacer(self) -> Pacer:
        """The pace that the clients of this profile share."""
        if self._pacer is None:
            rate = self.requests_per_second
            self._pacer = Pacer(self.tenant().requests_per_second if rate is None else rate)
        return self._pacer

    def client(self, **settings: Any) -> Client:
        """A client of the tenant; ``settings`` are arguments of `Client`."""
        client = Client(self.tenant(), **self._with(settings))
        client._name_profile(self.name)
        return client

    def async_client(self, **settings: Any) -> AsyncClient:
        """An asyncio client of the tenant; ``settings`` are arguments of `AsyncClient`."""
        from . import AsyncClient

        client = AsyncClient(self.tenant(), **self._with(settings))
        client._name_profile(self.name)
        return client

    def missing(self) -> list[str]:
        """What is wrong with the keys, in words that hold none of them: an empty list if each can be read."""
        found = []
        for source in self.keys.values():
            try:
                source.read()
            except MissingKey as missing:
                found.append(f"tenant {self.name}: {missing}")
        return found

    def _with(self, settings: dict[str, Any]) -> dict[str, Any]:
        if not settings.keys() & {"pacer", "requests_per_second"}:
            settings["pacer"] = self.pacer
        if self.ca_file is not None:
            settings.setdefault("ca_file", self.ca_file)
        return settings

    def _plain(self) -> tuple[Any, ...]:
        return (self.name, self.vendor, self.settings, self.keys, self.requests_per_second, self.ca_file)

    def __eq__(self, other: object) -> bool:
        return self._plain() == other._plain() if isinstance(other, Profile) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, self._plain())

    def __repr__(self) -> str:
        place = self.settings.get("base_url") or self.settings.get("fqdn")
        return f"<soarwire.tenants.Profile {self.name}: {self.vendor} {place}>"


def _restore(name: str, vendor: str, settings: Any, keys: Any, rate: float | None, ca_file: str | None) -> Profile:
    return Profile(name, vendor, settings, keys=keys, requests_per_second=rate, ca_file=ca_file)


# Where people import it from.
Profile.__module__ = "soarwire.tenants"
