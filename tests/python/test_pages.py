"""Pages: what an operation that lists answers with."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
from typing import Any

import pytest

from soarwire import AsyncClient, Call, Client, Done, Page, Send, d3, errors, xpanse
from soarwire.testing import Sandbox

LIST = xpanse.GetIncidents(search_from=0, search_to=2)
ITEMS: list[dict[str, Any]] = [
    {"incident_id": "7", "status": "new", "severity": "low", "creation_time": 1_790_000_000_000, "deep": [{"k": None}]},
    {"description": "no id", "manual_severity": "high", "severity": "low", "xdr_url": "https://x.example.com/7"},
]
BODY = json.dumps({"reply": {"total_count": 9_999, "result_count": 2, "incidents": ITEMS}})


def page(body: str = BODY, operation: xpanse.GetIncidents = LIST) -> Page:
    return operation.parse(200, {}, body)


def test_what_a_page_says() -> None:
    found = page()
    assert (found.operation, len(found), found.ids) == ("xpanse.get_incidents", 2, ["7", ""])
    assert (found.total, found.capped, found.warnings, found.body) == (9_999, True, [], BODY)
    assert found.next == {"search_from": 2, "search_to": 4}
    assert repr(found) == "<Page xpanse.get_incidents: 2 items of 9999 or more>"
    assert found.to_dict() == json.loads(found.to_json())
    keys = ["ids", "rows", "items", "total", "capped", "next", "warnings", "operation", "asked"]
    assert list(found.to_dict()) == [*keys, "attempts", "elapsed_ms", "request_id"]


def test_rows_are_the_common_view() -> None:
    first, second = page().rows
    assert (first.id, first.status, first.severity, first.created) == ("7", "new", "low", 1_790_000_000_000)
    assert (first.title, first.owner, first.modified, first.url) == (None, None, None, None)
    assert (second.id, second.title, second.severity, second.url) == (None, "no id", "high", "https://x.example.com/7")
    assert [row.to_dict() for row in page().rows] == page().to_dict()["rows"]


def test_items_are_the_vendors_own() -> None:
    found = page()
    assert found.items == ITEMS
    assert list(found.iter_items(1)) == ITEMS[1:]
    found.items[0]["status"] = "changed"
    assert found.items == ITEMS


def test_pages_are_values() -> None:
    found = page()
    for other in (page(), pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)):
        assert other == found
        assert other.to_json() == found.to_json()
    assert found != page(operation=xpanse.GetIncidents(search_from=2, search_to=4))
    assert found != page(BODY.replace("9999", "9998"))
    stored = Page.from_json(found.to_json())
    assert (stored, stored.next, stored.body) == (found, found.next, "")
    assert pickle.loads(pickle.dumps(stored)).to_json() == found.to_json()
    with pytest.raises(errors.InvalidRequest) as caught:
        Page.from_json('{"operation": "d3.add_tags"}')
    assert caught.value.field == "operation"
    with pytest.raises(TypeError, match="unhashable"):
        hash(found)


def test_the_next_page_of_each_way_of_paging() -> None:
    found = page()
    assert found.asked == {"search_from": 0, "search_to": 2}
    assert found.next is not None
    assert LIST.at_page(found.next) == xpanse.GetIncidents(search_from=2, search_to=4)

    alerts = xpanse.GetAlerts(use_page_token=True)
    behind = alerts.parse(200, {}, '{"reply": {"alerts": [{"alert_id": "1"}], "next_page_token": "t-2"}}')
    assert (behind.next, behind.asked) == ({"next_page_token": "t-2"}, None)
    assert behind.next is not None
    assert alerts.at_page(behind.next) == xpanse.GetAlerts(use_page_token=True, next_page_token="t-2")

    listing = d3.GetIncidents("2026-11-01 00:00:00", "2026-11-04 00:00:00")
    first = listing.parse(200, {}, '{"rawData": {"incidents": [{"IR Number": "a"}]}, "outputData": {"TotalPages": 2}}')
    assert (first.next, first.asked) == ({"page_index": 1}, {"page_index": 0})
    assert first.next is not None
    assert listing.at_page(first.next).to_dict()["params"]["page_index"] == 1


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ({"page_index": "x"}, "next.page_index"),
        ({"search_from": 1}, "next.search_to"),
        ({"page_index": 1}, "page_index"),
    ],
)
def test_what_is_no_next_page_is_refused(page: Any, field: str) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        LIST.at_page(page)
    assert caught.value.field == field


def test_a_page_of_numbers_alone() -> None:
    found = d3.SearchIncidents(status="Open").parse(200, {}, '{"returnData": ["20261103-104", "20261103-105"]}')
    assert (found.ids, found.items, found.rows, len(found)) == (["20261103-104", "20261103-105"], [], [], 2)
    assert Page.from_json(found.to_json()) == pickle.loads(pickle.dumps(found)) == found


def test_an_empty_page_is_true_and_the_last() -> None:
    found = page('{"reply": {"total_count": 0, "incidents": null}}')
    assert found
    assert (len(found), found.rows, found.items, found.next, found.capped) == (0, [], [], None, False)


def test_both_clients_list_to_the_end(soarwire_sandbox: Sandbox) -> None:
    tenant = soarwire_sandbox.xpanse_tenant()

    def listing(changes: dict[str, Any]) -> xpanse.GetIncidents:
        return xpanse.GetIncidents(**{"search_from": 0, "search_to": 20, **changes})

    def by_client() -> list[str]:
        ids: list[str] = []
        changes: dict[str, Any] | None = {}
        with Client(tenant) as client:
            while changes is not None:
                found = client.run(listing(changes))
                ids += found.ids
                changes = found.next
        return ids

    async def by_async_client() -> list[str]:
        ids: list[str] = []
        changes: dict[str, Any] | None = {}
        async with AsyncClient(tenant) as client:
            while changes is not None:
                found = await client.run(listing(changes))
                ids += found.ids
                changes = found.next
        return ids

    ids = by_client()
    assert sorted(ids) == sorted(row["incident_id"] for row in soarwire_sandbox.incidents["xpanse"])
    assert asyncio.run(by_async_client()) == ids


def test_a_call_ends_with_a_page_and_no_report() -> None:
    call = Call(xpanse.Tenant(base_url="https://api.example.com"), LIST)
    send = call.poll(1000, "")
    assert isinstance(send, Send)
    call.on_response(1001, send.attempt, 200, {}, BODY)
    done = call.poll(1001, "")
    assert isinstance(done, Done)
    assert (done.answer, done.report, done.error) == (page(), None, None)


def test_a_failure_of_what_only_reads_leaves_nothing_open() -> None:
    with pytest.raises(errors.ServerError) as caught:
        LIST.parse(500, {}, "")
    assert (caught.value.maybe_executed, caught.value.report) == (False, None)


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ([{"field": "status", "operator": "eq"}], "filters[0].value"),
        ([{"field": "status", "operator": "like", "value": "new"}], "filters[0].operator"),
        ([{"field": "other", "operator": "eq", "value": b"bytes"}], "filters[0].value"),
        ([{"field": "other", "operator": "eq", "value": [1, {"deep": float("nan")}]}], "filters[0].value[1].deep"),
        ({"field": "status"}, "filters"),
    ],
)
def test_a_filter_is_checked(filters: Any, field: str) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        xpanse.GetIncidents(filters=filters)
    assert caught.value.field == field


def test_filters_and_sorts_are_plain_dicts() -> None:
    new: xpanse.Filter = {"field": "status", "operator": "eq", "value": "new"}
    late: xpanse.Sort = {"field": "creation_time", "keyword": "desc"}
    operation = xpanse.GetIncidents(filters=(filter for filter in [new]), sort=late)
    assert operation == xpanse.GetIncidents(filters=[xpanse.Filter(**new)], sort=xpanse.Sort(**late))
    assert operation.to_dict()["params"] == {"filters": [new], "sort": late}
    assert (operation.effect, operation.asked) == ("reads", [])
    values = [0.5, -(2**63), True, {"k": ["v", None]}]
    other = xpanse.GetIncidents(filters=[{"field": "other", "operator": "eq", "value": value} for value in values])
    assert [filter["value"] for filter in other.to_dict()["params"]["filters"]] == values
    assert pickle.loads(pickle.dumps(other)) == other
