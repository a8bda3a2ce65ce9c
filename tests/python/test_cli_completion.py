"""Completion: what the shells are given, and what they ask."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import SCRIPT, Commands

from soarwire.testing import Sandbox

FOLDER = str(Path(SCRIPT[0]).parent)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    with Sandbox() as sandbox:
        yield Commands(sandbox, tmp_path_factory.mktemp("completion"))


def completed(run: Commands, words: str, current: int, **environment: str) -> list[str]:
    """What bash is told for the word at the place."""
    asked = {"_SOARWIRE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(current), **environment}
    ran = run(env=asked)
    assert (ran.returncode, ran.stderr) == (0, "")
    return [line.partition(",")[2] for line in ran.stdout.splitlines() if line]


def test_words(run: Commands) -> None:
    assert {"list", "show", "tenants", "sandbox", "demo"} <= set(completed(run, "soarwire ", 1))
    assert completed(run, "soarwire lis", 1) == ["list"]
    assert "--where" in completed(run, "soarwire list --", 2)
    assert completed(run, "soarwire list --tenant ", 3) == ["d3", "xpanse"]
    assert completed(run, "soarwire list --tenant x", 3) == ["xpanse"]
    other = run.folder / "other.toml"
    other.write_text(run.config.read_text(encoding="utf-8").replace("tenants.d3", "tenants.soc"), encoding="utf-8")
    assert completed(run, f"soarwire list --config {other} --tenant s", 5) == ["soc"]


@pytest.mark.parametrize("content", [None, "[tenants", '[tenants.a]\nkey = "k"', "tenants = 5"])
def test_a_file_that_cannot_be_read_completes_to_nothing(run: Commands, content: str | None) -> None:
    file = run.folder / "broken.toml"
    file.unlink(missing_ok=True)
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert completed(run, "soarwire list --tenant ", 3, SOARWIRE_CONFIG=str(file)) == []


@pytest.mark.parametrize(
    ("shell", "check"),
    [
        ("bash", 'eval "$(_SOARWIRE_COMPLETE=bash_source soarwire)" && complete -p soarwire'),
        ("zsh", 'autoload -Uz compinit && compinit -u; eval "$(_SOARWIRE_COMPLETE=zsh_source soarwire)" && print $_comps[soarwire]'),
        ("fish", "_SOARWIRE_COMPLETE=fish_source soarwire | source; and complete --command soarwire"),
    ],
)
def test_each_shell_takes_its_script(run: Commands, shell: str, check: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    environment = {**run.environment, "PATH": f"{FOLDER}{os.pathsep}{os.environ['PATH']}"}
    ran = subprocess.run([shell, "-c", check], capture_output=True, text=True, check=False, env=environment, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "_soarwire_completion" in ran.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_there_is_a_script_for_each_shell(run: Commands, shell: str) -> None:
    ran = run(env={"_SOARWIRE_COMPLETE": f"{shell}_source"})
    assert ran.returncode == 0
    assert f"_SOARWIRE_COMPLETE={shell}_complete" in ran.stdout
