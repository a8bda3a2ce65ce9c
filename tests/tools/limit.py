"""Runs a command that may not last longer than so many seconds, in a process group of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType
from typing import BinaryIO

# What a shell sets to "ignored" in a command that it starts in the background, and what ends the command early.
BACKGROUND = (signal.SIGINT, signal.SIGQUIT)
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# How long a command has between SIGTERM and SIGKILL.
GRACE_S = 10.0


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit status as a shell gives it, and the signals it took when its time was over."""

    status: int
    killed_by: str | None = None


class _Interrupted(BaseException):
    """A signal that ends us, and so the command."""

    def __init__(self, number: int) -> None:
        self.number = number


def run(command: Sequence[str], log: BinaryIO, limit_s: float, grace_s: float = GRACE_S) -> Ended:
    """Runs the command with its output in `log`; past the limit, ends its whole process group. The command sees SIGINT and
    SIGQUIT with their default handling, even where they are ignored here. No process of its group outlives this call."""
    before = {number: signal.getsignal(number) for number in ENDING}
    caught = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    # Held back until there is a process to end.
    signal.pthread_sigmask(signal.SIG_BLOCK, caught)
    for number in caught:
        signal.signal(number, _interrupt)
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
            return _wait(process, caught, limit_s, grace_s)
        finally:
            # What a command leaves behind in its group would otherwise run on unseen.
            _kill(process)
    finally:
        for number in caught:
            signal.signal(number, before[number])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, caught)


def _wait(process: subprocess.Popen[bytes], caught: list[signal.Signals], limit_s: float, grace_s: float) -> Ended:
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, caught)
        try:
            status = process.wait(limit_s)
        except subprocess.TimeoutExpired:
            return Ended(124, _end(process, grace_s))
        return Ended(status if status >= 0 else 128 - status)
    except _Interrupted as interrupted:
        signal.pthread_sigmask(signal.SIG_BLOCK, caught)
        _end(process, grace_s)
        # As if we had not caught it, so that whoever started us sees why we ended.
        signal.signal(interrupted.number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [interrupted.number])
        os.kill(os.getpid(), interrupted.number)
        raise


def _begin() -> None:
    """In the child, before the command."""
    os.setpgid(0, 0)
    for number in BACKGROUND:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _interrupt(number: int, _frame: FrameType | None) -> None:
    raise _Interrupted(number)


def _signal(process: subprocess.Popen[bytes], number: int) -> bool:
    """Whether there is still a process in the group; signal 0 only asks."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kills what is left of the group, and waits until it is gone."""
    give_up_at = time.monotonic() + 1
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
        time.sleep(0.02)
    _signal(process, signal.SIGKILL)
    process.wait()
    return "SIGTERM and SIGKILL"
