"""The state machine, for transports of one's own: virtual time, no I/O."""

from __future__ import annotations

import pytest

from soarwire import Call, Done, Pacer, Send, Wait, d3, errors, xpanse

TENANT = d3.Tenant("https://soc.example.com", username="Admin", site="S", api_key="k")
ASSIGN = d3.UpdateOwner(["a"], "M")
CLOSE = d3.CloseIncidents(["a"], bypass_required_tasks=True, conclusion="x")
OK = '{"contextData": [{"Incident Number": "a", "Result": "Successful"}]}'


def sent(step: object) -> Send:
    assert isinstance(step, Send)
    return step


def waits(step: object) -> Wait:
    assert isinstance(step, Wait)
    return step


def done(step: object) -> Done:
    assert isinstance(step, Done)
    return step


def test_a_call_that_works() -> None:
    call = Call(TENANT, ASSIGN)
    send = sent(call.poll(1000, ""))
    assert send.request == TENANT.request(ASSIGN)
    assert send.until_ms == 61_000
    assert waits(call.poll(1001, "")).why == "answer"
    call.on_response(1200, 200, {}, OK)
    end = done(call.poll(1200, ""))
    assert end.error is None
    assert end.report is not None
    assert end.report.all_succeeded
    assert call.attempts == 1


def test_a_wait_and_another_attempt() -> None:
    call = Call(TENANT, CLOSE, seed=1, pacer=Pacer(0))
    sent(call.poll(1000, ""))
    call.on_response(1100, 429, {"retry-after": "5"}, "")
    wait = waits(call.poll(1100, ""))
    assert wait.why == "retry_after"
    assert 6100 <= wait.until_ms <= 6700
    sent(call.poll(wait.until_ms, ""))
    call.on_transport_error(wait.until_ms + 5, "interrupted", "the cable was pulled")
    error = done(call.poll(wait.until_ms + 5, "")).error
    assert isinstance(error, errors.Interrupted)
    assert (error.reason, error.attempts, error.operation) == ("the cable was pulled", 2, "d3.close_incidents")
    assert error.report is not None
    assert error.report.unknown == ["a"]


def test_the_same_seed_gives_the_same_waits() -> None:
    def wait(seed: int) -> int:
        call = Call(TENANT, ASSIGN, seed=seed)
        sent(call.poll(0, ""))
        call.on_response(0, 500, None, None)
        return waits(call.poll(0, "")).until_ms

    assert wait(7) == wait(7)
    assert len({wait(seed) for seed in range(20)}) > 5


def test_a_governor_is_shared() -> None:
    pacer = Pacer(2)
    first, second = (Call(TENANT, ASSIGN, pacer=pacer) for _ in range(2))
    sent(first.poll(1000, ""))
    wait = waits(second.poll(1000, ""))
    assert (wait.why, wait.until_ms) == ("pacing", 1500)


def test_cancelled() -> None:
    call = Call(TENANT, CLOSE)
    sent(call.poll(1000, ""))
    call.cancel(1001)
    error = done(call.poll(1001, "")).error
    assert error is not None
    assert (error.kind, error.maybe_executed) == ("interrupted", True)


def test_what_was_withdrawn_was_never_sent() -> None:
    call = Call(TENANT, CLOSE, max_attempts=1)
    sent(call.poll(1000, ""))
    call.withdraw()
    call.cancel(1001)
    error = done(call.poll(1001, "")).error
    assert error is not None
    assert (error.kind, error.maybe_executed, error.attempts) == ("interrupted", False, 0)


def test_advanced_keys_are_signed_afresh() -> None:
    tenant = xpanse.Tenant("a.example.com", key_id="1", key="k")
    call = Call(tenant, xpanse.UpdateIncident("1", status="new"))
    first = sent(call.poll(1000, "a" * 64)).request
    call.on_response(1100, 401, {}, "")
    step = call.poll(1100, "b" * 64)
    second = sent(call.poll(step.until_ms, "b" * 64) if isinstance(step, Wait) else step).request
    assert first.headers["authorization"] != second.headers["authorization"]


@pytest.mark.parametrize("settings", [{"timeout": 0}, {"attempt_timeout": 0}, {"max_attempts": 0}])
def test_settings_are_checked(settings: dict[str, int]) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        Call(TENANT, ASSIGN, **settings)  # type: ignore[arg-type]
    assert caught.value.field == next(iter(settings))


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(errors.InvalidRequest):
        Call(TENANT, ASSIGN).on_transport_error(0, "gremlins")
