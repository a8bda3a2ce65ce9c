"""A run on the workers of a Dask cluster."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from soarwire import bulk, d3, errors
from soarwire.testing import Sandbox

distributed = pytest.importorskip("distributed")

NUMBERS = [f"A-{number}" for number in range(120)]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox({"d3": {"incidents": [{"number": number} for number in NUMBERS]}}) as served:
        yield served


@pytest.fixture
def config(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tenants file, whose key the workers inherit from the environment."""
    settings = sandbox.credentials["d3"]
    monkeypatch.setenv("SOC_D3_KEY", settings["api_keys"]["*"])
    lines = ["[tenants.soc]", 'vendor = "d3"', 'key_env = "SOC_D3_KEY"', "requests_per_second = 0"]
    lines += [f'{name} = "{settings[name]}"' for name in ("base_url", "username", "site")]
    path = tmp_path / "tenants.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def closing(numbers: Any = NUMBERS, **more: Any) -> bulk.Plan:
    more = {"bypass_required_tasks": True, "conclusion": "Contained.", "chunk": 5, **more}
    return bulk.plan(d3.CloseIncidents, numbers, **more)


class Here:
    """A cluster of workers that are all this process; those in `blind` do not see the folder."""

    def __init__(self, *blind: str) -> None:
        self.blind = blind

    def nthreads(self) -> dict[str, int]:
        return {"a": 1, "b": 1, "c": 1}

    def submit(self, task: Any, *arguments: Any, workers: Any = None, pure: bool = True) -> Any:
        assert not pure
        result = task(*arguments)
        return type("Future", (), {"result": lambda self: result})()

    def run(self, task: Any, *arguments: Any) -> dict[str, Any]:
        return {worker: None if worker in self.blind else task(*arguments) for worker in self.nthreads()}

    def gather(self, futures: list[Any]) -> list[Any]:
        return [future.result() for future in futures]

    def cancel(self, futures: list[Any]) -> None:
        pass


def test_one_report_of_all_parts(sandbox: Sandbox, config: Path, tmp_path: Path) -> None:
    sandbox.script({"kind": "cut_after"})
    plan = closing([*NUMBERS, "A-none"])
    folder = tmp_path / "close"
    report = bulk.dask.run(plan, "soc", Here(), folder, config=config)
    assert (report.plan, report.counts.succeeded, report.counts.unknown, report.counts.failed) == (plan, 115, 5, 1)
    # Each incident has the request that it has in the whole plan.
    assert [row.request for row in report.rows] == [at // 5 for at in range(121)]
    assert sorted(os.listdir(folder)) == ["0-of-3.journal", "1-of-3.journal", "2-of-3.journal", "run.json"]
    # Once more, there is nothing left to do, in as many parts as the first time.
    assert bulk.dask.run(plan, "soc", Here(), folder, config=config, shards=2) == report
    assert sandbox.effects["totals"]["conclusions"] == 120 and sandbox.effects["duplicates"] == []


def test_a_part_that_was_stopped_is_said(sandbox: Sandbox, config: Path, tmp_path: Path) -> None:
    report = bulk.dask.run(closing(), "soc", Here(), tmp_path / "late", config=config, deadline=1e-3, concurrency=1)
    assert report.stopped == "deadline"
    rest = bulk.dask.run(closing(), "soc", Here(), tmp_path / "late", config=config)
    assert rest.all_succeeded and rest.stopped is None


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("journal_dir", {"client": Here("b")}),
        ("journal_dir", {"plan": closing(["another"])}),
        ("tenant", {"plan": closing(tenant="surface")}),
        ("shards", {"shards": 0}),
        ("profile", {"profile": "nobody"}),
        ("client", {"client": type("Nobody", (Here,), {"nthreads": lambda self: {}})()}),
    ],
)
def test_what_is_refused_is_named_and_nothing_is_sent(
    sandbox: Sandbox, config: Path, tmp_path: Path, field: str, change: dict[str, Any]
) -> None:
    bulk.dask._claim(str(tmp_path / "close"), {"plan": bulk.dask._digest(closing()), "shards": 3})
    call = {"plan": closing(), "profile": "soc", "client": Here(), "config": config, **change}
    with pytest.raises(errors.InvalidRequest) as caught:
        bulk.dask.run(**call, journal_dir=tmp_path / "close")
    assert caught.value.field == field
    assert sandbox.requests == []


def test_a_worker_that_comes_later_must_see_the_folder(sandbox: Sandbox, config: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.InvalidRequest, match="not shared"):
        bulk.dask.run_shard(closing(), 0, "soc", str(config), str(tmp_path), {"plan": "x", "shards": 1}, {})
    assert sandbox.requests == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_a_killed_worker(sandbox: Sandbox, config: Path, tmp_path: Path) -> None:
    sandbox.script({"kind": "delay", "ms": 1000, "times": 1000})
    killed = False
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        pids = list(client.run(os.getpid).values())
        folder = tmp_path / "close"

        def begun(number: int) -> bool:
            journal = folder / f"{number}-of-2.journal"
            return journal.exists() and b'"outcome"' in journal.read_bytes()

        def kill() -> None:
            nonlocal killed
            limit = time.monotonic() + 60
            while time.monotonic() < limit and not all(begun(number) for number in range(2)):
                time.sleep(0.02)
            os.kill(pids[0], signal.SIGKILL)
            sandbox.clear_faults()
            killed = True

        killer = threading.Thread(target=kill)
        killer.start()
        report = bulk.dask.run(closing(), "soc", client, folder, config=config, concurrency=2)
        killer.join()
    assert killed
    assert (report.counts.planned, report.counts.failed, report.counts.not_attempted) == (120, 0, 0)
    # What was in flight was read back, or is unknown; none was closed twice.
    assert report.counts.succeeded + report.counts.unknown == 120
    assert sandbox.effects["duplicates"] == []
    closed = {incident["number"] for incident in sandbox.incidents["d3"] if incident["status"] == "Closed"}
    assert set(report.succeeded) <= closed
    resumed = [journal for journal in folder.glob("*.journal") if "resumed" in journal.read_text(encoding="utf-8")]
    assert len(resumed) == 1
