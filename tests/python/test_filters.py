"""Filters, conditions and sort orders, made by field: illegal ones cannot be written, or are refused where they are made."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import assert_type

from soarwire import Client, d3, errors, xpanse
from soarwire.testing import Sandbox

SINCE = datetime(2026, 11, 3, tzinfo=timezone.utc)
SINCE_MS = 1_793_664_000_000


def test_a_field_makes_plain_filters() -> None:
    new = xpanse.IncidentFilter.status.eq("new")
    assert_type(new, xpanse.Filter)
    assert type(new) is dict
    assert new == {"field": "status", "operator": "eq", "value": "new"}
    made = [
        (xpanse.IncidentFilter.status.neq("resolved"), ("status", "neq", "resolved")),
        (xpanse.IncidentFilter.starred.eq(True), ("starred", "eq", True)),
        (xpanse.IncidentFilter.description.contains("x"), ("description", "contains", "x")),
        (xpanse.IncidentFilter.description.is_in(("x", "y")), ("description", "in", ["x", "y"])),
        (xpanse.IncidentFilter.cloud_management_status.eq("x"), ("cloud_management_status", "eq", "x")),
        (xpanse.AlertFilter.alert_id_list.is_in([7, 8]), ("alert_id_list", "in", [7, 8])),
        (xpanse.AlertFilter.severity.is_in(word for word in ["high"]), ("severity", "in", ["high"])),
        (xpanse.AlertFilter.last_observed.range({"from": 1}), ("last_observed", "range", {"from": 1})),
    ]
    assert [tuple(found.values()) for found, _ in made] == [expected for _, expected in made]


def test_times_are_datetimes_with_a_zone_or_milliseconds() -> None:
    created = xpanse.IncidentFilter.creation_time
    assert created.gte(SINCE) == created.gte(SINCE_MS) == {"field": "creation_time", "operator": "gte", "value": SINCE_MS}
    east = SINCE.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert xpanse.AlertFilter.first_observed.lte(east)["value"] == SINCE_MS
    with pytest.raises(TypeError, match=r"^creation_time\.value must be a datetime with a time zone"):
        created.lte(datetime(2026, 11, 3))


@pytest.mark.parametrize(
    ("make", "field", "reason"),
    [
        (lambda: xpanse.IncidentFilter.status.eq(5), "status.value", "must be text"),  # type: ignore[arg-type]
        (lambda: xpanse.IncidentFilter.starred.eq("yes"), "starred.value", "must be true or false"),  # type: ignore[arg-type]
        (lambda: xpanse.AlertFilter.severity.is_in("high"), "severity.value", "must be a list of text values"),
        (lambda: xpanse.AlertFilter.case_id_list.is_in(["7"]), "case_id_list.value", "must be a list of whole"),  # type: ignore[list-item]
        (lambda: xpanse.IncidentFilter.creation_time.gte("today"), "creation_time.value", "must be a whole number"),  # type: ignore[arg-type]
        (lambda: xpanse.IncidentFilter.creation_time.gte(1.5), "creation_time.value", "must be a whole number"),  # type: ignore[arg-type]
        (lambda: d3.Field("Status").eq(None), "Status.value", "is missing"),  # type: ignore[arg-type]
        (lambda: d3.Field("Status").eq(["Open"]), "Status.value", "must be text, a number"),  # type: ignore[arg-type]
        (lambda: d3.Field("Date Created").gte(SINCE), "Date Created.value", "not datetime"),  # type: ignore[arg-type]
        (lambda: d3.Field(" ").is_empty(), "condition.field", "is blank"),
        (lambda: d3.Field(7).is_empty(), "condition.field", "must be text"),  # type: ignore[arg-type]
        (lambda: d3.Field("Score", section="").eq(1), "Score.section", "is blank"),
    ],
)
def test_a_wrong_value_is_refused_where_it_is_made(make: Any, field: str, reason: str) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        make()
    assert caught.value.field == field
    assert reason in (caught.value.reason or "")


def test_an_operator_that_a_field_does_not_take_is_not_there() -> None:
    created: Any = xpanse.IncidentFilter.creation_time
    assert not hasattr(created, "eq")
    with pytest.raises(AttributeError, match=r"^xpanse\.IncidentFilter\.creation_time has no eq: use gte or lte$"):
        created.eq(1)
    with pytest.raises(AttributeError):
        xpanse.IncidentFilter.severity  # type: ignore[attr-defined] # noqa: B018


def test_orders() -> None:
    latest = xpanse.IncidentSort.creation_time.descending()
    assert_type(latest, xpanse.Sort)
    assert latest == {"field": "creation_time", "keyword": "desc"}
    assert xpanse.AlertSort.severity.ascending() == {"field": "severity", "keyword": "asc"}


def test_a_field_of_d3_makes_plain_conditions() -> None:
    status, score = d3.Field("Status"), d3.Field("Score", section="Risk")
    assert_type(status.eq("Open"), d3.Condition)
    assert [
        status.eq("Open"), status.neq("Open"), status.like("O%"), status.is_empty(), status.is_not_empty(),
        score.lt(5), score.gt(5), score.lte(5.5), score.gte(5),
    ] == [
        {"field": "Status", "operator": "=", "value": "Open"},
        {"field": "Status", "operator": "!=", "value": "Open"},
        {"field": "Status", "operator": "LIKE", "value": "O%"},
        {"field": "Status", "operator": "IS EMPTY"},
        {"field": "Status", "operator": "IS NOT EMPTY"},
        {"section": "Risk", "field": "Score", "operator": "<", "value": 5},
        {"section": "Risk", "field": "Score", "operator": ">", "value": 5},
        {"section": "Risk", "field": "Score", "operator": "<=", "value": 5.5},
        {"section": "Risk", "field": "Score", "operator": ">=", "value": 5},
    ]  # fmt: skip


def test_fields_print_as_they_are_written_and_can_be_copied() -> None:
    fields: list[Any] = [xpanse.AlertFilter.status, xpanse.AlertSort.severity, d3.Field("A"), d3.Field("A", section="B")]
    shown = ["xpanse.AlertFilter.status", "xpanse.AlertSort.severity", "d3.Field('A')", "d3.Field('A', section='B')"]
    assert [repr(field) for field in fields] == shown
    for copied in (copy.copy(fields[0]), copy.deepcopy(fields[0]), pickle.loads(pickle.dumps(fields[0]))):
        assert copied.is_in(["new"]) == fields[0].is_in(["new"])


def test_lists_take_them() -> None:
    with Sandbox() as sandbox:
        with Client(sandbox.xpanse_tenant()) as client:
            listing = xpanse.GetIncidents(
                filters=[xpanse.IncidentFilter.status.eq("new"), xpanse.IncidentFilter.creation_time.gte(0)],
                sort=xpanse.IncidentSort.creation_time.descending(),
            )
            page = client.run(listing)
            assert {row.status for row in page.rows} == {"new"}
            created = [row.created for row in page.rows]
            assert created == sorted(created, reverse=True)  # type: ignore[type-var]
            severe = client.run(xpanse.GetAlerts(filters=[xpanse.AlertFilter.severity.is_in(["high"])]))
            assert {row.severity for row in severe.rows} == {"high"}
        with Client(sandbox.d3_tenant()) as client:
            of_one = [d3.Field("IR Number").eq("20261103-104"), d3.Field("Status").is_not_empty()]
            found = client.run(d3.GetIncidents("2000-01-01 00:00:00", "2100-01-01 00:00:00", filter=[of_one]))
            assert found.ids == ["20261103-104"]


def test_mypy_refuses_what_the_vendor_does_not_document(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    mistakes = tmp_path / "mistakes.py"
    mistakes.write_text(
        "from soarwire import d3, xpanse\n"
        "xpanse.IncidentFilter.status.is_in(['new'])\n"
        "xpanse.IncidentFilter.status.eq(5)\n"
        "xpanse.IncidentFilter.severity.is_in(['high'])\n"
        "xpanse.IncidentFilter.creation_time.eq(5)\n"
        "xpanse.IncidentFilter.creation_time.gte('yesterday')\n"
        "xpanse.IncidentFilter.incident_id_list.is_in([5])\n"
        "xpanse.AlertFilter.alert_id_list.is_in(['5'])\n"
        "xpanse.AlertFilter.status.eq('new')\n"
        "xpanse.IncidentSort.severity.descending()\n"
        "xpanse.IncidentSort.creation_time.desc()\n"
        "xpanse.GetIncidents(filters=xpanse.IncidentFilter.status.eq('new'))\n"
        "xpanse.GetIncidents(sort=xpanse.IncidentSort.creation_time)\n"
        "d3.Field('Status').contains('x')\n"
        "d3.Field('Status').is_empty('x')\n"
        "d3.Field('Status').like(5)\n"
        "d3.Field('Status', 'Main')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(mistakes)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert [int(line.split(":")[1]) for line in ran.stdout.splitlines() if ": error:" in line] == list(range(2, 18))
