"""Both clients name the same kind and reason for the same mishap: one table of what servers do, run through both."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from raw_server import Serve, Server, answer, closes_at_once, read, says, then_closes, then_resets, then_waits

from soarwire import AsyncClient, Client, Report, SoarwireError, d3, errors

CLOSE = d3.CloseIncidents(["a"], bypass_required_tasks=True, conclusion="Contained.")
DENIED = b'{"contextData": [{"Incident Number": "a", "Result": "Failed", "Error message": "denied"}]}'


def speaks_first(connection: socket.socket) -> None:
    connection.sendall(answer())
    read(connection)
    connection.sendall(answer(body=DENIED))
    connection.recv(1)


@dataclass(frozen=True)
class Mishap:
    serve: Serve
    kind: str
    reason: str | None
    maybe_executed: bool = True
    settings: tuple[tuple[str, Any], ...] = ()


IN_TIME = (("attempt_timeout", 0.4),)
CLOSED = "the connection closed before the whole answer arrived: "
MISHAPS = {
    "closes without an answer": Mishap(then_closes(b""), "interrupted", CLOSED + "unexpected end of file"),
    "resets without an answer": Mishap(then_resets(b""), "interrupted", CLOSED + "connection reset"),
    "closes in the head": Mishap(then_closes(b"HTTP/1.1 200 OK\r\ncontent-"), "interrupted", None),
    "closes in the body": Mishap(then_closes(answer()[:-10]), "interrupted", None),
    "resets in the body": Mishap(then_resets(answer()[:-10]), "interrupted", CLOSED + "connection reset"),
    "never answers": Mishap(then_waits(b""), "timeout", "the whole answer did not arrive in time", settings=IN_TIME),
    "stops in the head": Mishap(
        then_waits(b"HTTP/1.1 200"), "timeout", "the whole answer did not arrive in time", settings=IN_TIME
    ),
    "stops in the body": Mishap(
        then_waits(answer()[:-10]), "timeout", "the whole answer did not arrive in time", settings=IN_TIME
    ),
    "speaks another protocol": Mishap(then_closes(b"220 mail.example.com ESMTP\r\n"), "interrupted", None),
    "an endless head": Mishap(
        then_waits(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000),
        "body_too_large",
        "the headers of the answer are too large",
    ),
    "a large body": Mishap(
        says(answer(body=b"x" * 5000)),
        "body_too_large",
        "the answer is over the limit of 1000 bytes",
        settings=(("body_limit", 1000),),
    ),
    "a large body, packed": Mishap(
        says(answer("200 OK", gzip.compress(b" " * 5000), "content-encoding: gzip")),
        "body_too_large",
        "the answer is over the limit of 1000 bytes",
        settings=(("body_limit", 1000),),
    ),
    "not what its header says": Mishap(
        says(answer("400 Bad Request", b"not gzip", "content-encoding: gzip")),
        "bad_request",
        None,
        maybe_executed=False,
    ),
    "a redirect": Mishap(says(answer("302 Found", b"", "location: http://127.0.0.1:1/")), "unexpected_status", None),
    "a redirect that keeps the method": Mishap(
        says(answer("307 Temporary Redirect", b"", "location: /elsewhere")), "unexpected_status", None
    ),
    "cookies and a challenge": Mishap(
        says(answer("401 Unauthorized", b"", "set-cookie: a=b", "www-authenticate: Basic")),
        "unauthenticated",
        None,
        maybe_executed=False,
    ),
    "an empty success": Mishap(says(answer(body=b"")), "undecodable", None),
    "misdirected": Mishap(says(answer("421 Misdirected Request", b"")), "unexpected_status", None),
    "refused without reading": Mishap(
        then_waits(answer("413 Content Too Large", b"", "connection: close")), "too_large", None, maybe_executed=False
    ),
}


def run(how: str, tenant: d3.Tenant, *, times: int = 1, **settings: Any) -> list[Report | SoarwireError]:
    """What each of the calls of one client gave."""
    settings = {"requests_per_second": 0, "max_attempts": 1, **settings}
    said: list[Report | SoarwireError] = []
    if how == "sync":
        with Client(tenant, **settings) as client:
            for _ in range(times):
                try:
                    said.append(client.run(CLOSE))
                except SoarwireError as error:
                    said.append(error)
        return said

    async def main() -> None:
        async with AsyncClient(tenant, **settings) as client:
            for _ in range(times):
                try:
                    said.append(await client.run(CLOSE))
                except SoarwireError as error:
                    said.append(error)

    asyncio.run(main())
    return said


@pytest.fixture(params=["sync", "async"])
def how(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("mishap", MISHAPS.values(), ids=MISHAPS.keys())
def test_both_clients_say_the_same(mishap: Mishap) -> None:
    told = []
    for how in ("sync", "async"):
        with Server(mishap.serve) as server:
            (error,) = run(how, server.tenant, **dict(mishap.settings))
        assert isinstance(error, SoarwireError)
        assert (error.kind, error.maybe_executed, error.attempts) == (mishap.kind, mishap.maybe_executed, 1)
        assert mishap.reason is None or error.reason == mishap.reason
        told.append((error.to_json(), error.reason, str(error)))
    assert told[0] == told[1]


@pytest.fixture
def twice() -> Iterator[Server]:
    """Says twice that the first call succeeded. The second one is denied."""

    def serve(connection: socket.socket) -> None:
        read(connection)
        connection.sendall(answer() + answer())
        while read(connection):
            connection.sendall(answer(body=DENIED))

    with Server(serve, says(answer(body=DENIED))) as server:
        yield server


def test_an_answer_nobody_asked_for_is_nobodys(how: str, twice: Server) -> None:
    first, second = run(how, twice.tenant, times=2)
    assert isinstance(first, Report) and first.succeeded == ["a"]
    assert isinstance(second, Report) and [failed.reason for failed in second.failed] == ["denied"]
    assert twice.connections == 2


def test_an_answer_that_comes_late_is_nobodys(how: str) -> None:
    sent = threading.Event()

    def serve(connection: socket.socket) -> None:
        read(connection)
        connection.sendall(answer())
        time.sleep(0.2)
        connection.sendall(answer())
        sent.set()
        read(connection)

    with Server(serve, says(answer(body=DENIED))) as server:
        said: list[Any] = []

        def between() -> None:
            assert sent.wait(10)

        if how == "sync":
            with Client(server.tenant, requests_per_second=0) as client:
                said.append(client.run(CLOSE).succeeded)
                between()
                said.append(client.run(CLOSE).succeeded)
        else:

            async def main() -> None:
                async with AsyncClient(server.tenant, requests_per_second=0) as client:
                    said.append((await client.run(CLOSE)).succeeded)
                    between()
                    said.append((await client.run(CLOSE)).succeeded)

            asyncio.run(main())
        assert said == [["a"], []]


def test_a_server_that_speaks_first(how: str) -> None:
    # What was there before the request went out cannot be told from its answer; the next call must not get the rest.
    with Server(speaks_first, says(answer(body=DENIED))) as server:
        _, second = run(how, server.tenant, times=2)
        assert isinstance(second, Report) and second.succeeded == []


def test_a_connection_that_closes_before_the_request(how: str) -> None:
    with Server(closes_at_once) as server:
        (error,) = run(how, server.tenant)
    assert isinstance(error, SoarwireError)
    # Whether the request went out before the end was seen is a matter of luck, and the kind says which it was.
    assert (error.kind, error.maybe_executed) in [("connect", False), ("interrupted", True)]


def test_connections_are_reused_unless_told_otherwise(how: str) -> None:
    for reuse, connections in ((True, 1), (False, 4)):
        heads: list[bytes] = []

        def serve(connection: socket.socket, heads: list[bytes] = heads) -> None:
            while head := read(connection):
                heads.append(head.lower())
                connection.sendall(answer())

        with Server(serve) as server:
            assert all(isinstance(said, Report) for said in run(how, server.tenant, times=4, reuse_connections=reuse))
            assert server.connections == connections
            assert all((b"connection: close" in head) != reuse for head in heads)


def test_an_http_client_of_your_own_without_keep_alive(twice: Server) -> None:
    """With the limits that the documentation names, httpx takes no answer for another one either."""

    async def main() -> list[Report]:
        async with httpx.AsyncClient(limits=httpx.Limits(max_keepalive_connections=0)) as http_client:
            client = AsyncClient(twice.tenant, requests_per_second=0, http_client=http_client)
            return [await client.run(CLOSE), await client.run(CLOSE)]

    first, second = asyncio.run(main())
    assert (first.succeeded, second.succeeded) == (["a"], [])


def test_reuse_is_for_the_built_in_transport() -> None:
    tenant = d3.Tenant("https://soc.example.com", username="Admin", site="S", api_key="k")
    with pytest.raises(errors.InvalidRequest) as caught:
        AsyncClient(tenant, reuse_connections=False, http_client=httpx.AsyncClient())
    assert caught.value.field == "reuse_connections"
