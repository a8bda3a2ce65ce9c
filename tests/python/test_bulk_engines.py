"""The examples of docs/bulk-engines.md: Celery's with a worker, tasks that come twice, one whose process is killed."""

from __future__ import annotations

import importlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery.contrib.testing.worker import start_worker  # type: ignore[import-untyped]

from soarwire import bulk, d3
from soarwire.testing import Sandbox

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "bulk-engines.md"
# Each block begins with the name of its file.
FILES = dict(
    re.findall(r"^```py(?:thon)?\n# (\w+)\.py\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
)
NUMBERS = [f"A-{number}" for number in range(60)]
PARTS = 3
LIMIT = 60

# What the process does that is killed: the task's work, outside the worker.
LOST = "import json, sys; from part import run_part; run_part(*json.loads(sys.argv[1]))"


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    with Sandbox({"d3": {"incidents": [{"number": number} for number in NUMBERS]}}) as served:
        yield served


@pytest.fixture
def sandbox(served: Sandbox) -> Sandbox:
    served.reset()
    return served


@pytest.fixture(scope="module")
def files(served: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the examples as modules, and a tenants file that they find."""
    folder = tmp_path_factory.mktemp("examples")
    for name, text in FILES.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    settings = served.credentials["d3"]
    lines = ["[tenants.soc]", 'vendor = "d3"', 'key_env = "SOC_D3_KEY"', "requests_per_second = 0"]
    lines += [f'{name} = "{settings[name]}"' for name in ("base_url", "username", "site")]
    (folder / "tenants.toml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOC_D3_KEY", settings["api_keys"]["*"])
        patch.setenv("SOARWIRE_CONFIG", str(folder / "tenants.toml"))
        patch.setenv("CELERY_BROKER_URL", "memory://")
        patch.setenv("CELERY_RESULT_BACKEND", "cache+memory://")
        patch.syspath_prepend(str(folder))
        yield folder
        for name in FILES:
            sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def celery(files: Path) -> Iterator[Any]:
    """The example for Celery, whose tasks a worker runs on threads of this process."""
    example = importlib.import_module("celery_tasks")
    # The pause before a task is tried again.
    example.part.default_retry_delay = 0.2
    with start_worker(example.app, pool="threads", concurrency=2 * PARTS, perform_ping_check=False):
        yield example


def closing() -> bulk.Plan:
    return bulk.plan(d3.CloseIncidents, NUMBERS, bypass_required_tasks=True, conclusion="Contained.", chunk=2)


def test_each_example_is_a_file() -> None:
    assert list(FILES) == ["part", "celery_tasks", "airflow_dag", "ray_run", "temporal_run"]
    assert PAGE.read_text(encoding="utf-8").count("\n```py") == len(FILES)
    for name, text in FILES.items():
        compile(text, f"{name}.py", "exec")


def messages(folder: Path) -> list[tuple[Any, ...]]:
    return [(closing().to_json(), index, PARTS, str(folder), "soc") for index in range(PARTS)]


def check_done(sandbox: Sandbox, folder: Path, results: list[str]) -> list[Any]:
    """No incident was closed twice, and none is lost: what is not closed is said to be unknown."""
    reports = importlib.import_module("part").reports(closing().to_json(), str(folder), results)
    rows = {row.id: row.outcome for report in reports for row in report.rows}
    assert sorted(rows) == sorted(NUMBERS) and set(rows.values()) <= {"succeeded", "unknown"}
    closed = {incident["number"] for incident in sandbox.incidents["d3"] if incident["status"] == "Closed"}
    assert {id for id, outcome in rows.items() if outcome == "succeeded"} <= closed
    assert sandbox.effects["duplicates"] == []
    return list(reports)


def test_a_run_on_celery(sandbox: Sandbox, tmp_path: Path, celery: Any) -> None:
    folder = tmp_path / "close"
    results = celery.start(closing(), PARTS, str(folder), "soc").get(timeout=LIMIT)
    reports = check_done(sandbox, folder, results)
    assert all(report.all_succeeded for report in reports)
    assert sandbox.effects["totals"]["conclusions"] == len(NUMBERS)
    assert [report.journal for report in reports] == sorted(folder.iterdir())
    with pytest.raises(FileExistsError):
        celery.start(closing(), PARTS, str(folder), "soc")


def test_tasks_that_are_delivered_twice(sandbox: Sandbox, tmp_path: Path, celery: Any) -> None:
    sandbox.script({"kind": "delay", "ms": 100, "times": 1000})
    folder = tmp_path / "close"
    folder.mkdir()
    # At once: one of the two is refused by the lock of the journal, and tries again later.
    twice = [celery.part.delay(*message) for message in messages(folder) * 2]
    states = set()
    until = time.monotonic() + LIMIT
    while not all(task.ready() for task in twice) and time.monotonic() < until:
        states |= {task.state for task in twice}
        time.sleep(0.01)
    assert "RETRY" in states
    results = [task.get(timeout=LIMIT) for task in twice]
    assert results[:PARTS] == results[PARTS:]
    assert all(report.all_succeeded for report in check_done(sandbox, folder, results[:PARTS]))
    assert sandbox.effects["totals"]["conclusions"] == len(NUMBERS)
    # And after its end: nothing is sent.
    sent = len(sandbox.requests)
    assert [celery.part.delay(*message).get(timeout=LIMIT) for message in messages(folder)] == results[:PARTS]
    assert len(sandbox.requests) == sent


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_a_task_whose_first_process_was_killed(sandbox: Sandbox, files: Path, tmp_path: Path, celery: Any) -> None:
    sandbox.script({"kind": "delay", "ms": 1000, "times": 1000})
    folder = tmp_path / "close"
    folder.mkdir()
    with subprocess.Popen([sys.executable, "-c", LOST, json.dumps(messages(folder)[0])], cwd=files) as lost:
        until = time.monotonic() + LIMIT
        while sandbox.effects["totals"]["conclusions"] < 8 and time.monotonic() < until:
            time.sleep(0.005)
        os.kill(lost.pid, signal.SIGKILL)
    assert lost.returncode == -signal.SIGKILL
    sandbox.clear_faults()
    results = [celery.part.delay(*message).get(timeout=LIMIT) for message in messages(folder)]
    check_done(sandbox, folder, results)
    resumed = [journal.name for journal in folder.iterdir() if "resumed" in journal.read_text(encoding="utf-8")]
    assert resumed == [f"0-of-{PARTS}.journal"]


def test_what_a_part_is_refused_for(sandbox: Sandbox, files: Path, tmp_path: Path) -> None:
    part = importlib.import_module("part")
    plan_json, folder = closing().to_json(), tmp_path / "close"
    # A worker that does not share the folder does not begin anew.
    with pytest.raises(part.TryLater, match="journal"):
        part.run_part(plan_json, 0, PARTS, str(folder), "soc")
    assert sandbox.requests == []
    folder.mkdir()
    asked: list[int] = []
    with pytest.raises(part.TryLater, match="deadline"):
        part.run_part(plan_json, 0, PARTS, str(folder), "soc", deadline=1e-3, acquire=lambda count: time.sleep(0.01))
    part.run_part(plan_json, 0, PARTS, str(folder), "soc", acquire=asked.append)
    assert 0 < sum(asked) <= 10 and sandbox.effects["totals"]["conclusions"] == 20
    another = bulk.plan(d3.UpdateOwner, NUMBERS, owner="Maria Keller")
    with pytest.raises(ValueError, match="another plan"):
        part.run_part(another.to_json(), 0, PARTS, str(folder), "soc")
