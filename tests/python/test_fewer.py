"""The same call for fewer incidents, and one report of several."""

from __future__ import annotations

import json
import pickle

import pytest

from soarwire import Failed, Report, d3, errors

CLOSE = d3.CloseIncidents(["a", "b", "c"], bypass_required_tasks=True, conclusion="Done.")


def test_only_some_incidents() -> None:
    assert CLOSE.only(["c", "a"]) == d3.CloseIncidents(["c", "a"], bypass_required_tasks=True, conclusion="Done.")
    assert type(CLOSE.only(["c"])) is d3.CloseIncidents
    for ids, field in [(["a", "x"], "ids[1]"), ([], "ids")]:
        with pytest.raises(errors.InvalidRequest) as caught:
            CLOSE.only(ids)
        assert caught.value.field == field


def test_in_parts() -> None:
    assert [chunk.asked for chunk in CLOSE.chunks(2)] == [["a", "b"], ["c"]]
    for operation, size, field in [(CLOSE, 0, "size"), (d3.CloseIncident(), 1, "incident_numbers")]:
        with pytest.raises(errors.InvalidRequest) as caught:
            operation.chunks(size)
        assert caught.value.field == field


def test_reports_are_merged_and_stored() -> None:
    first, second = CLOSE.chunks(2)
    answered = first.parse(200, {}, '{"contextData": [{"Incident Number": "a", "Result": "Denied", "n": 1.50}]}')
    lost = second.lost("timeout").report
    assert lost is not None
    merged = Report.merged([answered, lost])
    assert [(each.id, each.status) for each in merged.outcomes()] == [("a", "failed"), ("b", "unreported"), ("c", "unknown")]
    assert merged.failed == [Failed("a", "Denied")]
    assert merged.failed[0].to_dict() == {"id": "a", "reason": "Denied"}
    assert merged.to_dict()["why"] == {"timeout": ["c"]}
    for other in (Report.from_json(merged.to_json()), pickle.loads(pickle.dumps(merged))):
        assert (other, other.to_json()) == (merged, merged.to_json())
    assert json.loads(merged.to_json())["items"] == [{"Incident Number": "a", "Result": "Denied", "n": 1.5}]
    with pytest.raises(errors.InvalidRequest) as caught:
        Report.merged([])
    assert caught.value.field == "reports"
    with pytest.raises(TypeError):
        Report.merged([5])  # type: ignore[list-item]
