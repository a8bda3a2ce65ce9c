"""The asyncio client with transports and hooks of the user's own, which may not tell how far a request came."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any, NoReturn
from unittest import mock

import httpx
import pytest

from soarwire import AsyncClient, Client, Operation, Report, SoarwireError, Wait, d3, errors
from soarwire.testing import Sandbox

TENANT = d3.Tenant("https://soc.example.com", username="Admin", site="S", api_key="k")
ASSIGN = d3.UpdateOwner(["a"], "Maria Keller")
CLOSE = d3.CloseIncidents(["a"], bypass_required_tasks=True, conclusion="Contained.")
OK = b'{"contextData": [{"Incident Number": "a", "Result": "Successful"}]}'

Answer = Callable[[httpx.Request], Awaitable[httpx.Response]]


class Transport(httpx.AsyncBaseTransport):
    """Gives each request the next answer, repeating the last, and counts the requests."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = answers
        self.received: list[bytes] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.received.append(await request.aread())
        return await self.answers[min(len(self.received), len(self.answers)) - 1](request)


def says(status: int, body: bytes = b"", **headers: str) -> Answer:
    async def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(
            status, headers={name.replace("_", "-"): text for name, text in headers.items()}, content=body
        )

    return answer


def raises(error: BaseException, because: BaseException | None = None, *, told: tuple[str, ...] = ()) -> Answer:
    """Fails, after telling the trace of httpx some events."""

    async def answer(request: httpx.Request) -> NoReturn:
        for event in told:
            about = httpx.Request("CONNECT", request.url) if event.startswith("CONNECT ") else request
            info = {"request": mock.Mock(method=about.method.encode())}
            await request.extensions["trace"](event.removeprefix("CONNECT "), info)
        raise error from because

    return answer


async def never(request: httpx.Request) -> NoReturn:
    await asyncio.Event().wait()
    raise AssertionError


async def run(
    transport: httpx.AsyncBaseTransport, operation: Operation, *, hooks: Any = None, **settings: Any
) -> Report:
    on_wait = settings.pop("on_wait", None)
    async with httpx.AsyncClient(transport=transport, event_hooks=hooks) as http_client:
        client = AsyncClient(TENANT, http_client=http_client, requests_per_second=0, **settings)
        return await client.run(operation, on_wait=on_wait)


def fails(transport: httpx.AsyncBaseTransport, operation: Operation = CLOSE, **settings: Any) -> SoarwireError:
    with pytest.raises(SoarwireError) as caught:
        asyncio.run(run(transport, operation, **settings))
    return caught.value


def left_open(error: BaseException) -> tuple[str, bool]:
    """What the error that ended a call says of what became of it."""
    became = error.__context__
    # Python 3.10 raises a cancellation anew for whoever awaits the task.
    if isinstance(became, asyncio.CancelledError):
        became = became.__context__
    assert isinstance(became, SoarwireError)
    assert (became.report is not None) == became.maybe_executed
    return became.kind, became.maybe_executed


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (raises(httpx.ReadTimeout("")), "timeout"),
        (raises(httpx.WriteTimeout("")), "timeout"),
        (raises(TimeoutError()), "timeout"),
        (raises(asyncio.TimeoutError()), "timeout"),
        (never, "timeout"),
        (raises(httpx.ReadError("")), "interrupted"),
        (raises(httpx.WriteError("")), "interrupted"),
        (raises(httpx.RemoteProtocolError("")), "interrupted"),
        (raises(httpx.LocalProtocolError("")), "interrupted"),
        (raises(httpx.ProxyError("")), "interrupted"),
        (raises(ConnectionResetError()), "interrupted"),
        (raises(socket.gaierror()), "interrupted"),
        # The transport of httpx-aiohttp says `ConnectTimeout` when aiohttp says that the server disconnected.
        (raises(httpx.ConnectTimeout(""), EOFError("the server disconnected")), "timeout"),
        (raises(httpx.ConnectError(""), ConnectionResetError()), "interrupted"),
        (raises(httpx.ConnectError(""), ssl.SSLError()), "interrupted"),
    ],
)
def test_what_may_have_been_sent_is_not_sent_again(answer: Answer, kind: str) -> None:
    transport = Transport(answer)
    error = fails(transport, max_attempts=3, attempt_timeout=0.2)
    assert (error.kind, error.maybe_executed, error.attempts) == (kind, True, 1)
    assert error.report is not None
    assert error.report.unknown == ["a"]
    assert len(transport.received) == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (raises(httpx.ConnectError("")), "connect"),
        (raises(httpx.ConnectTimeout("")), "connect"),
        (raises(httpx.PoolTimeout("")), "connect"),
        (raises(httpx.UnsupportedProtocol("")), "connect"),
        (raises(httpx.ConnectError(""), ConnectionRefusedError()), "connect"),
        (raises(httpx.ConnectError(""), socket.gaierror()), "dns"),
        (raises(httpx.ConnectError(""), ssl.SSLCertVerificationError()), "tls"),
    ],
)
def test_what_was_surely_not_sent(answer: Answer, kind: str) -> None:
    error = fails(Transport(answer), max_attempts=1)
    assert (error.kind, error.maybe_executed) == (kind, False)


