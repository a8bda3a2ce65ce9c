"""What clients tell of their calls: events and log lines."""

from __future__ import annotations

import asyncio
import json
import logging
import pathlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from soarwire import AsyncClient, Client, Event, SoarwireError, d3, errors
from soarwire.testing import Sandbox

ROWS = json.loads((pathlib.Path(__file__).parent.parent / "behaviours" / "events.json").read_text())
OPERATIONS = {
    "assign": d3.UpdateOwner(["20261103-104"], "Maria Keller"),
    "close": d3.CloseIncidents(["20261103-104"], bypass_required_tasks=True, conclusion="Contained."),
}
ASSIGN, CLOSE = OPERATIONS["assign"], OPERATIONS["close"]

Run = Callable[..., None]


def by_client(sandbox: Sandbox, operation: Any, settings: dict[str, Any], options: dict[str, Any]) -> None:
    with Client(sandbox.d3_tenant(), requests_per_second=0, **settings) as client:
        client.run(operation, **options)


def by_async_client(sandbox: Sandbox, operation: Any, settings: dict[str, Any], options: dict[str, Any]) -> None:
    async def main() -> None:
        async with AsyncClient(sandbox.d3_tenant(), requests_per_second=0, **settings) as client:
            await client.run(operation, **options)

    asyncio.run(main())


def by_httpx(sandbox: Sandbox, operation: Any, settings: dict[str, Any], options: dict[str, Any]) -> None:
    httpx = pytest.importorskip("httpx", reason="needs a Python with ssl")

    async def main() -> None:
        async with httpx.AsyncClient() as http:
            client = AsyncClient(sandbox.d3_tenant(), requests_per_second=0, http_client=http, **settings)
            await client.run(operation, **options)

    asyncio.run(main())


WAYS = [by_client, by_async_client, by_httpx]


@pytest.fixture(params=WAYS, ids=[way.__name__ for way in WAYS])
def run(request: pytest.FixtureRequest, soarwire_sandbox: Sandbox) -> Run:
    def run(operation: Any, settings: dict[str, Any] | None = None, **options: Any) -> None:
        request.param(soarwire_sandbox, operation, settings or {}, options)

    return run


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    logger = logging.getLogger("soarwire")
    before = logger.level
    yield logger
    logger.setLevel(before)


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_events_are_those_of_every_language(row: dict[str, Any], run: Run, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script(*row.get("faults", []))
    seen: list[Event] = []
    try:
        run(OPERATIONS[row["operation"]], on_event=seen.append)
    except SoarwireError as error:
        assert error.kind == row["events"][-1]["kind"]
    told = []
    for event, expected in zip(seen, row["events"]):
        fields = {**event.to_dict(), **event.to_dict().get("counts", {})}
        told.append({name: fields.get(name) for name in expected})
    assert (told, len(seen)) == (row["events"], len(row["events"]))
    assert len({event.call for event in seen}) == 1
    assert [event.elapsed for event in seen] == sorted(event.elapsed for event in seen)


def test_what_an_event_holds(run: Run, soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "rate_limited", "retry_after": 1})
    seen: list[Event] = []
    run(ASSIGN, on_event=seen.append)
    begin, attempt, answer, wait, *_, end = seen
    assert (begin.operation, begin.tenant) == ("d3.update_owner", soarwire_sandbox.d3_tenant().base_url)
    assert (begin.attempt, attempt.attempt, end.attempt) == (0, 1, 2)
    assert answer.attempt_elapsed is not None and 0 <= answer.attempt_elapsed <= answer.elapsed
    assert wait.wait is not None and 1 <= wait.wait < 1.2
    assert end.counts is not None and (end.counts.asked, end.counts.succeeded) == (1, 1)
    assert attempt.body is answer.body is None
    assert str(wait) == f"d3.update_owner: waits {wait.wait:.3f} s (retry_after)"
    assert repr(end).startswith("<soarwire.Event d3.update_owner: 1 of 1 succeeded (2 attempts, ")
    assert json.loads(json.dumps(end.to_dict())) == end.to_dict()


