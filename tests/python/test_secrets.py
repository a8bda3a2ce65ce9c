"""A key goes out in headers, and nowhere else."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from soarwire import AsyncClient, Call, Client, SoarwireError, d3, xpanse
from soarwire.testing import Sandbox

CANARY = "canary-4f1d9c"
CLOSE = d3.CloseIncidents(["20261103-104"], bypass_required_tasks=True)
UPDATE = xpanse.UpdateIncident("5471", status="new")
D3_WAYS: list[dict[str, Any]] = [
    {"api_key": CANARY},
    {"api_keys": {"*": CANARY}},
    {"jwt": CANARY},
    {"jwt_secret": CANARY, "jwt_payload": {"sub": CANARY}},
]
XPANSE_WAYS: list[dict[str, Any]] = [
    {"key_id": "1", "key": CANARY, "key_type": "standard"},
    {"key_id": "1", "key": CANARY, "key_type": "advanced"},
]


def shown(value: object) -> str:
    """All that a value prints and serialises."""
    parts = [repr(value), str(value), f"{value}", repr([value]), ascii(value)]
    for method in ("to_json", "to_dict"):
        if hasattr(value, method):
            parts.append(repr(getattr(value, method)()))
    for dump in (pickle.dumps, json.dumps):
        try:
            parts.append(repr(dump(value)))
        except TypeError as error:
            parts.append(str(error))
    parts.append(repr(getattr(value, "__dict__", "")))
    return "\n".join(parts)


def tenants() -> list[tuple[Any, Any]]:
    base = "https://soc.example.com/MainApp/VSOC"
    made: list[tuple[Any, Any]] = [(d3.Tenant(base, username="Admin", site="S", **way), CLOSE) for way in D3_WAYS]
    return made + [(xpanse.Tenant("a.example.com", **way), UPDATE) for way in XPANSE_WAYS]


@pytest.mark.parametrize(("tenant", "operation"), tenants())
def test_tenants_and_requests(tenant: Any, operation: Any) -> None:
    request = tenant.request(operation)
    everything = shown(tenant) + shown(request) + shown(Client(tenant)) + shown(Call(tenant, operation))
    assert CANARY not in everything
    credential = next(name for name in ("d3key", "d3jwt", "authorization") if name in request.headers)
    assert request.headers[credential] not in shown(request)
    assert request.to_dict()["headers"][credential] == "***"


@pytest.mark.parametrize(
    "make",
    [
        lambda: d3.Tenant("https://a.example.com", username="A", site="S", api_key=f"{CANARY}\n"),
        lambda: d3.Tenant("http://a.example.com", username="A", site="S", api_key=CANARY),
        lambda: d3.Tenant("https://a.example.com", username="A", site="S", api_key=CANARY, jwt=CANARY),
        lambda: d3.Tenant(
            "https://a.example.com", username="A", site="S", jwt_secret=CANARY, jwt_payload={"a": {CANARY}}
        ),
        lambda: xpanse.Tenant("a.example.com", key_id=CANARY, key=f"{CANARY}\n", key_type="standard"),
        lambda: xpanse.Tenant("a.example.com", key=CANARY),
        lambda: Client(
            d3.Tenant("https://a.example.com", username="A", site="S"), proxy=f"socks5://u:{CANARY}@p.example.com"
        ),
        lambda: AsyncClient(
            d3.Tenant("https://a.example.com", username="A", site="S"), proxy=f"nonsense://u:{CANARY}@p"
        ),
    ],
)
def test_errors_of_settings(make: Callable[[], object]) -> None:
    try:
        make()
        pytest.fail("was taken")
    except SoarwireError as error:
        assert CANARY not in shown(error) + "".join(traceback.format_exception_only(type(error), error))


@pytest.fixture
def log() -> Any:
    """All that anything logs, at the lowest level."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    root = logging.getLogger()
    level = root.level
    root.setLevel(1)
    root.addHandler(handler)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


FAULTS = [
    [],
    [{"kind": "server_error", "times": 9}],
    [{"kind": "redirect", "location": "http://127.0.0.1:1/elsewhere"}],
    [{"kind": "cut_after", "times": 9}],
    [{"kind": "truncated_json", "times": 9}],
]


@pytest.mark.parametrize("faults", FAULTS, ids=lambda faults: faults[0]["kind"] if faults else "wrong key")
def test_runs(faults: list[dict[str, Any]], soarwire_sandbox: Sandbox, log: io.StringIO) -> None:
    sandbox = soarwire_sandbox

    async def run_async(tenant: Any, operation: Any) -> None:
        async with AsyncClient(tenant, max_attempts=1) as client:
            await client.run(operation)

    def run_sync(tenant: Any, operation: Any) -> None:
        with Client(tenant, max_attempts=1) as client:
            client.run(operation)

    calls: list[tuple[Any, Any]] = [
        (sandbox.d3_tenant(api_key=CANARY), CLOSE),
        (sandbox.xpanse_tenant(key=CANARY, key_type="standard"), UPDATE),
        (sandbox.xpanse_tenant(key=CANARY), UPDATE),
    ]
    seen = []
    for tenant, operation in calls:
        for run in (run_sync, lambda *call: asyncio.run(run_async(*call))):
            sandbox.clear_faults()
            sandbox.script(*faults)
            with pytest.raises(SoarwireError) as caught:
                run(tenant, operation)
            error = caught.value
            seen += ["".join(traceback.format_exception(type(error), error, error.__traceback__)), shown(error), repr(vars(error))]
            if error.report is not None:
                seen.append(shown(error.report))
    seen += [log.getvalue(), json.dumps(sandbox.requests)]
    assert CANARY not in "\n".join(seen)