def test_no_connection_is_tried_again() -> None:
    transport = Transport(raises(httpx.ConnectError("")), says(200, OK))
    assert asyncio.run(run(transport, CLOSE)).all_succeeded
    assert len(transport.received) == 2


@pytest.mark.parametrize(
    ("told", "sent"),
    [
        (["connection.connect_tcp.started"], False),
        (
            ["connection.connect_tcp.started", "connection.start_tls.started", "http2.send_connection_init.started"],
            False,
        ),
        (["socks.setup_socks5_connection.started"], False),
        (["CONNECT http11.send_request_headers.started", "http11.response_closed.started"], False),
        (["CONNECT http11.send_request_headers.started", "http11.send_request_headers.started"], True),
        (["http11.send_request_headers.started"], True),
        (["http2.send_connection_init.started", "http2.send_request_headers.started"], True),
        # What once was sent stays sent, when a transport of several connects anew.
        (["http11.send_request_headers.started", "connection.connect_tcp.started"], True),
        (["http11.response_closed.started"], True),
        # Words that we do not know.
        (["connection.connect_tcp.started", "http3.open_stream.started"], True),
        (["request.begin"], True),
        (["begun"], True),
    ],
    ids=lambda value: None if isinstance(value, bool) else " ".join(value),
)
@pytest.mark.parametrize("error", [httpx.ReadError(""), httpx.ReadTimeout("")], ids=["error", "timeout"])
def test_a_transport_that_tells_how_far_it_came(told: list[str], sent: bool, error: Exception) -> None:
    failed = fails(Transport(raises(error, told=tuple(told))), max_attempts=1)
    assert failed.maybe_executed == sent
    assert (failed.kind == "connect") != sent


def test_what_was_seen_outdoes_what_is_said() -> None:
    told = ("http11.send_request_headers.started", "connection.connect_tcp.started")
    assert fails(Transport(raises(httpx.ConnectError(""), told=told))).kind == "interrupted"


