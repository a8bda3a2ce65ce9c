"""Typed incidents and alerts: every field, with every value of the table that all languages share."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from soarwire import Page, TypedItem, d3, xpanse
from soarwire.errors import InvalidRequest

TABLE = Path(__file__).resolve().parent.parent / "typed/values.json"
CASES: list[dict[str, Any]] = json.loads(TABLE.read_text())
CLASSES: list[Any] = [xpanse.Incident, xpanse.Alert, d3.Incident]
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
# A field of each type, by class and the vendor's key.
OF_TYPE: dict[str, list[tuple[Any, str, str]]] = {
    "Text": [(xpanse.Incident, "status", "status"), (d3.Incident, "date_created", "Date Created")],
    "Id": [(xpanse.Incident, "incident_id", "incident_id"), (xpanse.Alert, "case_id", "case_id"), (d3.Incident, "number", "IR Number")],
    "Integer": [(xpanse.Incident, "alert_count", "alert_count"), (xpanse.Alert, "port_number", "port_number")],
    "Flag": [(xpanse.Incident, "starred", "starred"), (xpanse.Alert, "is_whitelisted", "is_whitelisted")],
    "Time": [(xpanse.Incident, "creation_time", "creation_time"), (xpanse.Alert, "last_observed", "last_observed")],
    "Texts": [(xpanse.Incident, "tags", "tags"), (xpanse.Alert, "service_ids", "service_ids"), (d3.Incident, "tags", "Tags")],
    "Integers": [(xpanse.Alert, "action_remote_port", "action_remote_port")],
    "Times": [(xpanse.Alert, "event_timestamp", "event_timestamp")],
    "Json": [(xpanse.Incident, "xpanse_risk_explainer", "xpanse_risk_explainer"), (d3.Incident, "playbook", "PlayBook Name")],
}


def moment(ms: int) -> datetime:
    return EPOCH + timedelta(milliseconds=ms)


def expected(of: str, value: Any) -> Any:
    if of == "Time" and value is not None:
        return moment(value)
    if of == "Times" and value is not None:
        return [moment(ms) for ms in value]
    return value


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['type']} {case['json']}")
def test_a_field_reads_what_its_type_says(case: dict[str, Any]) -> None:
    for of, field, key in OF_TYPE[case["type"]]:
        item = of(f'{{"before": [1], "{key}": {case["json"]}, "behind": {{}}}}')
        found, wanted = getattr(item, field), expected(case["type"], case["value"])
        assert found == wanted
        assert type(found) is type(wanted)
        assert item.to_dict()[field] == wanted


def fields(of: Any) -> list[str]:
    return [name for name in vars(of) if not name.startswith("_")]


def test_every_field_is_none_in_an_empty_object_and_documented() -> None:
    for of in CLASSES:
        assert len(fields(of)) > 25
        assert [name for name in fields(of) if getattr(of("{}"), name) is not None] == []
        assert list(of("{}").to_dict()) == fields(of)
        for name in fields(of):
            assert getattr(of, name).__doc__.endswith("."), name
            assert getattr(of, name).__name__ == name


def incidents() -> tuple[Page, list[dict[str, Any]]]:
    objects: list[dict[str, Any]] = [
        {"incident_id": str(number), "status": "new", "creation_time": 1_790_000_000_000 + number, "tags": ["AR:é"], "x": {"y": number}}
        for number in range(5)
    ]
    objects[3] = {"status": None, "Incident ID": 3}
    body = json.dumps({"reply": {"incidents": objects}}).encode()
    return xpanse.GetIncidents().parse(200, {}, body), objects


def test_a_page_lists_its_incidents() -> None:
    page, objects = incidents()
    found = page.incidents
    assert found == xpanse.Incident.of(page)
    assert all(type(incident) is xpanse.Incident for incident in found)
    assert [incident.item for incident in found] == objects
    assert [incident.incident_id for incident in xpanse.Incident.of(page)] == ["0", "1", "2", "3", "4"]
    assert page.alerts == xpanse.Alert.of(page) == d3.Incident.of(page) == []
    assert xpanse.Incident.of(page)[1].creation_time == moment(1_790_000_000_001)


def test_a_page_of_d3_lists_its_incidents() -> None:
    body = json.dumps({"error": "", "rawData": {"incidents": [{"IR Number": "20261103-104", "Date Created": "11/03/2026 06:08 AM PST"}]}})
    page = d3.GetIncidents("2026-11-01 00:00:00", "2026-11-04 00:00:00").parse(200, {}, body.encode())
    [incident] = d3.Incident.of(page)
    assert (incident.number, incident.date_created, incident.title) == ("20261103-104", "11/03/2026 06:08 AM PST", None)
    assert page.incidents == [incident]


def test_alerts_of_a_list_and_of_details_are_read_alike() -> None:
    body = json.dumps({"reply": {"alerts": [{"alert_id": "602", "tags": ["a", "b"], "action_remote_port": [443]}]}}).encode()
    [listed] = xpanse.GetAlerts().parse(200, {}, body).alerts
    flat = xpanse.Alert({"alert_id": 602, "tags": "a,b", "action_remote_port": 443})
    for alert in (listed, flat):
        assert (alert.alert_id, alert.tags, alert.action_remote_port) == ("602", ["a", "b"], [443])


def test_incidents_are_values() -> None:
    page, objects = incidents()
    for incident, item in zip(xpanse.Incident.of(page), objects):
        for same in (xpanse.Incident(item), xpanse.Incident(incident.to_json()), copy.copy(incident), copy.deepcopy(incident)):
            assert same == incident
            assert hash(same) == hash(incident)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(incident, protocol)) == incident
        assert isinstance(incident, TypedItem)
        assert xpanse.Incident(dict(reversed(item.items()))) == incident
        assert hash(xpanse.Incident(dict(reversed(item.items())))) == hash(incident)
        assert xpanse.Incident({**item, "more": 1}) != incident
        assert incident != xpanse.Alert(item)
        assert incident != item
    assert len(set(page.incidents)) == 5


def test_what_is_printed_says_most() -> None:
    page, _ = incidents()
    shown = "<xpanse.Incident incident_id='0' status='new' creation_time=2026-09-21 14:13:20+00:00>"
    assert repr(page.incidents[0]) == shown
    assert repr(d3.Incident({"Title": "It's", "Owner": None})) == '<d3.Incident title="It\'s">'
    assert repr(xpanse.Alert("{}")) == "<xpanse.Alert>"


def test_fields_cannot_be_set() -> None:
    incident: Any = xpanse.Incident({"status": "new"})
    with pytest.raises(AttributeError, match="status cannot be set"):
        incident.status = "resolved"
    with pytest.raises(AttributeError):
        incident.unknown = 1


@pytest.mark.parametrize("item", ["", "[]", "null", "{", '{"a": tru}', '{"a": 1} 2'])
def test_what_is_not_an_object_is_refused(item: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        xpanse.Incident(item)
    assert refused.value.field == "item"


@pytest.mark.parametrize("item", [None, 7, ["a"], b"{}"])
def test_what_is_neither_a_dict_nor_text_is_a_type_error(item: Any) -> None:
    with pytest.raises(TypeError):
        xpanse.Incident(item)


def test_only_the_three_classes_are_made() -> None:
    base: Any = TypedItem
    with pytest.raises(TypeError):
        base("{}")
    with pytest.raises(TypeError):
        base.of(incidents()[0])
