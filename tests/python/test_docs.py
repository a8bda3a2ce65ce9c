"""What `help()`, editors and type checkers say of the package."""

from __future__ import annotations

import http.client
import pydoc
import re
import subprocess
import sys
from pathlib import Path

import httpx
import multidict
import pytest
import requests.structures
import urllib3
from typing_extensions import assert_type

import soarwire
import soarwire.testing
from soarwire import Client, Operation, Report, d3, errors, xpanse
from soarwire.testing import Sandbox

ROOT = Path(__file__).resolve().parent.parent.parent
STUB_DOCS = [sys.executable, str(ROOT / "tests" / "tools" / "stub-docs"), "--check"]
MODULES = (soarwire, d3, xpanse, errors, soarwire.testing)
ASSIGN = d3.UpdateOwner(["20261103-104"], "Maria Keller")
BODY = b'{"contextData": [{"Incident Number": "20261103-104", "Result": "Successful"}]}'


def test_the_stubs_have_the_docstrings_of_the_package() -> None:
    ran = subprocess.run(STUB_DOCS, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("stub", ["_soarwire.pyi", "d3.pyi", "xpanse.pyi"])
def test_a_docstring_that_differs_is_found(stub: str, tmp_path: Path) -> None:
    for file in (ROOT / "bindings-py" / "python" / "soarwire").glob("*.pyi"):
        text = file.read_text(encoding="utf-8")
        if file.name == stub:
            text = re.sub(r'^    """\b', '    """Not ', text, count=1, flags=re.MULTILINE)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    ran = subprocess.run([*STUB_DOCS, str(tmp_path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert f"soarwire.{stub.removesuffix('.pyi')}." in ran.stderr


def test_help_shows_defaults_as_one_writes_them() -> None:
    for module in MODULES:
        for name in module.__all__:
            shown = pydoc.plain(pydoc.render_doc(getattr(module, name))) if name != "__version__" else ""
            assert "Ellipsis" not in shown and "=..." not in shown and "= ..." not in shown, name
    assert "assignee=UNSET, severity=UNSET, status=None" in pydoc.plain(pydoc.render_doc(xpanse.UpdateIncident))


def test_help_lists_the_attributes_of_errors() -> None:
    explained = soarwire.SoarwireError.__doc__ or ""
    attributes = {name for name in soarwire.SoarwireError.__annotations__ if not name.startswith("_")}
    assert all(f"\n        {name}: " in explained for name in attributes)
    assert "\n        report: " in (errors.Incomplete.__doc__ or "")
    for name in errors.__all__:
        kind = getattr(errors, name)
        if kind in (errors.SoarwireError, errors.Incomplete):
            continue
        listed = (kind.__doc__ or "").partition("Attributes, as `SoarwireError` explains them: ")[2].split("`")[1::2]
        assert {"kind", "operation", "asked"} <= set(listed) <= attributes, name
        error = kind(status=400)
        assert all(hasattr(error, attribute) for attribute in listed)
    assert {"status", "code", "vendor_message", "retry_after_ms", "body"} <= set((errors.RateLimited.__doc__ or "").split("`"))


def test_headers_of_every_client() -> None:
    message = http.client.HTTPMessage()
    message["X-Request-Id"] = "r1"
    reports = [
        ASSIGN.parse(200, message, BODY),
        ASSIGN.parse(200, httpx.Headers({"x-request-id": "r1"}), BODY),
        ASSIGN.parse(200, requests.structures.CaseInsensitiveDict({"X-Request-Id": "r1"}), BODY),
        ASSIGN.parse(200, multidict.CIMultiDictProxy(multidict.CIMultiDict({"X-Request-Id": "r1"})), BODY),
        ASSIGN.parse(200, urllib3.HTTPHeaderDict({"X-Request-Id": "r1"}), BODY),
        ASSIGN.parse(200, [(b"x-request-id", b"r1")], BODY),
        ASSIGN.parse(200, {"x-request-id": "r1"}, memoryview(BODY)),
    ]
    assert [report.request_id for report in reports] == ["r1"] * len(reports)


def test_paths_of_files(tmp_path: Path) -> None:
    with Sandbox() as sandbox, pytest.raises(errors.InvalidRequest, match="ca_file"):
        Client(sandbox.d3_tenant(), ca_file=tmp_path / "none.pem")


def test_a_class_reads_its_own_operations() -> None:
    assert_type(d3.UpdateOwner.from_json(ASSIGN.to_json()), d3.UpdateOwner)
    assert_type(d3.UpdateOwner.from_dict(ASSIGN.to_dict()), d3.UpdateOwner)
    assert_type(d3.UpdateOwner.from_json(ASSIGN.to_json()).parse(200, {}, BODY), Report)
    assert d3.UpdateOwner.from_json(ASSIGN.to_json()) == ASSIGN == Operation.from_dict(ASSIGN.to_dict())
    for read in (d3.CloseIncidents.from_json, xpanse.UpdateIncident.from_json):
        with pytest.raises(errors.InvalidRequest, match=r"is d3\.update_owner, not .*Operation\.from_json"):
            read(ASSIGN.to_json())
    with pytest.raises(errors.InvalidRequest, match="is d3.update_owner, not d3.close_incidents"):
        d3.CloseIncidents.from_dict(ASSIGN.to_dict())


class Whole:
    """An integer of another library, as numpy has them."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


def test_integers_of_other_libraries() -> None:
    assert xpanse.UpdateIncident(Whole(5471), status="new") == xpanse.UpdateIncident("5471", status="new")
    page = xpanse.GetIncidents(search_from=Whole(5), search_to=Whole(7))
    assert page == xpanse.GetIncidents(search_from=5, search_to=7)
    with pytest.raises(errors.InvalidRequest, match="search_to is too large"):
        xpanse.GetIncidents(search_to=Whole(1 << 70))
    numbers = [f"A-{at}" for at in range(5)]
    assert [part.asked for part in d3.UpdateOwner(numbers, "x").chunks(Whole(4))] == [numbers[:4], numbers[4:]]
    with Sandbox(port=Whole(0)) as sandbox, Client(sandbox.d3_tenant(), max_attempts=Whole(2)) as client:
        assert client.run(ASSIGN, timeout=30, max_attempts=Whole(1)).all_succeeded
    assert xpanse.Tenant("acme.example.com", key_id=Whole(7), key="k").base_url
    assert ASSIGN.parse(Whole(200), {}, BODY).all_succeeded


def test_none_clears_what_can_be_cleared_alone() -> None:
    update = xpanse.UpdateIncident("5471", assignee=None, severity=None, status=None, resolve_comment=None, comment=None)
    assert update.to_dict()["params"] == {"incident_id": "5471", "assignee": None, "severity": None}
    text = (ROOT / "bindings-py" / "README.md").read_text(encoding="utf-8").replace("\n", " ")
    assert "`None` clears what can be cleared: `assignee` and `severity` of `xpanse.UpdateIncident`" in text
    clears = {
        kind.__name__: doc.count("`None` clears it.")
        for module in (d3, xpanse)
        for kind in vars(module).values()
        if "`None` clears it." in (doc := " ".join(str(kind.__doc__).split())) and isinstance(kind, type) and issubclass(kind, Operation)
    }
    assert clears == {"UpdateIncident": 2}
