"""2,000 Xpanse updates in sequence over keep-alive to the sandbox server, pacing off."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

import httpx
import msgspec
import requests
from measure import Row, awake, interleave

from soarwire import Client, Event, xpanse

CALLS = 2_000
# With and without events take turns of this many calls.
TURN = 100


class Reply(msgspec.Struct):
    reply: bool


def rows(base_url: str, credentials: dict[str, str]) -> dict[str, Row]:
    incident_id = credentials["incident_id"]
    tenant = xpanse.Tenant(
        base_url=base_url, key_id=credentials["key_id"], key=credentials["key"], key_type="standard"
    )
    client = Client(tenant, requests_per_second=0)
    url = f"{base_url}/public_api/v1/incidents/update_incident/"
    headers = {
        "content-type": "application/json",
        "authorization": credentials["key"],
        "x-xdr-auth-id": credentials["key_id"],
    }
    decode = msgspec.json.Decoder(Reply).decode
    session = requests.Session()
    seen = 0

    def count(_event: Event) -> None:
        nonlocal seen
        seen += 1

    # A handler of this kind wants every record, and does nothing with it.
    handler, logger = logging.NullHandler(), logging.getLogger("soarwire")
    logger.addHandler(handler)
    http = httpx.Client()

    def run(calls: int, on_event: Callable[[Event], None] | None = None) -> None:
        for _ in range(calls):
            report = client.run(xpanse.UpdateIncident(incident_id, status="under_investigation"), on_event=on_event)
            assert report.all_succeeded

    def ours() -> None:
        run(CALLS)

    # On the connection of its peer: each connection has a thread of the server, and where the system runs that is a matter of chance.
    def with_events() -> None:
        nonlocal seen
        seen = 0
        logger.setLevel(logging.INFO)
        run(TURN, count)
        logger.setLevel(logging.NOTSET)
        assert seen == 4 * TURN

    def without_events() -> None:
        run(TURN)

    def payload() -> bytes:
        update = {"incident_id": incident_id, "update_data": {"status": "under_investigation"}}
        return json.dumps({"request_data": update}).encode()

    def by_requests() -> None:
        for _ in range(CALLS):
            answer = session.post(url, data=payload(), headers=headers, timeout=30)
            assert decode(answer.content).reply

    def by_httpx() -> None:
        for _ in range(CALLS):
            answer = http.post(url, content=payload(), headers=headers)
            assert decode(answer.content).reply

    try:
        with awake():
            unobserved = "soarwire.Client without on_event and logging"
            turns = CALLS // TURN
            return {
                "py.http_2k": interleave(ours, by_requests, "requests.Session + msgspec", rounds=5),
                "py.http_2k_httpx": interleave(ours, by_httpx, "httpx.Client + msgspec", rounds=5),
                "py.observed_2k": interleave(with_events, without_events, unobserved, rounds=21, turns=turns),
            }
    finally:
        logger.removeHandler(handler)
        client.close()
        session.close()
        http.close()
