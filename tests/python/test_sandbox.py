"""The sandbox as users of the package have it."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest

from soarwire import Client, d3, errors, xpanse
from soarwire.testing import Sandbox

CLOSE = d3.CloseIncidents(["20261103-104"], bypass_required_tasks=True, conclusion="Contained.")


def test_the_fixture_is_new_for_each_test(soarwire_sandbox: Sandbox) -> None:
    assert soarwire_sandbox.effects["totals"]["closes"] == 0
    assert repr(soarwire_sandbox) == f"<soarwire.testing.Sandbox {soarwire_sandbox.url}>"


def test_effects_incidents_requests_and_reset(soarwire_sandbox: Sandbox) -> None:
    with Client(soarwire_sandbox.d3_tenant()) as client:
        client.run(CLOSE)
    assert soarwire_sandbox.effects["d3"]["20261103-104"]["conclusions"] == ["Contained."]
    (incident,) = (row for row in soarwire_sandbox.incidents()["d3"] if row["number"] == "20261103-104")
    assert incident["status"] == "Closed"
    (request,) = soarwire_sandbox.requests()
    assert request["path"].endswith("/CloseIncidentInBulk")
    soarwire_sandbox.reset()
    assert soarwire_sandbox.requests() == []
    assert soarwire_sandbox.effects["operations"] == {}


def test_faults(soarwire_sandbox: Sandbox) -> None:
    soarwire_sandbox.script({"kind": "left_out"}, {"kind": "server_error"})
    assert soarwire_sandbox.pending_faults == 2
    with Client(soarwire_sandbox.d3_tenant()) as client:
        assert client.run(CLOSE).unreported == ["20261103-104"]
    soarwire_sandbox.clear_faults()
    assert soarwire_sandbox.pending_faults == 0


def test_keys_are_enforced(soarwire_sandbox: Sandbox) -> None:
    update = xpanse.UpdateIncident("5471", status="new")
    tenants: list[Any] = [
        (soarwire_sandbox.d3_tenant(api_key="wrong"), CLOSE),
        (soarwire_sandbox.xpanse_tenant(key="wrong"), update),
        (soarwire_sandbox.xpanse_tenant(key="wrong", key_type="standard"), update),
    ]
    for tenant, operation in tenants:
        with Client(tenant) as client, pytest.raises(errors.Unauthenticated):
            client.run(operation)
    assert soarwire_sandbox.effects["totals"]["closes"] == 0


def test_worlds_of_your_own() -> None:
    world = {"d3": {"incidents": [{"number": "A-1"}], "generate": 0, "keys": {}, "jwts": ["t"]}}
    with Sandbox(world, faults=[{"kind": "html"}]) as sandbox:
        assert [row["number"] for row in sandbox.incidents()["d3"]] == ["A-1"]
        assert sandbox.pending_faults == 1
        sandbox.clear_faults()
        with Client(sandbox.d3_tenant()) as client:
            assert client.run(d3.UpdateOwner(["A-1"], "Li Wen")).all_succeeded


@pytest.mark.parametrize("config", [{"d4": {}}, {"d3": {"generate": "many"}}, 5])
def test_configs_that_do_not_do(config: Any) -> None:
    with pytest.raises(ValueError, match="the sandbox's config is invalid"):
        Sandbox(config)


@pytest.mark.parametrize("fault", [{"kind": "gremlins"}, {"kind": "html", "ms": 5}, 5])
def test_faults_that_do_not_do(fault: Any) -> None:
    with pytest.raises(ValueError, match="fault 1"):
        Sandbox(faults=[fault])


def test_a_port_in_use(soarwire_sandbox: Sandbox) -> None:
    port = int(soarwire_sandbox.url.rpartition(":")[2])
    with pytest.raises(OSError, match="is in use"):
        Sandbox(port=port)


def test_the_admin_route(soarwire_sandbox: Sandbox) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"{soarwire_sandbox.url}/_sandbox/") as answer:
        index = json.load(answer)
    assert index["d3"]["base_url"] == soarwire_sandbox.d3_tenant().base_url
