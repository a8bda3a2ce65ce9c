"""Where incidents come from: arguments, files, filters. What would be done is looked at, and nothing is sent."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from commands import KEYS, Commands

from soarwire.cli import main
from soarwire.testing import Sandbox


class Close:
    """Looks at what ``soarwire close`` would do with a file, in this process."""

    def __init__(self, run: Commands, captured: pytest.CaptureFixture[str]) -> None:
        self.file = run.folder / "incidents"
        self.captured = captured

    def __call__(self, content: str | bytes, *more: str, name: str = "incidents") -> list[str]:
        """The incidents."""
        code, out, error = self.ran(content, *more, name=name)
        assert (code, error) == (0, "")
        ids: list[str] = json.loads(out)["ids"]
        return ids

    def refused(self, content: str | bytes, *more: str, name: str = "incidents") -> str:
        """Why not, with FILE for the name of the file."""
        code, out, error = self.ran(content, *more, name=name)
        assert (code, out, error.count("\n")) == (2, "", 1)
        return error.replace(str(self.file), "FILE").removeprefix("soarwire: ").rstrip()

    def ran(self, content: str | bytes, *more: str, name: str) -> tuple[int, str, str]:
        self.file = self.file.with_name(name)
        self.file.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main(["close", "--tenant", "d3", "--input", str(self.file), "--dry-run", "--json", *more])
        return code, *self.captured.readouterr()


@pytest.fixture
def close(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], soarwire_sandbox: Sandbox) -> Close:
    run = Commands(soarwire_sandbox, tmp_path)
    for name in ("SOARWIRE_CONFIG", *KEYS):
        monkeypatch.setenv(name, run.environment[name])
    return Close(run, capsys)


A_AND_B = {
    "a line each": "A-1\nB-2\n",
    "from Windows": "\ufeffA-1\r\nB-2\r\n\r\n",
    "without an end": "  A-1\n\n B-2  ",
    "twice": "A-1\nB-2\nA-1\n",
    "CSV": "Title,Incident Number\nx,A-1\n\"y,\nz\",B-2\n",
    "CSV of Europe": "IR Number;Title\nA-1;x\nB-2;y\n",
    "CSV with tabs": "id\ttitle\nA-1\tx\n\nB-2\ty\n",
    "CSV of one column": "incident_id\nA-1\nB-2\n",
    "quoted CSV": '"Incident Number","Title"\n"A-1","x"\n"B-2","y"\n',
    "the first of two columns": "title,id,number\nx,A-1,5\ny,B-2,6\n",
    "CSV with a byte order mark": '\ufeff"id","title"\r\n"A-1","x"\r\n\r\n"B-2","y ""z"""\r\n',
    "CSV whose other column has a comma": "IR Number;Title, short\nA-1;x\nB-2;y, z\n",
    "a table with an index": "\tid\n0\tA-1\n1\tB-2\n",
    "blank lines": "\n \t\nA-1\n\u00a0\n\n  \nB-2\n",
    "JSON": '["A-1", "B-2"]',
    "JSON objects": '[{"Incident Number": "A-1"}, {"title": "x", "id": "B-2"}]',
    "JSON of a list": '{"rows": [{"id": "A-1", "title": "x"}, {"id": "B-2"}]}',
    "JSON of incidents": '\n {"incidents": ["A-1", "B-2"]}',
    "JSON with a byte order mark": '\ufeff["A-1", "B-2"]\r\n',
    "JSON Lines": '{"id": "A-1", "title": "x"}\n\n{"Incident Number": "B-2"}\n',
    "JSON as jq prints it": '{\n  "id": "A-1"\n}\n{\n  "id": "B-2"\n}\n',
}


@pytest.mark.parametrize("content", A_AND_B.values(), ids=A_AND_B)
def test_files(close: Close, content: str) -> None:
    assert close(content) == ["A-1", "B-2"]


def test_files_of_powershell_and_numbers(close: Close) -> None:
    assert close("A-1\r\nB-2\r\n".encode("utf-16")) == ["A-1", "B-2"]
    assert close("[5471, 5472]") == ["5471", "5472"]
    assert close("Größe-1\n") == ["Größe-1"]
    assert close('{"id": 5471}\n{"id": 5472}\n') == ["5471", "5472"]
    assert close('{"id": "A-1"}') == ["A-1"]


@pytest.mark.parametrize("content", ["", "\n\n", " \t\r\n", "\ufeff", "id\n", "Title,IR Number\n", "[]", '{"rows": []}'])
def test_files_of_nothing(close: Close, content: str) -> None:
    assert close(content) == []


def test_what_list_prints(close: Close, capsys: pytest.CaptureFixture[str]) -> None:
    listed = []
    for more in (["--json"], []):
        assert main(["list", "--tenant", "d3", "--limit", "5", *more]) == 0
        listed.append(capsys.readouterr().out)
    wanted = [row["id"] for row in json.loads(listed[0])["rows"]]
    assert len(wanted) == 5
    for content in (*listed, "\n".join(json.dumps(row) for row in json.loads(listed[0])["rows"])):
        assert close(content) == wanted


