"""Answers: what `parse` takes, and what a report gives."""

from __future__ import annotations

import copy
import json
import pickle
from contextlib import suppress
from typing import Any

import pytest

from soarwire import Failed, Report, Row, d3, errors, xpanse

CLOSE = d3.CloseIncidents(["a", "b", "c"], bypass_required_tasks=True, conclusion="Done.")
ITEMS: list[dict[str, Any]] = [
    {"Incident Number": "a", "Result": "Successful", "n": 1, "big": 10**30, "x": 1.5e3, "deep": [{"k": [None, True]}]},
    {"Incident Number": "b", "Result": "Failed", "Error message": "No.", "text": 'é\n"\\😀'},
]
BODY = json.dumps({"returnData": "Partially Successful", "contextData": ITEMS, "warnings": ["w"]})


def report(body: Any = BODY, status: int = 200, headers: Any = None) -> Report:
    return CLOSE.parse(status, headers, body)


def test_what_happened() -> None:
    found = report()
    assert found.operation == "d3.close_incidents"
    assert (found.asked, len(found)) == (["a", "b", "c"], 3)
    assert (found.succeeded, found.failed, found.unreported, found.unknown) == (["a"], [Failed("b", "No.")], ["c"], [])
    assert found.counts.to_dict() == {"asked": 3, "succeeded": 1, "failed": 1, "unreported": 1, "unknown": 0}
    assert (found.counts.asked, found.counts.failed) == (3, 1)
    assert not found.all_succeeded
    assert (found.warnings, found.status_text, found.body) == (["w"], "Partially Successful", BODY)
    assert repr(found) == "<Report d3.close_incidents: 1 of 3 succeeded, 1 failed, 1 unreported>"
    assert found


def test_outcomes() -> None:
    found = report()
    assert [outcome.status for outcome in found.outcomes()] == ["succeeded", "failed", "unreported"]
    assert repr(found.outcome("b")) == "Outcome(id='b', status='failed', reason='No.')"
    assert found.outcome("a") == found.outcomes()[0]
    with pytest.raises(KeyError):
        found.outcome("d")


def test_the_item_of_an_incident() -> None:
    found = report()
    assert (found.item("b"), found.item("a"), found.item("c"), found.item("d")) == (ITEMS[1], ITEMS[0], None, None)


def test_rows_are_values() -> None:
    row = Row("7", status="new", created=1_790_000_000_000, modified="11/03/2026")
    assert (row.id, row.title, row.created, row.url) == ("7", None, 1_790_000_000_000, None)
    assert row == Row(**row.to_dict()) == pickle.loads(pickle.dumps(row))
    assert len({row, Row(**row.to_dict()), Row("8")}) == 2
    assert row != "a row"
    assert repr(row).startswith("Row(id='7', title=None, status='new', severity=None, owner=None, created=179")


def test_items_are_the_vendors_own() -> None:
    found = report()
    assert found.items == ITEMS
    assert list(found.items[0]) == list(ITEMS[0])
    assert list(found.iter_items()) == ITEMS
    assert list(found.iter_items(1)) == ITEMS[1:]
    assert list(found.iter_items(0, 1)) == ITEMS[:1]
    assert list(found.iter_items(stop=0)) == list(found.iter_items(9)) == []
    found.items[0]["Result"] = "changed"
    assert found.items == ITEMS


def test_items_that_are_spelt_alike_and_those_that_are_not() -> None:
    values: list[Any] = ["x", "x", "y", 1, 12, None, None, "x", [1], [1], {"k": "v"}, "", True, "a" * 100, "a" * 100]
    items = [{"Incident Number": "a", "v": value, "w": index % 3} for index, value in enumerate(values * 3)]
    items[20] = {"w": "another order", "v": 1}
    items[21] = {}
    for separators in ((",", ":"), (", ", ": "), (" ,\n", " : ")):
        body = json.dumps({"contextData": items}, separators=separators)
        assert report(body).items == items
        assert list(report(body).iter_items()) == items


def test_each_item_is_its_own() -> None:
    body = json.dumps({"contextData": [{"Incident Number": "a", "list": [1]}, {"Incident Number": "b", "list": [1]}]})
    first, second = report(body).items
    first["list"].append(2)
    assert second["list"] == [1]


def test_of_a_key_twice_the_last_counts() -> None:
    body = '{"contextData": [{"v": 1, "v": 2}, {"v": 3}, {"v": 4, "v": 5}]}'
    assert report(body).items == [{"v": 2}, {"v": 3}, {"v": 5}]


def test_rows() -> None:
    assert report().rows("Incident Number", "n", "deep", "none") == [
        ("a", "1", '[{"k": [null, true]}]', None),
        ("b", None, None, None),
    ]
    assert report().rows() == [(), ()]
    many = [{"Incident Number": str(index), "r": "x" if index % 7 else None} for index in range(100)]
    wanted = [(item["r"], item["Incident Number"]) for item in many]
    assert report(json.dumps({"contextData": many})).rows("r", "Incident Number") == wanted


def test_json() -> None:
    found = report()
    assert json.loads(found.to_json()) == found.to_dict()
    assert found.to_dict()["items"] == ITEMS
    assert found.to_dict()["failed"] == [{"id": "b", "reason": "No."}]


@pytest.mark.parametrize("found", [report(), d3.CloseIncident(note="x").parse(200, None, BODY)], ids=repr)
def test_reports_travel(found: Report) -> None:
    for other in (pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)):
        assert other == found
        assert other.to_json() == found.to_json()
        assert other.counts == found.counts
    assert found != report('{"contextData": []}')


def test_bodies_and_headers_of_any_kind() -> None:
    for body in (BODY, BODY.encode(), bytearray(BODY.encode()), memoryview(BODY.encode())):
        assert report(body) == report()
    pairs: list[Any] = [
        {"Retry-After": "7"},
        {b"RETRY-AFTER": b"7", b"x": b"\xff"},
        [("retry-after", "7")],
        iter([(b"retry-after", "7")]),
    ]
    for headers in pairs:
        with pytest.raises(errors.RateLimited) as caught:
            report("", 429, headers)
        assert caught.value.retry_after_ms == 7000


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("status", ("200", {}, "")),
        ("status", (-1, {}, "")),
        ("status", (None, {}, "")),
        ("headers", (200, 5, "")),
        ("headers", (200, {"a": 5, "date": 5}, "")),
        ("headers", (200, ["a"], "")),
        ("body", (200, {}, 5)),
        ("body", (200, {}, ["{}"])),
    ],
)
def test_wrong_answers_are_named(field: str, arguments: tuple[Any, ...]) -> None:
    # The call was made: what is wrong is the argument.
    with pytest.raises(TypeError, match=f"^{field} must be .*; it is "):
        CLOSE.parse(*arguments)


def test_xpanse() -> None:
    found = xpanse.UpdateIncident("5471", status="resolved").parse(200, {}, '{"reply": true}')
    assert (found.all_succeeded, found.items, found.status_text) == (True, [], "true")


@pytest.mark.parametrize("status", [0, 99, 204, 302, 999, 65535])
@pytest.mark.parametrize("body", ["", "null", "[" * 200, '{"a":', b"\xff", "\ufeff{}", '"x"', "1e999"])
def test_every_status_and_body_is_a_value_or_an_error(status: int, body: str | bytes) -> None:
    for code in (200, status):
        with suppress(errors.ServiceError, errors.DecodeError):
            report(body, code)
