"""Interleaved timing: each round runs ours, then the peer; the figures are medians, the ratio is ours / peer."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """One line of the report: seconds a call for both, and what the peer is."""

    ours: float
    peer: float
    peer_name: str

    def to_dict(self) -> dict[str, object]:
        scale = 1e6
        return {
            "ours": round(self.ours * scale, 3),
            "peer": round(self.peer * scale, 3),
            "ratio": round(self.ours / self.peer, 3),
            "unit": "us",
            "peer_name": self.peer_name,
        }


def _time(work: Work, calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - start) / calls


def interleave(ours: Work, peer: Work, peer_name: str, *, rounds: int, calls: int = 1, turns: int = 1) -> Row:
    """Times both `rounds` times, `calls` calls each time, after one round that does not count.

    Within a round they take `turns` turns: want many where what is compared differs by less than the machine from one moment to the
    next.
    """
    ours_times, peer_times = [], []
    gc.collect()
    gc.disable()
    try:
        for round_ in range(rounds + 1):
            both = [(_time(ours, calls), _time(peer, calls)) for _ in range(turns)]
            if round_:
                ours_times.append(sum(mine for mine, _ in both))
                peer_times.append(sum(other for _, other in both))
            gc.collect()
    finally:
        gc.enable()
    return Row(statistics.median(ours_times), statistics.median(peer_times), peer_name)


# Works only where nothing else does, and no longer than this process lives.
_IDLE_WORK = """
import os
os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
parent = os.getppid()
while os.getppid() == parent:
    sum(range(100_000))
"""


@contextmanager
def awake() -> Iterator[None]:
    """Keeps the processors from going to sleep, where the system can: for calls one after another.

    Of two processes that take turns one always waits. On a virtual machine it then takes longer to wake its processor than the whole
    call, and chance decides whether that went to sleep: what is compared would be the machine, and not the clients.
    """
    count = len(os.sched_getaffinity(0)) if hasattr(os, "SCHED_IDLE") else 0
    command = [sys.executable, "-I", "-S", "-c", _IDLE_WORK]
    idle = [subprocess.Popen(command) for _ in range(count)]
    try:
        yield
    finally:
        for process in idle:
            process.kill()
        for process in idle:
            process.wait()
