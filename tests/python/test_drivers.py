"""The drivers of docs/drivers.md, against servers that attack them."""

from __future__ import annotations

import asyncio
import gzip
import re
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from soarwire import Operation, Pacer, SoarwireError, d3, errors
from soarwire.testing import Sandbox

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "drivers.md"
KEY = "CANARY-key"
CLOSE = d3.CloseIncidents(["a"], bypass_required_tasks=True, conclusion="Done.")
OK = b'{"contextData": [{"Incident Number": "a", "Result": "Successful"}]}'
MIB = 1 << 20

Names = dict[str, Any]


def executed(section: str) -> list[Names]:
    """What the examples of a section define."""
    text = PAGE.read_text(encoding="utf-8").split(f"\n## {section}\n")[1].split("\n## ")[0]
    found = []
    for code in re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        names: Names = {"__name__": section}
        exec(compile(code, f"{PAGE.name}: {section}", "exec"), names)
        found.append(names)
    return found


SECTIONS = ("requests", "urllib3", "httpx", "httpx with asyncio", "aiohttp")
DRIVERS = {section: executed(section)[0] for section in SECTIONS}
LOOP, ASYNC_LOOP = executed("Repeating attempts")


@pytest.fixture(params=DRIVERS)
def driver(request: pytest.FixtureRequest) -> Names:
    return dict(DRIVERS[request.param])


def connected(driver: Names, work: Callable[[Any], Any]) -> Any:
    """What `work` gives, or what it awaits gives, for a new session of the driver."""
    make = driver.get("new_session") or driver.get("new_pool") or driver["new_client"]
    if not asyncio.iscoroutinefunction(driver["send"]):
        with make() as session:
            return work(session)

    async def main() -> Any:
        async with make() as session:
            return await work(session)

    return asyncio.run(main())


def sent(driver: Names, url: str, operation: Operation = CLOSE, seconds: float = 5, times: int = 1) -> Any:
    """The last of so many answers from a server, one after the other by the same session."""
    request = d3.Tenant(url, username="Admin", site="S", api_key=KEY).request(operation)
    send = driver["send"]
    if not asyncio.iscoroutinefunction(send):
        return connected(driver, lambda session: [send(session, operation, request, seconds) for _ in range(times)][-1])

    async def work(session: Any) -> Any:
        return [await send(session, operation, request, seconds) for _ in range(times)][-1]

    return connected(driver, work)


def failed(driver: Names, url: str, seconds: float = 5) -> SoarwireError:
    with pytest.raises(errors.TransportError) as caught:
        sent(driver, url, seconds=seconds)
    return caught.value


@contextmanager
def server(answer: Callable[[socket.socket], None], host: str = "127.0.0.1") -> Iterator[tuple[str, list[bytes]]]:
    """Its URL and the requests that came, one for each connection."""
    came: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        with connection:
            try:
                came.append(read(connection))
                answer(connection)
            except OSError:
                pass

    with socket.create_server((host, 0)) as listener:

        def accept() -> None:
            try:
                while True:
                    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
            except OSError:
                pass

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://{host}:{listener.getsockname()[1]}", came
        listener.shutdown(socket.SHUT_RDWR)


