"""Small calls: closing two incidents, and importing the package."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import msgspec
import orjson
from measure import Row, interleave
from replies import close_reply
from rows_report import Envelope

from soarwire import d3


def small_call() -> Row:
    """Build, sign and parse; the peer does it by hand."""
    asked = ["20261103-104", "20261103-105"]
    body = close_reply(asked, failing=0.5)
    tenant = d3.Tenant("https://soc.example.com/MainApp/VSOC", username="Admin", site="North", api_key="k")
    decode = msgspec.json.Decoder(Envelope).decode
    url = "https://soc.example.com/MainApp/VSOC/api/Command/CloseIncidentInBulk"

    def ours() -> object:
        operation = d3.CloseIncidents(asked, bypass_required_tasks=True)
        request = tenant.request(operation)
        report = operation.parse(200, {}, body)
        return request.url, request.headers, request.body, report.succeeded, report.failed

    def peer() -> object:
        params = {"Incident Numbers": asked, "Bypass Required Pending Tasks": "Yes"}
        payload = orjson.dumps({"Username": "Admin", "Site": "North", "CommandParams": params})
        headers = {"content-type": "application/json", "accept": "application/json", "d3key": "k"}
        items = decode(body).items
        succeeded = [item.number for item in items if item.result != "Failed"]
        failed = [(item.number, item.message) for item in items if item.result == "Failed"]
        return url, headers, payload, succeeded, failed

    return interleave(ours, peer, "dict + orjson + msgspec by hand", rounds=41, calls=2_000)


def _start(statement: str) -> float:
    """The time that a fresh interpreter takes for one statement."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", statement], check=True)
    return time.perf_counter() - begin


def import_time(rounds: int = 21) -> Row:
    """The bare interpreter's own start is subtracted."""
    times: dict[str, list[float]] = {"pass": [], "import soarwire": [], "import httpx": []}
    for _ in range(rounds):
        for statement, taken in times.items():
            taken.append(_start(statement))
    bare, ours, peer = (statistics.median(taken) for taken in times.values())
    return Row(max(ours - bare, 1e-6), peer - bare, "import httpx")


def rows() -> dict[str, Row]:
    return {"py.small_call": small_call(), "py.import": import_time()}
