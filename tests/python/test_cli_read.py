"""The commands that change nothing: list, show, tenants."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import SCRIPT, Commands
from soarwire.testing import Sandbox

# What would be a new line, a colour, a bell and a text from right to left.
ODD = "one\ntwo\x1b[31m\x07\u202e"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    d3 = {"incidents": [{"number": "20261103-104", "title": ODD, "owner": "Li Wen"}], "generate": 149}
    with Sandbox({"d3": d3}) as sandbox:
        yield Commands(sandbox, tmp_path_factory.mktemp("commands"))


def test_list(run: Commands) -> None:
    ran = run("list", "--tenant", "d3", "--limit", "5")
    assert ran.returncode == 0
    lines = list(csv.reader(ran.stdout.splitlines(), delimiter="\t"))
    assert lines[0] == ["id", "title", "status", "severity", "owner", "created"]
    assert [len(line) for line in lines] == [6] * 6
    assert ran.stderr == "soarwire: there are more than 5: raise --limit to see more\n"
    assert len(run.json("list", "--tenant", "d3", "--limit", "1000")["rows"]) == len(run.sandbox.incidents["d3"])


def test_list_shows_texts_in_one_line(run: Commands) -> None:
    ran = run("list", "--tenant", "d3", "--where", "owner=Li Wen", "--where", "title~two")
    assert [line.split("\t")[1] for line in ran.stdout.splitlines()] == ["title", "one\ufffdtwo\ufffd[31m\ufffd\ufffd"]
    assert run.json("list", "--tenant", "d3", "--where", "title~two")["rows"][0]["title"] == ODD


FILTERS = {
    "d3": ["status=Open", "status!=Open", "severity=High", "owner=System", "title~Malware", "Site=Client Services"],
    "xpanse": ["status=new", "status!=new", "severity=high", "title~exposed", "starred=true", "description~Telnet"],
}


@pytest.mark.parametrize(("vendor", "where"), [(vendor, where) for vendor, all in FILTERS.items() for where in all])
def test_filters(run: Commands, vendor: str, where: str) -> None:
    rows = run.json("list", "--tenant", vendor, "--limit", "1000")["rows"]
    found = run.json("list", "--tenant", vendor, "--limit", "1000", "--where", where)["rows"]
    assert 0 < len(found) < len(rows)
    field, operator, value = re.split("(!=|=|~)", where)
    if field in rows[0]:
        tests = {"=": str.__eq__, "!=": str.__ne__, "~": str.__contains__}
        wanted = [row["id"] for row in rows if tests[operator](str(row[field]), value)]
        assert sorted(row["id"] for row in found) == sorted(wanted)


def test_a_filter_that_is_misspelt_selects_nothing_else(run: Commands) -> None:
    said = run.refuses("close", "--tenant", "xpanse", "--where", "starred=maybe", "--yes")
    assert said == "--where starred=maybe: write starred=true or starred=false"


def test_filters_by_time_and_together(run: Commands) -> None:
    for vendor in ("d3", "xpanse"):
        rows = run.json("list", "--tenant", vendor, "--limit", "1000")["rows"]
        late = run.json("list", "--tenant", vendor, "--limit", "1000", "--since", "2026-11-02 12:00")["rows"]
        early = run.json("list", "--tenant", vendor, "--limit", "1000", "--until", "2026-11-02T12:00Z")["rows"]
        assert 0 < len(late) < len(rows) > len(early) > 0
        # The hour itself may be in both.
        assert {row["id"] for row in late} | {row["id"] for row in early} == {row["id"] for row in rows}
    both = run.json("list", "--tenant", "d3", "--where", "status=Open", "--where", "severity=High")["rows"]
    assert {(row["status"], row["severity"]) for row in both} == {("Open", "High")}
    assert run.json("list", "--tenant", "d3", "--until", "520w") == {"rows": []}
    assert run("list", "--tenant", "d3", "--until", "520w").stderr == "soarwire: no incidents match\n"


def test_show(run: Commands) -> None:
    ran = run("show", "--tenant", "xpanse", "5471")
    assert "incident_id\t5471" in ran.stdout.splitlines()
    assert run.json("show", "--tenant", "d3", "20261103-104")["items"][0]["CaseNumber"] == "20261103-104"
    for tenant, known in (("d3", "20261103-104"), ("xpanse", "5471")):
        ran = run("show", "--tenant", tenant, known, "no-such", known)
        assert ran.returncode == 1
        assert ran.stdout.count("field\tvalue") == 1
        assert ran.stderr.startswith("soarwire: no-such: ")
        assert ran.stderr.count("\n") == 1


def test_tenants(run: Commands) -> None:
    told = run.json("tenants", env={"SOC_D3_KEY": ""})
    assert told["config"] == str(run.config)
    d3, xpanse = told["tenants"]
    assert (d3["name"], d3["vendor"]) == ("d3", "d3")
    assert d3["key"] == "tenant d3: the environment variable SOC_D3_KEY is not set: set it to the key"
    assert xpanse["key"] == "found: the environment variable SOC_XPANSE_KEY"
    assert run("tenants").stdout.splitlines()[0].split("\t") == ["name", "vendor", "base_url", "key"]


def test_which_tenant(run: Commands) -> None:
    assert run.refuses("list") == f"--tenant is missing: {run.config} has d3, xpanse"
    assert run.refuses("list", "--tenant", "d4") == f"--tenant d4: {run.config} has no such tenant; it has d3, xpanse"
    one = run.folder / "one.toml"
    one.write_text(run.config.read_text(encoding="utf-8").partition("[tenants.x")[0], encoding="utf-8")
    # The only one need not be named, and an option wins over the variable.
    assert len(run.json("list", "--config", str(one), "--limit", "3")["rows"]) == 3
    folder = run.folder / "home" / "soarwire"
    folder.mkdir(parents=True)
    (folder / "tenants.toml").write_text(one.read_text(encoding="utf-8"), encoding="utf-8")
    if sys.platform == "linux":
        assert len(run.json("list", "--limit", "3", env={"SOARWIRE_CONFIG": ""})["rows"]) == 3


def test_complaints_say_what_to_do(run: Commands) -> None:
    def with_file(text: str) -> str:
        file = run.folder / "other.toml"
        file.write_text(text, encoding="utf-8")
        return run.refuses("list", "--config", str(file)).replace(f"{file}", "FILE")

    assert "soarwire sandbox > tenants.toml" in run.refuses("list", "--config", "none.toml")
    assert with_file('[tenants.a]\napi_key = "hunter2"').startswith("FILE: tenants.a.api_key must not be in the file")
    assert with_file("[tenants").startswith("FILE is not TOML")
    assert with_file("") == "FILE names no tenants: write a table [tenants.NAME] for each"
    d3 = ["--tenant", "d3"]
    assert run.refuses("list", *d3, env={"SOC_D3_KEY": ""}).startswith("tenant d3: the environment variable SOC_D3_KEY is not set")
    assert "unauthenticated" in run.refuses("list", *d3, env={"SOC_D3_KEY": "hunter2"}, code=1)
    assert run.refuses("list", *d3, "--where", "status").startswith("--where status: write FIELD=VALUE")
    assert "not a time" in run.refuses("list", *d3, "--since", "yesterday")
    assert "Xpanse cannot filter by it" in run.refuses("list", "--tenant", "xpanse", "--where", "colour=red")
    assert re.search(r"--limt.*\(soarwire list --help\)$", run.refuses("list", "--limt", "5"))
    assert re.search(r"'lst'.*\(soarwire --help\)$", run.refuses("lst"))
    assert "(soarwire show --help)" in run.refuses("show", *d3)


def test_a_server_that_is_away(run: Commands) -> None:
    away = run.folder / "away.toml"
    away.write_text(re.sub(r":\d+", ":1", run.config.read_text(encoding="utf-8")), encoding="utf-8")
    assert run.refuses("list", "--tenant", "d3", "--config", str(away), code=1).startswith("connect: ")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("no_colour", [False, True])
def test_on_a_terminal(run: Commands, no_colour: bool) -> None:
    import pty

    main, side = pty.openpty()
    environment = {**run.environment, "TERM": "xterm", "COLUMNS": "70", **({"NO_COLOR": "1"} if no_colour else {})}
    with subprocess.Popen([*SCRIPT, "list", "--tenant", "d3", "--limit", "3"], stdout=side, env=environment) as process:
        os.close(side)
        shown = b""
        try:
            while chunk := os.read(main, 65536):
                shown += chunk
        except OSError:
            pass  # Linux says so when the other side is closed.
    os.close(main)
    assert process.returncode == 0
    assert (b"\x1b[1m" in shown) or no_colour
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown.decode())
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= 70


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are another matter there")
def test_a_reader_that_has_seen_enough(run: Commands) -> None:
    command = f"{SCRIPT[0]} list --tenant d3 --limit 1000 --json; echo $? >&2"
    ran = subprocess.run(
        ["sh", "-c", f"{{ {command}; }} | true"], capture_output=True, text=True, check=False, env=run.environment, timeout=60
    )
    assert ran.stderr == "0\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is full")
def test_a_disk_without_room_and_no_stream_at_all(run: Commands) -> None:
    def ran(redirection: str) -> tuple[int, str]:
        command = f"{SCRIPT[0]} list --tenant d3 --limit 5 {redirection}"
        ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, env=run.environment, timeout=60)
        return ran.returncode, ran.stderr

    assert ran(">/dev/full") == (1, "soarwire: the output cannot be written: No space left on device\n")
    assert ran(">&- 2>&-") == (0, "")
    assert ran("2>/dev/full") == (1, "")


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_what_a_full_disk_does_not_take_is_said(run: Commands, tmp_path: Path) -> None:
    # A part of it fits, and nothing buffers.
    command = f"ulimit -f 1; {SCRIPT[0]} list --tenant d3 --limit 1000 --json > {tmp_path}/out"
    environment = {**run.environment, "PYTHONUNBUFFERED": "1"}
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env=environment, timeout=60)
    assert (ran.returncode, ran.stderr) == (1, "soarwire: the output cannot be written: File too large\n")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_streams_that_are_closed(run: Commands) -> None:
    def ran(arguments: str) -> tuple[int, str]:
        ran = subprocess.run(
            ["sh", "-c", f"{SCRIPT[0]} {arguments}"], capture_output=True, text=True, check=False, env=run.environment, timeout=60,
            cwd=run.folder,
        )  # fmt: skip
        return ran.returncode, ran.stderr

    assert ran("close --tenant d3 --input - --yes <&-") == (2, "soarwire: --input - cannot be read: stdin is closed\n")
    assert ran("assign --tenant d3 20261103-104 --owner 'Li Wen' --yes --quiet --journal closed.journal >&-") == (0, "")
    assert ran("journal export closed.journal --csv - >&-") == (0, "")


def test_a_group_of_commands_without_one(run: Commands) -> None:
    assert run.refuses("journal") == "Missing command. (soarwire journal --help)"


def test_a_terminal_that_cannot_show_it(run: Commands) -> None:
    ran = run("list", "--tenant", "d3", "--where", "owner=Li Wen", env={"PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 0
    assert "one\\ufffdtwo" in ran.stdout


