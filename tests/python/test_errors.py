"""Errors as Python exceptions."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

import soarwire
from soarwire import Report, SoarwireError, d3, errors

CLOSE = d3.CloseIncidents(["a", "b"], bypass_required_tasks=True, conclusion="Done.")
KINDS: list[type[SoarwireError]] = [getattr(errors, name) for name in errors.__all__ if getattr(errors, name).kind]


def error(status: int, body: Any = "", headers: Any = None) -> SoarwireError:
    with pytest.raises(SoarwireError) as caught:
        CLOSE.parse(status, headers, body)
    return caught.value


def test_a_class_for_each_kind_in_four_families() -> None:
    assert len(KINDS) == 21
    families = {soarwire.BuildError, soarwire.ServiceError, soarwire.DecodeError, soarwire.TransportError}
    for kind in KINDS:
        assert kind.__bases__[0] in families
        assert kind.family == kind.mro()[1].family  # type: ignore[attr-defined]
        assert kind.__doc__
    assert issubclass(errors.InvalidRequest, ValueError)
    assert issubclass(errors.Timeout, TimeoutError)
    assert issubclass(errors.Connect, ConnectionError)
    assert issubclass(errors.Interrupted, ConnectionError)


def test_what_a_service_error_knows() -> None:
    body = json.dumps({"reply": {"err_code": 422, "err_msg": "no", "err_extra": [{"loc": ["a", "b"], "msg": "bad"}]}})
    caught = error(422, body, {"Retry-After": "2"})
    assert isinstance(caught, errors.Unprocessable)
    assert (caught.family, caught.kind, caught.status, caught.code) == ("service", "unprocessable", 422, "422")
    assert (caught.vendor_message, caught.fields, caught.retry_after_ms) == ("no", {"a.b": ["bad"]}, 2000)
    assert caught.extra == [{"loc": ["a", "b"], "msg": "bad"}]
    assert (caught.retryable, caught.maybe_executed, caught.attempts, caught.report) == (False, False, 1, None)
    assert (caught.field, caught.reason, caught.body) == (None, None, body.encode())
    assert caught.operation == "d3.close_incidents"


def test_what_an_unknown_outcome_carries() -> None:
    caught = error(503, "<html>vendor words</html>")
    assert caught.maybe_executed
    assert isinstance(caught.report, Report)
    assert caught.report.unknown == ["a", "b"]
    assert [outcome.why for outcome in caught.report.outcomes()] == ["server_error"] * 2


def test_printing_holds_no_word_of_the_vendor() -> None:
    caught = error(400, '{"Error": "vendor words", "code": "vendor words"}')
    for printed in (str(caught), repr(caught), f"{caught}"):
        assert "vendor words" not in printed
    assert repr(caught) == "BadRequest(kind='bad_request', status=400)"
    assert str(caught).startswith("HTTP 400 bad_request: ")
    assert caught.vendor_message == "vendor words"


@pytest.mark.parametrize("status", [200, 400, 401, 402, 403, 404, 413, 418, 422, 429, 500])
def test_errors_travel(status: int) -> None:
    caught = error(status, '{"error": "x", "err_extra": {"a": [1]}}', {"retry-after": "1"})
    caught.add_note("seen in a test") if hasattr(caught, "add_note") else None
    for other in (pickle.loads(pickle.dumps(caught)), copy.copy(caught), copy.deepcopy(caught)):
        assert type(other) is type(caught)
        assert str(other) == str(caught)
        assert vars(other) == vars(caught)
        assert other.to_json() == caught.to_json()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_errors_can_be_made_by_hand(kind: type[SoarwireError]) -> None:
    made = kind("slow down", retry_after_ms=5, operation="d3.close_incident")
    assert (str(made), made.kind, made.retry_after_ms) == ("slow down", kind.kind, 5)
    assert json.loads(made.to_json()) == made.to_dict()
    assert vars(pickle.loads(pickle.dumps(made))) == vars(made)


def test_canonical_json() -> None:
    caught = error(500, '{"err_extra": {"n": 1.50, "b": 1}}')
    assert caught.to_json().startswith('{"family":"service","kind":"server_error","status":500,"code":null')
    assert '"extra":{"n":1.50,"b":1}' in caught.to_json()
    assert caught.to_dict() == json.loads(caught.to_json())


def test_decode_errors_say_where() -> None:
    caught = error(200, '{"contextData": [')
    assert isinstance(caught, errors.Undecodable)
    assert caught.reason is not None
    assert caught.reason in ("at byte 17 of the body, expected a JSON value",)
