"""The vendor's own SDK, as it comes from the package index, works with the sandbox: nothing of it is changed but the address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from xpanse.client import XpanseClient  # type: ignore[import-untyped]
from xpanse.error import InvalidApiCredentials, UnexpectedResponseError  # type: ignore[import-untyped]

from soarwire.testing import Config, Sandbox

ADVANCED = ("2", "sandbox-xpanse-advanced-key", True)
STANDARD = ("1", "sandbox-xpanse-standard-key", False)
WORLD: Config = {"xpanse": {"generate": 250, "generate_alerts": 350}}
RESOLVED = {"field": "status", "operator": "neq", "value": "resolved"}


def vendors_client(sandbox: Sandbox, key_id: str, key: str, advanced: bool) -> Any:
    """The SDK's client. It makes `https://api-HOST` of every address, which no loopback server can have."""

    class Local(XpanseClient):  # type: ignore[misc]
        _url = property(lambda _: sandbox.url, lambda _, __: None)

    return Local(url="api-tenant.example.com", api_key_id=key_id, api_key=key, use_advanced_auth=advanced)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(WORLD) as sandbox:
        yield sandbox


@pytest.fixture(params=[ADVANCED, STANDARD], ids=["advanced", "standard"])
def sdk(request: pytest.FixtureRequest, sandbox: Sandbox) -> Any:
    return vendors_client(sandbox, *request.param)


def paths(sandbox: Sandbox) -> list[str]:
    return [request["path"] for request in sandbox.requests]


def test_it_validates_its_key_first(sandbox: Sandbox) -> None:
    for key in (ADVANCED, STANDARD):
        vendors_client(sandbox, *key)
    for key in (("2", "wrong", True), ("1", "wrong", False), ("1", "sandbox-xpanse-standard-key", True)):
        with pytest.raises(InvalidApiCredentials):
            vendors_client(sandbox, *key)
    assert paths(sandbox) == ["/api_keys/validate/"] * 5
    assert [request["status"] for request in sandbox.requests] == [200, 200, 401, 401, 401]


def test_it_pages_through_all_incidents_by_offset(sandbox: Sandbox, sdk: Any) -> None:
    incidents = sdk.incidents.list().dump()
    assert len(incidents) == 253
    assert {row["incident_id"] for row in incidents} == {row["incident_id"] for row in sandbox.incidents["xpanse"]}
    assert all(len(row) >= 45 for row in incidents)
    created = [row["creation_time"] for row in incidents]
    assert created == sorted(created, reverse=True)
    assert paths(sandbox)[1:] == ["/public_api/v1/incidents/get_incidents/"] * 3
    assert all(request["ignored"] == [] for request in sandbox.requests)


def test_it_counts_filters_and_sorts_incidents(sandbox: Sandbox, sdk: Any) -> None:
    rows = sandbox.incidents["xpanse"]
    open_rows = [row for row in rows if row["status"] != "resolved"]
    assert sdk.incidents.count().data == len(rows)
    assert sdk.incidents.count({"filters": [RESOLVED]}).data == len(open_rows)
    order = {"field": "modification_time", "keyword": "asc"}
    found = sdk.incidents.list({"filters": [RESOLVED], "sort": order, "search_from": 0, "search_to": 40}).dump()
    assert {row["incident_id"] for row in found} == {row["incident_id"] for row in open_rows}
    modified = [row["modification_time"] for row in found]
    assert modified == sorted(modified)
    contains = {"field": "description", "operator": "contains", "value": "RDP"}
    found = sdk.incidents.list({"filters": [contains]}).dump()
    assert found and all("RDP" in row["description"] for row in found)


def test_it_gets_and_updates_an_incident(sandbox: Sandbox, sdk: Any) -> None:
    (incident,) = sdk.incidents.get(["5471"]).data
    assert (incident["status"], incident["alert_count"]) == ("new", 2)
    changes = {"status": "resolved", "assigned_user_mail": "li.wen@example.com", "manual_severity": "low"}
    updated = sdk.incidents.update("5471", {**changes, "comment": {"comment_action": "add", "value": "Patched."}})
    assert (updated.response.status_code, updated.data) == (200, True)
    (incident,) = sdk.incidents.get(["5471"]).data
    assert {name: incident[name] for name in changes} == changes
    assert sandbox.effects["xpanse"]["5471"]["comments"] == ["Patched."]
    refused = sdk.incidents.update("5471", {"status": "done"})
    assert refused.response.status_code == 422


