"""Both clients over real sockets: the faults of the sandbox, threads, tasks, Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

import soarwire
from soarwire import AsyncClient, Client, Operation, Report, SoarwireError, Wait, d3, errors, xpanse
from soarwire.testing import Sandbox

ASSIGN = d3.UpdateOwner(["20261103-104", "20261103-105"], "Maria Keller")
CLOSE = d3.CloseIncidents(["20261103-104", "20261103-105"], bypass_required_tasks=True, conclusion="Contained.")
UPDATE = xpanse.UpdateIncident("5471", status="under_investigation", comment="Seen.")


@pytest.fixture(params=["sync", "async"])
def how(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def run(
    how: str,
    tenant: soarwire.Tenant,
    operation: Operation[Report],
    *,
    on_wait: Any = None,
    raises: bool = True,
    **settings: Any,
) -> Report:
    """The same call through either client."""
    if how == "sync":
        with Client(tenant, **settings) as client:
            return client.run(operation, on_wait=on_wait, raises=raises)

    async def with_async() -> Report:
        async with AsyncClient(tenant, **settings) as client:
            return await client.run(operation, on_wait=on_wait, raises=raises)

    return asyncio.run(with_async())


def fails(how: str, tenant: soarwire.Tenant, operation: Operation, **settings: Any) -> SoarwireError:
    with pytest.raises(SoarwireError) as caught:
        run(how, tenant, operation, **settings)
    return caught.value


def nothing_twice(sandbox: Sandbox) -> bool:
    return bool(sandbox.effects["duplicates"] == [])


def test_all_five(how: str, soarwire_sandbox: Sandbox) -> None:
    tenant = soarwire_sandbox.d3_tenant()
    link = d3.LinkToCases(["20261103-104"], ["20261102-7"])
    for operation in (ASSIGN, CLOSE, link, d3.CloseIncident(note="Done.")):
        assert run(how, tenant, operation).all_succeeded
    for key in ({}, {"key_id": "1", "key": "sandbox-xpanse-standard-key", "key_type": "standard"}):
        assert run(how, soarwire_sandbox.xpanse_tenant(**key), UPDATE).all_succeeded


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"kind": "server_error", "after_effect": True}, "server_error"),
        ({"kind": "html"}, "server_error"),
        ({"kind": "html", "status": 403}, "forbidden"),
        ({"kind": "empty_unauthorized"}, "unauthenticated"),
        ({"kind": "truncated_json"}, "undecodable"),
        ({"kind": "cut_after"}, "interrupted"),
        ({"kind": "cut_before"}, "interrupted"),
        ({"kind": "cut_mid_body"}, "interrupted"),
        ({"kind": "redirect", "location": "http://127.0.0.1:1/"}, "unexpected_status"),
        ({"kind": "status", "status": 413, "body": ""}, "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_adds_up_is_not_sent_again(how: str, fault: dict[str, Any], kind: str, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script(fault)
    error = fails(how, soarwire_sandbox.d3_tenant(), CLOSE)
    assert error.kind == kind
    assert error.attempts == 1
    assert (error.report is not None) == error.maybe_executed
    if error.report is not None:
        assert error.report.unknown == CLOSE.asked
    assert len(soarwire_sandbox.requests) == 1
    assert nothing_twice(soarwire_sandbox)


def test_a_report_either_way(how: str, soarwire_sandbox: Sandbox) -> None:
    tenant = soarwire_sandbox.d3_tenant()
    done = run(how, tenant, ASSIGN, raises=False)
    assert (done.all_succeeded, done.attempts) == (True, 1)
    assert done.elapsed is not None
    assert 0 <= done.elapsed < 60
    soarwire_sandbox.script({"kind": "cut_after"})
    unknown = run(how, tenant, CLOSE, raises=False)
    assert (unknown.unknown, unknown.attempts) == (CLOSE.asked, 1)
    soarwire_sandbox.script({"kind": "empty_unauthorized"})
    refused = run(how, tenant, CLOSE, raises=False)
    assert [each.reason for each in refused.failed] == ["unauthenticated"] * 2
    # The errors of an operation that lists have no report.
    soarwire_sandbox.script({"kind": "html", "status": 403})
    with pytest.raises(errors.Forbidden):
        run(how, soarwire_sandbox.xpanse_tenant(), xpanse.GetIncidents(), raises=False)  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", ["server_error", "truncated_json", "cut_after", "cut_before", "cut_mid_body"])
def test_what_is_idempotent_is_sent_again(how: str, fault: str, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": fault})
    waits: list[Wait] = []
    assert run(how, soarwire_sandbox.d3_tenant(), ASSIGN, on_wait=waits.append).all_succeeded
    assert len(soarwire_sandbox.requests) == 2
    assert {wait.why for wait in waits} <= {"backoff", "pacing"}


def test_a_rate_limit_is_waited_out(how: str, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "rate_limited", "retry_after": 1})
    waits: list[Wait] = []
    began = time.monotonic()
    assert run(how, soarwire_sandbox.d3_tenant(), CLOSE, on_wait=waits.append).all_succeeded
    assert 0.9 < time.monotonic() - began < 5
    assert [wait.why for wait in waits] == ["retry_after"]
    assert abs(waits[0].until_ms - soarwire.now_ms()) < 5000


def test_clients_share_a_pacer(how: str, soarwire_sandbox: Sandbox) -> None:
    pacer = soarwire.Pacer(5)
    began = time.monotonic()
    for _ in range(4):
        assert run(how, soarwire_sandbox.d3_tenant(), ASSIGN, pacer=pacer).all_succeeded
    # The first goes at once, the others 200 ms apart, though each has a client of its own.
    assert time.monotonic() - began > 0.5
    error = fails(how, soarwire_sandbox.d3_tenant(), ASSIGN, pacer=pacer, requests_per_second=5)
    assert (error.kind, error.field) == ("invalid_request", "requests_per_second")
    with pytest.raises(TypeError):
        Client(soarwire_sandbox.d3_tenant(), pacer=5)  # type: ignore[arg-type]


def test_both_kinds_of_client_share_a_pacer(soarwire_sandbox: Sandbox) -> None:
    pacer = soarwire.Pacer(4)
    began = time.monotonic()
    for how in ("sync", "async", "sync"):
        run(how, soarwire_sandbox.d3_tenant(), ASSIGN, pacer=pacer)

    httpx = pytest.importorskip("httpx", reason="needs a Python with ssl")

    async def own() -> None:
        async with httpx.AsyncClient(trust_env=False) as http:
            client = AsyncClient(soarwire_sandbox.d3_tenant(), http_client=http, pacer=pacer)
            await client.run(ASSIGN)
            with pytest.raises(errors.InvalidRequest):
                AsyncClient(soarwire_sandbox.d3_tenant(), http_client=http, pacer=pacer, requests_per_second=1)

    asyncio.run(own())
    assert time.monotonic() - began > 0.6


def test_attempts_and_deadlines(how: str, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "server_error", "times": None})
    assert fails(how, soarwire_sandbox.d3_tenant(), ASSIGN, max_attempts=2).attempts == 2
    soarwire_sandbox.clear_faults()
    soarwire_sandbox.script({"kind": "never_answer", "times": None})
    began = time.monotonic()
    error = fails(how, soarwire_sandbox.d3_tenant(), CLOSE, timeout=2.5)
    assert isinstance(error, errors.Timeout)
    assert isinstance(error, TimeoutError)
    assert error.maybe_executed
    assert time.monotonic() - began < 20


def test_an_attempt_has_its_own_limit(how: str, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "delay", "ms": 60_000})
    began = time.monotonic()
    assert run(how, soarwire_sandbox.d3_tenant(), ASSIGN, attempt_timeout=2.5).all_succeeded
    assert time.monotonic() - began < 30


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def at(url: str) -> d3.Tenant:
    return d3.Tenant(url, username="Admin", site="S", api_key="k")


def test_nobody_listens(how: str) -> None:
    error = fails(how, at(f"http://127.0.0.1:{free_port()}"), CLOSE, max_attempts=1)
    assert isinstance(error, errors.Connect)
    assert not error.maybe_executed
    assert error.retryable


def test_no_such_host(how: str) -> None:
    error = fails(how, at("https://no-such-host.invalid"), CLOSE, max_attempts=1, proxy=None)
    assert error.kind == "dns"
    assert not error.maybe_executed


def test_no_tls_there(how: str, soarwire_sandbox: Sandbox) -> None:
    tenant = at(soarwire_sandbox.url.replace("http:", "https:"))
    error = fails(how, tenant, CLOSE, max_attempts=1)
    assert error.kind == "tls"
    assert not error.maybe_executed


def test_a_large_answer_is_not_read(how: str, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "status", "status": 200, "body": "x" * 100_000, "times": None})
    error = fails(how, soarwire_sandbox.d3_tenant(), ASSIGN, body_limit=1000)
    assert error.kind == "body_too_large"
    assert error.reason == "the answer is over the limit of 1000 bytes"


@pytest.mark.parametrize(
    ("field", "settings"),
    [
        ("timeout", {"timeout": 0}),
        ("timeout", {"timeout": "1"}),
        ("timeout", {"timeout": float("nan")}),
        ("attempt_timeout", {"attempt_timeout": -1}),
        ("connect_timeout", {"connect_timeout": -1}),
        ("max_attempts", {"max_attempts": 0}),
        ("max_attempts", {"max_attempts": 1.5}),
        ("requests_per_second", {"requests_per_second": -1}),
        ("ca_file", {"ca_file": "/no/such/file.pem"}),
        ("proxy", {"proxy": "not a proxy"}),
    ],
)
def test_settings_that_do_not_do(how: str, field: str, settings: Any) -> None:
    error = fails(how, at("https://soc.example.com"), CLOSE, **settings)
    assert isinstance(error, errors.InvalidRequest)
    assert error.field == field


def test_a_path_is_for_browsers(how: str) -> None:
    error = fails(how, d3.Tenant("/soar", username="A", site="S"), CLOSE)
    assert isinstance(error, errors.InvalidRequest)
    assert error.field == "base_url"


def test_a_closed_client_says_so(soarwire_sandbox: Sandbox) -> None:
    client = Client(soarwire_sandbox.d3_tenant())
    client.close()
    with pytest.raises(RuntimeError, match="the client is closed"):
        client.run(CLOSE)
    with pytest.raises(RuntimeError, match="the client is closed"), client:
        pass

    async def closed() -> None:
        other = AsyncClient(soarwire_sandbox.d3_tenant())
        await other.aclose()
        await other.run(CLOSE)

    with pytest.raises(RuntimeError, match="the client is closed"):
        asyncio.run(closed())


def test_no_proxy_sees_calls_to_this_machine(
    how: str, soarwire_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    assert run(how, soarwire_sandbox.d3_tenant(), ASSIGN).all_succeeded
    assert run(how, soarwire_sandbox.d3_tenant(), ASSIGN, proxy=f"http://127.0.0.1:{free_port()}").all_succeeded


def test_what_on_wait_raises_ends_the_call(how: str, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "rate_limited", "retry_after": 30})

    def impatient(wait: Wait) -> None:
        raise LookupError(wait.why)

    began = time.monotonic()
    with pytest.raises(LookupError, match="retry_after"):
        run(how, soarwire_sandbox.d3_tenant(), CLOSE, on_wait=impatient)
    assert time.monotonic() - began < 20
    assert len(soarwire_sandbox.requests) == 1


@pytest.fixture
def many() -> Iterator[Sandbox]:
    with Sandbox({"d3": {"generate": 0, "incidents": [{"number": str(number)} for number in range(2000)]}}) as sandbox:
        yield sandbox


def closing(number: int) -> Operation:
    return d3.CloseIncidents([str(number)], bypass_required_tasks=True, conclusion=f"Closed {number}.")


def test_sixteen_threads_share_a_client(many: Sandbox) -> None:
    many.script({"kind": "rate_limited", "retry_after": 0, "times": 20, "probability": 0.2})
    done: list[str] = []
    with Client(many.d3_tenant(), requests_per_second=0, max_attempts=10) as client:

        def work(first: int) -> None:
            for number in range(first, 800, 16):
                report = client.run(closing(number))
                assert report.succeeded == [str(number)]
                done.extend(report.succeeded)

        threads = [threading.Thread(target=work, args=(first,)) for first in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(done, key=int) == [str(number) for number in range(800)]
    assert many.effects["totals"]["conclusions"] == 800
    assert nothing_twice(many)


def test_two_hundred_tasks_share_a_client(many: Sandbox) -> None:
    many.script({"kind": "cut_after", "times": 10, "probability": 0.1})
    unknown: list[str] = []
    done: list[str] = []

    async def work(client: AsyncClient, number: int) -> None:
        try:
            done.extend((await client.run(closing(number))).succeeded)
        except SoarwireError as error:
            assert error.report is not None
            unknown.extend(error.report.unknown)

    async def main() -> None:
        async with AsyncClient(many.d3_tenant(), requests_per_second=0) as client:
            await asyncio.gather(*(work(client, number) for number in range(200)))

    asyncio.run(main())
    assert len(done) + len(unknown) == 200
    assert len(unknown) == 10
    assert many.effects["totals"]["conclusions"] == 200
    assert nothing_twice(many)


def test_a_client_of_your_own(soarwire_sandbox: Sandbox) -> None:
    httpx = pytest.importorskip("httpx", reason="needs a Python with ssl")

    async def main() -> None:
        async with httpx.AsyncClient() as http_client:
            async with AsyncClient(soarwire_sandbox.d3_tenant(), http_client=http_client) as client:
                assert (await client.run(ASSIGN)).all_succeeded
            assert not http_client.is_closed

    asyncio.run(main())


def test_a_cancelled_task_ends_at_once(soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "never_answer"})

    async def main() -> None:
        async with AsyncClient(soarwire_sandbox.d3_tenant()) as client:
            task = asyncio.create_task(client.run(CLOSE))
            while not soarwire_sandbox.requests:
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    began = time.monotonic()
    asyncio.run(main())
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
@pytest.mark.parametrize(
    ("fault", "context"),
    [
        ({"kind": "rate_limited", "retry_after": 60}, "interrupted False"),
        ({"kind": "never_answer"}, "interrupted True"),
    ],
)
def test_ctrl_c_ends_a_wait(fault: dict[str, Any], context: str) -> None:
    script = f"""
        import threading, time
        from soarwire import Client, d3
        from soarwire.testing import Sandbox
        with Sandbox(faults=[{fault!r}]) as sandbox, Client(sandbox.d3_tenant()) as client:
            def arrived():
                while not sandbox.requests:
                    time.sleep(0.01)
                print("sent", flush=True)
            if {fault["kind"] == "never_answer"}:
                threading.Thread(target=arrived, daemon=True).start()
            sent = lambda event: event.name == "wait" and print("sent", flush=True)
            try:
                client.run(d3.CloseIncidents(["20261103-104"], bypass_required_tasks=True, conclusion="x"), on_event=sent)
            except KeyboardInterrupt as interrupt:
                print(interrupt.__context__.kind, interrupt.__context__.maybe_executed, flush=True)
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
    # Whatever happens, it ends, and with it the wait for what it says.
    limit = threading.Timer(60, process.kill)
    limit.start()
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "sent\n"
        time.sleep(0.5)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == f"{context}\n"
        assert time.monotonic() - began < 10
        assert process.wait(20) == 0
    finally:
        limit.cancel()
        process.kill()
        process.communicate()
