"""Credentials from callables, asked at every attempt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from soarwire import AsyncClient, Call, Client, Operation, Report, Send, Tenant, d3, errors, xpanse
from soarwire.testing import Sandbox

ASSIGN = d3.UpdateOwner(["20261103-104"], "Maria Keller")
UPDATE = xpanse.UpdateIncident("5471", status="under_investigation")


def site(**auth: Any) -> d3.Tenant:
    return d3.Tenant("https://soc.example.com/VSOC", username="Admin", site="Security Operations", **auth)


def counting() -> Callable[[], str]:
    numbers = iter(range(1, 100))
    return lambda: f"key-{next(numbers)}"


@pytest.mark.parametrize(("argument", "header"), [("api_key", "d3key"), ("jwt", "d3jwt")])
def test_asked_at_every_attempt(argument: str, header: str) -> None:
    call = Call(site(**{argument: counting()}), ASSIGN)
    now_ms, keys = 1_793_696_706_000, []
    for _ in range(3):
        step = call.poll(now_ms, "")
        while not isinstance(step, Send):
            now_ms = step.until_ms  # type: ignore[union-attr]
            step = call.poll(now_ms, "")
        keys.append(step.request.headers[header])
        call.on_response(now_ms, step.attempt, 503, {}, b"")
    assert keys == ["key-1", "key-2", "key-3"]


@pytest.mark.parametrize("key_type", ["standard", "advanced"])
def test_keys_of_xpanse(key_type: Any) -> None:
    asked: list[int] = []

    def key() -> str:
        asked.append(1)
        return "the-key"

    tenant = xpanse.Tenant("acme.example.com", key_id=7, key=key, key_type=key_type)
    assert asked == []
    headers = tenant.request(UPDATE).headers
    assert headers["x-xdr-auth-id"] == "7" and asked == [1]
    assert (headers["authorization"] == "the-key") == (key_type == "standard")


def run(how: str, tenant: Tenant, operation: Operation[Report]) -> Report:
    if how == "sync":
        with Client(tenant) as client:
            return client.run(operation)

    async def with_async() -> Report:
        async with AsyncClient(tenant) as client:
            return await client.run(operation)

    return asyncio.run(with_async())


@pytest.mark.parametrize("how", ["sync", "async"])
def test_clients_ask(how: str, soarwire_sandbox: Sandbox) -> None:
    given = iter(["sandbox-d3-key"] * 9)
    soarwire_sandbox.script({"kind": "server_error", "status": 503})
    tenant = soarwire_sandbox.d3_tenant(api_key=lambda: next(given))
    assert run(how, tenant, ASSIGN).all_succeeded
    # Two attempts, each with a key of its own asking.
    assert len(list(given)) == 7


@pytest.mark.parametrize("how", ["sync", "async"])
def test_without_a_credential_nothing_is_sent(how: str, soarwire_sandbox: Sandbox) -> None:
    shut = RuntimeError("the vault with canary is shut")

    def key() -> str:
        raise shut

    with pytest.raises(errors.MissingCredential) as caught:
        run(how, soarwire_sandbox.d3_tenant(api_key=key), ASSIGN)
    error = caught.value
    assert (error.field, error.attempts, error.maybe_executed, error.__cause__) == ("api_key", 0, False, shut)
    assert "canary" not in str(error) and soarwire_sandbox.requests == []


@pytest.mark.parametrize("argument", ["api_key", "api_keys", "api_keys of the command"])
def test_coroutine_functions_are_awaited_at_every_attempt(argument: str, soarwire_sandbox: Sandbox) -> None:
    asked: list[asyncio.AbstractEventLoop] = []

    async def key() -> str:
        await asyncio.sleep(0.01)
        asked.append(asyncio.get_running_loop())
        return "sandbox-d3-key"

    class Vault:
        async def __call__(self) -> str:
            return await key()

    auth: dict[str, dict[str, Any]] = {
        "api_key": {"api_key": key},
        "api_keys": {"api_keys": {"*": Vault(), "CloseIncident": "another"}},
        "api_keys of the command": {"api_keys": {"UpdateIncidentOwnerInBulk": key, "*": lambda: "wrong"}},
    }
    soarwire_sandbox.script({"kind": "server_error", "status": 503})
    assert run("async", soarwire_sandbox.d3_tenant(**auth[argument]), ASSIGN).attempts == 2
    assert len(asked) == 2


def test_many_calls_await_their_credentials(soarwire_sandbox: Sandbox) -> None:
    """More at once than there are threads."""

    async def key() -> str:
        await asyncio.sleep(0)
        return "sandbox-d3-key"

    async def all_of_them() -> list[Report]:
        tenant = soarwire_sandbox.d3_tenant(api_key=key)
        async with AsyncClient(tenant, requests_per_second=0) as client:
            return await asyncio.gather(*(client.run(ASSIGN) for _ in range(150)))

    assert all(report.all_succeeded for report in asyncio.run(all_of_them()))


def test_a_coroutine_function_that_fails(soarwire_sandbox: Sandbox) -> None:
    shut = RuntimeError("the vault with canary is shut")

    async def key() -> str:
        raise shut

    async def nothing() -> Any:
        return None

    with pytest.raises(errors.MissingCredential) as caught:
        run("async", soarwire_sandbox.d3_tenant(api_key=key), ASSIGN)
    assert (caught.value.attempts, caught.value.__cause__) == (0, shut)
    with pytest.raises(errors.MissingCredential) as caught:
        run("async", soarwire_sandbox.d3_tenant(api_key=nothing), ASSIGN)
    assert isinstance(caught.value.__cause__, TypeError)
    assert soarwire_sandbox.requests == []


def test_a_call_does_not_outwait_its_credential(soarwire_sandbox: Sandbox) -> None:
    async def key() -> str:
        await asyncio.sleep(60)
        return "too late"

    tenant = soarwire_sandbox.d3_tenant(api_key=key)

    async def in_vain() -> None:
        async with AsyncClient(tenant) as client:
            with pytest.raises(errors.NotSent):
                await client.run(ASSIGN, timeout=0.05)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.run(ASSIGN), 0.05)

    asyncio.run(in_vain())
    assert soarwire_sandbox.requests == []


def test_coroutine_functions_are_for_those_who_can_await() -> None:
    async def key() -> str:
        raise AssertionError("called")

    for tenant in (
        site(api_key=key),
        site(jwt=key),
        site(api_keys={"CloseIncident": key, "*": "k"}),
    ):
        for refused in (tenant.request, Client(tenant).run, lambda operation, tenant=tenant: Call(tenant, operation)):
            with pytest.raises(TypeError, match="only AsyncClient awaits"):
                refused(ASSIGN)
        assert not tenant.unsigned(ASSIGN).headers.get("d3key")
    with pytest.raises(TypeError, match="only AsyncClient awaits"):
        xpanse.Tenant("acme.example.com", key_id=7, key=key).request(UPDATE)


def test_keys_of_commands_from_callables() -> None:
    asked: list[str] = []

    def key(name: str) -> Callable[[], str]:
        return lambda: asked.append(name) or name  # type: ignore[func-returns-value]

    tenant = site(api_keys={"CloseIncident": key("close"), "*": key("any"), "AddIncidentTags": "text"})
    assert tenant.request(ASSIGN).headers["d3key"] == "any"
    assert tenant.request(d3.CloseIncident()).headers["d3key"] == "close"
    assert tenant.request(d3.AddTags("1", ["t"])).headers["d3key"] == "text"
    assert asked == ["any", "close"]
    for keys in ({"CloseIncidents": key("wrong")}, {"*": 7}, {7: "k"}, [("*", "k")], {"*": key("any"), "CloseIncident": ""}):
        with pytest.raises(errors.InvalidRequest) as caught:
            site(api_keys=keys)
        assert caught.value.field in ("api_keys", "api_key")


def test_what_a_callable_must_return() -> None:
    for wrong in (None, b"canary", ["canary"]):
        with pytest.raises(errors.MissingCredential) as caught:
            site(api_key=lambda wrong=wrong: wrong).request(ASSIGN)
        assert isinstance(caught.value.__cause__, TypeError) and "canary" not in str(caught.value.__cause__)
    with pytest.raises(errors.InvalidRequest) as refused:
        site(jwt=lambda: "two\nlines").request(ASSIGN)
    assert refused.value.field == "jwt"


def test_one_kind_of_credentials() -> None:
    for auth in (
        {"api_key": counting(), "jwt": counting()},
        {"api_key": counting(), "jwt": "token"},
        {"api_key": "k", "jwt": counting()},
        {"api_keys": {"*": "k"}, "api_key": counting()},
    ):
        with pytest.raises(errors.InvalidRequest) as caught:
            site(**auth)
        assert caught.value.field == "auth"
    with pytest.raises(errors.InvalidRequest) as caught:
        xpanse.Tenant("acme.example.com", key=counting())
    assert caught.value.field == "key_id"
    with pytest.raises(errors.InvalidRequest) as caught:
        d3.Tenant("http://soc.example.com", username="Admin", site="S", api_key=counting())
    assert caught.value.field == "base_url"


def test_a_wrong_command_is_told_the_right_one() -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        site(api_keys={"CloseIncidents": "k"})
    assert caught.value.field == "api_keys"
    assert "`CloseIncidentInBulk` or `CloseIncident`" in str(caught.value)