def read(connection: socket.socket) -> bytes:
    """A whole request."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += (more := connection.recv(65536))
        if not more:
            return got
    head, _, body = got.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
    while length and len(body) < int(length[1]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def says(body: bytes = OK, head: bytes = b"", status: bytes = b"200 OK") -> Callable[[socket.socket], None]:
    lines = [b"HTTP/1.1 " + status, b"content-length: %d" % len(body), *([head] if head else []), b"", body]
    return lambda connection: connection.sendall(b"\r\n".join(lines))


def drips(answer: bytes) -> Callable[[socket.socket], None]:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(answer))
        for byte in answer:
            time.sleep(0.05)
            connection.sendall(bytes([byte]))

    return drip


def nothing(connection: socket.socket) -> None:
    connection.recv(1)


def test_the_answer_is_whole(driver: Names) -> None:
    with server(says(head=b"retry-after: 7\r\nx-request-id: q1")) as (url, came):
        status, headers, body = sent(driver, url)
    report = CLOSE.parse(status, headers, body)
    assert report.all_succeeded
    assert report.request_id == "q1"
    assert KEY.encode() in came[0]


@pytest.mark.parametrize("status", [b"301 Moved", b"302 Found", b"303 See Other", b"307 Temporary", b"308 Permanent"])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"])
def test_no_redirect_is_followed(driver: Names, status: bytes, host: str) -> None:
    with server(says(), host) as (other, stolen):
        with server(says(b"", b"location: " + other.encode(), status)) as (url, came):
            answer = sent(driver, url)
        with pytest.raises(errors.UnexpectedStatus) as caught:
            CLOSE.parse(*answer)
    assert caught.value.status == int(status[:3])
    assert (len(came), stolen) == (1, [])


@pytest.mark.parametrize("cut", [b"", b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"])
def test_what_is_cut_off_may_have_been_executed_and_is_sent_once(driver: Names, cut: bytes) -> None:
    with server(lambda connection: connection.sendall(cut)) as (url, came):
        error = failed(driver, url)
    assert (error.kind, error.maybe_executed) == ("interrupted", True)
    assert error.report is not None
    assert error.report.unknown == ["a"]
    assert len(came) == 1


def test_without_a_server_nothing_was_sent(driver: Names) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    error = failed(driver, url)
    assert (error.kind, error.maybe_executed) == ("connect", False)
    assert [each.status for each in error.outcomes()] == ["failed"]


@pytest.mark.parametrize(
    "answer",
    [
        says(bytes(3 * MIB)),
        says(gzip.compress(bytes(64 * MIB)), b"content-encoding: gzip"),
        says(gzip.compress(bytes(64 * MIB)), b"Content-Encoding: GZIP"),
    ],
    ids=["large", "packed", "in capitals"],
)
def test_a_body_over_the_limit_fills_no_memory(driver: Names, answer: Callable[[socket.socket], None]) -> None:
    driver["send"].__globals__["BODY_LIMIT"] = MIB
    tracemalloc.start()
    try:
        with server(answer) as (url, _):
            error = failed(driver, url)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        driver["send"].__globals__["BODY_LIMIT"] = 64 * MIB
    assert (error.kind, error.maybe_executed) == ("body_too_large", True)
    assert peak < 8 * MIB


def test_a_bomb_in_two_layers_is_no_success(driver: Names) -> None:
    with server(says(gzip.compress(gzip.compress(bytes(256 * MIB), 9)), b"content-encoding: gzip, gzip")) as (url, _):
        with pytest.raises((errors.BodyTooLarge, errors.Undecodable)) as caught:
            CLOSE.parse(*sent(driver, url))
    assert caught.value.maybe_executed


def test_what_it_asks_for_it_unpacks(driver: Names) -> None:
    with server(says(gzip.compress(OK), b"content-encoding: gzip")) as (url, came):
        assert CLOSE.parse(*sent(driver, url)).all_succeeded
    assert re.findall(rb"accept-encoding: ?(.*?)\r\n", came[0], re.IGNORECASE) == [b"gzip"]


@pytest.mark.parametrize("answer", [nothing, drips(bytes(200))], ids=["silent", "drips"])
def test_the_time_is_limited(driver: Names, answer: Callable[[socket.socket], None]) -> None:
    with server(answer) as (url, _):
        began = time.monotonic()
        error = failed(driver, url, seconds=0.5)
    assert (error.kind, error.maybe_executed) == ("timeout", True)
    assert time.monotonic() - began < 5


def test_the_environment_and_earlier_answers_change_nothing(
    driver: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login CANARY-login password CANARY-password\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with server(says(b"")) as (proxy, proxied), server(says(head=b"set-cookie: a=CANARY-cookie")) as (url, came):
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        # A name, because some clients keep no cookies of addresses.
        assert CLOSE.parse(*sent(driver, url.replace("127.0.0.1", "localhost"), times=2)).all_succeeded
    assert proxied == []
    assert len(came) == 2
    assert not any(re.search(rb"^(authorization|cookie):", each, re.MULTILINE | re.IGNORECASE) for each in came)


def test_no_answer_is_taken_from_an_earlier_connection(driver: Names) -> None:
    """The server adds an answer that nobody asked for, and leaves the connection open."""

    def twice(connection: socket.socket) -> None:
        says()(connection)
        says(b"{}")(connection)
        time.sleep(0.5)

    with server(twice) as (url, came):
        assert CLOSE.parse(*sent(driver, url, times=2)).all_succeeded
    assert len(came) == 2


def repeated(driver: Names, sandbox: Sandbox, operation: Operation) -> Any:
    """What the loop of the page gives for this driver."""
    tenant, pacer = sandbox.d3_tenant(), Pacer(0)
    loop = ASYNC_LOOP if asyncio.iscoroutinefunction(driver["send"]) else LOOP
    return connected(driver, lambda session: loop["run"](tenant, operation, pacer, partial(driver["send"], session)))


def test_the_loop_repeats_what_may_be_repeated(driver: Names, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "rate_limited", "retry_after": 1}, {"kind": "cut_after"})
    began = time.monotonic()
    report = repeated(driver, soarwire_sandbox, d3.UpdateOwner(["20261103-104"], "Maria Keller"))
    assert report.all_succeeded
    assert report.attempts == 3
    assert time.monotonic() - began > 0.9


def test_the_loop_adds_nothing_twice(driver: Names, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "cut_after"})
    close = d3.CloseIncidents(["20261103-104"], bypass_required_tasks=True, conclusion="Done.")
    with pytest.raises(errors.Interrupted) as caught:
        repeated(driver, soarwire_sandbox, close)
    assert (caught.value.maybe_executed, caught.value.attempts) == (True, 1)
    assert soarwire_sandbox.effects["totals"]["conclusions"] == 1


# What sends in the examples of the documentation, and what keeps it from following redirects.
SENDERS = {
    r"\b(requests|session)\.(post|request)\(|\bsession\.request\(": "allow_redirects=False",
    r"\bhttpx\.(post|request)\(|\bhttpx\.(Async)?Client\(|\bclient\.stream\(": "follow_redirects=False",
    r"\bpool\.request\(|\burllib3\.request\(": "redirect=False",
    r"\bawait fetch\(": 'redirect: "manual"',
    r"\breqwest::|\bClient::builder\(": "redirect::Policy::none()",
    r"\burlopen\(": "nothing keeps it from that",
}


def examples() -> Iterator[tuple[str, str]]:
    for page in (*ROOT.glob("*.md"), *ROOT.glob("bindings-*/README.md"), *ROOT.glob("docs/*.md")):
        for code in re.findall(r"^```\w+\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            yield page.name, code


def test_no_example_follows_redirects() -> None:
    checked = set()
    for page, code in examples():
        for sender, setting in SENDERS.items():
            if re.search(sender, code):
                assert setting in code, f"{page}: {code}"
                checked.add(setting)
    assert len(checked) == 5
