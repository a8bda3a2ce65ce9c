"""One list over several tenants."""

from __future__ import annotations

from _thread import allocate_lock

from ._error import SoarwireError
from ._soarwire import OverviewRow, OverviewSteps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal, SupportsIndex

    from ._aio import AsyncClient
    from ._soarwire import Client, Operation, Page

    _End = Literal["complete", "capped", "moved", "stopped"]

__all__ = ["AsyncOverview", "Overview"]


class _View:
    """How far the lists were read."""

    def __init__(self, tenants: Mapping[str, tuple[Any, Operation[Page]]], settings: dict[str, Any]) -> None:
        self._names = list(tenants)
        self._steps = OverviewSteps([(name, operation) for name, (_, operation) in tenants.items()])
        self._settings = settings
        self._lock = allocate_lock()
        self._ends: dict[str, _End] = {}
        self._failures: dict[str, SoarwireError] = {}

    @property
    def ends(self) -> dict[str, _End]:
        """Why the lists of tenants ended, as `Pages.end`, by the name of the tenant: of those that did."""
        return dict(self._ends)

    @property
    def failures(self) -> dict[str, SoarwireError]:
        """The errors of tenants whose lists could not be read on, by the name of the tenant."""
        return dict(self._failures)

    def _step(self) -> OverviewRow | tuple[int, Operation[Page]] | None:
        """What comes next, having noted which tenants ended."""
        while True:
            step = self._steps.step()
            if not isinstance(step, tuple):
                return step
            if isinstance(step[0], int):
                return step  # type: ignore[return-value]
            name, end = step
            if end is not None:
                self._ends[name] = end  # type: ignore[index, assignment]

    def _begin(self) -> None:
        if not self._lock.acquire(blocking=False):
            raise RuntimeError("the next row is being read already: let one thread or task read an overview")

    def _failed(self, place: int, error: SoarwireError) -> None:
        self._failures[self._names[place]] = error
        self._steps.fail(place, error.to_json())

    def __repr__(self) -> str:
        told = "".join(
            f", {len(what)} {word}" for what, word in ((self._ends, "ended"), (self._failures, "failed")) if what
        )
        return f"<soarwire.{type(self).__name__} of {len(self._names)} tenants{told}>"


class Overview(_View):
    """One list over several tenants of both vendors: an iterator of `OverviewRow`, the newest first where both vendors give a
    time. Each tenant has a client of its own, and so a pace of its own.

    ``tenants`` has a client and an operation that lists for each name. Lists are merged, not sorted: each should come newest
    first. A tenant whose list cannot be read is in ``failures`` and ends; the others go on. ``ends`` says whether some may have
    been missed. At most one page of each tenant is held. ``timeout`` (seconds) and ``max_attempts`` are for each page, as of
    `Client.run`.

    Raises `InvalidRequest` for an operation that does not list.
    """

    def __init__(
        self,
        tenants: Mapping[str, tuple[Client, Operation[Page]]],
        *,
        timeout: float | None = None,
        max_attempts: SupportsIndex | None = None,
    ) -> None:
        super().__init__(tenants, {"timeout": timeout, "max_attempts": max_attempts})
        self._clients = [client for client, _ in tenants.values()]

    def __iter__(self) -> Overview:
        return self

    def __next__(self) -> OverviewRow:
        self._begin()
        try:
            while (step := self._step()) is not None:
                if isinstance(step, OverviewRow):
                    return step
                place, operation = step
                try:
                    page: Page = self._clients[place].run(operation, **self._settings)
                except SoarwireError as error:
                    self._failed(place, error)
                else:
                    self._steps.take(place, page)
            raise StopIteration
        finally:
            self._lock.release()


class AsyncOverview(_View):
    """The same as `Overview` with an `AsyncClient` for each tenant, for ``async for``."""

    def __init__(
        self,
        tenants: Mapping[str, tuple[AsyncClient, Operation[Page]]],
        *,
        timeout: float | None = None,
        max_attempts: SupportsIndex | None = None,
    ) -> None:
        super().__init__(tenants, {"timeout": timeout, "max_attempts": max_attempts})
        self._clients = [client for client, _ in tenants.values()]

    def __aiter__(self) -> AsyncOverview:
        return self

    async def __anext__(self) -> OverviewRow:
        self._begin()
        try:
            while (step := self._step()) is not None:
                if isinstance(step, OverviewRow):
                    return step
                place, operation = step
                try:
                    page = await self._clients[place].run(operation, **self._settings)
                except SoarwireError as error:
                    self._failed(place, error)
                else:
                    self._steps.take(place, page)
            raise StopAsyncIteration
        finally:
            self._lock.release()
