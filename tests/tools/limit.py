"""Runs a command that may not last longer than so many seconds, in a process group of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

# What a shell sets to "ignored" in a command that it starts in the background, and what ends the command early.
BACKGROUND = (signal.SIGINT, signal.SIGQUIT)
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# How long a command has between SIGTERM and SIGKILL.
GRACE_S = 10.0
# How often a command is asked whether it has ended.
PAUSE_S = 0.02


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit status as a shell gives it, and the signals it took when its time was over."""

    status: int
    killed_by: str | None = None


def run(command: Sequence[str], log: BinaryIO, limit_s: float, grace_s: float = GRACE_S) -> Ended:
    """Runs the command with its output in `log`; past the limit, ends its whole process group. The command sees SIGINT and
    SIGQUIT with their default handling, even where they are ignored here. No process of its group outlives this call."""
    before = {number: signal.getsignal(number) for number in ENDING}
    caught = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    # Handlers only take note: an exception could come anywhere, also while `subprocess` holds its lock, which then stays locked.
    noted: list[int] = []
    for number in caught:
        signal.signal(number, lambda number, _frame: noted.append(number))
    try:
        try:
            # `close_fds` would take make's job server from a command that is make.
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                close_fds=False,
                preexec_fn=_begin,
            )
        except OSError as error:
            log.write(f"{command[0]}: {error.strerror}\n".encode())
            return Ended(127)
        try:
            return _wait(process, noted, limit_s, grace_s)
        finally:
            # What a command leaves behind in its group would otherwise run on unseen.
            _kill(process)
    finally:
        for number in caught:
            signal.signal(number, before[number])
        if noted:
            # As if we had not caught it, so that whoever started us sees why we ended.
            signal.signal(noted[0], signal.SIG_DFL)
            os.kill(os.getpid(), noted[0])


def _wait(process: subprocess.Popen[bytes], noted: list[int], limit_s: float, grace_s: float) -> Ended:
    over_at = time.monotonic() + limit_s
    while (status := process.poll()) is None:
        if noted:
            _end(process, grace_s)
        elif time.monotonic() > over_at:
            return Ended(124, _end(process, grace_s))
        else:
            time.sleep(PAUSE_S)
    return Ended(status if status >= 0 else 128 - status)


def _begin() -> None:
    """In the child, before the command."""
    os.setpgid(0, 0)
    for number in BACKGROUND:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _signal(process: subprocess.Popen[bytes], number: int) -> bool:
    """Whether there is still a process in the group; signal 0 only asks."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kills what is left of the group, and waits until it is gone."""
    give_up_at = time.monotonic() + 10
    while _signal(process, signal.SIGKILL) and time.monotonic() < give_up_at:
        process.poll()
        time.sleep(0.01)


def _end(process: subprocess.Popen[bytes], grace_s: float) -> str:
    """Ends the group; says by which signals."""
    _signal(process, signal.SIGTERM)
    kill_at = time.monotonic() + grace_s
    while time.monotonic() < kill_at:
        # The command itself is a member of its group until it has been waited for.
        if process.poll() is not None and not _signal(process, 0):
            return "SIGTERM"
        time.sleep(PAUSE_S)
    _signal(process, signal.SIGKILL)
    process.wait()
    return "SIGTERM and SIGKILL"
