"""The smaller answers: details, what was created, whether a key is valid, and replies of commands."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any, Union

import pytest

from soarwire import Call, Client, Created, Details, Done, Reply, Report, Send, Validity, d3, errors, xpanse
from soarwire.testing import Sandbox

Document = Union[Details, Created, Validity, Reply]

DETAILS = {
    "reply": {
        "incident": {"incident_id": "5471", "status": "new", "deep": [{"k": None}]},
        "alerts": {"total_count": 3, "data": [{"alert_id": "602"}, {"alert_id": "603", "n": 10**30}]},
        "network_artifacts": {"total_count": 1, "data": [{"type": "IP", "network_remote_ip": "192.0.2.7"}]},
        "file_artifacts": None,
    }
}
NEW_INCIDENT = {"error": "", "returnData": {"Status": "Successful", "Data": {"Incident Number": "20261103-104"}}}
USERS = {"error": "", "returnData": "Successful", "rawData": {"users": [1.5, None]}, "contextData": [{"User": "a"}]}


def details() -> Details:
    return xpanse.GetIncidentExtraData("5471").parse(200, {"x-request-id": "r-1"}, json.dumps(DETAILS))


def created() -> Created:
    return d3.CreateIncident("Phishing").parse(200, {}, json.dumps(NEW_INCIDENT))


def validity() -> Validity:
    return xpanse.ValidateKey().parse(200, {}, "true")


def reply() -> Reply:
    answer = d3.Command("GetUsersBySite").parse(200, {}, json.dumps(USERS))
    assert isinstance(answer, Reply)
    return answer


def test_details() -> None:
    found = details()
    assert (found.operation, found.request_id) == ("xpanse.get_incident_extra_data", "r-1")
    assert found.incident == DETAILS["reply"]["incident"]
    assert found.alerts == [{"alert_id": "602"}, {"alert_id": "603", "n": 10**30}]
    assert found.alerts_total == 3
    assert found.network_artifacts == [{"type": "IP", "network_remote_ip": "192.0.2.7"}]
    assert found.file_artifacts == []
    assert repr(found) == "<Details xpanse.get_incident_extra_data: an incident with 2 alerts>"


def test_created() -> None:
    found = created()
    assert (found.id, found.items) == ("20261103-104", [{"Incident Number": "20261103-104"}])
    assert repr(found) == "<Created d3.create_incident: created 20261103-104>"
    nameless = d3.CreateIncident("Phishing").parse(200, {}, '{"returnData": "Successful"}')
    assert (nameless.id, nameless.items) == (None, [])


def test_validity_is_true_where_the_key_is_valid() -> None:
    assert validity()
    assert validity().valid
    assert repr(validity()) == "<Validity the key is valid>"
    refused = xpanse.ValidateKey().parse(200, {}, "false")
    assert not refused
    assert not refused.valid
    with pytest.raises(errors.Unauthenticated):
        xpanse.ValidateKey().parse(401, {}, "")


def test_a_command_answers_with_a_reply_or_a_report() -> None:
    found = reply()
    assert (found.status_text, found.return_data, found.raw_data) == (
        "Successful",
        "Successful",
        {"users": [1.5, None]},
    )
    assert (found.items, found.key_fields, found.output_data) == ([{"User": "a"}], None, None)
    assert repr(found) == "<Reply d3.command: Successful>"
    named = d3.Command("CloseIncidentInBulk", incident_numbers=["a"])
    answer = named.parse(200, {}, '{"contextData": [{"Incident Number": "a", "Result": "Successful"}]}')
    assert isinstance(answer, Report)
    assert answer.succeeded == ["a"]


ANSWERS = [details(), created(), validity(), reply()]


@pytest.mark.parametrize("found", ANSWERS, ids=lambda found: type(found).__name__)
def test_answers_are_values(found: Document) -> None:
    kind = type(found)
    for other in (pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)):
        assert type(other) is kind
        assert other == found
        assert (other.to_json(), other.body, other.request_id) == (found.to_json(), found.body, found.request_id)
    assert found.to_dict() == json.loads(found.to_json())
    assert (found.attempts, found.elapsed) == (1, None)
    stored: Any = kind.from_json(found.to_json())
    assert (stored, stored.body, stored.attempts) == (found, "", 1)
    assert kind.from_dict(found.to_dict()) == kind.from_json(found.to_json().encode()) == found
    assert pickle.loads(pickle.dumps(stored)).to_json() == found.to_json()
    assert found != [other for other in ANSWERS if other is not found][0]
    with pytest.raises(TypeError, match="unhashable"):
        hash(found)
    with pytest.raises(errors.InvalidRequest) as caught:
        kind.from_json('{"operation": "d3.add_tags"}')
    assert caught.value.field == "operation"


def test_a_call_ends_with_them() -> None:
    call = Call(xpanse.Tenant(base_url="https://api.example.com"), xpanse.ValidateKey())
    send = call.poll(1000, "")
    assert isinstance(send, Send)
    call.on_response(1250, send.attempt, 200, {}, "true")
    done = call.poll(1250, "")
    assert isinstance(done, Done)
    assert (done.answer, done.report, done.error) == (validity(), None, None)
    assert done.answer is not None
    assert done.answer.elapsed == 0.25


def test_no_report_stands_in_for_another_answer() -> None:
    """With `raises=False` type checkers would take a report for what was created."""
    link = d3.LinkToNewCase(["20261103-104"])
    with Sandbox(faults=[{"kind": "cut_after"}]) as sandbox, Client(sandbox.d3_tenant()) as client:
        numbers = [row["number"] for row in sandbox.incidents["d3"][:1]]
        with pytest.raises(errors.Interrupted) as caught:
            client.run(d3.LinkToNewCase(numbers), raises=False)
    assert caught.value.report is not None
    assert caught.value.report.unknown == numbers
    lost = link.lost("timeout")
    assert (lost.maybe_executed, lost.report and lost.report.unknown) == (True, ["20261103-104"])
    new = d3.CreateIncident("Phishing").lost("timeout")
    assert (new.maybe_executed, new.report, new.to_report()) == (True, None, None)
