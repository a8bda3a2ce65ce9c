"""Errors and reports in the stores of worker queues: Celery and RQ make them again as they were."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from celery import Celery  # type: ignore[import-untyped]
from rq.serializers import DefaultSerializer, JSONSerializer

from soarwire import Report, SoarwireError, d3, errors

CLOSE = d3.CloseIncidents(["a", "b"], bypass_required_tasks=True, conclusion="Done.")


def raised(status: int, body: str = "", **headers: str) -> SoarwireError:
    with pytest.raises(SoarwireError) as caught:
        CLOSE.parse(status, headers, body)
    return caught.value


def through_json(value: dict[str, Any]) -> dict[str, Any]:
    return JSONSerializer.loads(JSONSerializer.dumps(value))  # type: ignore[no-untyped-call, no-any-return]


ERRORS = [
    raised(503, "<html>vendor words</html>"),
    raised(429, '{"message": "slow down", "err_extra": [1.50]}', **{"retry-after": "2"}),
    raised(200, "["),
    CLOSE.lost("timeout"),
    CLOSE.lost("connect"),
    errors.Timeout("made by hand", report=CLOSE.lost("timeout").report),
]


@pytest.mark.parametrize("serializer", ["json", "pickle"])
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: str(error.kind))
def test_celery_keeps_errors(serializer: str, error: SoarwireError) -> None:
    app = Celery(backend="cache+memory://")
    app.conf.update(result_serializer=serializer, accept_content=["json", "pickle"])
    task = str(uuid.uuid4())
    app.backend.store_result(task, error, "FAILURE")
    other = app.AsyncResult(task).result
    assert type(other) is type(error)
    assert vars(other) == vars(error)
    assert (str(other), other.to_json()) == (str(error), error.to_json())


def test_celery_keeps_incomplete_reports() -> None:
    app = Celery(backend="cache+memory://")
    report = CLOSE.parse(200, {}, '{"contextData": [{"Incident Number": "a", "Result": "Denied"}]}')
    with pytest.raises(errors.Incomplete) as caught:
        report.raise_for_failures()
    task = str(uuid.uuid4())
    app.backend.store_result(task, caught.value, "FAILURE")
    other = app.AsyncResult(task).result
    assert isinstance(other, errors.Incomplete)
    assert other.report == report


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: str(error.kind))
def test_rq_keeps_errors_and_reports(error: SoarwireError) -> None:
    other = DefaultSerializer.loads(DefaultSerializer.dumps(error))
    assert (type(other), vars(other)) == (type(error), vars(error))
    stored = through_json({"error": error.to_dict()})
    again = SoarwireError.from_json(json.dumps(stored["error"]))
    assert (type(again), again.report, again.outcomes()) == (type(error), error.report, error.outcomes())
    report = error.to_report()
    assert report is not None
    stored = through_json(report.to_dict())
    assert Report.from_json(json.dumps(stored)) == report
