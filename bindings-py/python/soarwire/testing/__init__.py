"""Simulated D3 and Xpanse tenants in this process, to test playbooks without a tenant.

    from soarwire import Client, d3
    from soarwire.testing import Sandbox

    with Sandbox() as sandbox, Client(sandbox.d3_tenant()) as client:
        sandbox.script({"kind": "left_out", "count": 1})
        report = client.run(d3.CloseIncidents(["20261103-104"], bypass_required_tasks=True))
        assert report.unreported == ["20261103-104"]

With pytest, the fixture ``soarwire_sandbox`` is a sandbox of its own for each test.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, SupportsIndex

from .. import d3, xpanse
from .._soarwire import Sandbox as _Server
from ._types import (
    ApiKey,
    Config,
    D3Config,
    D3Incident,
    Fault,
    User,
    XpanseAlert,
    XpanseConfig,
    XpanseIncident,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType

    from ._remote import Remote

__all__ = [
    "ApiKey",
    "Config",
    "D3Config",
    "D3Incident",
    "Fault",
    "Sandbox",
    "User",
    "XpanseAlert",
    "XpanseConfig",
    "XpanseIncident",
]


class _Dict(dict[str, Any]):
    """What a property gives that some write as a call: a call gives the same."""

    __slots__ = ()

    def __call__(self) -> dict[str, Any]:
        return self


class _List(list[dict[str, Any]]):
    __slots__ = ()

    def __call__(self) -> list[dict[str, Any]]:
        return self


class Sandbox:
    """Two tenants with state, a fault script and effect counters, served over HTTP on a port of this machine.

    ``config`` changes the demo world: `soarwire.testing.Config` has its keys, and what it leaves out stays as it is. ``faults`` are
    the first of the script, each a `soarwire.testing.Fault`. ``port`` 0 is any free one. The page
    https://github.com/soarwire/soarwire/blob/main/docs/sandbox.md has all of them in tables, with examples.

    What is read is a property: ``url``, ``credentials``, ``effects``, ``incidents``, ``requests``, ``pending_faults``; each reading
    is a copy of the moment. What does something, or makes a tenant, is a method.

    It serves from the moment it is made until `close`, or the end of a ``with`` block. Raises ``ValueError`` for an
    invalid config or faults, ``OSError`` for a port that cannot be listened on.

    The process that made it serves. In a forked child everything but `close` works too, over HTTP; `close`, or the end
    of the child, does nothing to the parent's.
    """

    def __init__(
        self,
        config: Config | Mapping[str, Any] | None = None,
        *,
        faults: Iterable[Fault | Mapping[str, Any]] = (),
        port: SupportsIndex = 0,
    ) -> None:
        self._own = _Server(config, port)
        self._credentials = self._own.credentials()
        try:
            self.script(*faults)
        except BaseException:
            self._own.stop()
            raise

    @property
    def _server(self) -> _Server | Remote:
        if not self._own.is_inherited:
            return self._own
        from ._remote import Remote

        return Remote(self._own.url)

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``; the tenants and the admin route ``/_sandbox/`` are below it."""
        return self._own.url

    @property
    def credentials(self) -> dict[str, Any]:
        """What another process needs, as a dict that JSON can hold: under ``d3`` and ``xpanse`` the arguments of a tenant of theirs
        (``base_url``, ``username``, ``site``, keys), and under ``admin`` the admin route.

            tenant = d3.Tenant(**sandbox.credentials["d3"])
        """
        return copy.deepcopy(self._credentials)

    def d3_tenant(self, **changes: Any) -> d3.Tenant:
        """The D3 tenant with credentials that work; ``changes`` are arguments of `soarwire.d3.Tenant`."""
        settings = self._credentials["d3"]
        return d3.Tenant(**_changed(settings, changes, ("api_key", "api_keys", "jwt", "jwt_secret", "jwt_payload")))

    def xpanse_tenant(self, **changes: Any) -> xpanse.Tenant:
        """The Xpanse tenant with credentials that work; ``changes`` are arguments of `soarwire.xpanse.Tenant`."""
        return xpanse.Tenant(**{**self._credentials["xpanse"], **changes})

    def script(self, *faults: Fault | Mapping[str, Any]) -> None:
        """Appends faults, each as `Fault` has it, such as ``{"kind": "rate_limited", "on": "d3.close_incidents", "retry_after": 1}``.
        Raises ``ValueError``, naming the key."""
        self._server.script(list(faults))

    def clear_faults(self) -> None:
        """Drops the faults that are still to strike."""
        self._server.clear_faults()

    @property
    def pending_faults(self) -> int:
        """How many faults are not used up."""
        return self._server.pending_faults

    @property
    def effects(self) -> _Dict:
        """What was really done: ``operations``, ``d3`` and ``xpanse`` by incident, ``totals`` and ``duplicates``."""
        return _Dict(self._server.effects())

    @property
    def incidents(self) -> _Dict:
        """The incidents as they are now, in lists under ``d3`` and ``xpanse``, Xpanse's alerts under ``xpanse_alerts`` and D3's
        cases under ``d3_cases``."""
        return _Dict(self._server.incidents())

    @property
    def requests(self) -> _List:
        """The latest requests, oldest first, without their secrets; ``body`` is ``None`` unless the config says
        ``record_bodies``."""
        return _List(self._server.requests())

    def reset(self) -> None:
        """Back to the start: incidents, effects, requests and faults."""
        self._server.reset()

    def close(self) -> None:
        """Closes all connections and the port."""
        self._own.stop()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<soarwire.testing.Sandbox {self.url}>"


def _changed(settings: dict[str, Any], changes: dict[str, Any], ways_in: tuple[str, ...]) -> dict[str, Any]:
    # A way in that the caller gives takes the place of ours.
    if any(way in changes for way in ways_in):
        settings = {name: value for name, value in settings.items() if name not in ways_in}
    return {**settings, **changes}
