"""The asyncio client: drives a `Call` over httpx."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

try:
    import httpx
except ImportError:
    raise ImportError('AsyncClient needs httpx: pip install "soarwire[async]"') from None

from ._soarwire import (
    Call,
    Done,
    Governor,
    Operation,
    Report,
    Send,
    Tenant,
    Wait,
    __version__,
    new_nonce,
    now_ms,
)
from .errors import InvalidRequest

__all__ = ["AsyncClient"]

# How far the machine's clock may be from ours before the pace begins anew. Signatures need it right to minutes.
_TOLERANCE_MS = 1000


class AsyncClient:
    """Runs calls of one tenant over HTTP, for asyncio; the tasks of one event loop may share it.

    The arguments are those of `soarwire.Client`. Besides, ``http_client`` is an ``httpx.AsyncClient`` of your own,
    which then decides on connections, proxies and certificates, and which you close yourself.

    Raises `InvalidRequest`, naming the argument.
    """

    def __init__(
        self,
        tenant: Tenant,
        *,
        timeout: float = 120.0,
        attempt_timeout: float = 60.0,
        connect_timeout: float = 10.0,
        max_attempts: int = 4,
        requests_per_second: float | None = None,
        body_limit: int = 64 << 20,
        ca_file: str | None = None,
        proxy: str | None = "environment",
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        if not isinstance(tenant, Tenant):
            raise _invalid("tenant", "must be a d3.Tenant or an xpanse.Tenant")
        if tenant.base_url.startswith("/") or not tenant.base_url:
            raise _invalid("base_url", "is a path, which only a page in a browser can resolve: pass the whole URL")
        for field, seconds in (
            ("timeout", timeout),
            ("attempt_timeout", attempt_timeout),
            ("connect_timeout", connect_timeout),
        ):
            _check_seconds(field, seconds)
        self._tenant = tenant
        self._timeout = timeout
        self._attempt_timeout = attempt_timeout
        self._connect_timeout = connect_timeout
        self._max_attempts = max_attempts
        self._rate = tenant.requests_per_second if requests_per_second is None else requests_per_second
        self._body_limit = body_limit
        self._era = _Era(self._rate)
        self._owned = http_client is None
        self._http = _http_client(tenant, ca_file, proxy) if http_client is None else http_client
        self._closed = False

    @property
    def tenant(self) -> Tenant:
        """The tenant that it calls."""
        return self._tenant

    async def run(
        self,
        operation: Operation,
        /,
        *,
        timeout: float | None = None,
        max_attempts: int | None = None,
        on_wait: Callable[[Wait], object] | None = None,
    ) -> Report:
        """Runs a call to its end: attempts, waits, and the report of what happened to each incident.

        ``timeout`` (seconds) and ``max_attempts`` override the client's for this call. ``on_wait`` is told about each
        wait before it begins; what it raises ends the call. A cancelled task ends the call at once.

        Raises a `SoarwireError`; one with ``maybe_executed`` has a ``report`` in which every incident is unknown.
        """
        if self._closed:
            raise RuntimeError("the client is closed: make a new one")
        timeout = self._timeout if timeout is None else timeout
        _check_seconds("timeout", timeout)
        if self._era.is_over():
            self._era = _Era(self._rate)
        era = self._era
        call = Call(
            self._tenant,
            operation,
            timeout=timeout,
            attempt_timeout=min(timeout, self._attempt_timeout),
            max_attempts=self._max_attempts if max_attempts is None else max_attempts,
            governor=era.governor,
        )
        try:
            while True:
                step = call.poll(era.now_ms(), new_nonce())
                if isinstance(step, Done):
                    if step.report is None:
                        raise step.error or RuntimeError("a call ended without a result")
                    return step.report
                if isinstance(step, Send):
                    await self._send(call, step, era)
                    continue
                if on_wait is not None:
                    on_wait(step)
                await asyncio.sleep(max(0, step.until_ms - era.now_ms()) / 1000)
        except asyncio.CancelledError as cancelled:
            # What became of the call stays with the exception that ended it.
            call.cancel(era.now_ms())
            ended = call.poll(era.now_ms(), "")
            if isinstance(ended, Done):
                cancelled.__context__ = ended.error
            raise

    async def _send(self, call: Call, step: Send, era: _Era) -> None:
        """Makes one attempt and tells the call what came of it."""
        attempt = _Attempt()
        left = max(0.001, (step.until_ms - era.now_ms()) / 1000)
        try:
            status, headers, body = await asyncio.wait_for(self._exchange(step, attempt, left), left)
        except _BodyTooLarge:
            reason = f"the answer is over the limit of {self._body_limit} bytes"
            call.on_transport_error(era.now_ms(), "body_too_large", reason)
        except (httpx.TransportError, httpx.DecodingError, asyncio.TimeoutError) as error:
            call.on_transport_error(era.now_ms(), *attempt.failure(error))
        else:
            call.on_response(era.now_ms(), status, headers, body)

    async def _exchange(
        self, step: Send, attempt: _Attempt, left: float
    ) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        request = self._http.build_request(
            step.request.method,
            step.request.url,
            headers=step.request.headers,
            content=step.request.body,
            # The time for the whole attempt is kept outside: httpx only knows one for each read.
            timeout=httpx.Timeout(None, connect=min(self._connect_timeout, left)),
            extensions={"trace": attempt.trace},
        )
        response = await self._http.send(request, stream=True, follow_redirects=False, auth=None)
        try:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > self._body_limit:
                    raise _BodyTooLarge
            return response.status_code, response.headers.raw, bytes(body)
        finally:
            await response.aclose()

    async def aclose(self) -> None:
        """Refuses further calls and closes the connections."""
        self._closed = True
        if self._owned:
            await self._http.aclose()

    async def __aenter__(self) -> AsyncClient:
        if self._closed:
            raise RuntimeError("the client is closed: make a new one")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<soarwire.AsyncClient of {self._tenant!r}{', closed' if self._closed else ''}>"

    def __reduce__(self) -> str:
        raise TypeError("a client cannot be pickled: it holds keys and connections; make it anew where it is needed")


class _BodyTooLarge(Exception):
    pass


class _Era:
    """A stretch of time in which the machine's clock was not set, with the pace that is kept by it."""

    def __init__(self, rate: float) -> None:
        self.governor = Governor(rate)
        self._began_ms = now_ms()
        self._began = time.monotonic()

    def now_ms(self) -> int:
        return self._began_ms + int((time.monotonic() - self._began) * 1000)

    def is_over(self) -> bool:
        return abs(self.now_ms() - now_ms()) > _TOLERANCE_MS


