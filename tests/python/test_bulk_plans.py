"""Plans: from any source of incidents, plain data."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from soarwire import UNSET, Failed, Row, bulk, d3, errors, xpanse


class Whole:
    """An integer of another library, as numpy has them."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


def assigning(ids: Any, **more: Any) -> bulk.Plan:
    return bulk.plan(d3.UpdateOwner, ids, owner="Maria Keller", **more)


@pytest.mark.parametrize(
    "ids",
    [
        ["7", "8", "9"],
        ("7", "8", "9"),
        (str(number) for number in range(7, 10)),
        range(7, 10),
        [Whole(7), 8, "9"],
        {"7": 1, "8": 2, "9": 3},
        ["7", "8", "7", "9", "8"],
        [Row("7"), Failed("8", "No."), "9"],
    ],
    ids=lambda ids: type(ids).__name__,
)
def test_incidents_from_anywhere(ids: Any) -> None:
    assert assigning(ids).ids == ["7", "8", "9"]


def test_an_operation_brings_its_incidents() -> None:
    close = d3.CloseIncidents(["7", "8"], bypass_required_tasks=True, conclusion="Done.")
    assert bulk.plan(close) == bulk.plan(d3.CloseIncidents, ["7", "8"], bypass_required_tasks=True, conclusion="Done.")
    assert bulk.plan(close, ["9"]).ids == ["9"]
    with pytest.raises(TypeError, match="pass its class"):
        bulk.plan(close, conclusion="x")
    changes = d3.SetFields([{"incident_number": str(n), "fields": {"Title": f"No. {n}"}} for n in range(3)])
    each = bulk.plan(changes, chunk=2)
    assert [operation.to_dict()["params"]["changes"][0]["fields"] for operation in each.requests()] == [
        {"Title": "No. 0"}, {"Title": "No. 2"},
    ]  # fmt: skip
    assert each.shard(1, 2).to_dict()["fields"] == [{"Title": "No. 2"}]
    same = bulk.plan(d3.SetFields, ["7", "8"], fields={"Severity": "High"})
    assert next(same.requests()).asked == ["7", "8"]


def test_requests_are_the_operations_that_are_sent() -> None:
    plan = assigning(map(str, range(250)))
    requests = list(plan.requests())
    assert (len(plan), plan.request_count, plan.chunk, len(requests)) == (250, 3, 100, 3)
    assert requests[2] == d3.UpdateOwner([str(n) for n in range(200, 250)], "Maria Keller")
    assert (plan.operation, plan.effect, plan.tenant) == ("d3.update_owner", "idempotent", None)
    update = bulk.plan(xpanse.UpdateIncident, [7], severity=None, status="new", comment=UNSET)
    assert list(update.requests()) == [xpanse.UpdateIncident(7, severity=None, status="new")]


def test_the_dry_run() -> None:
    plan = bulk.plan(
        d3.CloseIncidents, map(str, range(250)), bypass_required_tasks=True, conclusion="Done.",
        tenant="soc", guard=bulk.Guard().is_in("status", "Open"),
    )  # fmt: skip
    lines = str(plan).splitlines()
    assert lines[:4] == [
        "d3.close_incidents: 250 incidents in 3 requests of at most 100", "  tenant: soc",
        "  bypass_required_tasks: true", '  conclusion: "Done."',
    ]  # fmt: skip
    assert "only if" in lines[4] and "not sent again" in lines[5]
    assert repr(plan) == "<Plan d3.close_incidents: 250 incidents in 3 requests>"


def test_shards_are_the_plan() -> None:
    plan = assigning(range(95), chunk=10)
    shards = [plan.shard(index, 3) for index in range(3)]
    assert sorted(int(id) for shard in shards for id in shard.ids) == list(range(95))
    assert [shard.request_count for shard in shards] == [4, 3, 3]
    for field, index, count in (("count", 0, 0), ("index", 3, 3), ("index", -1, 3), ("count", 0, "3")):
        with pytest.raises(errors.InvalidRequest) as caught:
            plan.shard(index, count)  # type: ignore[arg-type]
        assert caught.value.field == field


@pytest.mark.parametrize(
    "plan",
    [
        assigning(["7", "8"]),
        assigning(["é", "\u2028x"], chunk=1, tenant="soc", guard=[{"field": "owner", "operator": "in", "value": None}]),
        bulk.plan(d3.SetFields([{"incident_number": "7", "fields": {"Title": "é"}}])),
        assigning([]),
    ],
    ids=repr,
)
def test_plans_are_plain_data(plan: bulk.Plan) -> None:
    others = [
        pickle.loads(pickle.dumps(plan)), copy.copy(plan), copy.deepcopy(plan),
        bulk.Plan.from_json(plan.to_json()), bulk.Plan.from_json(plan.to_json().encode()),
        bulk.Plan.from_dict(plan.to_dict()),
    ]  # fmt: skip
    for other in others:
        assert other == plan and other.to_json() == plan.to_json() and str(other) == str(plan)
    assert plan != assigning(["another"]) and plan != 5
    assert bool(plan) == (len(plan) > 0)


