"""Tenants and the requests that they build."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

import soarwire
from soarwire import d3, errors, xpanse

BASE = "https://soc.example.com/MainApp/VSOC"
CLOSE = d3.CloseIncidents(["20261103-104"], bypass_required_tasks=True)
UPDATE = xpanse.UpdateIncident("5471", status="resolved")


def site(**auth: Any) -> d3.Tenant:
    return d3.Tenant(BASE, username="Admin", site="Security Operations", **auth)


def test_d3_request() -> None:
    request = site(api_key="k").request(CLOSE)
    assert (request.method, request.url) == ("POST", f"{BASE}/api/Command/CloseIncidentInBulk")
    assert request.headers == {"content-type": "application/json", "accept": "application/json", "d3key": "k"}
    assert json.loads(request.body)["CommandParams"]["Incident Numbers"] == ["20261103-104"]
    assert request.signed
    assert request == site(api_key="k").request(CLOSE)
    assert request != site(api_key="other").request(CLOSE)


def test_ways_in() -> None:
    keys = {"CloseIncidentInBulk": "own", "*": "default"}
    assert site(api_keys=keys).request(CLOSE).headers["d3key"] == "own"
    assert site(jwt="token", jwt_header="X-Jwt").request(CLOSE).headers["x-jwt"] == "token"
    signed = site(jwt_secret="s", jwt_payload={"b": 1, "a": "é"}).request(CLOSE).headers["d3jwt"]
    assert signed.startswith("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJiIjoxLCJhIjoiw6kifQ.")
    assert not site().request(CLOSE).signed
    with pytest.raises(errors.MissingCredential):
        site(api_keys={"CloseIncident": "k"}).request(CLOSE)


def test_a_gateway_needs_no_key() -> None:
    tenant = d3.Tenant("/soar", username="Admin", site="Security Operations")
    request = tenant.unsigned(CLOSE)
    assert request.url == "/soar/api/Command/CloseIncidentInBulk"
    assert not request.signed
    assert request == site().unsigned(CLOSE) or request.url != site().unsigned(CLOSE).url


def test_xpanse_keys() -> None:
    advanced = xpanse.Tenant("example.crtx.eu.paloaltonetworks.com", key_id=2, key="k")
    headers = advanced.request(UPDATE, nonce="n" * 64, now_ms=1_584_983_036_945).headers
    assert headers["x-xdr-timestamp"] == "1584983036945"
    assert headers == advanced.request(UPDATE, nonce="n" * 64, now_ms=1_584_983_036_945).headers
    assert advanced.request(UPDATE).headers["x-xdr-nonce"] != advanced.request(UPDATE).headers["x-xdr-nonce"]
    assert len(advanced.request(UPDATE).headers["x-xdr-nonce"]) == 64
    standard = xpanse.Tenant("example.crtx.eu.paloaltonetworks.com", key_id="1", key="k", key_type="standard")
    assert standard.request(UPDATE).headers["authorization"] == "k"
    assert advanced.base_url == "https://api-example.crtx.eu.paloaltonetworks.com"


@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("base_url", lambda: d3.Tenant("soc.example.com", username="A", site="S")),
        ("base_url", lambda: d3.Tenant(5, username="A", site="S")),  # type: ignore[arg-type]
        ("username", lambda: d3.Tenant(BASE, username=None, site="S")),  # type: ignore[arg-type]
        ("site", lambda: d3.Tenant(BASE, username="A", site=" ")),
        ("api_key", lambda: site(api_key=b"k")),
        ("api_key", lambda: site(api_key="k\n")),
        ("api_keys", lambda: site(api_keys=["k"])),
        ("api_keys", lambda: site(api_keys={"*": 5})),
        ("jwt", lambda: site(jwt=5)),
        ("jwt_secret", lambda: site(jwt_secret=5, jwt_payload={})),
        ("jwt_payload", lambda: site(jwt_secret="s", jwt_payload=["a"])),
        ("jwt_payload", lambda: site(jwt_secret="s", jwt_payload={"a": object()})),
        ("auth", lambda: site(api_key="k", jwt="t")),
        ("key_header", lambda: site(api_key="k", key_header="content-type")),
        ("base_url", lambda: xpanse.Tenant()),
        ("base_url", lambda: xpanse.Tenant("a.example.com", base_url="https://b.example.com")),
        ("fqdn", lambda: xpanse.Tenant(5)),  # type: ignore[arg-type]
        ("key", lambda: xpanse.Tenant("a.example.com", key_id="1")),
        ("key_id", lambda: xpanse.Tenant("a.example.com", key="k")),
        ("key_id", lambda: xpanse.Tenant("a.example.com", key="k", key_id=1.5)),  # type: ignore[arg-type]
        ("key_type", lambda: xpanse.Tenant("a.example.com", key="k", key_id="1", key_type="new")),  # type: ignore[arg-type]
        ("operation", lambda: site(api_key="k").request(UPDATE)),
        ("operation", lambda: site(api_key="k").request("close")),  # type: ignore[arg-type]
        ("now_ms", lambda: site(api_key="k").request(CLOSE, now_ms=-1)),
        ("nonce", lambda: site(api_key="k").request(CLOSE, nonce=5)),  # type: ignore[arg-type]
    ],
)
def test_what_does_not_do_is_named(field: str, make: Any) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        make()
    assert caught.value.field == field


def test_tenants_and_signed_requests_stay_here() -> None:
    for secret in (site(api_key="k"), site(api_key="k").request(CLOSE)):
        for leave in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError, match="cannot be pickled"):
                leave(secret)


def test_unsigned_requests_travel() -> None:
    request = site().unsigned(CLOSE)
    assert pickle.loads(pickle.dumps(request)) == request


def test_requests_as_json() -> None:
    request = site(api_key="k").request(CLOSE)
    assert json.loads(request.to_json()) == request.to_dict()
    assert request.to_dict()["headers"]["d3key"] == "***"
    assert request.to_dict()["body"] == json.loads(request.body)


def test_tenants_know_their_pace() -> None:
    assert (site().requests_per_second, xpanse.Tenant("a.example.com").requests_per_second) == (50, 10)
    assert isinstance(site(), soarwire.Tenant)
