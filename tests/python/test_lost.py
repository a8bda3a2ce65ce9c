"""From what HTTP clients raise to the error of a lost call."""

from __future__ import annotations

import asyncio
import http.client
import socket
import ssl
import struct
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest
import requests
import urllib3
from raw_server import raw_server

from soarwire import d3, errors
from soarwire._lost import kind_of

CLOSE = d3.CloseIncidents(["a", "b"], bypass_required_tasks=True, conclusion="Done.")


def with_requests(url: str) -> None:
    requests.post(url, data=b"{}", timeout=0.5, allow_redirects=False)


def with_urllib3(url: str) -> None:
    urllib3.PoolManager(retries=False).request("POST", url, body=b"{}", timeout=0.5)


def with_urllib3_and_retries(url: str) -> None:
    urllib3.PoolManager().request("POST", url, body=b"{}", timeout=0.5, retries=urllib3.Retry(1, backoff_factor=0))


def with_httpx(url: str) -> None:
    httpx.post(url, content=b"{}", timeout=0.5)


def with_aiohttp(url: str) -> None:
    async def post() -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.5)) as session:
            context = ssl.create_default_context()
            await session.post(url, data=b"{}", allow_redirects=False, ssl=context)

    asyncio.run(post())


def with_urllib(url: str) -> None:
    urllib.request.urlopen(urllib.request.Request(url, b"{}"), timeout=0.5)


CLIENTS = [with_requests, with_urllib3, with_urllib3_and_retries, with_httpx, with_aiohttp, with_urllib]


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


def raised(client: Callable[[str], None], url: str) -> BaseException:
    with pytest.raises(Exception) as caught:
        client(url)
    return caught.value


@pytest.mark.parametrize("client", CLIENTS)
def test_a_refused_connection_was_not_sent(client: Callable[[str], None]) -> None:
    error = CLOSE.lost(raised(client, f"http://{closed_port()}/"))
    assert (error.kind, error.maybe_executed, error.retryable, error.report) == ("connect", False, True, None)
    assert [each.status for each in error.outcomes()] == ["failed", "failed"]


@pytest.mark.parametrize("client", CLIENTS)
def test_an_answer_that_does_not_come_may_have_been_executed(client: Callable[[str], None], silent: str) -> None:
    error = CLOSE.lost(raised(client, f"http://{silent}/"))
    assert error.kind in ("timeout", "interrupted")
    assert (error.maybe_executed, error.retryable) == (True, False)
    assert error.report is not None
    assert error.report.unknown == ["a", "b"]
    assert error.__cause__ is not None


@pytest.fixture(params=[0, 1], ids=["closed", "reset"])
def breaking(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that reads a request and ends the connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            try:
                while True:
                    connection, _ = server.accept()
                    with connection:
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", request.param, 0))
                        while not connection.recv(65536).endswith(b"{}"):
                            pass
            except OSError:
                pass

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_connection_that_breaks_may_have_been_executed(client: Callable[[str], None], breaking: str) -> None:
    error = CLOSE.lost(raised(client, f"http://{breaking}/"))
    assert (error.kind, error.maybe_executed) == ("interrupted", True)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_name_that_is_not_found_was_not_sent(client: Callable[[str], None]) -> None:
    error = CLOSE.lost(raised(client, "http://soarwire.invalid/"))
    assert (error.kind, error.maybe_executed) == ("dns", False)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("row", "kind", "maybe_executed"),
    [
        ("an authority that is not known", "tls", False),
        ("a certificate for another host", "tls", False),
        # TLS 1.3 says so when the request is already on its way.
        ("a certificate is wanted", "interrupted", True),
    ],
)
def test_what_tls_refuses(
    client: Callable[[str], None],
    row: str,
    kind: str,
    maybe_executed: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with raw_server() as server:
        authority = tmp_path / "authority.pem"
        authority.write_text(server.ca)
        for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
            monkeypatch.setenv(name, str(authority))
        error = CLOSE.lost(raised(client, server.urls[row]))
    assert (error.kind, error.maybe_executed) == (kind, maybe_executed)


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        ("tls", "tls"),
        ("body_too_large", "body_too_large"),
        (socket.gaierror(), "dns"),
        (urllib.error.URLError(socket.gaierror()), "dns"),
        (urllib.error.URLError("no words"), "interrupted"),
        (ssl.SSLCertVerificationError(), "tls"),
        (ssl.SSLError(), "interrupted"),
        (requests.exceptions.SSLError(urllib3.exceptions.MaxRetryError(None, "", ssl.SSLError())), "interrupted"),  # type: ignore[arg-type]
        (requests.exceptions.ChunkedEncodingError(), "interrupted"),
        (requests.exceptions.ReadTimeout(), "timeout"),
        (requests.exceptions.ConnectTimeout(), "connect"),
        (httpx.ReadError(""), "interrupted"),
        (httpx.ProxyError(""), "interrupted"),
        (httpx.PoolTimeout(""), "connect"),
        (aiohttp.ServerDisconnectedError(), "interrupted"),
        (aiohttp.ConnectionTimeoutError(), "connect"),
        (aiohttp.SocketTimeoutError(), "timeout"),
        (http.client.RemoteDisconnected(""), "interrupted"),
        (ConnectionResetError(), "interrupted"),
        (TimeoutError(), "timeout"),
        (ValueError(), "interrupted"),
        (KeyboardInterrupt(), "interrupted"),
    ],
    ids=repr,
)
def test_kinds(cause: Any, kind: str) -> None:
    assert CLOSE.lost(cause).kind == kind


def test_what_failed_before_a_connection_stood_is_told_apart() -> None:
    for cause, kind in [(ssl.SSLError(), "tls"), (socket.gaierror(), "dns"), (OSError(), "connect")]:
        error = httpx.ConnectError("")
        error.__cause__ = cause
        assert kind_of(error) == kind


def test_reasons_are_told_and_other_causes_refused() -> None:
    assert CLOSE.lost("timeout", "no answer within 5 s").reason == "no answer within 5 s"
    with pytest.raises(ValueError, match="must be an exception, or one of dns, connect"):
        CLOSE.lost("late")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="^cause must be an exception"):
        CLOSE.lost(5)  # type: ignore[arg-type]
    assert isinstance(CLOSE.lost("dns"), errors.Dns)