def test_a_million_incidents_are_planned_one_at_a_time() -> None:
    asked = 0

    def numbers() -> Iterator[str]:
        nonlocal asked
        for asked in range(1_000_000):
            yield f"20261103-{asked}"

    plan = assigning(numbers())
    assert (len(plan), plan.request_count, asked) == (1_000_000, 10_000, 999_999)
    requests = plan.requests()
    assert next(requests).asked[-1] == "20261103-99"
    assert len(plan.shard(7, 1000)) == 1000


def test_what_a_generator_raises_is_raised() -> None:
    def failing() -> Iterator[str]:
        yield "7"
        raise LookupError("the database is away")

    with pytest.raises(LookupError, match="the database is away"):
        assigning(failing())


@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("operation", lambda: bulk.plan(d3.GetIncidents, ["7"], start_time="x", end_time="y")),
        ("operation", lambda: bulk.plan(int, ["7"])),  # type: ignore[arg-type]
        ("operation", lambda: bulk.plan("d3.update_owner", ["7"])),  # type: ignore[arg-type]
        ("operation", lambda: bulk.plan(d3.CloseIncident, ["7"])),
        ("ids", lambda: bulk.plan(d3.UpdateOwner, owner="x")),
        ("ids", lambda: assigning("7")),
        ("ids", lambda: assigning(b"7")),
        ("ids", lambda: assigning(7)),
        ("ids[1]", lambda: assigning(["7", None])),
        ("ids[1]", lambda: assigning(["7", float("nan")])),
        ("ids[1]", lambda: assigning(["7", True])),
        ("ids[1]", lambda: assigning(["7", ["8"]])),
        ("ids[1]", lambda: assigning(["7", Decimal(8)])),
        ("ids[0]", lambda: assigning(["\ud800"])),
        ("incident_numbers[1]", lambda: assigning(["7", " "])),
        ("incident_numbers", lambda: assigning(["7"], incident_numbers=["8"])),
        ("owner", lambda: bulk.plan(d3.UpdateOwner, ["7"], owner=" ")),
        ("owner", lambda: bulk.plan(d3.UpdateOwner, ["7"])),
        ("colour", lambda: assigning(["7"], colour="red")),
        ("conclusion", lambda: bulk.plan(d3.CloseIncidents, ["7"], bypass_required_tasks=True, conclusion=object())),
        ("fields", lambda: bulk.plan(d3.SetFields, ["7"])),
        ("chunk", lambda: assigning(["7"], chunk=0)),
        ("chunk", lambda: assigning(["7"], chunk="9")),
        ("chunk", lambda: bulk.plan(xpanse.UpdateIncident, ["7"], status="new", chunk=2)),
        ("tenant", lambda: assigning(["7"], tenant=5)),
        ("guard", lambda: assigning(["7"], guard=5)),
        ("guard[0].field", lambda: assigning(["7"], guard=[{"field": "id", "operator": "in", "value": "7"}])),
        ("guard[0].operator", lambda: assigning(["7"], guard=[{"field": "owner", "operator": "=", "value": "7"}])),
        ("guard[1].value", lambda: bulk.Guard().is_in("owner", "x").is_in("status", [])),
        ("guard", lambda: bulk.Guard.from_json("{")),
        ("plan", lambda: bulk.Plan.from_json("[]")),
        ("ids[0]", lambda: bulk.Plan.from_json(assigning(["7"]).to_json().replace('["7"]', "[true]"))),
    ],
)  # fmt: skip
def test_bad_input_is_named(field: str, make: Callable[[], Any]) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        make()
    assert caught.value.field == field


def test_guards() -> None:
    guard = bulk.Guard().is_in("status", ["new", None]).is_not_in("owner", "m.okoye")
    assert guard == bulk.Guard(guard.conditions) == bulk.Guard(guard) == pickle.loads(pickle.dumps(guard))
    assert guard == bulk.Guard.from_json(guard.to_json())
    assert guard.conditions[1] == {"field": "owner", "operator": "not_in", "value": ["m.okoye"]}
    assert repr(guard).startswith("Guard([{'field': 'status'")
    assert guard and not bulk.Guard() and guard != bulk.Guard()
