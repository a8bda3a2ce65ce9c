"""The raw server (tests/src/raw_server) as a separate process, and the table of its behaviours."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
TABLE: dict[str, dict[str, Any]] = {
    row["name"]: row for row in json.loads((ROOT / "tests/behaviours/table.json").read_text())
}


@dataclass(frozen=True)
class RawServer:
    """Serves every row; each row may be used once."""

    ca: str
    urls: dict[str, str]
    asks: IO[str]
    answers: IO[str]

    def seen(self, row: str) -> tuple[int, int]:
        """How many requests and connections came to a row."""
        self.asks.write(row + "\n")
        self.asks.flush()
        seen = json.loads(self.answers.readline())
        return seen["requests"], seen["connections"]


@contextmanager
def raw_server() -> Iterator[RawServer]:
    cargo = ["cargo", "build", "--quiet", "--locked", "-p", "soarwire-tests", "--features", "sockets", "--bin", "raw_server"]
    subprocess.run(cargo, cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
    process = subprocess.Popen([TARGET / "debug/raw_server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None and process.stdout is not None
    try:
        settings = json.loads(process.stdout.readline())
        yield RawServer(settings["ca"], settings["urls"], process.stdin, process.stdout)
    finally:
        process.stdin.close()
        process.wait(timeout=10)
        process.stdout.close()
