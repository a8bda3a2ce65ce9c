"""The package itself: types, stubs, imports, examples."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def python(*arguments: str, cwd: Path | None = None) -> str:
    ran = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=cwd)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_import_is_light() -> None:
    heavy = {"asyncio", "argparse", "collections.abc", "dataclasses", "enum", "httpx", "inspect", "json", "logging"}
    heavy |= {"ssl", "threading", "typing"}
    loaded = "import sys; before = set(sys.modules); import soarwire; print(*(set(sys.modules) - before))"
    assert not set(python("-c", loaded).split()) & heavy


def test_import_is_fast() -> None:
    timed = "import time; began = time.perf_counter(); import {}; print(time.perf_counter() - began)"

    def best(module: str) -> float:
        return min(float(python("-c", timed.format(module))) for _ in range(5))

    assert best("soarwire") <= 0.2 * best("httpx")


def test_everything_public_has_a_docstring() -> None:
    import soarwire
    import soarwire.testing

    undocumented = []
    for module in (soarwire, soarwire.d3, soarwire.xpanse, soarwire.errors, soarwire.testing):
        for name in module.__all__:
            value = getattr(module, name)
            if isinstance(value, type):
                members = [(name, value)] + [
                    (f"{name}.{member}", getattr(value, member)) for member in vars(value) if not member.startswith("_")
                ]
                plain = (str, int, type(None))
                undocumented += [path for path, found in members if not isinstance(found, plain) and not found.__doc__]
    assert undocumented == []


def test_the_asyncio_client_needs_nothing_else() -> None:
    script = """
        import sys
        sys.modules["httpx"] = None
        import asyncio
        from soarwire import AsyncClient, d3, errors
        from soarwire.testing import Sandbox
        with Sandbox() as sandbox:
            client = AsyncClient(sandbox.d3_tenant())
            print(asyncio.run(client.run(d3.UpdateOwner(["20261103-104"], "Maria Keller"))).all_succeeded)
            try:
                AsyncClient(sandbox.d3_tenant(), http_client=object())
            except errors.InvalidRequest as error:
                print(error)
    """
    assert python("-c", textwrap.dedent(script)).splitlines() == [
        "True",
        "invalid_request: http_client must be an httpx.AsyncClient, but httpx is not installed",
    ]


def test_httpx_is_imported_for_http_client_alone() -> None:
    script = "import sys, soarwire; soarwire.AsyncClient; print('httpx' in sys.modules)"
    assert python("-c", script) == "False\n"


def test_all_names_are_there() -> None:
    import soarwire

    names: dict[str, object] = {}
    exec("from soarwire import *", names)
    assert set(soarwire.__all__) <= set(names)
    assert set(soarwire.__all__) <= set(dir(soarwire))
    assert all(hasattr(soarwire, name) for name in soarwire.__all__)


def test_unknown_names_are_attribute_errors() -> None:
    import soarwire

    with pytest.raises(AttributeError, match="Clint"):
        soarwire.Clint  # noqa: B018


def test_mypy_accepts_a_playbook(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    python("-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(HERE / "sample_playbook.py"), cwd=tmp_path)


def test_mypy_refuses_mistakes(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    mistakes = tmp_path / "mistakes.py"
    mistakes.write_text(
        "from soarwire import d3, xpanse\n"
        "d3.CloseIncidents(['a'])\n"
        "d3.UpdateOwner([1], 'x')\n"
        "d3.CloseIncident(note=5)\n"
        "xpanse.UpdateIncident('1', severity=5)\n"
        "d3.CloseIncident().parse(200).failed[0].why\n"
        "xpanse.GetIncidents().parse(200).failed\n"
        "xpanse.GetIncidents(filters=[{'field': 'status'}])\n"
        "d3.CreateIncident('Phishing').parse(200).succeeded\n"
        "d3.GetIncidents(5, 'x')\n"
        "d3.GetIncidents('x', 'y', filter=[[{'field': 'Status'}]])\n"
        "d3.Command('GetUsersBySite', effect='read')\n"
        "d3.Command('GetUsersBySite').parse(200).raw_data\n"
        "d3.SetFields([{'incident_number': 'a'}])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(mistakes)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert [int(line.split(":")[1]) for line in ran.stdout.splitlines() if ": error:" in line] == list(range(2, 15))


@pytest.mark.skipif(sys.version_info < (3, 10), reason="the last mypy for 3.9 takes imports for types to be names of the module")
def test_the_stubs_are_true(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    python("-m", "mypy.stubtest", "soarwire", cwd=tmp_path)


def test_the_sample_playbook_runs() -> None:
    shown = python(str(HERE / "sample_playbook.py")).splitlines()
    assert shown == ["{'no-such-number': \"Incident 'no-such-number' was not found.\"}", "True"]


EXAMPLES = [
    pytest.param(match[1], id=f"{path.relative_to(ROOT)}:{text[: match.start()].count(chr(10)) + 1}")
    for path in (ROOT / "README.md", ROOT / "bindings-py" / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if path.exists()
    for text in [path.read_text(encoding="utf-8")]
    for match in re.finditer(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
]

# What an example with a client but without a sandbox runs in: tenants that answer, whatever the URLs and keys it shows.
STAGE = """
import soarwire
from soarwire import d3, xpanse
from soarwire.testing import Sandbox as _Sandbox

_sandbox = _Sandbox()
_d3_tenant, _xpanse_tenant = _sandbox.d3_tenant(), _sandbox.xpanse_tenant()
d3.Tenant = lambda *_args, **_kwargs: _d3_tenant
xpanse.Tenant = lambda *_args, **_kwargs: _xpanse_tenant
key = "a-key"
"""


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_run(example: str, tmp_path: Path) -> None:
    if re.search(r"^(async )?def test_", example, re.MULTILINE):
        file = tmp_path / "test_example.py"
        file.write_text(example, encoding="utf-8")
        python("-m", "pytest", "-q", "-p", "no:cacheprovider", str(file), cwd=tmp_path)
        return
    file = tmp_path / "example.py"
    staged = "Sandbox(" not in example and "Client(" in example
    file.write_text(STAGE + example if staged else example, encoding="utf-8")
    python(str(file), cwd=tmp_path)