REFUSED = {
    "A-1\nB-2, C-3\n": "FILE, line 2: must be one incident",
    "A-1\nB\t2\n": "FILE, line 2: must be one incident",
    "A-1\n\nB\x00\n": "FILE, line 3: has the character U+0000 in it",
    "A-1\rB-2": "FILE, line 1: has the character U+000D in it",
    "A-1,x\nB-2,y\n": "FILE, line 1: no column has the incidents (the columns are A-1, x)",
    "title,id\nx,A-1\ny\n": "FILE, line 3: has 1 columns, and the header has 2",
    "title,id\nx,A-1\ny, \n": "FILE, line 3: has no incident in its column",
    "title,id\n\"x\ny\",A-1\nz,\"B;2\"\n": "FILE, line 4: must be one incident",
    'title,id\n"x"y,A-1\n': "FILE, line 2: is not CSV",
    'title,id\nx,"A-1\n': "FILE, line 2: is not CSV",
    '\x1b[2J,"a\nb"\nx,A-1\n': "FILE, line 2: no column has the incidents (the columns are \ufffd[2J, a\ufffdb)",
    "title;number of incident\nx;A-1\n": "FILE, line 1: no column has the incidents (the columns are title, number of incident)",
    '["A-1",\n "B-2"\n': "FILE, line 3: is not JSON",
    '["A-1", null]': "FILE, element 2: is not an incident",
    '["A-1", true]': "FILE, element 2: is not an incident",
    '["A-1", " "]': "FILE, element 2: is not an incident",
    '["A-1", 1.5]': "FILE, element 2: is not an incident",
    '["A-1", {"title": "x"}]': "FILE, element 2: is an object without an incident",
    '{"outcomes": [{"id": "A-1"}]}': "FILE: must be a JSON list of incidents",
    '["A-1", "B\\u0000"]': "FILE, element 2: has the character U+0000 in it",
    '["A-1"] "B-2"': "FILE, line 1: is not an incident",
    '["A-1"]\nB-2': "FILE, line 2: is not JSON",
    '{"id": "A-1"}\n{"id": "B-2"\n': "FILE, line 3: is not JSON",
    '{"id": "A-1"}\n\n{"title": "x"}\n': "FILE, line 3: is an object without an incident",
    '{"id": "A-1"}\n{"id": null}\n': "FILE, line 2: is not an incident",
    "[" * 100_000: "FILE",
}  # fmt: skip


@pytest.mark.parametrize("content", REFUSED)
def test_a_bad_line_is_named(close: Close, content: str) -> None:
    assert close.refused(content).startswith(REFUSED[content])


def test_a_file_that_cannot_be_read(close: Close, capsys: pytest.CaptureFixture[str]) -> None:
    for content in (b"A-1\nB-2\nC\xff3\n", b"id,title\r\nA-1,x\r\nB-2,Gr\xf6\xdfe\r\n", b'["A-1",\n"B-2",\n"\xe9"]'):
        assert close.refused(content) == "FILE, line 3: is not UTF-8: save the file as UTF-8"
    assert close.refused("A-1\n".encode("utf-16-le")).startswith("FILE, line 1: has the character U+0000 in it")
    for path, why in ((close.file.parent, "directory"), (close.file.with_name("none"), "No such file")):
        assert main(["close", "--tenant", "d3", "--input", str(path), "--dry-run"]) == 2
        assert why in capsys.readouterr().err


def test_stdin(close: Close, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["close", "--tenant", "d3", "--input", "-", "--dry-run", "--json"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"A-1\nB-2\n")))
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["ids"] == ["A-1", "B-2"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"A-1,B-2\n")))
    assert main(arguments) == 2
    assert "stdin, line 1: no column" in capsys.readouterr().err


def test_one_source(close: Close) -> None:
    assert close.refused("A-1", "B-2").startswith("incidents are given in more than one way: ")
    assert close.refused("A-1", "--since", "7d").startswith("incidents are given in more than one way: ")


def test_filters_and_arguments(close: Close, soarwire_sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    def asked(*arguments: str) -> list[str]:
        assert main(["close", "--tenant", "d3", "--dry-run", "--json", *arguments]) == 0
        ids: list[str] = json.loads(capsys.readouterr().out)["ids"]
        return ids

    wanted = [incident["number"] for incident in soarwire_sandbox.incidents["d3"] if incident["status"] == "Open"]
    assert sorted(asked("--where", "status=Open")) == sorted(wanted)
    assert asked("A-1", "B-2", "A-1") == ["A-1", "B-2"]
    assert asked("--", "-1") == ["-1"]
    assert main(["close", "--tenant", "d3", "--dry-run"]) == 2
    assert "no incidents are given" in capsys.readouterr().err
    assert main(["close", "--tenant", "d3", "--dry-run", "\udcff"]) == 2
    assert "is not UTF-8" in capsys.readouterr().err


