"""Frames of pandas and polars: what pages and reports give, and what plans take. Skipped for a library that is not installed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from types import ModuleType
from typing import Any

import pytest

from soarwire import Page, bulk, d3, errors, xpanse

LIST = xpanse.GetIncidents(search_from=0, search_to=2)
CREATED = 1_790_000_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
COLUMNS = ["id", "title", "status", "severity", "owner", "created", "modified", "url"]
NAMES = {
    "pandas": {"text": "string", "number": "Int64", "time": "datetime64[us, UTC]"},
    "polars": {"text": "String", "number": "Int64", "time": "Datetime(time_unit='us', time_zone='UTC')"},
}


@pytest.fixture(params=["pandas", "polars"])
def library(request: pytest.FixtureRequest) -> Any:
    return pytest.importorskip(request.param)


def types(frame: Any) -> dict[str, str]:
    """What each column holds: text, a number, a time."""
    kinds = {name: kind for kind, name in NAMES[type(frame).__module__.partition(".")[0]].items()}
    return {name: kinds.get(str(frame[name].dtype), str(frame[name].dtype)) for name in frame.columns}


def rows(frame: Any) -> list[dict[str, Any]]:
    """The rows, with None for what is missing."""
    if hasattr(frame, "to_dicts"):
        found: list[dict[str, Any]] = frame.to_dicts()
        return found
    whole: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return whole


def page(*items: dict[str, Any]) -> Page:
    return LIST.parse(200, {}, json.dumps({"reply": {"incidents": items}}))


def of_d3(*items: dict[str, Any]) -> Page:
    return d3.GetIncidents("2026-11-01 00:00:00", "2026-11-04 00:00:00").parse(200, {}, json.dumps({"rawData": {"incidents": items}}))


def test_a_page(library: Any) -> None:
    found = page({"incident_id": "7", "status": "new", "creation_time": CREATED}, {"description": "no id", "severity": "low"})
    frame = found.to_frame(library.__name__)
    assert list(frame.columns) == COLUMNS
    assert types(frame) == {**dict.fromkeys(COLUMNS, "text"), "created": "time", "modified": "time"}
    wanted = found.to_rows()
    wanted[0]["created"] = EPOCH + timedelta(milliseconds=CREATED)
    assert rows(frame) == wanted
    assert frame["status"].to_list()[0] == "new"


def test_a_column_has_one_type_in_all_pages(library: Any) -> None:
    full, bare, empty = page({"incident_id": "7", "creation_time": CREATED}), page({"incident_id": "8"}), page()
    frames = [each.to_frame(library.__name__) for each in (full, bare, empty)]
    assert types(frames[0]) == types(frames[1]) == types(frames[2]) == types(library.concat(frames))
    assert [len(frame) for frame in frames] == [1, 1, 0]
    full, bare, empty = of_d3({"IR Number": "A-1", "Date Created": "11/03/2026"}), of_d3({"IR Number": "A-2"}), of_d3()
    frames = [each.to_frame(library.__name__) for each in (full, bare, empty)]
    assert types(library.concat(frames)) == types(frames[2]) == dict.fromkeys(COLUMNS, "text")
    assert rows(frames[0])[0]["created"] == "11/03/2026"


def test_times(library: Any) -> None:
    def created(*times: object) -> list[object]:
        items = [{"incident_id": str(index), "creation_time": time} for index, time in enumerate(times)]
        return [row["created"] for row in rows(page(*items).to_frame(library.__name__))]

    late, early = EPOCH + timedelta(seconds=1.5), EPOCH - timedelta(milliseconds=1)
    assert created(1_500, -1, None, 10**30, 1e300) == [late, early, None, None, None]
    assert created(-62_135_596_800_000) == [datetime(1, 1, 1, tzinfo=timezone.utc)]
    assert created("11/03/2026", 1_500, None) == ["11/03/2026", "1500", None]


def test_a_report(library: Any) -> None:
    close = d3.CloseIncidents(["1", "2"], bypass_required_tasks=True)
    report = close.parse(200, {}, '{"contextData": [{"Incident Number": "2", "Result": "Failed", "Message": "pending"}]}')
    frame = report.to_frame(library.__name__)
    assert types(frame) == dict.fromkeys(["id", "status", "reason", "why"], "text")
    assert rows(frame) == report.to_rows()
    assert rows(frame)[1] == {"id": "2", "status": "failed", "reason": "pending", "why": None}


def of_a_run(*outcomes: tuple[str, str | None, int | None, str | None]) -> bulk.BulkReport:
    plan = closing([str(at) for at in range(len(outcomes))])
    names = ("outcome", "reason", "request", "settled")
    told = [{"id": str(at), **dict(zip(names, outcome))} for at, outcome in enumerate(outcomes)]
    whole = {"run": "r", "operation": plan.operation, "stopped": None, "outcomes": told}
    return bulk.BulkReport.from_json(plan, json.dumps(whole))


def closing(ids: Any) -> bulk.Plan:
    return bulk.plan(d3.CloseIncidents, ids, bypass_required_tasks=True)


def test_a_report_of_a_run(library: Any) -> None:
    report = of_a_run(("succeeded", None, 0, None), ("unknown", "timeout", 1, "cannot_tell"), ("not_attempted", "deadline", None, None))
    frame = report.to_frame(library.__name__)
    assert types(frame) == {**dict.fromkeys(["id", "outcome", "reason", "request", "settled"], "text"), "request": "number"}
    assert rows(frame) == report.to_rows()
    nothing = of_a_run().to_frame(library.__name__)
    assert (types(nothing), len(nothing)) == (types(frame), 0)
    # What was told can be asked about, and planned again.
    again = frame[frame["outcome"] == "unknown"] if library.__name__ == "pandas" else frame.filter(frame["outcome"] == "unknown")
    assert closing(again).ids == ["1"]
    assert closing(frame).ids == ["0", "1", "2"]


@pytest.mark.parametrize("installed", [["pandas"], ["polars"], ["pandas", "polars"], []])
def test_which_library(monkeypatch: pytest.MonkeyPatch, installed: list[str]) -> None:
    made: list[str] = []
    # Its columns are all text.
    found = of_d3()
    for name in NAMES:
        module: Any = ModuleType(name)
        module.Series = module.Datetime = module.String = lambda *_, **named: None
        module.Int64 = None
        module.DataFrame = lambda *_, name=name, **named: made.append(name)
        monkeypatch.setitem(sys.modules, name, module if name in installed else None)
    if installed:
        found.to_frame()
    else:
        with pytest.raises(ImportError, match=r"^a frame needs pandas or polars, which is not installed: pip install"):
            found.to_frame()
    for name in NAMES:
        if name in installed:
            found.to_frame(name)  # type: ignore[arg-type]
        else:
            with pytest.raises(ImportError, match=rf'pip install "soarwire\[{name}\]"$'):
                found.to_frame(name)  # type: ignore[arg-type]
    assert made == [*installed[:1], *installed]
    with pytest.raises(ValueError, match="library must be one of pandas, polars"):
        found.to_frame("numpy")  # type: ignore[arg-type]


# From the library to what has the incidents 7 and 8.
BOTH: dict[str, Callable[[Any], Any]] = {
    "a frame": lambda library: library.DataFrame({"title": ["x", "y"], "id": ["7", "8"]}),
    "the first of two columns": lambda library: library.DataFrame({"number": [1, 2], "incident_id": [7, 8]}),
    "a frame of one column": lambda library: library.DataFrame({"case": ["7", "8"]}),
    "a column": lambda library: library.DataFrame({"title": ["x", "y"], "case": ["7", "8"]})["case"],
    "a column of numbers": lambda library: library.DataFrame({"case": [7, 8]})["case"],
    "text": lambda library: library.Series(["7", "8"]),
    "numbers": lambda library: library.Series([7, 8]),
    "duplicates": lambda library: library.Series(["7", "8", "7", "8", "8"]),
    "rows": lambda library: library.Series([7, 8]).to_list(),
}
PANDAS: dict[str, Callable[[Any], Any]] = {
    "an Index": lambda pd: pd.Index(["7", "8"]),
    "a range": lambda pd: pd.RangeIndex(7, 9),
    "the index of a frame": lambda pd: pd.DataFrame({"id": ["7", "8"], "title": "x"}).set_index("id").index,
    "a frame without names": lambda pd: pd.DataFrame([["7"], ["8"]]),
    "another index": lambda pd: pd.DataFrame({"id": ["7", "8"]}, index=[5, 5]),
    "categories": lambda pd: pd.Series(["7", "8", "7"], dtype="category"),
    "a Categorical": lambda pd: pd.Categorical([7, 8]),
    "objects": lambda pd: pd.Series(["7", 8], dtype=object),
    "strings": lambda pd: pd.Series(["7", "8"], dtype="string"),
    "nullable numbers": lambda pd: pd.Series([7, 8], dtype="Int64"),
    "small numbers": lambda pd: pd.Series([7, 8], dtype="uint8"),
    "what is left": lambda pd: pd.Series(["7", None, "8"]).dropna(),
    "numpy's text": lambda pd: pd.Series(["7", "8"]).to_numpy(dtype="U3"),
    "numpy's numbers": lambda pd: pd.Series([7, 8]).to_numpy(),
    "numpy's objects": lambda pd: list(pd.Series([7, 8]).to_numpy()) + list(pd.Series(["8"]).to_numpy(dtype="U3")),
}  # fmt: skip
POLARS: dict[str, Callable[[Any], Any]] = {
    "categories": lambda pl: pl.Series(["7", "8", "7"], dtype=pl.Categorical),
    "an Enum": lambda pl: pl.Series(["7", "8"], dtype=pl.Enum(["7", "8"])),
    "small numbers": lambda pl: pl.Series([7, 8], dtype=pl.UInt8),
    "what is left": lambda pl: pl.Series(["7", None, "8"]).drop_nulls(),
    "a collected frame": lambda pl: pl.LazyFrame({"id": ["7", "8"], "title": ["x", "y"]}).collect(),
}


def cases(**own: dict[str, Any]) -> list[Any]:
    """Each with the name of its library."""
    return [pytest.param(name, case, id=f"{name}: {what}") for name, table in own.items() for what, case in table.items()]


@pytest.mark.parametrize(("name", "make"), cases(pandas={**BOTH, **PANDAS}, polars={**BOTH, **POLARS}))
def test_incidents(name: str, make: Callable[[Any], Any]) -> None:
    ids = make(pytest.importorskip(name))
    assert closing(ids).ids == ["7", "8"]
    # Its request is like that of the same texts.
    assert next(bulk.plan(xpanse.UpdateIncident, ids, status="new").requests()) == xpanse.UpdateIncident("7", status="new")


# What is refused: the field, and what the reason says.
FRAME = ("ids", "without a column `id`: pass the column")
MISSING = ("ids[1]", "is missing: drop such rows")
BOTH_REFUSED: dict[str, tuple[Callable[[Any], Any], tuple[str, str]]] = {
    "no column of incidents": (lambda library: library.DataFrame({"title": ["x"], "owner": ["y"]}), FRAME),
    "a frame without columns": (lambda library: library.DataFrame(), FRAME),
    "a missing text": (lambda library: library.DataFrame({"id": ["7", None]}), MISSING),
    "numbers that became floats": (lambda library: library.Series([7.0, None]), ("ids[0]", "is a float, which pandas makes")),
    "NaN": (lambda library: ["7", float("nan")], MISSING),
    "flags": (lambda library: library.Series([True]), ("ids[0]", "must be text, a whole number")),
    "times": (lambda library: library.Series([EPOCH]), ("ids[0]", "must be text, a whole number")),
    "a blank": (lambda library: library.Series(["7", " "]), ("incident_numbers[1]", "is blank")),
}
PANDAS_REFUSED: dict[str, tuple[Callable[[Any], Any], tuple[str, str]]] = {
    "two columns of one name": (lambda pd: pd.DataFrame([["7", "8"]], columns=["id", "id"]), ("ids", "two columns `id`")),
    "incidents in the index": (lambda pd: pd.DataFrame({"id": ["7"], "title": "x"}).set_index("id"), ("ids", "pass its `index`")),
    "two levels of columns": (lambda pd: pd.DataFrame([["7", "x"]], columns=[["id", "title"], ["a", "b"]]), FRAME),
    "a missing object": (lambda pd: pd.Series(["7", None], dtype=object), MISSING),
    "a missing string": (lambda pd: pd.Series(["7", None], dtype="string"), MISSING),
    "a missing number": (lambda pd: pd.Series([7, None], dtype="Int64"), MISSING),
    "a missing category": (lambda pd: pd.Series(["7", None], dtype="category"), MISSING),
    "NA": (lambda pd: ["7", pd.NA], MISSING),
    "NaT": (lambda pd: ["7", pd.NaT], MISSING),
    "numpy's NaN": (lambda pd: ["7", pd.Series([1.5, None], dtype="float32").to_numpy()[1]], MISSING),
    "numpy's float": (lambda pd: ["7", pd.Series([8], dtype="float32").to_numpy()[0]], ("ids[1]", "must be text, a whole number")),
    "numpy's flags": (lambda pd: pd.Series([True]).to_numpy(), ("ids[0]", "must be text")),
    "numpy's bytes": (lambda pd: pd.Series(["7"]).to_numpy(dtype="S1"), ("ids[0]", "must be text")),
    "numpy's table": (lambda pd: pd.DataFrame([[7, 8]]).to_numpy(), ("ids[0]", "must be text")),
    "a single value": (lambda pd: pd.Series([7]).to_numpy()[0], ("ids", "must be an iterable of ids")),
}  # fmt: skip
POLARS_REFUSED: dict[str, tuple[Callable[[Any], Any], tuple[str, str]]] = {
    "a missing number": (lambda pl: pl.Series([7, None]), MISSING),
    "a missing category": (lambda pl: pl.Series(["7", None], dtype=pl.Categorical), MISSING),
    "a lazy frame": (lambda pl: pl.LazyFrame({"id": ["7"]}), ("ids", "collect it first")),
    "bytes": (lambda pl: pl.Series([b"7"]), ("ids[0]", "must be text")),
    "lists": (lambda pl: pl.Series([["7"]]), ("ids[0]", "must be text")),
}


@pytest.mark.filterwarnings("ignore:Determining the column names of a LazyFrame")
@pytest.mark.parametrize(
    ("name", "case"), cases(pandas={**BOTH_REFUSED, **PANDAS_REFUSED}, polars={**BOTH_REFUSED, **POLARS_REFUSED})
)
def test_what_is_no_incident_is_named(name: str, case: tuple[Callable[[Any], Any], tuple[str, str]]) -> None:
    make, (field, reason) = case
    ids = make(pytest.importorskip(name))
    with pytest.raises(errors.InvalidRequest) as caught:
        closing(ids)
    assert caught.value.field == field
    assert reason in str(caught.value)


def test_operations_take_columns(library: Any) -> None:
    frame = library.DataFrame({"id": ["7", "8"], "title": ["x", "y"]})
    assert d3.CloseIncidents(frame["id"], bypass_required_tasks=True) == d3.CloseIncidents(["7", "8"], bypass_required_tasks=True)
    assert xpanse.UpdateAlerts(library.Series([7, 8]), status="new") == xpanse.UpdateAlerts(["7", "8"], status="new")
    for ids, field in ((frame, "incident_numbers"), (library.Series(["7", None]), "incident_numbers[1]")):
        with pytest.raises(errors.InvalidRequest) as caught:
            d3.CloseIncidents(ids, bypass_required_tasks=True)
        assert caught.value.field == field


def test_integers_of_numpy() -> None:
    number = pytest.importorskip("numpy").int64(5471)
    assert xpanse.UpdateIncident(number, status="new") == xpanse.UpdateIncident(5471, status="new")
    assert bulk.plan(d3.SetFields, [number], fields={"Score": number}).to_dict()["params"] == {"fields": {"Score": 5471}}
    assert bulk.plan(d3.UpdateOwner, range(9), owner="x", chunk=pytest.importorskip("numpy").int64(5)).request_count == 2
