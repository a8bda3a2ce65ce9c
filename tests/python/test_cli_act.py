"""The commands that change incidents, on simulated tenants."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import SCRIPT, Commands

from soarwire.testing import Sandbox

ONE, TWO, THREE = "20261103-104", "20261103-105", "20261103-107"
COUNTS = ("planned", "succeeded", "failed", "unreported", "unknown", "not_attempted", "skipped")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    with Sandbox() as sandbox:
        yield Commands(sandbox, tmp_path_factory.mktemp("act"))


@pytest.fixture
def run(shared: Commands) -> Commands:
    shared.sandbox.reset()
    return shared


def incident(run: Commands, vendor: str, name: str) -> dict[str, Any]:
    """The incident as it is in the sandbox."""
    return next(each for each in run.sandbox.incidents[vendor] if name in (each.get("number"), each.get("incident_id")))


VERBS: dict[str, tuple[list[str], str, dict[str, Any]]] = {
    "close": (["--conclusion", "Contained."], ONE, {"status": "Closed", "conclusion": "Contained."}),
    "assign": (["--owner", "Maria Keller"], ONE, {"owner": "Maria Keller"}),
    "link": (["--case", "20261102-7", "--case", "20261030-12"], ONE, {}),
    "site": (["--site", "Client Services"], ONE, {"site": "Client Services"}),
    "tag": (["--tag", "a", "--tag", "b c"], ONE, {"tags": ["a", "b c"]}),
    "untag": (["--all-tags"], ONE, {"tags": []}),
    "set": (["--field", "Severity", "--value", "Low"], ONE, {"severity": "Low"}),
    "close xpanse": (["--conclusion", "Gone."], "5471", {"status": "resolved", "resolve_comment": "Gone."}),
    "assign xpanse": (
        ["--owner", "Maria Keller <maria.keller@example.com>"],
        "5471",
        {"assignee": {"mail": "maria.keller@example.com", "pretty_name": "Maria Keller"}},
    ),
    "update": (
        ["--status", "under_investigation", "--severity", "low", "--comment", "Looking."],
        "5471",
        {"status": "under_investigation", "manual_severity": "low", "comments": ["Looking."]},
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_verbs(run: Commands, verb: str) -> None:
    options, name, changed = VERBS[verb]
    vendor = "xpanse" if name == "5471" else "d3"
    told = run.json(verb.split()[0], "--tenant", vendor, name, "--yes", *options)
    assert list(told) == ["run", "journal", "counts", "outcomes"]
    assert told["counts"] == dict.fromkeys(COUNTS, 0) | {"planned": 1, "succeeded": 1}
    assert told["outcomes"] == [{"id": name, "outcome": "succeeded", "reason": None}]
    now = incident(run, vendor, name)
    assert {field: now[field] for field in changed} == changed
    if verb == "link":
        assert sorted(now["cases"]) == ["20261030-12", "20261102-7"]


def test_clearing(run: Commands) -> None:
    run.json("update", "--tenant", "xpanse", "5471", "--yes", "--severity", "low", "--assignee", "maria.keller@example.com")
    run.json("update", "--tenant", "xpanse", "5471", "--yes", "--clear-severity", "--clear-assignee")
    now = incident(run, "xpanse", "5471")
    assert (now["manual_severity"], now["assignee"]) == (None, None)


def test_what_did_not_succeed(run: Commands) -> None:
    run.sandbox.script({"kind": "left_out", "incidents": [TWO]})
    ran = run("close", "--tenant", "d3", ONE, TWO, "20261103-106", "no-such", "--yes", "--journal", "a.journal")
    assert ran.returncode == 1
    assert ran.stdout.splitlines() == [
        "incident\toutcome\treason",
        f"{TWO}\tunreported\t",
        "20261103-106\tfailed\tRequired tasks are still pending.",
        "no-such\tfailed\tIncident 'no-such' was not found.",
    ]
    shown = ran.stderr.splitlines()
    assert shown[0] == "d3.close_incidents: 4 incidents in 1 request of at most 100"
    assert "  journal: a.journal" in shown
    assert shown[-3:] == [
        "1 of 4 succeeded, 2 failed, 1 unreported",
        "to find out what is in effect: soarwire settle a.journal",
        "to send again what failed or is not in effect: soarwire resume a.journal --retry",
    ]


def test_quiet_and_json_are_nothing_but_the_result(run: Commands) -> None:
    assert (run("assign", "--tenant", "d3", ONE, "--owner", "Li Wen", "--yes", "--quiet").stderr) == ""
    ran = run("assign", "--tenant", "d3", ONE, "no-such", "--owner", "Li Wen", "--yes", "--quiet")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.splitlines()[1:] == ["no-such\tfailed\tIncident 'no-such' was not found."]
    told = run.json("assign", "--tenant", "d3", ONE, "no-such", "--owner", "Li Wen", "--yes", code=1)
    assert [outcome["outcome"] for outcome in told["outcomes"]] == ["succeeded", "failed"]


def test_an_answer_that_was_lost(run: Commands) -> None:
    run.sandbox.script({"kind": "cut_after", "on": "d3.close_incidents"})
    told = run.json("close", "--tenant", "d3", ONE, TWO, "--conclusion", "x", "--yes", code=3)
    assert {outcome["outcome"] for outcome in told["outcomes"]} == {"unknown"}
    assert run.sandbox.effects["duplicates"] == []


def test_a_key_that_the_tenant_does_not_take(run: Commands) -> None:
    one_by_one = ["--chunk", "1", "--concurrency", "1"]
    ran = run("assign", "--tenant", "d3", ONE, TWO, "--owner", "Li Wen", "--yes", *one_by_one, env={"SOC_D3_KEY": "hunter2"})
    assert "hunter2" not in ran.stdout + ran.stderr
    assert (ran.returncode, run.sandbox.effects["totals"]["owner_changes"]) == (4, 0)


def test_nothing_to_do(run: Commands) -> None:
    assert run.json("close", "--tenant", "d3", "--where", "status=Nonsense", "--yes") == {
        "run": None, "journal": None, "counts": dict.fromkeys(COUNTS, 0), "outcomes": [],
    }  # fmt: skip
    ran = run("close", "--tenant", "d3", "--input", "-", input="\n")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "nothing to do\n")


def test_a_dry_run_sends_nothing_and_needs_no_key(run: Commands) -> None:
    before = run.sandbox.effects["operations"]
    ran = run("close", "--tenant", "d3", ONE, TWO, "--conclusion", "x", "--dry-run", env={"SOC_D3_KEY": ""})
    assert ran.returncode == 0
    assert ran.stdout.splitlines()[:2] == ["d3.close_incidents: 2 incidents in 1 request of at most 100", "  tenant: d3"]
    plan = run.json("close", "--tenant", "d3", ONE, TWO, "--conclusion", "x", "--dry-run")
    assert (plan["operation"], plan["ids"], plan["params"]["conclusion"]) == ("d3.close_incidents", [ONE, TWO], "x")
    assert run.sandbox.effects["operations"] == before


def test_the_journal_has_a_place_of_its_own(run: Commands) -> None:
    told = run.json("assign", "--tenant", "d3", ONE, "--owner", "Li Wen", "--yes")
    journal = Path(told["journal"])
    assert re.fullmatch(r"\d{8}T\d{6}Z-assign-d3-[0-9a-f]{4}\.journal", journal.name)
    assert journal.parent == run.folder / "home" / "soarwire" / "journals" or sys.platform != "linux"
    assert journal.is_file()
    if sys.platform != "win32":
        assert journal.parent.stat().st_mode & 0o777 == 0o700


def test_complaints_before_anything_is_sent(run: Commands) -> None:
    d3, xpanse, assign = ["--tenant", "d3", ONE], ["--tenant", "xpanse", "5471"], ["--owner", "Li Wen"]
    for verb in ("link", "site", "tag", "untag", "set"):
        assert run.refuses(verb, *xpanse) == f"{verb} is for D3, and the tenant xpanse is Xpanse"
    assert run.refuses("update", *d3) == "update is for Xpanse, and the tenant d3 is D3"
    assert run.refuses("close", *xpanse, "--bypass-required-tasks").startswith("--bypass-required-tasks is not for Xpanse")
    assert run.refuses("assign", *xpanse, "--owner", "Li Wen").startswith("--owner must be an email address")
    assert run.refuses("assign", *d3) == "--owner is missing: The name of the new owner, as D3 shows it."
    assert run.refuses("link", *d3).startswith("--case is missing: ")
    assert run.refuses("update", *xpanse, "--yes").startswith("update changes nothing")
    assert "are both given" in run.refuses("update", *xpanse, "--severity", "low", "--clear-severity")
    for tenant in (d3, xpanse):
        assert run.refuses("close", *tenant, "--conclusion", " ", "--yes").startswith("--conclusion is blank")
    assert run.refuses("link", *d3, "--case", "1", "--case", " ", "--yes").startswith("--case[1] is blank")
    assert run.refuses("assign", *d3, " ", *assign, "--yes").startswith("incident 2 is blank")
    assert run.refuses("tag", *d3, " ", "--tag", "a", "--yes").startswith("incident 2 is blank")
    assert run.refuses("update", "--tenant", "xpanse", "1", "--status", "new", "--chunk", "2", "--yes").startswith("--chunk must be 1")
    for option in ("--chunk", "--concurrency"):
        assert f"Invalid value for '{option}'" in run.refuses("assign", *d3, *assign, option, "0", "--yes")
    assert run.refuses("assign", *d3, *assign, "--deadline", "soon", "--yes").startswith("--deadline: soon is not a duration")
    assert run.refuses("assign", *d3, *assign, "--yes", env={"SOC_D3_KEY": ""}).startswith("tenant d3: the environment variable")
    assert run.refuses("assign", *d3, *assign).startswith("cannot ask for confirmation, since stdin is not a terminal: add --yes")
    assert run.refuses("assign", *d3, *assign, "--yes", "--journal", str(run.folder / "none" / "x")).startswith("journal ")
    (run.folder / "other.journal").write_text("something", encoding="utf-8")
    assert "other.journal" in run.refuses("assign", *d3, *assign, "--yes", "--journal", "other.journal")
    assert (run.folder / "other.journal").read_text(encoding="utf-8") == "something"


def test_json_of_what_was_not_begun_is_nothing(run: Commands) -> None:
    (run.folder / "no.toml").write_text("[tenants.d3]\n", encoding="utf-8")
    (run.folder / "bad.csv").write_text("id,title\nA-1\n", encoding="utf-8")
    assign = ["assign", "--tenant", "d3", "--owner", "Li Wen", "--yes", "--json"]
    for more, told in {
        ("--no-such-option", ONE): "o such option",
        ("--tenant", "none", ONE): "none",
        ("--config", "none.toml", ONE): "none.toml",
        ("--config", "no.toml", ONE): "vendor",
        (): "no incidents are given",
        ("--input", "bad.csv"): "bad.csv, line 2: has 1 columns",
        ("--input", "."): "--input . cannot be read",
        ("--where", "nonsense"): "nonsense",
        (" ",): "incident 1 is blank",
        ("--journal", "no.toml", ONE): "no.toml already exists",
        ("--deadline", "soon", ONE): "soon is not a duration",
    }.items():
        assert told in run.refuses(*assign, *more)
    assert "SOC_D3_KEY" in run.refuses(*assign, ONE, env={"SOC_D3_KEY": ""})
    assert "cannot ask for confirmation" in run.refuses(*(each for each in assign if each != "--yes"), ONE)
    for command in (["resume"], ["resume", "--retry"], ["settle"], ["journal", "show"]):
        assert "none.journal" in run.refuses(*command, "none.journal", "--json")
    # The incidents could not be selected.
    assert "401" in run.refuses(*assign, "--where", "status=Open", code=1, env={"SOC_D3_KEY": "hunter2"})


class Terminal:
    """The command on a terminal, and who sits at it."""

    def __init__(self, run: Commands, *arguments: str) -> None:
        import pty

        self.process, self.main = pty.fork()
        if self.process == 0:
            os.chdir(run.folder)
            os.execve(SCRIPT[0], [*SCRIPT, *arguments], {**run.environment, "TERM": "xterm", "COLUMNS": "100"})
        # Whatever happens, it ends, and with it the wait for what it shows.
        self.limit = threading.Timer(30, os.kill, (self.process, signal.SIGKILL))
        self.limit.start()
        self.shown = ""

    def until(self, text: str) -> None:
        """Reads on until the text is shown."""
        while text not in self.shown and (chunk := self._read()):
            self.shown += chunk
        assert text in self.shown, self.shown

    def answer(self, text: str) -> None:
        os.write(self.main, text.encode())

    def end(self) -> int:
        """Reads to the end; gives the exit code."""
        while chunk := self._read():
            self.shown += chunk
        status = os.waitpid(self.process, 0)[1]
        self.limit.cancel()
        os.close(self.main)
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> str:
        try:
            return os.read(self.main, 65536).decode(errors="replace")
        except OSError:
            return ""  # Linux says so when the other side is closed.


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_question_a_bar_and_a_table(run: Commands) -> None:
    terminal = Terminal(run, "close", "--tenant", "d3", ONE, TWO, "no-such", "--journal", "terminal.journal")
    terminal.until("Close 3 incidents on D3 (d3)? [y/N]: ")
    assert run.sandbox.effects["totals"]["closes"] == 0
    terminal.answer("y\n")
    assert terminal.end() == 1
    plain = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", terminal.shown)
    assert "3/3" in plain
    assert "2 of 3 succeeded, 1 failed" in plain
    assert re.search(r"no-such\s+failed\s+Incident 'no-such' was not found", plain)
    assert run.sandbox.effects["totals"]["closes"] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("answer", "code"), [("n\n", 4), ("\n", 4), ("\x03", 130), ("\x04", 130)])
def test_a_no(run: Commands, answer: str, code: int) -> None:
    terminal = Terminal(run, "close", "--tenant", "d3", ONE)
    terminal.until("[y/N]: ")
    # A signal between the question and the wait for its answer is seen with the answer alone: nobody is that quick.
    time.sleep(0.5)
    terminal.answer(answer)
    assert terminal.end() == code
    assert run.sandbox.effects["totals"]["closes"] == 0


def test_a_file_in_and_a_list_out(run: Commands) -> None:
    """What a newcomer does: list, and hand the list to a verb."""
    listed = run("list", "--tenant", "d3", "--where", "status=Open", "--where", "severity=High")
    bypass = ["--bypass-required-tasks", "--bypass-required-fields"]
    ran = run("close", "--tenant", "d3", "--input", "-", "--yes", *bypass, "--json", input=listed.stdout)
    assert ran.returncode == 0, ran.stderr
    closed = [outcome["id"] for outcome in json.loads(ran.stdout)["outcomes"]]
    assert len(closed) == len(listed.stdout.splitlines()) - 1 > 1
    assert run.json("list", "--tenant", "d3", "--where", "status=Open", "--where", "severity=High") == {"rows": []}
