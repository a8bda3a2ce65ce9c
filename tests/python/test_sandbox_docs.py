"""What is documented of the sandbox's config and faults is what the core accepts, no more and no less.

The core is asked by mistakes: it refuses an unknown name with all the names that it knows.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from soarwire import testing
from soarwire.testing import Sandbox

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")
COMMON = ["kind", "on", "times", "probability"]


def refusal(config: Any = None, fault: Any = None) -> str:
    with pytest.raises(ValueError, match="unknown|one of|not a field") as refused:
        Sandbox(config, faults=[] if fault is None else [fault]).close()
    return str(refused.value)


def expected(config: Any) -> list[str]:
    """The names that the core knows where the config has the unknown name `zz`."""
    return re.findall(r"`(\w+)`", refusal(config).partition("expected ")[2])


def kinds() -> list[str]:
    return refusal(fault={"kind": "zz"}).partition("use one of ")[2].split(", ")


def fields_of(kind: str) -> list[str]:
    """The fields of a kind of fault, those that every kind has apart."""
    required: dict[str, dict[str, object]] = {"delay": {"ms": 1}, "wrong_type": {"replace": {}}, "redirect": {"location": "/"}}
    required |= {"status": {"status": 200}, "world_moves": {"change": "inserted"}}
    told = refusal(fault={"kind": kind, "zz": 1, **required.get(kind, {})})
    names = re.search(r"which has ([\w, ]+): remove it", told)
    assert names is not None, told
    listed = names[1].split(", ")
    assert listed[:4] == COMMON
    return listed[4:]


def rows(heading: str, after: str) -> list[list[str]]:
    """The rows of the first table whose head begins with `heading` below the line `after`."""
    table = PAGE.partition(f"\n{after}\n")[2].partition(f"\n| {heading} |")[2].partition("\n\n")[0]
    lines = [line for line in table.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def names(heading: str, after: str) -> list[str]:
    return [row[0].strip("` ") for row in rows(heading, after)]


def keys(of: Any) -> list[str]:
    """The keys of a `TypedDict`, which are those that its docstring lists."""
    declared = list(of.__annotations__)
    documented = re.findall(r"^        (\w+): ", of.__doc__, re.MULTILINE)
    assert documented == declared
    return declared


SHAPES: list[tuple[Any, Any]] = [
    (testing.D3Config, {"d3": {"zz": 1}}),
    (testing.XpanseConfig, {"xpanse": {"zz": 1}}),
    (testing.D3Incident, {"d3": {"incidents": [{"zz": 1}]}}),
    (testing.XpanseIncident, {"xpanse": {"incidents": [{"zz": 1}]}}),
    (testing.XpanseAlert, {"xpanse": {"alerts": [{"zz": 1}]}}),
    (testing.User, {"xpanse": {"users": [{"zz": 1}]}}),
    (testing.ApiKey, {"xpanse": {"standard_keys": [{"zz": 1}]}}),
]


@pytest.mark.parametrize(("shape", "mistake"), SHAPES)
def test_types_of_the_config(shape: Any, mistake: Any) -> None:
    assert keys(shape) == expected(mistake)


def test_the_config_as_a_whole() -> None:
    known = re.split(", | or ", refusal({"zz": 1}).partition(": use ")[2])
    assert sorted(keys(testing.Config)) == sorted(known) == sorted(names("key", "## The configuration"))


def test_tables_of_the_config() -> None:
    assert names("key", "### `d3`") == keys(testing.D3Config)
    assert names("key", "### `xpanse`") == keys(testing.XpanseConfig)
    for shape in (testing.D3Incident, testing.XpanseIncident, testing.XpanseAlert, testing.User, testing.ApiKey):
        assert [name for name in keys(shape) if f"`{name}`" not in PAGE] == []


def test_faults() -> None:
    assert names("kind", "## Faults") == list(get_args(get_type_hints(testing.Fault)["kind"])) == kinds()
    assert names("key", "## Faults") == COMMON
    fields: dict[str, None] = {}
    for kind, _, documented, _ in rows("kind", "## Faults"):
        known = fields_of(kind.strip("` "))
        assert re.findall(r"\w+", documented) == known, kind
        fields.update(dict.fromkeys(known))
    assert sorted(keys(testing.Fault)) == sorted([*COMMON, *fields])


def test_the_types_of_typescript() -> None:
    def members(file: str, head: str) -> list[str]:
        text = (ROOT / "bindings-wasm" / "ts" / "sandbox" / file).read_text(encoding="utf-8")
        block = text.partition(head)[2].partition("\n  };" if head.startswith("  ") else "\n}")[0]
        return re.findall(r"readonly (\w+)\??:", block)

    assert members("world.ts", "  readonly d3?: {") == keys(testing.D3Config)
    assert members("world.ts", "  readonly xpanse?: {") == keys(testing.XpanseConfig)
    assert members("world.ts", "export interface D3Incident {") == keys(testing.D3Incident)
    assert members("world.ts", "export interface XpanseIncident {") == keys(testing.XpanseIncident)
    assert members("world.ts", "export interface XpanseAlert {") == keys(testing.XpanseAlert)
    assert set(keys(testing.Config)) <= set(members("world.ts", "export interface SandboxConfig {"))
    text = (ROOT / "bindings-wasm" / "ts" / "sandbox" / "faults.ts").read_text(encoding="utf-8")
    assert set(keys(testing.Fault)) == set(re.findall(r"readonly (\w+)\??:", text))
    assert set(kinds()) == set(re.findall(r'"(\w+)"', " ".join(re.findall(r"kind: ([^;}]+)", text))))