@contextlib.contextmanager
def server(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """Takes one connection after the other, and leaves them open until the end."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    taken.append(listener.accept()[0])
                    serve(taken[-1])

        thread = threading.Thread(target=accept)
        thread.start()
        yield listener.getsockname()[1]
        # On Linux a closed listener alone does not wake the thread.
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    for connection in taken:
        connection.close()


def read_and_close(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.close()


def read_and_refuse(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n")


def say_nothing(connection: socket.socket) -> None:
    pass


@pytest.mark.parametrize("serve", [read_and_close, read_and_refuse, say_nothing])
def test_a_proxy_without_a_tunnel_was_sent_nothing(serve: Callable[[socket.socket], None]) -> None:
    async def main(port: int) -> None:
        async with AsyncClient(TENANT, proxy=f"http://127.0.0.1:{port}", max_attempts=1, attempt_timeout=0.5) as client:
            await client.run(CLOSE)

    with server(serve) as port, pytest.raises(errors.Connect) as caught:
        asyncio.run(main(port))
    assert not caught.value.maybe_executed


def test_a_proxy_that_passes_requests_on_was_sent_one() -> None:
    async def main(port: int) -> None:
        tenant = d3.Tenant("http://127.0.0.1:9", username="A", site="S", api_key="k")
        async with httpx.AsyncClient(proxy=f"http://127.0.0.1:{port}") as http_client:
            await AsyncClient(tenant, http_client=http_client).run(CLOSE)

    with server(read_and_close) as port, pytest.raises(errors.Interrupted) as caught:
        asyncio.run(main(port))
    assert (caught.value.maybe_executed, caught.value.attempts) == (True, 1)


def test_waiting_for_a_connection_of_the_pool_sends_nothing(soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "never_answer"})

    async def main() -> SoarwireError:
        async with httpx.AsyncClient(limits=httpx.Limits(max_connections=1)) as http_client:
            client = AsyncClient(soarwire_sandbox.d3_tenant(), http_client=http_client, requests_per_second=0)
            first = asyncio.create_task(client.run(CLOSE))
            while not (soarwire_sandbox.requests or first.done()):
                await asyncio.sleep(0.01)
            with pytest.raises(SoarwireError) as caught:
                await client.run(CLOSE, timeout=2.5, max_attempts=1)
            first.cancel()
            return caught.value

    error = asyncio.run(main())
    assert (error.kind, error.maybe_executed) == ("connect", False)
    assert len(soarwire_sandbox.requests) == 1


def test_a_kept_connection_that_breaks(soarwire_sandbox: Sandbox) -> None:
    async def main() -> SoarwireError:
        async with AsyncClient(soarwire_sandbox.d3_tenant(), requests_per_second=0) as client:
            await client.run(d3.UpdateOwner(["20261103-104"], "Maria Keller"))
            soarwire_sandbox.script({"kind": "cut_before"})
            with pytest.raises(SoarwireError) as caught:
                await client.run(CLOSE)
            return caught.value

    error = asyncio.run(main())
    assert (error.kind, error.maybe_executed, error.attempts) == ("interrupted", True, 1)


def impatient(wait: Wait) -> NoReturn:
    raise LookupError(wait.why)


@pytest.mark.parametrize(
    ("fault", "operation", "expected"),
    [
        ({"kind": "server_error", "after_effect": True}, d3.UpdateOwner(["20261103-104"], "Maria Keller"), True),
        ({"kind": "rate_limited", "retry_after": 30}, CLOSE, False),
    ],
)
@pytest.mark.parametrize("how", ["sync", "async"])
def test_what_on_wait_raises_says_what_became_of_the_call(
    how: str, fault: dict[str, Any], operation: Operation[Report], expected: bool, soarwire_sandbox: Sandbox
) -> None:
    soarwire_sandbox.script(fault)

    async def run_async() -> Report:
        async with AsyncClient(soarwire_sandbox.d3_tenant()) as client:
            return await client.run(operation, on_wait=impatient)

    def run_sync() -> Report:
        with Client(soarwire_sandbox.d3_tenant()) as client:
            return client.run(operation, on_wait=impatient)

    with pytest.raises(LookupError) as caught:
        run_sync() if how == "sync" else asyncio.run(run_async())
    assert left_open(caught.value) == ("interrupted", expected)


def hook_that_raises(error: Exception) -> Callable[[object], Awaitable[None]]:
    async def hook(_: object) -> None:
        raise error

    return hook


async def raise_for_status(response: httpx.Response) -> None:
    response.raise_for_status()


async def calls_another_server(response: httpx.Response) -> None:
    async with httpx.AsyncClient(transport=Transport(raises(httpx.ConnectError("")))) as other:
        await other.post("https://audit.example.com")


@pytest.mark.parametrize(
    ("hook", "raised"),
    [
        (raise_for_status, httpx.HTTPStatusError),
        (calls_another_server, httpx.ConnectError),
        (hook_that_raises(httpx.ReadError("")), httpx.ReadError),
        (hook_that_raises(PermissionError()), PermissionError),
        (hook_that_raises(LookupError()), LookupError),
    ],
)
@pytest.mark.parametrize("operation", [CLOSE, ASSIGN], ids=["appends", "idempotent"])
def test_what_a_hook_raises_ends_the_call(hook: Any, raised: type[Exception], operation: Operation) -> None:
    transport = Transport(says(503))
    with pytest.raises(raised) as caught:
        asyncio.run(run(transport, operation, hooks={"response": [hook]}))
    assert left_open(caught.value) == ("interrupted", True)
    assert len(transport.received) == 1


def test_what_a_hook_raises_after_an_earlier_attempt() -> None:
    failing = Transport(says(503))

    async def second(request: httpx.Request) -> None:
        if failing.received:
            raise LookupError

    with pytest.raises(LookupError) as caught:
        asyncio.run(run(failing, ASSIGN, hooks={"request": [second]}))
    assert left_open(caught.value) == ("interrupted", True)


def test_a_hook_without_fault_changes_nothing() -> None:
    async def look(_: object) -> None:
        pass

    transport = Transport(raises(httpx.ReadError("")), says(200, OK))
    assert asyncio.run(run(transport, ASSIGN, hooks={"request": [look], "response": [look]})).all_succeeded


def test_a_defect_of_the_transport_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        asyncio.run(run(Transport(raises(ZeroDivisionError())), CLOSE))
    assert left_open(caught.value) == ("interrupted", True)


async def cancelled(call: Any, once: Sequence[object]) -> asyncio.CancelledError:
    """The call is cancelled once there is something in that list."""
    task = asyncio.create_task(call)
    while not (once or task.done()):
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    return caught.value


def test_a_cancelled_call_withdraws_its_request() -> None:
    withdrawn: list[bool] = []

    async def unanswered(request: httpx.Request) -> httpx.Response:
        try:
            return await never(request)
        except asyncio.CancelledError:
            withdrawn.append(True)
            raise

    transport = Transport(unanswered)
    error = asyncio.run(cancelled(run(transport, CLOSE), transport.received))
    assert withdrawn == [True]
    assert left_open(error) == ("interrupted", True)


def test_a_call_cancelled_before_it_was_sent() -> None:
    received: list[bytes] = []

    async def main(port: int) -> asyncio.CancelledError:
        async with AsyncClient(TENANT, proxy=f"http://127.0.0.1:{port}") as client:
            return await cancelled(client.run(CLOSE), received)

    with server(lambda connection: received.append(connection.recv(65536))) as port:
        assert left_open(asyncio.run(main(port))) == ("interrupted", False)


def test_a_call_cancelled_in_a_wait() -> None:
    waits: list[Wait] = []
    call = run(Transport(says(429, retry_after="30")), CLOSE, on_wait=waits.append)
    error = asyncio.run(cancelled(call, waits))
    assert left_open(error) == ("interrupted", False)


def test_a_cancellation_that_meets_the_answer_is_not_lost() -> None:
    tasks: list[asyncio.Task[Report]] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        tasks[0].cancel()
        return httpx.Response(503)

    async def main() -> None:
        transport = Transport(answer)
        tasks.append(asyncio.create_task(run(transport, ASSIGN)))
        with pytest.raises(asyncio.CancelledError):
            await tasks[0]
        assert len(transport.received) == 1

    asyncio.run(main())


def test_a_transport_that_cancels_itself_is_no_timeout() -> None:
    transport = Transport(raises(asyncio.CancelledError()))
    with pytest.raises(asyncio.CancelledError) as caught:
        asyncio.run(run(transport, ASSIGN))
    assert left_open(caught.value) == ("interrupted", True)


@pytest.mark.parametrize("max_attempts", [0, -1, 1.5, "3", None, 1 << 32])
def test_attempts_are_counted_in_whole_numbers(max_attempts: Any) -> None:
    for make in (Client, AsyncClient) if max_attempts is not None else (AsyncClient,):
        with pytest.raises(errors.InvalidRequest) as caught:
            make(TENANT, max_attempts=max_attempts)
        assert caught.value.field == "max_attempts"
        assert caught.value.reason == "must be a whole number, 1 or more"


@pytest.mark.parametrize("body_limit", [None, -1, 1.5, "1"])
def test_a_limit_is_a_whole_number(body_limit: Any) -> None:
    for make in (Client, AsyncClient) if body_limit is not None else (AsyncClient,):
        with pytest.raises(errors.InvalidRequest) as caught:
            make(TENANT, body_limit=body_limit)
        assert caught.value.field == "body_limit"
        assert caught.value.reason == "must be a whole number, 0 or more"


@pytest.mark.parametrize("http_client", [httpx.Client(), object()], ids=["blocking", "something"])
def test_a_client_that_cannot_be_awaited(http_client: Any) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        AsyncClient(TENANT, http_client=http_client)
    assert caught.value.field == "http_client"


def test_a_closed_client_of_the_users_own() -> None:
    async def main() -> None:
        http_client = httpx.AsyncClient()
        await http_client.aclose()
        with pytest.raises(RuntimeError, match="the client is closed") as caught:
            await AsyncClient(TENANT, http_client=http_client).run(CLOSE)
        assert caught.value.__context__ is None

    asyncio.run(main())


async def in_pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def test_an_answer_that_is_not_what_its_header_says() -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, headers={"content-encoding": "gzip"}, content=in_pieces(b"not gzip"))

    assert fails(Transport(answer)).kind == "bad_request"


def test_what_is_unpacked_counts() -> None:
    packed = gzip.compress(b" " * 100_000)

    async def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-encoding": "gzip"}, content=in_pieces(packed))

    assert fails(Transport(answer), body_limit=1000).kind == "body_too_large"
