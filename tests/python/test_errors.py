"""Errors as Python exceptions."""

from __future__ import annotations

import copy
import json
import pickle
import tracemalloc
from typing import Any

import pytest

import soarwire
from soarwire import Report, SoarwireError, d3, errors

CLOSE = d3.CloseIncidents(["a", "b"], bypass_required_tasks=True, conclusion="Done.")
KINDS: list[type[SoarwireError]] = [
    kind for name in errors.__all__ if getattr(kind := getattr(errors, name), "kind", "")
]


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
    assert (str(made), made.kind, made.operation) == ("slow down", kind.kind, "d3.close_incident")
    assert made.retry_after_ms == (5 if kind.family == "service" or kind is errors.NotSent else None)
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


def test_what_is_kept_of_a_body_that_cannot_be_decoded() -> None:
    page = b"<html>" + b"x" * 5000
    caught = error(200, page, {"Content-Type": "text/html"})
    assert (caught.status, caught.content_type, caught.body) == (200, "text/html", page[:2048])
    assert "html" not in f"{caught} {caught!r}"
    assert error(200).reason == "the body is empty, expected a JSON object"


def test_how_the_answer_is_traced() -> None:
    caught = error(500, "", [("X-Request-Id", "r-1"), ("Set-Cookie", "s=1"), ("Server", "nginx")])
    assert (caught.request_id, caught.headers) == ("r-1", [("x-request-id", "r-1"), ("server", "nginx")])
    assert CLOSE.parse(200, {"x-correlation-id": "c-1"}, "{}").request_id == "c-1"
    # As aiohttp gives what is not UTF-8.
    assert error(500, "", {"server": "n\udce9"}).headers == [("server", "n\ufffd\ufffd\ufffd")]
    assert error(500, "", [(b"Server", b"n\xe9")]).headers == [("server", "n\ufffd")]


def test_errors_have_an_outcome_for_each_incident() -> None:
    unknown, refused = error(503), error(401)
    assert [(each.id, each.status, each.why) for each in unknown.outcomes()] == [
        ("a", "unknown", "server_error"),
        ("b", "unknown", "server_error"),
    ]
    assert [each.to_dict() for each in refused.outcomes()] == [
        {"id": id, "status": "failed", "reason": "unauthenticated", "why": None} for id in ("a", "b")
    ]
    report = refused.to_report()
    assert report is not None
    assert (report.counts.failed, report.to_rows()) == (2, [each.to_dict() for each in refused.outcomes()])
    with pytest.raises(errors.InvalidRequest) as caught:
        d3.UpdateOwner(["a"], "")
    assert [(each.id, each.status, each.reason) for each in caught.value.outcomes()] == [
        ("a", "failed", "invalid_request")
    ]
    with pytest.raises(errors.InvalidRequest) as caught:
        d3.Tenant("nowhere", username="a", site="b")
    assert (caught.value.outcomes(), caught.value.to_report()) == ([], None)


def test_an_error_of_its_kind_alone_takes_what_the_catalogue_says() -> None:
    lost = SoarwireError.from_json('{"kind": "timeout"}')
    assert (type(lost), lost.maybe_executed, lost.retryable) == (errors.Timeout, True, False)
    assert (errors.Timeout().maybe_executed, errors.Connect().maybe_executed, errors.Connect().retryable) == (
        True,
        False,
        True,
    )
    with pytest.raises(errors.InvalidRequest) as caught:
        SoarwireError.from_json('{"kind": "bad luck"}')
    assert caught.value.field == "kind"


def test_json_loses_nothing() -> None:
    for caught in (error(503, "<html>", {"x-request-id": "1"}), error(422, '{"errors": {"a": "b"}}'), error(200, b"\xff")):
        other = SoarwireError.from_json(caught.to_json())
        assert (type(other), str(other), vars(other)) == (type(caught), str(caught), vars(caught))


def test_printed_arguments_hold_no_word_of_the_vendor() -> None:
    caught = error(400, '{"Error": "vendor words"}')
    assert "vendor words" in caught.args[1]
    assert "vendor words" not in repr(caught.args)


def test_an_error_keeps_its_body_once() -> None:
    body = b'{"Error": "no", "errors": {%s"z": []}}' % b"".join(b'"%d": ["no"],' % number for number in range(200_000))
    tracemalloc.start()
    try:
        caught = error(500, body)
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.body == body
    # Beside it there is room for what is kept of its fields, and none for JSON text of all of it.
    assert peak < 1.5 * len(body), (kept, peak, len(body))
    assert len(caught.to_json()) > len(body)


def test_arguments_can_be_replaced() -> None:
    caught = error(400, '{"Error": "no"}')
    caught.args = ("another sentence",)
    assert (str(caught), caught.args[0], caught.kind) == ("another sentence", "another sentence", "bad_request")
    again = type(caught)(*caught.args)
    assert (str(again), again.vendor_message) == ("another sentence", "no")
    caught.args = ()
    assert (str(caught), caught.args) == ("", ())


def test_incomplete_reports_are_raised() -> None:
    report = CLOSE.parse(200, {}, '{"contextData": [{"Incident Number": "a", "Result": "Successful"}]}')
    with pytest.raises(errors.Incomplete) as caught:
        report.raise_for_failures()
    assert caught.value.report == report
    assert str(caught.value).startswith("d3.close_incidents: 1 of 2 succeeded, 1 unreported. What is unreported")
    assert not isinstance(caught.value, SoarwireError)
    for other in (pickle.loads(pickle.dumps(caught.value)), errors.Incomplete(*caught.value.args)):
        assert (other.report, str(other)) == (report, str(caught.value))
    all_done = CLOSE.only(["a"]).parse(200, {}, report.body)
    assert all_done.raise_for_failures() is all_done
