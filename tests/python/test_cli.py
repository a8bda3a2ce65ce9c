"""The command."""

from __future__ import annotations

import ast
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
from soarwire.testing import Sandbox

COMMAND = [sys.executable, "-m", "soarwire"]


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


def test_help_and_version() -> None:
    assert soarwire_command("--version").stdout.strip() == f"soarwire {soarwire.__version__}"
    for arguments in (["--help"], ["demo", "--help"], ["sandbox", "--help"]):
        ran = soarwire_command(*arguments)
        assert ran.returncode == 0
        assert ran.stdout.startswith("usage: soarwire")
    assert soarwire_command().returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_sandbox(tmp_path: Path) -> None:
    faults, config = tmp_path / "faults.json", tmp_path / "config.json"
    faults.write_text('[{"kind": "left_out"}]')
    config.write_text(json.dumps({"d3": {"incidents": [{"number": "A-1"}]}}))
    arguments = [*COMMAND, "sandbox", "--faults", str(faults), "--config", str(config)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        # Whatever happens, it ends, and with it the wait for what it says.
        limit = threading.Timer(20, process.kill)
        limit.start()
        try:
            assert process.stdout is not None
            shown = list(iter(process.stdout.readline, "Ctrl-C stops it.\n"))
            credentials, routes = read_banner(shown)
            with soarwire.Client(soarwire.d3.Tenant(**credentials["d3"])) as client:
                assert client.run(soarwire.d3.UpdateOwner(["A-1"], "Li Wen")).unreported == ["A-1"]
            with soarwire.Client(soarwire.xpanse.Tenant(**credentials["xpanse"])) as client:
                assert client.run(soarwire.xpanse.UpdateIncident("5471", status="resolved")).all_succeeded
            assert_all_answer(routes, credentials)
            process.send_signal(signal.SIGINT)
            assert process.wait(5) == 0
        finally:
            limit.cancel()
            process.kill()


def read_banner(shown: list[str]) -> tuple[dict[str, dict[str, Any]], list[tuple[str, str]]]:
    """The arguments of the tenants that a banner names, and all other requests that it says can be made."""
    tenants: dict[str, dict[str, Any]] = {}
    vendor, routes = "", []
    for line in shown:
        url = re.search(r"http://127\.0\.0\.1:\d+\S*", line)
        if named := re.match(r"(D3|Xpanse) tenant:", line):
            assert url is not None
            vendor = named[1].lower()
            tenants[vendor] = {"base_url": url[0]}
        elif setting := re.match(r" +(\w+) = (.+)", line):
            tenants[vendor][setting[1]] = ast.literal_eval(setting[2])
        else:
            assert url is not None, line
            routes += [(method, url[0]) for method in re.findall(r"[A-Z]{3,}", line.partition("http")[0]) or ["GET"]]
    return tenants, routes


def assert_all_answer(routes: list[tuple[str, str]], tenants: dict[str, dict[str, Any]]) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    assert len(routes) == 8
    for method, address in routes:
        body = b"[]" if method == "POST" else None
        with direct.open(urllib.request.Request(address, body, method=method)) as answer:
            assert answer.status == 200
            said = json.load(answer)
        if address.endswith("/credentials"):
            told = {vendor: {k: v for k, v in said[vendor].items() if v is not None} for vendor in tenants}
            assert told == tenants


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_sandbox_for_other_programs() -> None:
    with subprocess.Popen([*COMMAND, "sandbox", "--json"], stdout=subprocess.PIPE, text=True) as process:
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


def complains(*arguments: str) -> str:
    ran = soarwire_command(*arguments)
    assert ran.returncode != 0
    assert "Traceback" not in ran.stderr
    return ran.stderr.splitlines()[-1]


def test_complaints_are_one_line(tmp_path: Path, soarwire_sandbox: Sandbox) -> None:
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
