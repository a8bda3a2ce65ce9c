"""`AsyncClient` over an `httpx.AsyncClient` of the user's own: drives a `Call`."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Callable, Coroutine
from typing import Any, SupportsIndex, TypeVar

import httpx

from ._checks import check_seconds, invalid
from ._soarwire import Call, Done, Event, Operation, Pacer, Send, Tenant, Wait, new_nonce, now_ms

# How far the machine's clock may be from ours before an era begins anew. Signatures need it right to minutes.
_TOLERANCE_MS = 1000

# What httpcore tells of before it sends a request.
_PREPARATIONS = frozenset(
    ("connect_tcp", "connect_unix_socket", "retry", "start_tls", "setup_socks5_connection", "send_connection_init")
)
# What httpx raises before it sends a request,
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol)
# and what is raised below it only then.
_UNCONNECTED = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)

_T = TypeVar("_T")
_Answer = TypeVar("_Answer")


class HttpxEngine:
    """Drives calls over an `httpx.AsyncClient` of the user's."""

    def __init__(
        self,
        tenant: Tenant,
        http_client: httpx.AsyncClient,
        *,
        timeout: float,
        attempt_timeout: float,
        connect_timeout: float,
        max_attempts: int,
        requests_per_second: float | None,
        pacer: Pacer | None,
        body_limit: int,
        on_event: Callable[[Event], object] | None,
        log_bodies: bool,
    ) -> None:
        if not isinstance(http_client, httpx.AsyncClient):
            raise invalid("http_client", "must be an httpx.AsyncClient")
        if tenant.base_url.startswith("/") or not tenant.base_url:
            raise invalid("base_url", "is a path, which only a page in a browser can resolve: pass the full URL")
        self._tenant = tenant
        self._http = http_client
        self._timeout = timeout
        self._attempt_timeout = attempt_timeout
        self._connect_timeout = connect_timeout
        self._max_attempts = max_attempts
        if pacer is None:
            pacer = Pacer(tenant.requests_per_second if requests_per_second is None else requests_per_second)
        elif requests_per_second is not None:
            raise invalid("requests_per_second", "cannot be combined with a pacer, which has its own rate")
        self._pacer = pacer
        self._body_limit = body_limit
        self._on_event = on_event
        self._log_bodies = log_bodies
        self._era = _Era()

    async def run(
        self,
        operation: Operation[_Answer],
        timeout: float | None,
        max_attempts: SupportsIndex | None,
        on_wait: Callable[[Wait], object] | None,
        on_event: Callable[[Event], object] | None,
    ) -> _Answer:
        """What `AsyncClient.run` promises."""
        if self._http.is_closed:
            raise RuntimeError("the client is closed: make a new one")
        timeout = self._timeout if timeout is None else timeout
        check_seconds("timeout", timeout)
        if self._era.is_over():
            ended_ms, self._era = self._era.now_ms(), _Era()
            self._pacer.clock_set(ended_ms, self._era.now_ms())
        era = self._era
        call = Call(
            self._tenant,
            operation,
            timeout=timeout,
            attempt_timeout=min(timeout, self._attempt_timeout),
            max_attempts=self._max_attempts if max_attempts is None else max_attempts,
            pacer=self._pacer,
            on_event=_both(self._on_event, on_event),
            log_bodies=self._log_bodies,
        )
        try:
            done = await self._drive(call, era, on_wait)
        except BaseException as raised:
            # What became of the call stays with the exception that ended it.
            call.cancel(era.now_ms())
            ended = call.poll(era.now_ms(), "")
            if isinstance(ended, Done):
                raised.__context__ = ended.error
            raise
        if done.answer is None:
            raise done.error or RuntimeError("a call ended without a result")
        return done.answer

    async def _drive(
        self, call: Call[_Answer], era: _Era, on_wait: Callable[[Wait], object] | None
    ) -> Done[_Answer]:
        while True:
            step = call.poll(era.now_ms(), new_nonce())
            if isinstance(step, Done):
                return step
            if isinstance(step, Send):
                await self._send(call, step, era)
                continue
            if on_wait is not None:
                on_wait(step)
            await asyncio.sleep(max(0, step.until_ms - era.now_ms()) / 1000)

    async def _send(self, call: Call, step: Send, era: _Era) -> None:
        """Makes one attempt and tells the call what came of it."""
        attempt = _Attempt()
        left = max(0.001, (step.until_ms - era.now_ms()) / 1000)
        # Who waits for a connection gives up before the attempt does: only then is it known that nothing was sent.
        soon = 0.9 * left
        request = self._http.build_request(
            step.request.method,
            step.request.url,
            headers=step.request.headers,
            content=step.request.body,
            # The time for the whole attempt is kept outside: httpx only knows one for each read.
            timeout=httpx.Timeout(None, connect=min(self._connect_timeout, soon), pool=soon),
            extensions={"trace": attempt.trace},
        )
        try:
            status, headers, body = await _within(left, self._exchange(request))
        except _BodyTooLarge:
            reason = f"the answer is over the limit of {self._body_limit} bytes"
            call.on_transport_error(era.now_ms(), step.attempt, "body_too_large", reason)
        except BaseException as error:
            if self._is_of_transport(error, request):
                call.on_transport_error(era.now_ms(), step.attempt, *attempt.failure(error))
                return
            # Whether anything was sent decides what a call that ends here leaves open.
            if attempt.sent is False:
                call.withdraw(step.attempt)
            raise
        else:
            call.on_response(era.now_ms(), step.attempt, status, headers, body)

    async def _exchange(self, request: httpx.Request) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        response = await self._http.send(request, stream=True, follow_redirects=False, auth=None)
        try:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > self._body_limit:
                    raise _BodyTooLarge
        except httpx.DecodingError:
            # The body is not what its header says. The status still counts; the body is as good as none.
            body.clear()
        finally:
            await response.aclose()
        return response.status_code, response.headers.raw, bytes(body)

    def _is_of_transport(self, error: BaseException, request: httpx.Request) -> bool:
        """Whether the transport failed, and not a hook of the user's."""
        if isinstance(error, httpx.RequestError):
            # httpx notes the request on what its transports raise. A hook may fail at a request of its own.
            try:
                return error.request is request
            except RuntimeError:
                return False
        if isinstance(error, _OutOfTime):
            return True
        # Nobody notes where a system's error arose.
        return isinstance(error, (OSError, asyncio.TimeoutError)) and not any(self._http.event_hooks.values())


