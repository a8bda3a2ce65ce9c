"""Runs every benchmark and writes `target/bench/report.json`: {name: {ours, peer, ratio, unit, peer_name}}.

Usage: run.py --rust RUST_BENCH --server SANDBOX_SERVER [--web] [--only MODULE…]
`--only` measures nothing but these modules of tests/bench/python, such as rows_report, and writes no report.
`--web` also measures the packed npm package (bindings-wasm/tools/build packs it), in Node (tests/bench/node/run.mjs) and in
headless Chromium (tests/bench/web/run.mjs).
Pacing is off everywhere; the sandbox server is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# The rows in Python run in this process.
sys.path.insert(0, str(HERE / "python"))

TARGETS = {
    "py.report_10k": 0.7,
    "py.report_10k_failed": 1.2,
    "py.items_10k": 1.0,
    "py.report_10k_pydantic": 0.3,
    "py.incidents_10k": 0.7,
    "py.incidents_10k_pydantic": 0.25,
    "py.incidents_10k_all": 1.2,
    "py.small_call": 1.4,
    "py.http_2k": 0.15,
    "py.http_2k_httpx": 0.3,
    "py.async_2k": 0.08,
    "py.async_2k_aiohttp": 0.7,
    "py.import": 0.2,
    "rust.report_10k": 1.0,
    "rust.incidents_10k": 1.0,
    "rust.http_2k": 1.2,
    "py.observed_2k": 1.15,
    "call.pacer_100k": 1.3,
    "bulk.updates_20k": 0.06,
    "bulk.updates_20k_aiohttp": 0.8,
    "bulk.limit": 1.25,
    "bulk.journal": 1.5,
    "bulk.overhead": 1.2,
    "node.http_2k": 1.0,
    "node.http_2k_16": 1.0,
    "web.report_10k": 0.65,
    "web.report_10k_valibot": 0.7,
    "web.incidents_10k": 1.0,
    "web.small_call": 2.0,
}


# How many incidents the rows of bulk runs update.
UPDATES = 20_000


@contextmanager
def sandbox(server: str) -> Iterator[dict[str, str]]:
    """A sandbox server in its own process; gives the line of settings that it prints."""
    process = subprocess.Popen([server, str(UPDATES)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(timeout=10)


# The modules whose rows need no server, and those whose rows do.
OFFLINE = ["rows_report", "rows_incidents", "rows_small", "rows_pages"]
ONLINE = ["rows_http", "rows_async", "rows_bulk"]


def python_rows(server: str, folder: Path, wanted: list[str]) -> Iterator[tuple[str, dict[str, object]]]:
    for module in (name for name in OFFLINE if name in wanted):
        for name, row in import_module(module).rows().items():
            yield name, row.to_dict()
    if not set(ONLINE) & set(wanted):
        return
    with sandbox(server) as settings:
        for module in (name for name in ONLINE if name in wanted):
            for name, row in import_module(module).rows(settings["url"], settings | {"folder": str(folder)}).items():
                yield name, row.to_dict()


def rust_rows(bench: str, server: str, folder: Path) -> dict[str, dict[str, object]]:
    with sandbox(server) as settings:
        command = [bench, json.dumps(settings), str(folder)]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def node_rows(server: str) -> dict[str, dict[str, object]]:
    with sandbox(server) as settings:
        command = ["node", str(HERE / "node/run.mjs"), json.dumps(settings)]
        return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def web_rows() -> dict[str, dict[str, object]]:
    command = ["node", str(HERE / "web/run.mjs")]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def show(name: str, row: dict[str, object]) -> None:
    if row["ratio"] is None:
        budget = row.get("budget")
        verdict = "" if budget is None else ("ok  " if row["ours"] <= budget else "over") + f" (budget {budget})"
        print(f"{name:26} {row['ours']:>12} {'':12} {row['unit']:5} {verdict}  {row['peer_name'] or ''}")
        sys.stdout.flush()
        return
    target = TARGETS.get(name)
    verdict = "" if target is None else ("ok  " if row["ratio"] <= target else "over") + f" (target {target})"
    print(f"{name:26} {row['ours']:>12} {row['peer']:>12} {row['unit']}  ratio {row['ratio']:<7} {verdict}  {row['peer_name']}")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rust", required=True, help="the Rust benchmark program")
    parser.add_argument("--server", required=True, help="the sandbox server program")
    parser.add_argument("--web", action="store_true", help="measure the npm package too, in Node and in Chromium")
    parser.add_argument("--only", nargs="+", choices=OFFLINE + ONLINE, help="measure only these modules")
    arguments = parser.parse_args()
    report: dict[str, dict[str, object]] = {}
    # On the disk on which the report is, too: a journal in memory is not what is measured.
    folder = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target") / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    for name, row in python_rows(arguments.server, folder, arguments.only or OFFLINE + ONLINE):
        report[name] = row
        show(name, row)
    if arguments.only:
        return
    for name, row in rust_rows(arguments.rust, arguments.server, folder).items():
        report[name] = row
        show(name, row)
    if arguments.web:
        for rows in (node_rows(arguments.server), web_rows()):
            for name, row in rows.items():
                report[name] = row
                show(name, row)
    target = folder / "report.json"
    target.write_text(json.dumps(report, indent=2) + "\n")
    print(f"written to {target}")


if __name__ == "__main__":
    main()