def test_it_pages_through_all_alerts_by_token(sandbox: Sandbox, sdk: Any) -> None:
    alerts = sdk.alerts.list().dump()
    assert len(alerts) == 354
    assert {row["alert_id"] for row in alerts} == {row["alert_id"] for row in sandbox.incidents["xpanse_alerts"]}
    severe = {"field": "severity", "operator": "in", "value": ["critical", "high"]}
    found = sdk.alerts.list({"filters": [severe], "search_from": 0, "search_to": 30}).dump()
    expected = {row["alert_id"] for row in alerts if row["severity"] in ("critical", "high")}
    assert {row["alert_id"] for row in found} == expected
    assert sdk.alerts.count({"filters": [severe]}).data == len(found)
    assert all(request["ignored"] == [] for request in sandbox.requests)


def test_it_misses_no_alert_while_others_come(sandbox: Sandbox, sdk: Any) -> None:
    before = {row["alert_id"] for row in sandbox.incidents["xpanse_alerts"]}
    sandbox.script({"kind": "world_moves", "change": "inserted", "on": "xpanse.get_alerts", "times": 3})
    ids = [row["alert_id"] for row in sdk.alerts.list().dump()]
    assert (sorted(ids), sandbox.pending_faults) == (sorted(before), 0)


def test_it_sees_offsets_shift_while_incidents_come(sandbox: Sandbox, sdk: Any) -> None:
    sandbox.script({"kind": "world_moves", "change": "inserted", "on": "xpanse.get_incidents"})
    ids = [row["incident_id"] for row in sdk.incidents.list().dump()]
    assert (len(ids), len(set(ids))) == (254, 253), "one came twice, and the new one is missing"


def test_it_gets_and_updates_alerts(sandbox: Sandbox, sdk: Any) -> None:
    alerts = sdk.alerts.get([90001, 90003]).data
    assert sorted(alert["alert_id"] for alert in alerts) == ["90001", "90003"]
    updated = sdk.alerts.v1.update(["90001", 90003, "1"], {"status": "resolved", "severity": "low", "comment": "Ours."})
    assert (updated.response.status_code, updated.data) == (200, [90001, 90003])
    assert paths(sandbox)[-1] == "/public_api/v1/alerts/update_alerts"
    for alert in sdk.alerts.get([90001, 90003]).data:
        assert (alert["resolution_status"], alert["severity"]) == ("STATUS_070_RESOLVED_OTHER", "low")
        assert alert["resolution_comment"] == "Ours."
    assert sandbox.effects["xpanse_alerts"]["90001"]["comments"] == ["Ours."]


def test_sorting_alerts_needs_offsets(sandbox: Sandbox, sdk: Any) -> None:
    # The SDK lists alerts by token alone, where the vendor does not sort: only its pages by hand can be sorted.
    order = {"field": "creation_time", "keyword": "asc"}
    with pytest.raises(UnexpectedResponseError):
        sdk.alerts.list({"sort": order}).dump()
    some = [int(row["alert_id"]) for row in sandbox.incidents["xpanse_alerts"][-50:]]
    found = sdk.alerts.get(some, {"sort": order}).data
    created = [row["detection_timestamp"] for row in found]
    assert len(found) == 50 and created == sorted(created)


def test_where_it_and_the_facts_differ(sandbox: Sandbox) -> None:
    sdk = vendors_client(sandbox, *ADVANCED)
    # Its annotation says that ids of alerts are texts; the vendor's page says integers, and so does the sandbox.
    assert sdk.alerts.get(["90001"]).response.status_code == 500
    # An empty set has null as its count, with which the SDK cannot go on.
    nothing = {"field": "incident_id_list", "operator": "in", "value": ["nobody"]}
    pages = sdk.incidents.list({"filters": [nothing]})
    assert (pages.next(), pages.total) == ([], None)
    with pytest.raises(TypeError):
        pages.has_next()