def _both(
    first: Callable[[Event], object] | None, second: Callable[[Event], object] | None
) -> Callable[[Event], object] | None:
    if first is None or second is None:
        return first or second

    def tell(event: Event) -> None:
        try:
            first(event)
        finally:
            # Whatever the first one raises.
            second(event)

    return tell


class _BodyTooLarge(Exception):
    pass


class _OutOfTime(asyncio.TimeoutError):
    pass


async def _within(seconds: float, work: Coroutine[Any, Any, _T]) -> _T:
    """`asyncio.wait_for`, which before Python 3.12 loses a cancellation that meets the result."""
    task = asyncio.create_task(work)
    # When this one is cancelled, nobody asks that one what it raised, which asyncio would log.
    task.add_done_callback(lambda task: task.cancelled() or task.exception())
    try:
        await asyncio.wait((task,), timeout=seconds)
    finally:
        withdrawn = task.cancel()
        if withdrawn:
            await asyncio.wait((task,))
    if withdrawn and task.cancelled():
        raise _OutOfTime
    return task.result()


class _Era:
    """A stretch of time in which the machine's clock was not set."""

    def __init__(self) -> None:
        self._began_ms = now_ms()
        self._began = time.monotonic()

    def now_ms(self) -> int:
        return self._began_ms + int((time.monotonic() - self._began) * 1000)

    def is_over(self) -> bool:
        return abs(self.now_ms() - now_ms()) > _TOLERANCE_MS


class _Attempt:
    """How far one attempt came, which decides what a failure means. What nobody knows counts as sent."""

    def __init__(self) -> None:
        self.sent: bool | None = None
        """Whether the request began to be sent; ``None`` when the transport does not tell."""

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        if not event.endswith(".started") or event.endswith(".response_closed.started"):
            return
        step = event.split(".")[-2]
        # A proxy is asked for a tunnel with a request of its own, which does not count.
        prepares = step in _PREPARATIONS or getattr(info.get("request"), "method", None) == b"CONNECT"
        self.sent = bool(self.sent) or not prepares

    def failure(self, error: BaseException) -> tuple[str, str]:
        """The kind of a transport error, and what happened in our words."""
        late = isinstance(error, (httpx.TimeoutException, TimeoutError, asyncio.TimeoutError))
        causes = _causes(error)
        if not self._is_unsent(error, causes):
            if late:
                return "timeout", "the whole answer did not arrive in time"
            return "interrupted", "the connection closed before the whole answer arrived"
        for cause in causes:
            if isinstance(cause, ssl.SSLError):
                return "tls", f"the connection could not be secured: {_tls_reason(cause)}"
            if isinstance(cause, socket.gaierror):
                return "dns", "the host name was not found"
        return "connect", "no connection was made in time" if late else "no connection was made"

    def _is_unsent(self, error: BaseException, causes: list[BaseException]) -> bool:
        if self.sent is not None:
            return not self.sent
        # Nobody traces the wait for a connection of the pool, and nobody calls anything else by that name.
        if type(error) is httpx.PoolTimeout:
            return True
        # Some transports say that no connection was made when one broke, so it matters what they heard themselves.
        heard = causes[1:]
        return isinstance(error, _UNSENT) and (not heard or any(isinstance(cause, _UNCONNECTED) for cause in heard))


def _causes(error: BaseException | None) -> list[BaseException]:
    causes: list[BaseException] = []
    while error is not None and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__
    return causes


def _tls_reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        # Only the system's own have it.
        return getattr(error, "verify_message", "the certificate is invalid")
    return (error.reason or "the handshake failed").lower().replace("_", " ")
