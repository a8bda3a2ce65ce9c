"""Parameters of every type: what Python has for each."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

import pytest

from soarwire import Operation, d3, errors, xpanse

EAST = timezone(timedelta(hours=5, minutes=30))


def params(operation: Operation) -> dict[str, Any]:
    found = operation.to_dict()["params"]
    assert Operation.from_json(operation.to_json()) == operation
    assert isinstance(found, dict)
    return found


def test_ids_are_text_or_integers() -> None:
    given: list[str | int] = ["602", 603, 602]
    alerts = xpanse.UpdateAlerts((alert for alert in given), severity="low")
    assert alerts.asked == params(alerts)["alert_ids"] == ["602", "603"]
    with pytest.raises(errors.InvalidRequest) as caught:
        xpanse.UpdateAlerts([602, None], severity="low")  # type: ignore[list-item]
    assert caught.value.field == "alert_ids[1]"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 3, 9, 30, tzinfo=timezone.utc), "2026-11-03 09:30:00"),
        (datetime(2026, 11, 3, 2, 0, 0, 999_999, tzinfo=EAST), "2026-11-02 20:30:00"),
        ("2026-11-03 09:30:00", "2026-11-03 09:30:00"),
    ],
)
def test_times_are_sent_in_utc(moment: datetime | str, text: str) -> None:
    assert params(d3.GetIncidents(moment, end_time=moment))["start_time"] == text
    assert params(d3.CreateIncident("Phishing", due_date=moment))["due_date"] == text
    assert params(d3.SearchIncidents(start_time=moment))["start_time"] == text


def test_times_of_filters_are_milliseconds() -> None:
    since: xpanse.Filter = {
        "field": "creation_time",
        "operator": "gte",
        "value": datetime(2026, 11, 3, tzinfo=timezone.utc),
    }
    assert params(xpanse.GetIncidents(filters=[since]))["filters"][0]["value"] == 1_793_664_000_000
    early = {**since, "value": datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc)}
    assert params(xpanse.GetIncidents(filters=[early]))["filters"][0]["value"] == -1  # type: ignore[list-item]


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 3)
    with pytest.raises(TypeError, match=r"^end_time must be a datetime with a time zone, such as datetime\.now\("):
        d3.GetIncidents("2026-11-03 09:30:00", naive)
    with pytest.raises(TypeError, match=r"^filters\[0\]\.value must be a datetime with a time zone"):
        xpanse.GetIncidents(filters=[{"field": "creation_time", "operator": "gte", "value": naive}])


@pytest.mark.parametrize("moment", [datetime(1, 1, 1, tzinfo=EAST), datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=5)))])
def test_a_time_that_utc_does_not_have_is_refused(moment: datetime) -> None:
    with pytest.raises(errors.InvalidRequest, match="is before the year 1 or after 9999 in UTC") as caught:
        d3.GetIncidents(moment, "2026-11-03 09:30:00")
    assert caught.value.field == "start_time"
    with pytest.raises(errors.InvalidRequest, match="is before the year 1 or after 9999 in UTC") as caught:
        xpanse.GetIncidents(filters=[{"field": "creation_time", "operator": "gte", "value": moment}])
    assert caught.value.field == "filters[0].value"


def test_other_times_are_refused() -> None:
    for wrong in (date(2026, 11, 3), timedelta(1), "yesterday", 1_793_664_000_000):
        with pytest.raises(errors.InvalidRequest) as caught:
            d3.GetIncidents(wrong, "2026-11-03 09:30:00")  # type: ignore[arg-type]
        assert caught.value.field == "start_time"
    # D3 takes times of fields in the zone of the site, which is not known here.
    with pytest.raises(errors.InvalidRequest, match="not datetime"):
        d3.SetField("20261103-104", "Due Date", datetime.now(timezone.utc))


@pytest.mark.parametrize("value", ["High", 7, -0.5, True, False, ["a", [None]], {"k": [{"deep": 1}]}, []])
def test_any_json_is_a_value(value: object) -> None:
    assert params(d3.SetField("20261103-104", "Severity", value))["value"] == value


def test_objects_are_any_mappings() -> None:
    raw: dict[str, Any] = {"mail": {"to": ["a"], "size": 7}, "none": None}
    for given in (raw, OrderedDict(raw), MappingProxyType(raw)):
        assert params(d3.CreateIncident("Phishing", raw_data=given))["raw_data"] == raw
    assert params(d3.Command("GetUsersBySite", params=raw, effect="reads"))["params"] == raw
    with pytest.raises(errors.InvalidRequest) as caught:
        d3.CreateIncident("Phishing", raw_data=["a"])  # type: ignore[arg-type]
    assert caught.value.field == "raw_data"


def test_objects_may_nest_as_deep_as_json_in_stores() -> None:
    def nested(depth: int) -> dict[str, Any]:
        return {"k": nested(depth - 1)} if depth else {}

    assert params(d3.CreateIncident("Phishing", raw_data=nested(99)))
    with pytest.raises(errors.InvalidRequest, match="too deep"):
        d3.CreateIncident("Phishing", raw_data=nested(100))


def test_conditions_and_changes_are_plain_dicts() -> None:
    is_open: d3.Condition = {"field": "Status", "operator": "=", "value": "Open"}
    unowned = d3.Condition(field="Owner", operator="IS EMPTY", section="Main")
    listing = d3.GetIncidents("2026-11-01 00:00:00", "2026-11-04 00:00:00", filter=[(is_open, unowned), [is_open]])
    # The core writes the members of a condition in its own order.
    assert params(listing)["filter"] == [[is_open, unowned], [is_open]]
    wrong: Any = {**is_open, "operator": "=="}
    with pytest.raises(errors.InvalidRequest) as caught:
        d3.GetIncidents("2026-11-01 00:00:00", "2026-11-04 00:00:00", filter=[[is_open], [wrong]])
    assert caught.value.field == "filter[1][0].operator"

    change: d3.FieldChanges = {"incident_number": "20261103-104", "fields": {"Severity": "High", "Score": 7}}
    changes = d3.SetFields(change for change in [change])
    assert (params(changes)["changes"], changes.asked) == ([change], ["20261103-104"])
    assert d3.SetFields([d3.FieldChanges(incident_number="20261103-104", fields=change["fields"])]) == changes


def test_effects_are_words() -> None:
    assert d3.Command("GetUsersBySite").effect == "appends"
    assert d3.Command("GetUsersBySite", effect="reads").effect == "reads"
    with pytest.raises(errors.InvalidRequest) as caught:
        d3.Command("GetUsersBySite", effect="read")  # type: ignore[arg-type]
    assert caught.value.field == "effect"
