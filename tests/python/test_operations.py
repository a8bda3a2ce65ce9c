"""Operations as Python values: arguments, three states, equality, pickles, reprs."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from soarwire import UNSET, Operation, Report, d3, errors, xpanse

IDS = ["20261103-104", "TEST-INCIDENT-51"]
ALL = [
    d3.UpdateOwner(IDS, "Maria Keller"),
    d3.UpdateOwner(IDS, "Maria Keller", acting_username="Admin"),
    d3.CloseIncidents(IDS, bypass_required_tasks=False),
    d3.CloseIncidents(
        IDS,
        bypass_required_tasks=True,
        bypass_required_fields=False,
        acting_username="Admin",
        conclusion="Done, 'really'.",
    ),
    d3.LinkToCases(IDS, ["20261102-7"]),
    d3.CloseIncident(),
    d3.CloseIncident(note="Contained.\n"),
    xpanse.UpdateIncident("5471", assignee=None),
    xpanse.UpdateIncident(
        5471,
        assignee=xpanse.Assignee("a@example.com", "Ann"),
        severity=None,
        status="new",
        resolve_comment="r",
        comment="c",
    ),
]


def params(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = operation.to_dict()["params"]
    return found


@pytest.mark.parametrize("operation", ALL, ids=repr)
def test_values(operation: Operation) -> None:
    same = eval(repr(operation), {"d3": d3, "xpanse": xpanse})
    ways = [
        same,
        Operation.from_dict(operation.to_dict()),
        Operation.from_json(operation.to_json()),
        pickle.loads(pickle.dumps(operation)),
        copy.copy(operation),
        copy.deepcopy(operation),
    ]
    for other in ways:
        assert other == operation
        assert type(other) is type(operation)
        assert hash(other) == hash(operation)
        assert other.to_json() == operation.to_json()
    assert len({operation, *ways}) == 1
    assert operation not in [other for other in ALL if other is not operation]
    assert operation != "an operation"


def test_reprs_read_like_the_call() -> None:
    assert repr(d3.UpdateOwner(["1"], "M", acting_username="A")) == "d3.UpdateOwner(['1'], 'M', acting_username='A')"
    assert repr(d3.CloseIncident()) == "d3.CloseIncident()"
    assert repr(xpanse.UpdateIncident("1", severity=None)) == "xpanse.UpdateIncident('1', severity=None)"


def test_ids_names_and_effects() -> None:
    close = d3.CloseIncidents(IDS + IDS[:1], bypass_required_tasks=True)
    assert (close.id, close.wire_name, close.effect) == ("d3.close_incidents", "CloseIncidentInBulk", "idempotent")
    assert close.asked == IDS
    assert d3.CloseIncidents(IDS, bypass_required_tasks=True, conclusion="x").effect == "appends"
    assert xpanse.UpdateIncident("1", status="resolved", resolve_comment="x").effect == "idempotent"


def test_classes_know_their_ids_and_signatures() -> None:
    assert d3.CloseIncidents.id == "d3.close_incidents"
    assert [vars(type(operation))["id"] for operation in ALL] == [operation.id for operation in ALL]
    assert str(inspect.signature(d3.CloseIncidents)) == (
        "(incident_numbers, *, bypass_required_tasks, bypass_required_fields=None, acting_username=None, conclusion=None)"
    )
    parameters = inspect.signature(xpanse.UpdateIncident).parameters
    assert (parameters["assignee"].default, parameters["status"].default) == (UNSET, None)
    documented = {line.split(":")[0].strip() for line in (xpanse.UpdateIncident.__doc__ or "").splitlines()}
    assert documented >= parameters.keys()


CALLED_WRONG: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], str]] = [
    (d3.UpdateOwner, (), {}, "missing required argument: 'incident_numbers'"),
    (d3.UpdateOwner, (IDS,), {}, "missing required argument: 'owner'"),
    (d3.UpdateOwner, (IDS, UNSET), {}, "missing required argument: 'owner'"),
    (d3.UpdateOwner, (IDS, "M", "A"), {}, "takes 2 positional"),
    (d3.CloseIncidents, (IDS, True), {}, "takes 1 positional"),
    (d3.UpdateOwner, (IDS, "M"), {"owner": "N"}, "multiple values for argument 'owner'"),
    (d3.UpdateOwner, (IDS, "M"), {"acting_user": "N"}, "unexpected keyword argument 'acting_user'"),
    (Operation, (), {}, "is abstract"),
]


@pytest.mark.parametrize(("made", "positional", "named", "problem"), CALLED_WRONG)
def test_a_call_that_does_not_fit_is_a_type_error(
    made: Callable[..., Any], positional: tuple[Any, ...], named: dict[str, Any], problem: str
) -> None:
    with pytest.raises(TypeError, match=problem):
        made(*positional, **named)


def test_names_that_a_program_puts_together_are_the_same_names() -> None:
    class Text(str):
        pass

    def named(kind: type[str], **values: Any) -> dict[str, Any]:
        # Other objects than the names in this file.
        return {kind("".join(list(name))): value for name, value in values.items()}

    plain = d3.CloseIncidents(IDS, bypass_required_tasks=True, conclusion="Contained.")
    for kind in (str, Text):
        made = named(kind, bypass_required_tasks=True, conclusion="Contained.")
        assert d3.CloseIncidents(IDS, **made) == plain
    with pytest.raises(TypeError, match="multiple values for argument 'incident_numbers'"):
        d3.CloseIncidents(IDS, **named(str, bypass_required_tasks=True, incident_numbers=IDS))
    half: dict[str, Any] = {"half \ud800": 1}
    with pytest.raises(UnicodeEncodeError):
        d3.CloseIncidents(IDS, bypass_required_tasks=True, **half)


def test_an_operation_is_of_one_class() -> None:
    with pytest.raises(TypeError, match="cannot be subclassed"):
        type("Mine", (d3.CloseIncident,), {})
    # No attributes of their own, and none that change.
    operation: Any = d3.CloseIncident()
    with pytest.raises(AttributeError):
        operation.note = "x"
    other: Any = d3.UpdateOwner(IDS, "M")
    with pytest.raises(errors.InvalidRequest):
        d3.UpdateOwner(other, "M")
    assert repr(Operation[Report]) == "soarwire.Operation[soarwire.Report]"


def test_modules_can_be_loaded_again() -> None:
    again = (
        "import importlib, soarwire; d3 = importlib.reload(soarwire.d3); note = d3.CloseIncident(note='x')\n"
        "assert note == soarwire.Operation.from_json(note.to_json()); print(note)"
    )
    ran = subprocess.run([sys.executable, "-c", again], capture_output=True, text=True, check=True)
    assert ran.stdout == "d3.CloseIncident(note='x')\n"


def test_three_states() -> None:
    assert params(xpanse.UpdateIncident("1", status="new")) == {"incident_id": "1", "status": "new"}
    assert params(xpanse.UpdateIncident("1", assignee=UNSET, severity="low")) == {"incident_id": "1", "severity": "low"}
    assert params(xpanse.UpdateIncident("1", assignee=None, severity=None)) == {
        "incident_id": "1",
        "assignee": None,
        "severity": None,
    }
    by_class = xpanse.UpdateIncident("1", assignee=xpanse.Assignee("a@example.com"))
    assert by_class == xpanse.UpdateIncident("1", assignee={"mail": "a@example.com"})
    assert params(by_class)["assignee"] == {"mail": "a@example.com"}
    # Where nothing can be cleared, `None` means that nothing is given.
    assert d3.CloseIncident(note=None) == d3.CloseIncident()


def test_unset_is_one_and_false() -> None:
    assert repr(UNSET) == "UNSET"
    assert not UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert copy.deepcopy(UNSET) is UNSET


@pytest.mark.parametrize("numbers", [tuple(IDS), iter(IDS), (number for number in IDS), dict.fromkeys(IDS).keys()])
def test_any_iterable_of_numbers(numbers: Any) -> None:
    assert d3.UpdateOwner(numbers, "M").asked == IDS


class Keyed(Mapping[str, str]):
    def __getitem__(self, key: str) -> str:
        return {"mail": "a@example.com"}[key]

    def __iter__(self) -> Any:
        return iter(["mail"])

    def __len__(self) -> int:
        return 1


def test_any_mapping_is_an_assignee() -> None:
    assignee: Any = Keyed()
    assert params(xpanse.UpdateIncident("1", assignee=assignee))["assignee"] == {"mail": "a@example.com"}


WRONG = [
    object(),
    1.5,
    b"bytes",
    bytearray(b"x"),
    10**30,
    float("nan"),
    "\ud800",
    {"a": {1: 2}},
    [[]],
    [None],
    ["a", 5],
]
CALLS: dict[str, Callable[[Any], Any]] = {
    "incident_numbers": lambda value: d3.UpdateOwner(value, "M"),
    "owner": lambda value: d3.UpdateOwner(IDS, value),
    "acting_username": lambda value: d3.UpdateOwner(IDS, "M", acting_username=value),
    "case_numbers": lambda value: d3.LinkToCases(IDS, value),
    "bypass_required_tasks": lambda value: d3.CloseIncidents(IDS, bypass_required_tasks=value),
    "bypass_required_fields": lambda value: d3.CloseIncidents(
        IDS, bypass_required_tasks=True, bypass_required_fields=value
    ),
    "conclusion": lambda value: d3.CloseIncidents(IDS, bypass_required_tasks=True, conclusion=value),
    "note": lambda value: d3.CloseIncident(note=value),
    "incident_id": lambda value: xpanse.UpdateIncident(value, status="new"),
    "assignee": lambda value: xpanse.UpdateIncident("1", assignee=value),
    "severity": lambda value: xpanse.UpdateIncident("1", severity=value),
    "status": lambda value: xpanse.UpdateIncident("1", status=value),
    "resolve_comment": lambda value: xpanse.UpdateIncident("1", resolve_comment=value),
    "comment": lambda value: xpanse.UpdateIncident("1", comment=value),
}


@pytest.mark.parametrize("wrong", WRONG, ids=lambda value: ascii(value)[:12])
@pytest.mark.parametrize("field", CALLS)
def test_wrong_types_name_the_field(field: str, wrong: Any) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        CALLS[field](wrong)
    assert caught.value.field is not None
    assert re.split(r"[\[.]", caught.value.field)[0] == field
    assert isinstance(caught.value, ValueError)
    assert str(caught.value.reason) in str(caught.value)


def test_text_is_no_list() -> None:
    with pytest.raises(errors.InvalidRequest, match="must be a list"):
        d3.UpdateOwner("20261103-104", "M")


def test_an_element_is_named() -> None:
    numbers: Any = ["a", " "]
    with pytest.raises(errors.InvalidRequest) as caught:
        d3.UpdateOwner(numbers, "M")
    assert caught.value.field == "incident_numbers[1]"


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        (["a", b"b"], "incident_numbers[1]", "not bytes"),
        ([["a", {"b": [object()]}]], "incident_numbers[0][1].b[0]", "not object"),
        (["\ud800"], "incident_numbers[0]", "surrogate"),
        (["a", 10**30], "incident_numbers[1]", "too large"),
        ([float("inf")], "incident_numbers[0]", "finite"),
        ({1: "a"}, "incident_numbers", "key"),
    ],
)
def test_what_json_cannot_hold_is_named(wrong: Any, field: str, reason: str) -> None:
    with pytest.raises(errors.InvalidRequest, match=reason) as caught:
        d3.UpdateOwner(wrong, "M")
    assert caught.value.field == field
    with pytest.raises(errors.InvalidRequest, match=reason) as caught:
        Operation.from_dict({"operation": "d3.update_owner", "params": {"incident_numbers": wrong, "owner": "M"}})
    assert caught.value.field == field


def test_a_list_without_end_in_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(errors.InvalidRequest, match="too deep"):
        d3.UpdateOwner(endless, "M")


def test_what_an_iterable_raises_comes_through() -> None:
    def broken() -> Any:
        yield "a"
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        d3.UpdateOwner(broken(), "M")


def test_assignees_are_checked_and_compare() -> None:
    bad: Any = 5
    with pytest.raises(errors.InvalidRequest) as caught:
        xpanse.Assignee(bad)
    assert caught.value.field == "assignee"
    ann = xpanse.Assignee("a@example.com", "Ann")
    assert pickle.loads(pickle.dumps(ann)) == ann
    assert eval(repr(ann), {"xpanse": xpanse}) == ann
    assert hash(ann) == hash(xpanse.Assignee("a@example.com", pretty_name="Ann"))


@pytest.mark.parametrize("data", [5, {}, {"operation": "d3.nothing", "params": {}}, {"operation": "d3.close_incident"}])
def test_from_dict_refuses(data: Any) -> None:
    with pytest.raises(errors.InvalidRequest):
        Operation.from_dict(data)


@pytest.mark.parametrize("text", ["", "{", "5", b"{}"])
def test_from_json_refuses(text: Any) -> None:
    with pytest.raises(errors.InvalidRequest):
        Operation.from_json(text)


def test_only_takes_ids_and_entries_of_a_report() -> None:
    close = d3.CloseIncidents(["1", "2", "3"], bypass_required_tasks=True)
    body = (
        '{"contextData": [{"Incident Number": "1", "Result": "Successful"}, {"Incident Number": "2", "Result": "Denied"}]}'
    )
    report = close.parse(200, None, body)
    assert close.only(report.failed).asked == ["2"]
    assert close.only(entry for entry in report.outcomes() if entry.status != "succeeded").asked == ["2", "3"]
    assert close.only({"3"}).asked == close.only(report.unreported).asked == ["3"]
    update = xpanse.UpdateIncident("5471", status="new")
    assert update.only(["5471"]) == update
    for wrong in ("1", 1, [1], [None]):
        with pytest.raises(TypeError, match="ids must be ids of incidents, or the entries of report.failed"):
            close.only(wrong)  # type: ignore[arg-type]
