"""The commands that the package has without the extra `cli`, too: with it, and without."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

import pytest

import soarwire
from soarwire import tenants
from soarwire.testing import Sandbox

COMMAND = [sys.executable, "-m", "soarwire"]
# The same where the extra is not installed.
WITHOUT = "import sys; sys.modules['click'] = None; from soarwire._cli import main; sys.exit(main(sys.argv[1:]))"
ALONE = [sys.executable, "-c", WITHOUT]


def soarwire_command(*arguments: str, **settings: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False, **settings)


def test_demo() -> None:
    ran = soarwire_command("demo")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for operation in (
        "d3.update_owner",
        "d3.close_incidents",
        "d3.link_to_cases",
        "d3.close_incident ",
        "xpanse.update_incident",
    ):
        assert operation in ran.stdout
    for outcome in ("succeeded", "failed", "unreported", "unknown", "refused", "HTTP 429"):
        assert outcome in ran.stdout
    # The bulk run, beside what the tenant has counted.
    for step in ("killed ", "resumed ", "settled ", "sent again "):
        assert f"\n{step}" in ran.stdout
    assert "the tenant counts 500 closes and 500 conclusions; conclusions there twice: 0" in ran.stdout
    assert "All went as expected." in ran.stdout
    assert "sandbox-d3-key" not in ran.stdout
    assert "\x1b" not in ran.stdout
    assert max(map(len, ran.stdout.splitlines())) <= 100


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("no_colour", [False, True])
def test_demo_on_a_terminal(no_colour: bool) -> None:
    import pty

    main, side = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"TERM": "xterm"}
    environment |= {"NO_COLOR": ""} if no_colour else {}
    with subprocess.Popen([*COMMAND, "demo"], stdout=side, env=environment) as process:
        os.close(side)
        shown = b""
        try:
            while chunk := os.read(main, 65536):
                shown += chunk
        except OSError:
            pass  # Linux says so when the other side is closed.
    assert process.returncode == 0
    assert (b"\x1b[" in shown) != no_colour
    plain = re.sub(rb"\x1b\[\d+m", b"", shown).decode()
    assert max(map(len, plain.splitlines())) <= 100


@pytest.mark.parametrize("command", [COMMAND, ALONE])
def test_help_and_version(command: list[str]) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=60, check=False)

    assert run("--version").stdout.strip() == f"soarwire {soarwire.__version__}"
    for arguments in (["--help"], ["demo", "--help"], ["sandbox", "--help"]):
        ran = run(*arguments)
        assert ran.returncode == 0
        assert ran.stdout.lower().startswith("usage: soarwire")
    assert run().returncode == 2


def test_without_the_extra() -> None:
    ran = subprocess.run([*ALONE, "close", "20261103-104"], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines()[-1] == (
        "soarwire: error: close needs the extra `cli`: pip install 'soarwire[cli]'"
    )
    ran = subprocess.run([*ALONE, "--help"], capture_output=True, text=True, timeout=60, check=False)
    assert "pip install 'soarwire[cli]'" in ran.stdout
    # Celery, for one, brings click.
    part = WITHOUT.replace("click", "rich")
    ran = subprocess.run([sys.executable, "-c", part, "list"], capture_output=True, text=True, timeout=60, check=False)
    assert "pip install 'soarwire[cli]'" in ran.stderr


def test_the_package_does_not_import_the_command() -> None:
    script = "import sys, soarwire, soarwire.testing; print({'click', 'rich', 'platformdirs', 'soarwire.tenants'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "set()\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
@pytest.mark.parametrize("command", [COMMAND, ALONE])
def test_sandbox(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faults, config = tmp_path / "faults.json", tmp_path / "config.json"
    faults.write_text('[{"kind": "left_out"}]')
    config.write_text(json.dumps({"d3": {"incidents": [{"number": "A-1"}]}}))
    arguments = [*command, "sandbox", "--faults", str(faults), "--config", str(config)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        # Whatever happens, it ends, and with it the wait for what it says.
        limit = threading.Timer(20, process.kill)
        limit.start()
        try:
            assert process.stdout is not None
            shown = [*iter(process.stdout.readline, "# Ctrl-C stops them.\n"), ""]
            found = follow(shown, tmp_path, monkeypatch)
            with found["d3"].client() as client:
                assert client.run(soarwire.d3.UpdateOwner(["A-1"], "Li Wen")).unreported == ["A-1"]
            with found["xpanse"].client() as client:
                assert client.run(soarwire.xpanse.UpdateIncident("5471", status="resolved")).all_succeeded
            assert_all_answer(re.findall(r"#   ([A-Z, ]+?) +(http:\S+)", "".join(shown)))
            process.send_signal(signal.SIGINT)
            assert process.wait(5) == 0
        finally:
            limit.cancel()
            process.kill()


def follow(shown: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> tenants.Tenants:
    """Does what the sandbox says is to be done: saves it all as a tenants file, and sets variables."""
    (folder / "tenants.toml").write_text("".join(shown), encoding="utf-8")
    variables = dict(line.removeprefix("#   export ").strip().split("=") for line in shown if line.startswith("#   export "))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    return tenants.load()


@pytest.mark.parametrize(
    ("world", "variables"),
    [
        ({"d3": {"keys": {"GetIncidents": "a", "CloseIncidentInBulk": "b"}}}, 3),
        ({"d3": {"keys": {}}, "xpanse": {"advanced_keys": []}}, 1),
        ({"d3": {"keys": {}}, "xpanse": {"advanced_keys": [], "standard_keys": []}}, 0),
    ],
)
def test_sandboxes_with_other_keys(
    world: dict[str, Any], variables: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from soarwire._sandbox_tenants import tenants_file

    with Sandbox(world) as sandbox:
        lines = [f"{line}\n" for line in tenants_file(sandbox.credentials)]
        found = follow(lines, tmp_path, monkeypatch)
        assert sum("export SOARWIRE_SANDBOX" in line for line in lines) == variables
        assert [len(profile.keys) for profile in found.values()] == [len(world["d3"]["keys"]), int(variables > 0)]
        if variables > 1:
            assert found["d3"].missing() == []


def assert_all_answer(routes: list[tuple[str, str]]) -> None:
    """What the sandbox says of its admin route is true."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    asked = [(method, address) for methods, address in routes for method in methods.split(", ")]
    assert len(asked) == 7
    for method, address in asked:
        body = b"[]" if method == "POST" else None
        with direct.open(urllib.request.Request(address, body, method=method)) as answer:
            assert answer.status == 200


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
@pytest.mark.parametrize("command", [COMMAND, ALONE])
def test_sandbox_for_other_programs(command: list[str]) -> None:
    with subprocess.Popen([*command, "sandbox", "--json"], stdout=subprocess.PIPE, text=True) as process:
        limit = threading.Timer(20, process.kill)
        limit.start()
        try:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            with soarwire.Client(soarwire.d3.Tenant(**told["d3"])) as client:
                assert client.run(soarwire.d3.UpdateOwner(["20261103-104"], "Li Wen")).all_succeeded
            process.send_signal(signal.SIGINT)
            assert process.wait(5) == 0
        finally:
            limit.cancel()
            process.kill()


@pytest.mark.parametrize("command", [COMMAND, ALONE])
def test_complaints_are_one_line(command: list[str], tmp_path: Path, soarwire_sandbox: Sandbox) -> None:
    def complains(*arguments: str) -> str:
        ran = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=60, check=False)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "Traceback" not in ran.stderr
        return ran.stderr.splitlines()[-1]

    port = soarwire_sandbox.url.rpartition(":")[2]
    assert "is in use" in complains("sandbox", "--port", port)
    assert "a port is a number" in complains("sandbox", "--port", "many")
    assert "cannot be read" in complains("sandbox", "--faults", str(tmp_path / "none.json"))
    file = tmp_path / "file.json"
    for text, complaint in (("{", "is not JSON"), ("{}", "must hold a JSON list"), ('[{"kind": "x"}]', "fault 1")):
        file.write_text(text)
        assert complaint in complains("sandbox", "--faults", str(file))
    file.write_text('{"d4": 1}')
    assert "`d4`" in complains("sandbox", "--config", str(file))
