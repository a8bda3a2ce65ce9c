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
    assert repr(send) == f"Send(attempt={send.attempt}, until_ms=61000)"
    assert waits(call.poll(1001, "")).why == "answer"
    call.on_response(1200, send.attempt, 200, {}, OK)
    end = done(call.poll(1200, ""))
    assert end.error is None
    assert end.report is not None
    assert end.report.all_succeeded
    assert end.answer == end.report
    assert call.attempts == 1


def test_a_wait_and_another_attempt() -> None:
    call = Call(TENANT, CLOSE, seed=1, pacer=Pacer(0))
    first = sent(call.poll(1000, ""))
    call.on_response(1100, first.attempt, 429, {"retry-after": "5"}, "")
    wait = waits(call.poll(1100, ""))
    assert wait.why == "retry_after"
    assert 6100 <= wait.until_ms <= 6700
    second = sent(call.poll(wait.until_ms, ""))
    assert second.attempt != first.attempt
    call.on_transport_error(wait.until_ms + 5, second.attempt, "interrupted", "the cable was pulled")
    end = done(call.poll(wait.until_ms + 5, ""))
    error = end.error
    assert isinstance(error, errors.Interrupted)
    assert (end.answer, end.report) == (None, None)
    assert (error.reason, error.attempts, error.operation) == ("the cable was pulled", 2, "d3.close_incidents")
    assert error.report is not None
    assert error.report.unknown == ["a"]


def test_the_same_seed_gives_the_same_waits() -> None:
    def wait(seed: int) -> int:
        call = Call(TENANT, ASSIGN, seed=seed)
        call.on_response(0, sent(call.poll(0, "")).attempt, 500, None, None)
        return waits(call.poll(0, "")).until_ms

    assert wait(7) == wait(7)
    assert len({wait(seed) for seed in range(20)}) > 5


def test_a_pacer_is_shared() -> None:
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
    call.withdraw(sent(call.poll(1000, "")).attempt)
    call.cancel(1001)
    error = done(call.poll(1001, "")).error
    assert error is not None
    assert (error.kind, error.maybe_executed, error.attempts) == ("interrupted", False, 0)


def test_advanced_keys_are_signed_afresh() -> None:
    tenant = xpanse.Tenant("a.example.com", key_id="1", key="k")
    call = Call(tenant, xpanse.UpdateIncident("1", status="new"))
    send = sent(call.poll(1000, "a" * 64))
    first = send.request
    call.on_response(1100, send.attempt, 401, {}, "")
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
        Call(TENANT, ASSIGN).on_transport_error(0, 1, "gremlins")


def test_what_is_reported_of_another_attempt_is_ignored() -> None:
    call = Call(TENANT, CLOSE, pacer=Pacer(0))
    send = sent(call.poll(1000, ""))
    stale = send.attempt + 1
    call.on_response(1001, stale, 200, {}, OK)
    call.on_transport_error(1001, stale, "connect")
    call.withdraw(stale)
    assert waits(call.poll(1001, "")).why == "answer"
    call.on_response(1002, send.attempt, 200, {}, OK)
    assert done(call.poll(1002, "")).error is None


def test_a_call_that_was_never_sent() -> None:
    pacer = Pacer(0.01)
    calls = [Call(TENANT, CLOSE, pacer=pacer, timeout=10) for _ in range(2)]
    sent(calls[0].poll(1000, ""))
    error = done(calls[1].poll(1000, "")).error
    assert isinstance(error, errors.NotSent)
    assert (error.kind, error.attempts, error.retryable, error.maybe_executed) == ("not_sent", 0, True, False)
    assert error.reason == "the request rate allows no attempt before the deadline"


def test_a_rate_limit_without_room_stays_a_rate_limit() -> None:
    call = Call(TENANT, CLOSE, timeout=10)
    call.on_response(1000, sent(call.poll(1000, "")).attempt, 429, {"retry-after": "60"}, "")
    error = done(call.poll(1000, "")).error
    assert isinstance(error, errors.RateLimited)
    assert (error.retry_after_ms, error.attempts) == (60_000, 1)
    assert error.reason == "not repeated because the wait would end after the deadline"
    assert str(error).endswith(error.reason)


def test_a_repeat_that_cannot_be_signed_forgets_nothing() -> None:
    tenant = xpanse.Tenant("a.example.com", key_id="1", key="k")
    call = Call(tenant, xpanse.UpdateIncident("1", status="new"), pacer=Pacer(0))
    call.on_transport_error(1000, sent(call.poll(1000, "a" * 64)).attempt, "interrupted")
    error = done(call.poll(waits(call.poll(1000, "")).until_ms, "")).error
    assert isinstance(error, errors.Interrupted)
    assert (error.attempts, error.maybe_executed) == (1, True)
    assert error.reason is not None
    assert error.reason.endswith("not repeated because the nonce was not made of letters and digits")
    first = done(Call(tenant, xpanse.UpdateIncident("1", status="new")).poll(1000, "")).error
    assert isinstance(first, errors.InvalidRequest)
    assert (first.field, first.attempts) == ("nonce", 0)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_set_neither_ends_nor_releases_a_call(hours: int) -> None:
    pacer = Pacer(1)
    now, shift = 1_793_696_706_000, hours * 3_600_000
    calls = [Call(TENANT, ASSIGN, pacer=pacer) for _ in range(3)]
    sent(calls[0].poll(now, ""))
    assert waits(calls[1].poll(now, "")).until_ms == now + 1000
    assert waits(calls[1].poll(now + shift, "")).until_ms == now + shift + 1000
    assert waits(calls[2].poll(now + shift, "")).until_ms == now + shift + 2000
    sent(calls[1].poll(now + shift + 1000, ""))


def test_a_driver_may_say_that_its_clock_was_set() -> None:
    pacer = Pacer(0.1)
    calls = [Call(TENANT, ASSIGN, pacer=pacer) for _ in range(2)]
    sent(calls[0].poll(1000, ""))
    pacer.clock_set(5000, 9_000_000)
    assert waits(calls[1].poll(9_000_000, "")).until_ms == 9_006_000


@pytest.mark.parametrize("rate", [float("nan"), float("inf"), -1])
def test_rates_are_checked(rate: float) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        Pacer(rate)
    assert caught.value.field == "requests_per_second"


@pytest.mark.parametrize("status", [200, 500])
def test_text_that_was_no_text_is_an_answer(status: int) -> None:
    body = b'{"contextData":[\xff'.decode("utf-8", "surrogateescape")
    with pytest.raises(errors.SoarwireError) as raised:
        CLOSE.parse(status, {}, body)
    assert raised.value.kind == ("undecodable" if status == 200 else "server_error")
    assert raised.value.maybe_executed and raised.value.report is not None
    assert raised.value.report.unknown == ["a"]