class _Attempt:
    """How far one attempt came, which decides what a failure means."""

    def __init__(self) -> None:
        self._sent = False

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        # A proxy is asked for a tunnel with a request of its own, which does not count.
        if event.endswith(".send_request_headers.started") and info["request"].method != b"CONNECT":
            self._sent = True

    def failure(self, error: BaseException) -> tuple[str, str]:
        """The kind of a transport error, and what happened in our words."""
        late = isinstance(error, (httpx.TimeoutException, asyncio.TimeoutError))
        if self._sent:
            if late:
                return "timeout", "the whole answer did not arrive in time"
            return "interrupted", "the connection closed before the whole answer arrived"
        for cause in _causes(error):
            if isinstance(cause, ssl.SSLError):
                return "tls", f"the connection could not be secured: {_tls_reason(cause)}"
            if isinstance(cause, socket.gaierror):
                return "dns", "the host name was not found"
        return "connect", "no connection was made in time" if late else "no connection was made"


def _causes(error: BaseException | None) -> list[BaseException]:
    causes: list[BaseException] = []
    while error is not None and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__
    return causes


def _tls_reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return (error.reason or "the handshake failed").lower().replace("_", " ")


def _http_client(tenant: Tenant, ca_file: str | None, proxy: str | None) -> httpx.AsyncClient:
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, TypeError):
            raise _invalid("ca_file", "cannot be read: pass the authority's certificate as a PEM file") from None
    # Keys for this machine may travel in plain text, so no proxy may see them.
    direct = _is_this_machine(tenant.base_url)
    try:
        return httpx.AsyncClient(
            verify=context,
            trust_env=proxy == "environment" and not direct,
            proxy=None if proxy == "environment" or direct else proxy,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"user-agent": f"soarwire-python/{__version__}"},
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=32, keepalive_expiry=15.0),
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        # The URL may hold a password: it is not repeated.
        raise _invalid(
            "proxy", "is no proxy that can be used: pass one such as http://proxy.example.com:3128"
        ) from None


def _is_this_machine(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    return host in ("localhost", "::1") or (host.startswith("127.") and host.replace(".", "").isdigit())


def _check_seconds(field: str, seconds: object) -> None:
    number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if not (number and 0 < seconds < float("inf")):  # type: ignore[operator]
        raise _invalid(field, "must be seconds, more than 0")


def _invalid(field: str, reason: str) -> InvalidRequest:
    return InvalidRequest(f"invalid_request: {field} {reason}", field=field, reason=reason)
