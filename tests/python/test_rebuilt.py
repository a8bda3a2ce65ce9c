"""Every row of `tests/behaviours/rebuilt.json`: answers and errors made from canonical JSON, as Rust and TypeScript make them."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from soarwire import Created, Details, Incomplete, Page, Reply, Report, Settlement, SoarwireError, Validity, d3, errors, xpanse

ROWS = json.loads((pathlib.Path(__file__).parent.parent / "behaviours" / "rebuilt.json").read_text("utf-8"))

CLASSES: dict[str, Any] = {
    "report": Report,
    "page": Page,
    "details": Details,
    "created": Created,
    "validity": Validity,
    "reply": Reply,
    "settlement": Settlement,
    "error": SoarwireError,
}


def made(what: str, given: Any) -> Any:
    if what == "merged":
        return Report.merged([Report.from_json(text) for text in given])
    return CLASSES[what].from_json(given)


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_what_comes_from_json_is_the_same_in_every_language(row: dict[str, Any]) -> None:
    if "field" in row:
        with pytest.raises(errors.InvalidRequest) as caught:
            made(row["what"], row["given"])
        assert caught.value.field == row["field"]
        return
    one = made(row["what"], row["given"])
    assert one.to_json() == row["canonical"]
    if isinstance(one, SoarwireError):
        assert str(one) == row["message"]


def test_text_may_be_bytes_and_what_to_dict_gives_is_taken_back() -> None:
    report = d3.UpdateOwner(["1", "é"], "m").parse(200, {}, '{"contextData": [{"Incident Number": "é", "Result": "Denied"}]}')
    page = xpanse.GetIncidents().parse(200, {}, '{"reply": {"incidents": [{"incident_id": 7}]}}')
    error = d3.UpdateOwner(["1"], "m").lost("timeout")
    assert Report.from_dict(report.to_dict()) == report
    assert Page.from_dict(page.to_dict()) == page
    assert SoarwireError.from_dict(error.to_dict()).to_json() == error.to_json()
    for kind in (bytes, bytearray):
        assert Report.from_json(kind(report.to_json(), "utf-8")) == report
        assert Page.from_json(kind(page.to_json(), "utf-8")) == page
        assert SoarwireError.from_json(kind(error.to_json(), "utf-8")).to_json() == error.to_json()
    for wrong in (None, 7, ["[]"]):
        for make in (Report.from_json, Page.from_json, SoarwireError.from_json, Report.from_dict, Page.from_dict):
            with pytest.raises(TypeError):
                make(wrong)  # type: ignore[arg-type]
    with pytest.raises(errors.InvalidRequest) as caught:
        Report.from_json(b"\xff")
    assert caught.value.field == "report"


def test_incomplete_is_named_where_it_is_imported_from() -> None:
    assert (errors.Incomplete.__module__, errors.Incomplete) == ("soarwire", Incomplete)
