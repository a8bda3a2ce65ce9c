"""The asyncio client: the engine of `Client`, with the waits left to the event loop."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import overload

from ._checks import check_function, check_seconds, check_whole, invalid
from ._error import SoarwireError
from ._reading import AsyncPageIterator, settle_async
from ._soarwire import Client, Engine, Pacer, Tenant, Wait

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from os import PathLike
    from types import ModuleType, TracebackType
    from typing import Any, SupportsIndex, TypeVar

    import httpx

    from ._httpx import HttpxEngine
    from ._error import Incomplete
    from ._soarwire import BulkReport, BulkRow, EngineCall, Event, Operation, Page, Plan, Progress, Report, Settlement

    _Answer = TypeVar("_Answer")

__all__ = ["AsyncClient"]


class AsyncClient:
    """Runs calls of one tenant over HTTP, for asyncio. Tasks share it, and so may several event loops and threads.

    The arguments are those of `soarwire.Client`, and it behaves as that one does: the same engine carries the
    requests, on at most 64 threads, without the GIL; waits are the event loop's. A cancelled task ends its call at
    once. What it leaves behind ends soon, on a connection that is not used again.

    Besides, ``http_client`` is an ``httpx.AsyncClient`` of your own, which then decides on connections, proxies and
    certificates, and which you close yourself. What the engine guarantees is then yours to guarantee: that it
    repeats no request, follows no redirect in a transport of its own, and reads nothing from a connection on which
    an answer arrived unasked. Unless its transport reports how far a request came, as those of httpx do, one that
    failed may have been carried out. What an event hook raises ends the call. It belongs to one event loop and one
    process.

    Raises `InvalidRequest`, naming the argument.
    """

    def __init__(
        self,
        tenant: Tenant,
        *,
        timeout: float = 120.0,
        attempt_timeout: float = 60.0,
        connect_timeout: float = 10.0,
        max_attempts: SupportsIndex = 4,
        requests_per_second: float | None = None,
        body_limit: SupportsIndex = 64 << 20,
        ca_file: str | PathLike[str] | None = None,
        proxy: str | None = "environment",
        reuse_connections: bool = True,
        pacer: Pacer | None = None,
        on_event: Callable[[Event], object] | None = None,
        log_bodies: bool = False,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        if not isinstance(tenant, Tenant):
            raise invalid("tenant", "must be a d3.Tenant or an xpanse.Tenant")
        check_seconds("timeout", timeout)
        check_seconds("attempt_timeout", attempt_timeout)
        check_seconds("connect_timeout", connect_timeout)
        most_attempts = check_whole("max_attempts", max_attempts, 1, (1 << 32) - 1)
        most_bytes = check_whole("body_limit", body_limit, 0)
        self._tenant = tenant
        # None once closed.
        self._engine: Engine | HttpxEngine | None
        # What runs plans; None with an `http_client`.
        self._client: Client | None = None
        if http_client is None:
            self._client = Client(
                tenant,
                timeout=timeout,
                attempt_timeout=attempt_timeout,
                connect_timeout=connect_timeout,
                max_attempts=most_attempts,
                requests_per_second=requests_per_second,
                body_limit=most_bytes,
                ca_file=ca_file,
                proxy=proxy,
                reuse_connections=reuse_connections,
                pacer=pacer,
                on_event=on_event,
                log_bodies=log_bodies,
            )
            self._engine = Engine(self._client)
            return
        if not reuse_connections:
            raise invalid("reuse_connections", "is for the built-in transport: set the limits of your http_client")
        # Slow to import, and not always there.
        try:
            from ._httpx import HttpxEngine
        except ImportError:
            raise invalid("http_client", "must be an httpx.AsyncClient, but httpx is not installed") from None

        self._engine = HttpxEngine(
            tenant,
            http_client,
            timeout=timeout,
            attempt_timeout=attempt_timeout,
            connect_timeout=connect_timeout,
            max_attempts=most_attempts,
            requests_per_second=requests_per_second,
            pacer=pacer,
            body_limit=most_bytes,
            on_event=on_event,
            log_bodies=log_bodies,
        )

    @property
    def tenant(self) -> Tenant:
        """The tenant that it calls."""
        return self._tenant

    async def run(
        self,
        operation: Operation[_Answer],
        /,
        *,
        timeout: float | None = None,
        max_attempts: SupportsIndex | None = None,
        on_wait: Callable[[Wait], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
        raises: bool = True,
    ) -> _Answer:
        """Runs a call to its end, attempts and waits included, and gives what the operation answers with: a `Report` of
        what happened to each incident, the `Page` of an operation that lists, or what else the class of the operation
        says.

        ``timeout`` (seconds) and ``max_attempts`` override the client's for this call. ``on_wait`` is told about each
        wait before it begins; what it raises ends the call. ``on_event`` is told what happens to this call, after the
        client's. A cancelled task ends the call at once.

        With ``raises=False`` a call that fails gives the report of its error instead (`SoarwireError.to_report`): every
        incident is unknown, or failed with the kind as the reason. The errors of an operation that answers with
        something else than a `Report` are raised all the same.

        Raises a `SoarwireError`; one with ``maybe_executed`` has a ``report`` in which every incident is unknown. When
        something else ends the call, such an error is its ``__context__``.
        """
        engine = self._open()
        try:
            return await self._run(engine, operation, timeout, max_attempts, on_wait, on_event)
        except SoarwireError as error:
            report = error.to_report() if not raises and operation._reports else None
            if report is None:
                raise
            return report  # type: ignore[return-value]

    def pages(
        self,
        operation: Operation[Page],
        /,
        *,
        limit: SupportsIndex | None = None,
        timeout: float | None = None,
        max_attempts: SupportsIndex | None = None,
        on_wait: Callable[[Wait], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> AsyncPageIterator:
        """The pages of a list, from the one that the operation asks for to the last one, or to the ``limit`` of pages, for
        ``async for``: see `AsyncPageIterator`. Each page is a call of its own, with these settings of `run`.

        Raises `InvalidRequest` for an operation that does not list; the iterator raises what `run` does.
        """
        settings = {"timeout": timeout, "max_attempts": max_attempts, "on_wait": on_wait, "on_event": on_event}
        return AsyncPageIterator(self, operation, limit, settings)

    def _name_profile(self, name: str) -> None:
        if self._client is not None:
            self._client._name_profile(name)

    async def run_bulk(
        self,
        plan: Plan,
        /,
        *,
        journal: str | PathLike[str] | None = None,
        concurrency: SupportsIndex | None = None,
        deadline: float | None = None,
        breaker: SupportsIndex = 5,
        on_progress: Callable[[Progress], object] | None = None,
        on_outcome: Callable[[BulkRow], object] | None = None,
        acquire: Callable[[int], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> BulkReport:
        """Runs a plan to its end, and gives the report of what happened to each incident, also when something stopped it. The
        arguments are those of `Client.run_bulk`, whose engine runs it on threads of its own, without the GIL.

        ``on_progress`` and ``on_outcome`` are called on the event loop; the run goes on when they return, and what they raise
        stops it. ``acquire`` is called by the threads that send, and may block; ``on_event`` by a thread of the run.

        A cancelled task sends nothing more and ends when what is in flight has finished; one that is cancelled again does
        not wait for that. The ``__context__`` of the ``CancelledError`` is a `bulk.Incomplete` with the report.

        Raises `InvalidRequest`, naming the argument, which is ``http_client`` for a client with one of your own.
        """
        client, settings = self._running_bulk(concurrency, deadline, breaker, on_progress, on_outcome, acquire, on_event)
        return await _bulk().run(partial(client.run_bulk, plan, journal=journal), settings)

    async def resume(
        self,
        journal: str | PathLike[str],
        /,
        *,
        concurrency: SupportsIndex | None = None,
        deadline: float | None = None,
        breaker: SupportsIndex = 5,
        on_progress: Callable[[Progress], object] | None = None,
        on_outcome: Callable[[BulkRow], object] | None = None,
        acquire: Callable[[int], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> BulkReport:
        """Goes on with the run of a journal, as `Client.resume` does. The settings are those of `run_bulk`."""
        client, settings = self._running_bulk(concurrency, deadline, breaker, on_progress, on_outcome, acquire, on_event)
        return await _bulk().run(partial(client.resume, journal), settings)

    def _running_bulk(
        self,
        concurrency: SupportsIndex | None,
        deadline: float | None,
        breaker: SupportsIndex,
        on_progress: Callable[[Progress], object] | None,
        on_outcome: Callable[[BulkRow], object] | None,
        acquire: Callable[[int], object] | None,
        on_event: Callable[[Event], object] | None,
    ) -> tuple[Client, dict[str, Any]]:
        self._open()
        if self._client is None:
            raise invalid("http_client", "cannot run plans: use an AsyncClient without it")
        check_function("on_progress", on_progress)
        check_function("on_outcome", on_outcome)
        settings = {"concurrency": concurrency, "deadline": deadline, "breaker": breaker, "acquire": acquire}
        return self._client, {**settings, "on_progress": on_progress, "on_outcome": on_outcome, "on_event": on_event}

    @overload
    async def settle(
        self,
        operation: BulkReport,
        outcome: None = None,
        /,
        *,
        timeout: float | None = None,
        max_attempts: SupportsIndex | None = None,
        on_wait: Callable[[Wait], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> BulkReport: ...

    @overload
    async def settle(
        self,
        operation: Operation,
        outcome: Report | SoarwireError | Incomplete,
        /,
        *,
        timeout: float | None = None,
        max_attempts: SupportsIndex | None = None,
        on_wait: Callable[[Wait], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> Settlement: ...

    async def settle(
        self,
        operation: Operation | BulkReport,
        outcome: Report | SoarwireError | Incomplete | None = None,
        /,
        *,
        timeout: float | None = None,
        max_attempts: SupportsIndex | None = None,
        on_wait: Callable[[Wait], object] | None = None,
        on_event: Callable[[Event], object] | None = None,
    ) -> Settlement | BulkReport:
        """Finds out, by reading, what is in effect after a call whose outcome is unknown or was not reported, before it is
        sent again. ``outcome`` is the report of the call, or the error that ended it. Each reading is a call of its own, with
        these settings of `run`.

        A `bulk.BulkReport` alone is settled as a whole: what is in effect has succeeded then, what is not is in its
        ``retry()``, and its journal is told. The same report is given back.

        Raises `InvalidRequest` if the outcome is about another operation, and what `run` does.
        """
        settings = {"timeout": timeout, "max_attempts": max_attempts, "on_wait": on_wait, "on_event": on_event}
        return await settle_async(self, operation, outcome, settings)

    async def _run(
        self,
        engine: Engine | HttpxEngine,
        operation: Operation[_Answer],
        timeout: float | None,
        max_attempts: SupportsIndex | None,
        on_wait: Callable[[Wait], object] | None,
        on_event: Callable[[Event], object] | None,
    ) -> _Answer:
        if not isinstance(engine, Engine):
            return await engine.run(operation, timeout, max_attempts, on_wait, on_event)
        loop = asyncio.get_running_loop()
        call = engine.call(operation, timeout, max_attempts, on_event)
        try:
            while True:
                step = call.step(loop)
                give = call.wanted
                if give is not None:
                    # Signed at the next step.
                    await _give(call, give)
                    continue
                if isinstance(step, Wait):
                    if on_wait is not None:
                        on_wait(step)
                    await asyncio.sleep(call.seconds)
                    continue
                result = await step
                if result is not None:
                    break
        except BaseException as raised:
            # What became of the call stays with the exception that ended it.
            raised.__context__ = call.cancel()
            raise
        call.end()
        if isinstance(result, SoarwireError):
            raise result
        return result

    async def aclose(self) -> None:
        """Refuses further calls and lets the connections go once those under way are done."""
        self._engine = None

    def _open(self) -> Engine | HttpxEngine:
        if self._engine is None:
            raise RuntimeError("the client is closed: make a new one")
        return self._engine

    async def __aenter__(self) -> AsyncClient:
        self._open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<soarwire.AsyncClient of {self._tenant!r}{', closed' if self._engine is None else ''}>"

    def __reduce__(self) -> str:
        raise TypeError("a client cannot be pickled: it holds keys and connections; create a new one where you need it")


def _bulk() -> ModuleType:
    # Threads are slow to import, and most calls need none.
    from .bulk import _aio

    return _aio


async def _give(call: EngineCall[Any], give: Callable[[], Coroutine[Any, Any, str]]) -> None:
    """Awaits a credential for a call, no longer than the call may take."""
    try:
        call.give(await asyncio.wait_for(give(), call.left))
    except Exception as raised:
        # When time is up, the call ends by itself.
        call.refuse(raised)
