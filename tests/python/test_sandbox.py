"""The sandbox as users of the package have it."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
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
    (incident,) = (row for row in soarwire_sandbox.incidents["d3"] if row["number"] == "20261103-104")
    assert incident["status"] == "Closed"
    (request,) = soarwire_sandbox.requests
    assert request["path"].endswith("/CloseIncidentInBulk")
    soarwire_sandbox.reset()
    assert soarwire_sandbox.requests == []
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
        assert [row["number"] for row in sandbox.incidents["d3"]] == ["A-1"]
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
    with direct.open(f"{soarwire_sandbox.credentials['admin']}credentials") as answer:
        assert json.load(answer) == soarwire_sandbox.credentials


def test_what_is_read_is_a_property_and_a_copy(soarwire_sandbox: Sandbox) -> None:
    for name in ("credentials", "effects", "incidents", "requests", "pending_faults", "url"):
        assert isinstance(getattr(Sandbox, name), property)
    soarwire_sandbox.credentials["d3"]["api_keys"].clear()
    soarwire_sandbox.incidents["d3"].clear()
    assert soarwire_sandbox.credentials["d3"]["api_keys"] and soarwire_sandbox.incidents["d3"]
    # Who writes a call reads the same.
    assert soarwire_sandbox.effects() == soarwire_sandbox.effects
    assert soarwire_sandbox.incidents() == soarwire_sandbox.incidents
    assert soarwire_sandbox.requests() == soarwire_sandbox.requests == json.loads(json.dumps(soarwire_sandbox.requests))


def test_another_process_needs_only_the_credentials(soarwire_sandbox: Sandbox) -> None:
    script = """
        import json, sys
        from soarwire import Client, d3, xpanse
        told = json.load(sys.stdin)
        for tenant, operation in [
            (d3.Tenant(**told["d3"]), d3.UpdateOwner(["20261103-104"], "Li Wen")),
            (xpanse.Tenant(**told["xpanse"]), xpanse.UpdateIncident("5471", status="resolved")),
        ]:
            with Client(tenant) as client:
                client.run(operation).raise_for_failures()
    """
    told = json.dumps(soarwire_sandbox.credentials)
    command = [sys.executable, "-c", textwrap.dedent(script)]
    ran = subprocess.run(command, input=told, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    totals = soarwire_sandbox.effects["totals"]
    assert (totals["owner_changes"], totals["status_changes"]) == (1, 1)


def test_tokens_signed_with_the_secret(soarwire_sandbox: Sandbox) -> None:
    assign = d3.UpdateOwner(["20261103-104"], "Li Wen")
    right = {"Username": "Admin", "Site": "Security Operations"}
    for secret, payload, accepted in [
        ("sandbox-d3-jwt-secret", right, True),
        ("sandbox-d3-jwt-secret", {}, True),
        ("sandbox-d3-jwt-secret", {"Username": "Somebody"}, False),
        ("another", right, False),
    ]:
        with Client(soarwire_sandbox.d3_tenant(jwt_secret=secret, jwt_payload=payload)) as client:
            if accepted:
                assert client.run(assign).all_succeeded
            else:
                with pytest.raises(errors.Unauthenticated):
                    client.run(assign)
    with Sandbox({"d3": {"keys": {}, "jwts": [], "jwt_secrets": ["s"]}}) as sandbox, Client(sandbox.d3_tenant()) as client:
        assert client.run(assign).all_succeeded


def test_bodies_are_recorded_on_request(soarwire_sandbox: Sandbox) -> None:
    note = CLOSE.to_dict()["params"] | {"conclusion": "The key is sandbox-d3-key."}
    with Sandbox({"record_bodies": True}) as sandbox, Client(sandbox.d3_tenant()) as client:
        client.run(d3.CloseIncidents(**note))
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"{sandbox.url}/_sandbox/requests") as answer:
            (told,) = json.load(answer)
        (request,) = sandbox.requests
        assert request == told
        params = json.loads(request["body"])["CommandParams"]
        assert params["Incident Numbers"] == ["20261103-104"]
        assert "sandbox-d3-key" not in str(request) and "The key is ***." in params.values()
    with Client(soarwire_sandbox.d3_tenant()) as client:
        client.run(CLOSE)
    assert [request["body"] for request in soarwire_sandbox.requests] == [None]


def test_a_fault_on_nothing_is_refused(soarwire_sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match=r'fault 1: `on` is "d3.close_incidnets".*did you mean "d3.close_incidents"'):
        soarwire_sandbox.script({"kind": "html", "on": "d3.close_incidnets"})
    assert soarwire_sandbox.pending_faults == 0
