"""Reading a 10,000-item close reply, against typed decoding by msgspec and by pydantic and the same scan."""

from __future__ import annotations

from typing import Literal

import msgspec
import pydantic
from measure import Row, interleave
from replies import close_reply, numbers

from soarwire import d3

COUNT = 10_000
ROUNDS = 61


class Item(msgspec.Struct):
    number: str = msgspec.field(name="Incident Number")
    result: Literal["Successful", "Succeed", "Failed"] = msgspec.field(name="Result")
    status: str = msgspec.field(name="Status", default="")
    closed: str = msgspec.field(name="Close Date", default="")
    closed_by: str = msgspec.field(name="Closed By", default="")
    message: str = msgspec.field(name="Error message", default="")


class Envelope(msgspec.Struct):
    error: str
    returned: str = msgspec.field(name="returnData")
    items: list[Item] = msgspec.field(name="contextData")


class PydanticItem(pydantic.BaseModel):
    number: str = pydantic.Field(alias="Incident Number")
    result: Literal["Successful", "Succeed", "Failed"] = pydantic.Field(alias="Result")
    status: str = pydantic.Field("", alias="Status")
    closed: str = pydantic.Field("", alias="Close Date")
    closed_by: str = pydantic.Field("", alias="Closed By")
    message: str = pydantic.Field("", alias="Error message")


class PydanticEnvelope(pydantic.BaseModel):
    error: str
    returned: str = pydantic.Field(alias="returnData")
    items: list[PydanticItem] = pydantic.Field(alias="contextData")


def rows() -> dict[str, Row]:
    asked = numbers(COUNT)
    operation = d3.CloseIncidents(asked, bypass_required_tasks=True)
    usual = close_reply(asked, failing=0.01)
    all_failed = close_reply(asked, failing=1.0)
    decode = msgspec.json.Decoder(Envelope).decode

    def ours(body: bytes) -> object:
        report = operation.parse(200, {}, body)
        return [(item.id, item.reason) for item in report.failed], report.counts

    def scan(items: list[Item] | list[PydanticItem]) -> object:
        """What a careful script does by hand: reconcile with what was asked."""
        found = {item.number: item for item in items}
        failed, succeeded, unreported = [], 0, 0
        for number in asked:
            item = found.get(number)
            if item is None:
                unreported += 1
            elif item.result == "Failed":
                failed.append((item.number, item.message))
            else:
                succeeded += 1
        return failed, (len(asked), succeeded, len(failed), unreported)

    def fields(body: bytes) -> object:
        report = operation.parse(200, {}, body)
        total = 0
        for item in report.items:
            for value in item.values():
                total += len(value)
        return total, report.failed, report.counts

    def peer_fields(body: bytes) -> object:
        envelope = decode(body)
        total = 0
        for item in envelope.items:
            total += len(item.number) + len(item.result) + len(item.status)
            total += len(item.closed) + len(item.closed_by) + len(item.message)
        return total, scan(envelope.items)

    def row(mine: object, other: object, name: str) -> Row:
        return interleave(mine, other, name, rounds=ROUNDS)  # type: ignore[arg-type]

    msgspec_name = "msgspec typed decode + scan"
    return {
        "py.report_10k": row(lambda: ours(usual), lambda: scan(decode(usual).items), msgspec_name),
        "py.report_10k_failed": row(lambda: ours(all_failed), lambda: scan(decode(all_failed).items), msgspec_name),
        "py.items_10k": row(lambda: fields(usual), lambda: peer_fields(usual), msgspec_name),
        "py.report_10k_pydantic": row(
            lambda: ours(usual),
            lambda: scan(PydanticEnvelope.model_validate_json(usual).items),
            "pydantic model_validate_json + scan",
        ),
    }