def test_the_client_and_the_call_are_both_told(run: Run) -> None:
    told: list[str] = []
    run(
        ASSIGN,
        {"on_event": lambda event: told.append(f"client {event.name}")},
        on_event=lambda event: told.append(f"call {event.name}"),
    )
    names = ["begin", "attempt", "answer", "end"]
    assert told == [f"{who} {name}" for name in names for who in ("client", "call")]


def test_what_a_listener_raises_changes_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: caught.append(unraisable.exc_value))
    told: list[str] = []

    def fail(event: Event) -> None:
        raise ValueError(event.name)

    run(ASSIGN, {"on_event": fail}, on_event=lambda event: told.append(event.name))
    assert [str(error) for error in caught] == told == ["begin", "attempt", "answer", "end"]


def test_a_listener_can_be_interrupted(run: Run) -> None:
    def interrupt(event: Event) -> None:
        if event.name == "attempt":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(ASSIGN, on_event=interrupt)


def test_a_listener_may_start_calls(run: Run, soarwire_sandbox: Sandbox) -> None:
    nested: list[bool] = []

    def another(event: Event) -> None:
        if event.name == "answer":
            with Client(soarwire_sandbox.d3_tenant(), requests_per_second=0) as client:
                nested.append(client.run(ASSIGN).all_succeeded)

    run(ASSIGN, on_event=another)
    assert nested == [True]


def test_a_listener_must_be_callable(run: Run) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        run(ASSIGN, {"on_event": "print"})
    assert caught.value.field == "on_event"
    with pytest.raises(errors.InvalidRequest) as caught:
        run(ASSIGN, on_event=3)
    assert caught.value.field == "on_event"


def test_one_line_a_call_at_info(run: Run, logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    logger.setLevel(logging.INFO)
    run(ASSIGN)
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("soarwire", "INFO")
    assert record.getMessage().startswith("d3.update_owner: 1 of 1 succeeded (1 attempt, 0.")
    assert record.soarwire.name == "end"  # type: ignore[attr-defined]


def test_attempts_and_waits_at_debug(
    run: Run, logger: logging.Logger, caplog: pytest.LogCaptureFixture, soarwire_sandbox: Sandbox
) -> None:
    logger.setLevel(logging.DEBUG)
    soarwire_sandbox.script({"kind": "rate_limited", "retry_after": 1})
    run(CLOSE)
    lines = [(record.levelname, record.soarwire.name) for record in caplog.records]  # type: ignore[attr-defined]
    names = ["begin", "attempt", "answer", "wait", "attempt", "answer"]
    assert lines == [("DEBUG", name) for name in names] + [("INFO", "end")]
    assert "Contained." not in caplog.text


def test_bodies_are_logged_only_if_asked_for(
    run: Run, logger: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    logger.setLevel(logging.DEBUG)
    run(CLOSE, {"log_bodies": True})
    attempt, answer = caplog.records[1].getMessage(), caplog.records[2].getMessage()
    assert '"Conclusion":"Contained."' in attempt.replace(" ", "")
    assert '"contextData"' in answer


def test_no_key_is_in_any_line(
    run: Run, logger: logging.Logger, caplog: pytest.LogCaptureFixture, soarwire_sandbox: Sandbox
) -> None:
    logger.setLevel(logging.DEBUG)
    seen: list[Event] = []
    run(CLOSE, {"log_bodies": True}, on_event=seen.append)
    key = soarwire_sandbox.d3_tenant().request(CLOSE).headers["d3key"]
    printed = caplog.text + repr(seen) + "".join(str(event.to_dict()) for event in seen)
    assert key and key not in printed


def test_nothing_is_imported_for_a_log_that_nobody_reads() -> None:
    program = """if True:
        import sys
        from soarwire import Client, d3
        from soarwire.testing import Sandbox
        for name in [name for name in sys.modules if name.split(".")[0] == "logging"]:
            del sys.modules[name]
        with Sandbox() as sandbox, Client(sandbox.d3_tenant()) as client:
            client.run(d3.UpdateOwner(["20261103-104"], "Maria Keller"))
        assert "logging" not in sys.modules
    """
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
